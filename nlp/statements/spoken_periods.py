"""English periods that a sentence only points to: during the quarter, at month-end, a line of a monthly report."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# during the month, for the fiscal year, at month-end: the period that was named before
_THAT_PERIOD = lazy_pattern(
    r"\b(?:during|for|throughout|in|over|of) (?:the|this|that) (?:same )?(?:entire |whole |full |reporting |reported |fiscal )?(?P<length>month|quarter|year|period)\b(?! (?:ago|before|earlier|to date))"
    r"|\b(?P<over>month)(?:-over-month| over month|-on-month)\b"
    r"|\b(?P<end>month|quarter|year)[- ]end(?:ing)? (?:[a-z]+ ){0,3}(?:hash ?rate|capacity|fleet|holdings?|balance|treasury)\b"
)
# Hashrate: [1.93 EH/s]: a line of a report
_LINE = lazy_pattern(
    r"[\s•*·▪●–-]*(?:[a-z][a-z0-9 &/'’.%-]{2,50}(?:\s\([a-z0-9 /.-]{1,24}\))?)\s?[:=]\s(?:about |approximately |~|over )?"
)
_DAYS = {"month": (26, 36), "quarter": (80, 100), "year": (350, 380)}


def period_spoken_of(text: str, draft: Draft) -> str | None:
    """Whether an English sentence points to a period named before: month, quarter, year, or period where it does not say which."""
    if draft.is_chinese:
        return None
    sentence = draft.sentence
    found = _THAT_PERIOD.search(text, sentence.start, sentence.end)
    if found:
        return found["length"] or found["over"] or found["end"]
    figure = next(iter(draft.fillers.get("object", ())), None)
    if figure is not None and draft.predicate in ("has_capacity", "holds"):
        return "period" if _LINE.fullmatch(text, sentence.start, figure.position) else None
    return None


# its market value has since shrunk to [$78 million]
_NOW = lazy_pattern(
    r"\b(?:ha(?:s|ve) since|currently|at present|these days|today's|as of now|right now|is now|are now|now (?:holds?|has|runs?|owns?|stands?))\b"
)


def is_of_now(text: str, draft: Draft) -> bool:
    """Whether an English figure that has no date in its sentence is told as one of now: no date from before is its own."""
    figure = next(iter(draft.fillers.get("object", ())), None)
    if figure is None or draft.is_chinese or draft.predicate not in ("reported", "holds", "has_capacity"):
        return False
    return _NOW.search(text, draft.sentence.start, figure.position) is not None


def is_unfinished(draft: Draft, slot: Slot, today: str | None) -> bool:
    """Whether a period is not over on the day of the document, so that no English figure of it is told yet."""
    start, _, end = ((slot.mention.iso or "") if slot.mention else "").partition("/")
    if draft.predicate not in ("mined", "reported", "sold_crypto") or len(end) < len("2025-01-01"):
        return False
    return bool(today) and end > (today or "") and start[:7] != end[:7]


def is_of_other_firm(encoded: EncodedText, draft: Draft, slot: Slot) -> bool:
    """Whether a date stands in another paragraph and with another firm than the sentence of an English figure."""
    there = encoded.sentences[bisect_right(encoded.starts, slot.position) - 1]
    if there.paragraph == draft.sentence.paragraph:
        return False
    own = {s.ref for s in draft.sentence.slots if s.type == "C"}
    others = {s.ref for s in there.slots if s.type == "C"}
    return bool(own and others) and not own & others


def last_of(length: str | None, before: Sequence[Slot], periods: Sequence[Slot], draft: Draft) -> Slot | None:
    """The last period before a figure, of the length that the sentence says; else the first of that length in the text."""
    if length in _DAYS:
        fit = [slot for slot in before if _is_long(slot, length)]
        if fit:
            return fit[-1]
        first = next((s for s in periods if s.position < draft.sentence.start and _is_long(s, length)), None)
        if first is not None and length == "quarter":
            return first
    return before[-1] if before else None


def _is_long(slot: Slot, length: str | None) -> bool:
    """Whether a date is about as long as a month, a quarter or a year."""
    iso = (slot.mention.iso or "") if slot.mention else ""
    start, stroke, end = iso.partition("/")
    if not stroke:
        return len(iso) == {"month": 7, "year": 4}.get(length or "")
    if len(start) < len("2025-01-01") or len(end) < len("2025-01-01"):
        return False
    days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days + 1
    least, most = _DAYS.get(length or "", (0, 0))
    return least <= days <= most

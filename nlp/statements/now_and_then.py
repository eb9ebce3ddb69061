"""An English figure that is so now, beside one that is to be: was 2 EH/s and should reach 3 EH/s by the end of the year."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_FIGURES = ("has_capacity", "holds", "reported", "mined")
_IS = lazy_pattern(
    r"\b(?:was|were|is|are|stood at|stands at|[a-z]{2,12}(?:ed|s)|held|ran|had|made|built|(?:grew|rose|fell|went|came|up|down) to)\s"
    r"(?:(?:at|of|with|about|some|around|roughly|nearly|almost|just|only|over|more than|less than|under|currently|now|a|the)\s){0,3}\Z"
)
_AHEAD = lazy_pattern(
    r"\b(?:will|would|should|could|may|might|expects?|expected|plans?|planned|aims?|targets?|intends?|hopes?|wants?|seeks?|to|by|if|once|when|until|after)\b"
)
# …, whose site has 200 MW, expects [300 MW] · and should reach [3 EH/s] · and is to be [3 EH/s] · , and it expects [3 EH/s]
_THEN = lazy_pattern(
    r"(?P<own>[^,;.:\ue043\ue062\ue063\ue068\ue06d\ue06e\ue077]{0,40}?)(?:,?\s(?:and|but)\s(?:(?:it|\ue063|then|now|also|that|this)\s){0,2}|,\s)"
    r"(?:will|should|would|could|may|might|expects?|plans?|aims?|targets?|intends?|hopes?|wants?|seeks?|(?:is|are) (?:expected|set|due|forecast|projected|scheduled|planned|slated|to|expecting|aiming|targeting|guiding|on (?:track|course)))\b"
    r"[^;.:\ue043]{0,60}?(?P<later>[\ue062\ue068\ue06d\ue06e\ue077])"
)


def part_now(drafts: Sequence[Draft], encoded: EncodedText) -> None:
    """Tells the figures that are so already from the plans behind them, whose day they have not."""
    for draft in drafts:
        if draft.predicate not in _FIGURES or draft.is_chinese or draft.modality or draft.fillers.get("date"):
            continue
        targets = draft.fillers.get("object", ())
        later = _later(encoded.text, draft, targets[0]) if len(targets) == 1 else None
        if later is None:
            continue
        draft.modality = "asserted"
        days = [s for s in draft.sentence.slots if s.type == "D" and s.position < later]
        draft.fillers["date"] = days[-1:]
        draft.undated = not days


def _later(text: str, draft: Draft, target: Slot) -> int | None:
    """Where the plan behind a figure begins that is so already; None where there is none."""
    start, at = draft.sentence.start, target.position
    if not _IS.search(text, max(start, at - 40), at):
        return None
    clause = max([start, *(text.rfind(mark, start, at) + 1 for mark in ",;:")])
    if _AHEAD.search(text, clause, at):
        return None
    found = _THEN.match(text, at + 1, draft.sentence.end)
    return found.end("own") if found and found["later"] == text[at] else None

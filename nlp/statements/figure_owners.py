"""Whose a figure is by where it stands: right behind its company, in its brackets, or before it."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

DONE_ALONE = ("mined", "holds", "sold_crypto", "has_capacity", "reported", "ordered_from", "raised")
"""Predicates of what one company does, or whose figure it is."""


def owner_of_figure(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company that a draft's object is of, where the one stands beside the other."""
    return _beside(text, slots, draft) or _owner_named(text, slots, draft)


# MARA reported 54.3 EH/s, CleanSpark (CLSK) [40.1 EH/s] and Riot [33.7] · MicroStrategy's [607,770 BTC]
_BESIDE = lazy_pattern(
    r"(?:'s|,|:|\s[-–—])?\s?(?:\([^()]{0,16}\)\s?)?(?:(?:about|nearly|roughly|some|around|over|approximately|at|with|为|约|近|超过|超)\s?)?"
)
_CLAUSE_OPENS = lazy_pattern(
    r"(?:[,;:、]\s?(?:and|while|with|而|以及|和)?|[a-z]\sand|[\ue041-\ue07a]\sand|only|than)\s?(?:(?:the|rival|fellow|[a-z\ue04a]+-(?:based|listed))\s){0,2}$"
)


# Cipher ([179 BTC]), Bitfarms (250 BTC) and Riot (450 BTC)
_BRACKETED = lazy_pattern(r"\s\((?:(?:about|with|at|around|some)\s)?[\ue041-\ue07a][),]")


# first place went to MARA with 713 BTC, second to [CleanSpark] with 685
_RANKED = lazy_pattern(_CLAUSE_OPENS.pattern + r"|\b(?:to|is|was|comes?|came|then|by)\s(?:the\s)?$")


# 算力领先的X([29.9 EH/s]), 88枚([X])
_IN_BRACKETS = lazy_pattern(r"\s?\((?:\ue044|[\u4e00-\u9fff:,]){0,12}\s?$")
_OWNER_BEHIND = lazy_pattern(r"\s?\((?=\ue043(?:\)|,))")


def _bracketed(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company in whose brackets a Chinese figure stands, or that stands in brackets behind it."""
    if not draft.is_chinese or draft.predicate not in DONE_ALONE:
        return None
    for target in draft.fillers.get("object", ()):
        behind = _OWNER_BEHIND.match(text, target.position + 1)
        if behind:
            return next((s for s in slots if s.position == behind.end()), None)
        before = [s for s in slots if s.position < target.position and s.type in "Cc"]
        if before and _IN_BRACKETS.fullmatch(text, before[-1].position + 1, target.position):
            return before[-1]
    return None


def _beside(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company that stands right before the object, in a list that leaves the verb out."""
    bracketed = _bracketed(text, slots, draft)
    if bracketed:
        return bracketed
    for target in draft.fillers.get("object", ()):
        if not isinstance(target, Slot) or target.type not in "bhwnmp":
            continue
        before = [s for s in slots if s.position < target.position]
        last = before[-1] if before else None
        if last and last.type == "C" and _BRACKETED.fullmatch(text, last.position + 1, target.position + 2):
            return last
        if target.position < draft.span[0]:
            continue
        if last and last.type in "Cc" and _BESIDE.fullmatch(text, last.position + 1, target.position):
            start = max(0, last.position - 24)
            opens = _CLAUSE_OPENS if " with" not in text[last.position : target.position] else _RANKED
            if opens.search(text, start, last.position) or text[last.position + 1 : last.position + 3] == "'s":
                return last
    return None


# 与[Marathon]的3.9EH/s相比,X…: whose a Chinese figure is said to be
_ITS_FIGURE = lazy_pattern(r"的(?:约|近|超过|逾|总计|全部|现有|这|那)*$")


_SET_BESIDE = lazy_pattern(r"(?:与|和|较|比|高于|低于|超过|不及|落后于|仅次于|多于|少于)$")


def _owner_named(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company of which a Chinese figure right behind it is: X的[3.9EH/s]."""
    if draft.predicate not in ("has_capacity", "holds", "mined") or not draft.is_chinese:
        return None
    for target in draft.fillers.get("object", ()):
        before = [s for s in slots if s.position < target.position]
        last = before[-1] if before else None
        if last and last.type in "Cc" and _ITS_FIGURE.fullmatch(text, last.position + 1, target.position):
            return last if _SET_BESIDE.search(text, max(0, last.position - 4), last.position) else None
    return None

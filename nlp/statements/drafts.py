"""A statement in the making, and the ways between its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy

from nlp.encoding import TYPES, Sentence, Slot, type_char
from nlp.text.lazy import lazy_pattern

_WEIGHTS = {",": 4.0, ";": 9.0, "。": 30.0, "\n": 30.0, "、": 0.6, "(": 1.5, ")": 0.5, " ": 0.12, ":": 2.0, "“": 0.5}
_WEIGHTS.update(dict.fromkeys("abcdefghijklmnopqrstuvwxyz'-.", 0.22))
_WEIGHTS.update({type_char(c): 1.0 for c in TYPES})


@dataclass(slots=True)
class Draft:
    """A statement in the making: slots instead of refs."""

    frame_id: str
    predicate: str
    sentence: Sentence
    anchor: int
    fillers: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    literals: dict[str, str] = field(default_factory=dict)
    modality: str | None = None
    confidence: float = 0.8
    subject_open: bool = False
    span: tuple[int, int] = (0, 0)
    group: tuple[Slot, ...] = ()
    """The list that the object is a member of."""
    undated: bool = False
    moods: tuple[str, ...] = ()
    by_construction: bool = False
    joins: bool = False
    """Whether it only adds to another draft of its predicate."""
    loose: bool = False
    """Whether it gives way to any other draft of its predicate in the sentence."""
    fixed: set[str] = field(default_factory=set)
    """The roles that a joining draft has filled."""

    @property
    def language(self) -> str:
        """Of the grammar that made it: zh or en, with which the names of frames begin."""
        return self.frame_id.partition(".")[0]

    @property
    def is_chinese(self) -> bool:
        """Whether it is of a Chinese sentence."""
        return self.frame_id.startswith("zh.")

    @property
    def is_english(self) -> bool:
        """Whether it is of an English sentence."""
        return self.frame_id.startswith("en.")


_WEIGHT_OF = numpy.ones(0x10000)
_WEIGHT_OF[[ord(c) for c in _WEIGHTS]] = list(_WEIGHTS.values())


# 净利润(不包括股权激励费用)为[2亿元]: no way at all
_LEFT_OUT = lazy_pattern(r"\((?:均)?(?:不包括|不包含|不含|剔除|扣除|不计|未计|撇除)[^()。;\ue06d]{1,60}\)")


class Way:
    """Costs between positions of one encoded text."""

    def __init__(self, text: str) -> None:
        codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
        weights = _WEIGHT_OF[numpy.minimum(codes, 0xFFFF)]
        for aside in _LEFT_OUT.finditer(text):
            weights[aside.start() : aside.end()] = 0.0
        sums = numpy.cumsum(weights)
        self.sums: list[float] = [0.0, *sums.tolist()]

    def cost(self, start: int, end: int) -> float:
        """The cost of the way from `start` to `end`, start not after end."""
        return self.sums[end] - self.sums[start]


OF_OBJECT = ("jurisdiction", "facility", "machine")


def keep_own(draft: Draft, target: Slot, objects: Sequence[Slot], *, chinese: bool) -> None:
    """Leaves a draft only the places and machines of its own object: none that stands nearer another one.

    In English they follow their figure, and what comes before all of them is said of each; in Chinese they precede it.
    """
    if len(objects) < 2:
        return
    first = min(slot.position for slot in objects)
    for role in OF_OBJECT:
        own = []
        for slot in draft.fillers.get(role, ()):
            before = [other for other in objects if other.position < slot.position]
            if chinese and role == "machine" and before and slot.position - before[-1].position <= 2:
                if before[-1] is target:  # 700台|A15 Pro: the count stands before its model
                    own.append(slot)
                continue
            if chinese:
                behind = [other for other in objects if other.position > slot.position]
                if (behind or before[-1:])[0] is target or not before:
                    own.append(slot)
                continue
            if slot.position < first or (before and before[-1] is target):
                own.append(slot)
        if role in draft.fillers:
            draft.fillers[role] = own


def in_clause(text: str, draft: Draft, slot: Slot) -> bool:
    """Whether a place or a machine stands before the object of a draft, or behind it in its clause."""
    end = draft.fillers["object"][0].position
    return slot.position < end or "," not in text[end : slot.position]


# X sold 3,000 BTC for $62 million, while [Y] sold 2,598: another firm does what follows
_OTHER_DOER = lazy_pattern(r"(?:,|;|\b(?:while|and|but|as|whereas))\s(?:the\s)?\ue043(?:\s?\([^()]{0,40}\))?\s[a-z]")


def is_told_of_other(text: str, draft: Draft, slot: Slot) -> bool:
    """Whether another company takes the word between a figure of a sentence and the object of a draft."""
    one, other = sorted((slot.position, draft.fillers["object"][0].position))
    return _OTHER_DOER.search(text, one + 1, other) is not None

"""Persons of a firm that are counted first and named afterwards: X的两名董事辞职。其中,甲…,乙…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_TITLE = (
    r"(?:独立|非执行|执行|前|副|高级|联席)*(?:董事|高管|总裁|副总裁|经理|总经理|合伙人|创始人|工程师|顾问|监事|负责人)"
)
_COUNTED = lazy_pattern(rf"\ue043(?:公司)?的?(?:(?P<two>两|三|四)[名位]|\ue069)(?P<title>{_TITLE})(?!会|长)")
_NAMES_THEM = lazy_pattern(r"[\s\"“]*(?:其中|他们是|分别是|即)[,:]?\s?\ue050")
_HEAD = lazy_pattern(r"(?:^|[,;:、和与])\s?$")
_LEFT = lazy_pattern(r"辞职|离职|离任|卸任|辞去|去职|下台|被解职|被罢免|被免职|出局|离开")
_NUMBERS = {"两": 2, "三": 3, "四": 4}


def counted_people(encoded: EncodedText) -> Iterator[Draft]:
    """A position for each of the persons that a Chinese sentence names, where the one before counts as many of a firm."""
    text = encoded.text
    for before, sentence in zip(encoded.sentences, encoded.sentences[1:], strict=False):
        if before.paragraph != sentence.paragraph or not _NAMES_THEM.match(text, sentence.start, sentence.end):
            continue
        counted = _COUNTED.search(text, before.start, before.end)
        if counted is None:
            continue
        people = [s for s in sentence.slots if s.type == "P" and _leads(text, sentence.start, s)]
        if len({s.ref for s in people}) != _number(encoded, counted):
            continue
        start, end = encoded.source_span(counted.start("title"), counted.end("title"))
        for slot in people:
            draft = Draft("zh.position.counted", "has_position", before, counted.start(), span=counted.span())
            draft.fillers["subject"] = [slot]
            draft.fillers["object"] = [encoded.slots[counted.start()]]
            draft.literals["title"] = f"\x00{start}:{end}"
            draft.modality = "ended" if _LEFT.search(text, counted.end(), before.end) else "asserted"
            draft.by_construction = True
            yield draft


def _leads(text: str, start: int, slot: Slot) -> bool:
    """Whether a person stands at the head of a clause, or in a list of persons."""
    before = text[max(start, slot.position - 6) : slot.position]
    return _HEAD.search(before) is not None or before.endswith(("其中", "其中,", "是", "即"))


def _number(encoded: EncodedText, counted: re.Match[str]) -> float | None:
    """How many persons are counted."""
    if counted["two"]:
        return _NUMBERS[counted["two"]]
    slots = (encoded.slots.get(at) for at in range(counted.start() + 1, counted.start("title")))
    slot = next((s for s in slots if s is not None and s.type == "i"), None)
    measure = slot.mention.measure if slot and slot.mention else None
    return measure.value if measure else None

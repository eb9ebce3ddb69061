"""Whose a Chinese paragraph is by its heading: a line of its own, or a name in brackets, before what is told of it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from nlp.digests import is_headline
from nlp.text.lazy import lazy_pattern

if TYPE_CHECKING:
    from nlp.encoding import EncodedText, Sentence, Slot

# ◆ 矿企[X]:并购 · 2、[X]换帅
_MARKED = lazy_pattern(
    r"[^\u4e00-\u9fffa-z\ue041-\ue07a]*(?:[一二三四五六七八九十]{1,3}[、.])?\s?"
    r"(?:\ue04a的?)?(?:[\u4e00-\u9fff]{0,6}(?:矿企|矿商|公司|企业|矿池|巨头|平台|交易所|厂商|制造商|运营商|服务商))?[:|\s]?(?=\ue043)"
)
# 【[X]】五月产量… · ▎[X] | …: the heading stands in the line of what it heads
_INLINE = lazy_pattern(r"[\s•·◆▎■●▶*-]*(?:【\ue043】|\ue043\s?(?:\([^()]{0,16}\))?\s?(?:[|｜]|——))")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_LONGEST = 36


class Headings:
    """The companies that the paragraphs of a Chinese text are headed by."""

    def __init__(
        self, encoded: EncodedText, is_source: Callable[[Slot], bool], *, sources: Collection[str] = ()
    ) -> None:
        self._encoded, self._is_source, self._sources = encoded, is_source, sources
        self._over: dict[int, str] = {}
        self._first: dict[int, str] = {}
        if _HAN.search(encoded.text):
            self._read()

    def over(self, paragraph: int) -> str | None:
        """The company of the heading above a paragraph, or in its first line."""
        return self._over.get(paragraph)

    def leads(self, paragraph: int) -> str | None:
        """The company that a paragraph begins with."""
        return self._first.get(paragraph)

    def _read(self) -> None:
        heading: str | None = None
        paragraph = -1
        for sentence in self._encoded.sentences:
            if sentence.paragraph == paragraph:
                heading = None if heading and self._others(sentence, heading) else heading
                continue
            paragraph = sentence.paragraph
            named = self._named(sentence)
            if named:
                self._first[paragraph] = named
            inline = _INLINE.match(self._encoded.text, sentence.start)
            if inline and sentence.slots and sentence.slots[0].ref not in self._sources:
                heading = sentence.slots[0].ref
                self._over[paragraph] = heading
            elif sentence.end - sentence.start < _LONGEST and is_headline(self._encoded, sentence):
                heading = None if named and self._others(sentence, named) else named
            elif heading:
                self._over[paragraph] = heading
                heading = None if self._others(sentence, heading) else heading

    def _others(self, sentence: Sentence, ref: str) -> bool:
        """Whether a sentence names another company than the one that heads it, which ends what the heading tells."""
        return any(s.type == "C" and s.ref != ref and not self._is_source(s) for s in sentence.slots)

    def _named(self, sentence: Sentence) -> str | None:
        match = _MARKED.match(self._encoded.text, sentence.start)
        slot = self._encoded.slots.get(match.end()) if match else None
        return slot.ref if slot is not None and not self._is_source(slot) else None

"""Chinese words of a text with their offsets and parts of speech: where a name can begin and end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import rjieba

_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its span, itself and its part of speech (ICTCLAS tags)."""

    start: int
    end: int
    word: str
    tag: str


class Segments:
    """The words of one text in order; `knows` tells whether a word is in the dictionary."""

    def __init__(self, tokens: tuple[Token, ...], knows: Callable[[str], bool] = bool) -> None:
        self.tokens = tokens
        self.knows = knows
        self._starts = [token.start for token in tokens]

    def is_border(self, offset: int) -> bool:
        """Whether a word begins or the text ends at `offset`."""
        index = bisect_left(self._starts, offset)
        if index < len(self._starts):
            return self._starts[index] == offset
        return not self.tokens or offset >= self.tokens[-1].end

    def index_at(self, offset: int) -> int:
        """The index of the word that covers `offset`; -1 before the first word."""
        return bisect_right(self._starts, offset) - 1


class Segmenter:
    """Cuts texts into words with a dictionary of its own."""

    def __init__(self) -> None:
        self._jieba = rjieba.Jieba()

    def segment(self, folded: str) -> Segments:
        """The words of `folded`; none where it holds no Chinese."""
        if not _HAN.search(folded):
            return Segments(())
        tokens, offset = [], 0
        for word, tag in self._jieba.tag(folded):
            tokens.append(Token(offset, offset + len(word), word, tag))
            offset += len(word)
        return Segments(tuple(tokens), self.knows)

    def knows(self, word: str) -> bool:
        """Whether the dictionary has `word`."""
        return bool(self._jieba.has_word(word))

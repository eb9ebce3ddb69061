"""Chinese words of a text with their offsets and parts of speech: where a name can begin and end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, compress
from typing import Any, NamedTuple, overload

from nlp.text.dictionary import Dictionary
from nlp.text.lazy import lazy_pattern

_HAN = lazy_pattern(r"[\u4e00-\u9fff]")


class Token(NamedTuple):
    """One word: its span, itself and its part of speech (ICTCLAS tags)."""

    start: int
    end: int
    word: str
    tag: str


class Tokens(Sequence[Token]):
    """The words of one text, made when they are looked at: most never are.

    `starts`, `words` and `tags` are the columns, for loops that need no more.
    """

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        self.words = [word for word, _ in words]
        self.tags = [tag for _, tag in words]
        self.starts = list(accumulate(map(len, self.words), initial=0))

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...

    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self.words)))]
        if index < 0:
            index += len(self.words)
        return Token(self.starts[index], self.starts[index + 1], self.words[index], self.tags[index])

    def tagged(self, tag: str) -> Iterator[int]:
        """The indices of the words of one part of speech."""
        return compress(range(len(self.tags)), map(tag.__eq__, self.tags))


class Segments:
    """The words of one text in order; `knows` tells whether a word is in the dictionary.

    >>> segments = Segments([("比特", "n"), ("大陆", "n")])
    >>> segments.tokens[1].start, segments.index_at(3), segments.is_border(2), segments.is_border(3)
    (2, 1, True, False)
    """

    def __init__(self, words: Sequence[tuple[str, str]], knows: Callable[[str], bool] = bool) -> None:
        self.tokens = Tokens(words)
        self.knows = knows
        self._borders = frozenset(self.tokens.starts) if words else None

    def is_border(self, offset: int) -> bool:
        """Whether a word begins or the text ends at `offset`."""
        return self._borders is None or offset in self._borders

    def is_open(self, offset: int) -> bool:
        """Whether no dictionary word runs over `offset`: a border, or inside letters that were only guessed to join."""
        return self.is_border(offset) or not self.knows(self.tokens.words[self.index_at(offset)])

    def index_at(self, offset: int) -> int:
        """The index of the word that covers `offset`; -1 before the first word."""
        starts = self.tokens.starts
        return bisect_right(starts, offset, 0, len(starts) - 1) - 1


class Segmenter:
    """Cuts texts into words with a dictionary of its own; `words` of the trade are added to it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._dictionary = Dictionary(self._fill)

    def _fill(self, jieba: Any) -> None:
        for word in self._words:
            if len(word) > 1 and not jieba.has_word(word):
                jieba.add_word(word, None, "n")

    def segment(self, folded: str) -> Segments:
        """The words of `folded`; none where it holds no Chinese."""
        if not _HAN.search(folded):
            return Segments(())
        return Segments(self._dictionary.jieba.tag(folded), self.knows)

    def knows(self, word: str) -> bool:
        """Whether the dictionary has `word`."""
        return bool(self._dictionary.jieba.has_word(word))

"""Lower case that keeps offsets, and where Latin letters stand in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from nlp.text.lazy import lazy_pattern

_STRETCH = lazy_pattern(r"[A-Za-z\u00c0-\u024f][^\u2e80-\uffff]+")
_WORD = lazy_pattern("[A-Za-z]+")
_ASCII = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})


@lru_cache(maxsize=1)
def lowered(text: str) -> str:
    """`text` in lower case, as long as it was: where that would change the length, only ASCII letters change.

    >>> lowered("BitMAIN 比特大陆"), len(lowered("İstanbul"))
    ('bitmain 比特大陆', 8)
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_ASCII)


def find_latin(pattern: re.Pattern[str], folded: str, cues: frozenset[str] | None = None) -> Iterator[re.Match[str]]:
    """The matches of a pattern that holds no Chinese; Chinese text is passed over at once.

    With `cues`, every match holds one of these words (see `cues_of`).

    >>> [match[0] for match in find_latin(re.compile(r"(?<![a-z])M[a-z]+"), "矿企Mara与 Moonwalk签约")]
    ['Mara', 'Moonwalk']
    """
    if cues is not None and cues.isdisjoint(latin_words(folded)):
        return
    for start, end in _stretches(folded):
        yield from pattern.finditer(folded, start, end)


def cues_of(phrases: Iterable[str]) -> frozenset[str]:
    """A word of each phrase, by which `find_latin` tells that a text holds none of them.

    >>> sorted(cues_of(["data center", "U.S. Mint", "mine"]))
    ['Mint', 'center', 'mine']
    """
    return frozenset(_WORD.findall(phrase)[-1] for phrase in phrases)


@lru_cache(maxsize=1)
def latin_words(folded: str) -> frozenset[str]:
    """The words of ASCII letters in a text."""
    return frozenset(_WORD.findall(folded))


@lru_cache(maxsize=1)
def _stretches(folded: str) -> tuple[tuple[int, int], ...]:
    """Where Latin letters stand; many finders ask it of the same text, one after the other."""
    return tuple(stretch.span() for stretch in _STRETCH.finditer(folded))

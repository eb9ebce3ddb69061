"""Words of a table at a place of a text, found by the character that stands there.

A table has hundreds of small patterns; one alternation over all of them is slow where nothing
matches, which is the usual case. Here the next (or the last) character picks the few that can.
Texts are folded and in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from nlp.errors import ResourceError
from nlp.text.lazy import lazy_pattern

Meaning = TypeVar("Meaning")

_LOOK = lazy_pattern(r"\(\?<?[!=][^()]*(?:\([^()]*\)[^()]*)*\)")
_GROUP = lazy_pattern(r"\(\?:([^()]*)\)")
_CLASS = lazy_pattern(r"\[[^\]]*\]")
_OPTIONAL = lazy_pattern(r"[?*{]")


def split_alternatives(pattern: str) -> list[str]:
    """The alternatives at the top level of a small pattern.

    >>> split_alternatives("kw|kilo(?:watt|w)s?")
    ['kw', 'kilo(?:watt|w)s?']
    """
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


def _first_character(pattern: str) -> str:
    """The character every match of a pattern starts with.

    Raises:
        ResourceError: the pattern starts with a group, a class or something optional.
    """
    literal = pattern[1:2] if pattern[:1] == "\\" else pattern[:1]
    rest = pattern[2 if pattern[:1] == "\\" else 1 :]
    escape = pattern[:1] == "\\" and literal.isalnum()
    if not literal or escape or (pattern[:1] in "([.^" and pattern[:1] != "\\") or _OPTIONAL.match(rest):
        raise ResourceError(f"expected a pattern that starts with a fixed character, was {pattern!r}")
    return literal


def first_characters(patterns: Iterable[str]) -> frozenset[str]:
    """The characters that a match of one of the patterns can start with."""
    return frozenset(_first_character(part) for pattern in patterns for part in split_alternatives(pattern))


def _length(pattern: str) -> int:
    """How long a match of a small pattern can become, about."""
    pattern = re.sub(r"\\(.)", r"\1", _LOOK.sub("", pattern))
    while group := _GROUP.search(pattern):
        longest = max(group[1].split("|"), key=len)
        pattern = pattern[: group.start()] + longest + pattern[group.end() :]
    return len(_CLASS.sub("x", pattern).replace("?", ""))


class Lexicon(Generic[Meaning]):
    """What stands right behind a place: the longest pattern of a table that matches there."""

    def __init__(self, rows: Iterable[tuple[str, Meaning]]) -> None:
        """`rows` are patterns with their meaning; Latin ones need a border on their right.

        Raises:
            ResourceError: a pattern does not start with a fixed character.
        """
        buckets: dict[str, list[tuple[str, Meaning]]] = {}
        for pattern, meaning in rows:
            for part in split_alternatives(pattern):
                buckets.setdefault(_first_character(part), []).append((part, meaning))
        self._rows = buckets
        self._buckets: dict[str, tuple[re.Pattern[str], list[Meaning]]] = {}

    def match(self, text: str, at: int) -> tuple[Meaning, int] | None:
        """The meaning of what stands at `at`, and where it ends."""
        char = text[at : at + 1]
        if char not in self._rows:
            return None
        bucket = self._buckets.get(char) or self._compile(char)
        match = bucket[0].match(text, at)
        return (bucket[1][(match.lastindex or 1) - 1], match.end()) if match else None

    def _compile(self, char: str) -> tuple[re.Pattern[str], list[Meaning]]:
        """The patterns that start with a character, compiled when a text first holds it where one may stand."""
        parts = sorted(self._rows[char], key=lambda row: _length(row[0]), reverse=True)
        joined = "|".join(f"({part})(?:(?<![a-z])|(?![a-z])|(?<=[kmg]w)(?=(?:ai|hpc)(?![a-z])))" for part, _ in parts)
        self._buckets[char] = lazy_pattern(joined), [meaning for _, meaning in parts]
        return self._buckets[char]


class Endings(Generic[Meaning]):
    """What stands right before a place: the longest word of a table that ends there.

    The words are literal; one that starts with a Latin letter needs a border on its left.
    """

    def __init__(self, rows: Iterable[tuple[str, Meaning]]) -> None:
        self._buckets: dict[str, list[tuple[str, Meaning]]] = {}
        for word, meaning in rows:
            self._buckets.setdefault(word[-1], []).append((word, meaning))
        for words in self._buckets.values():
            words.sort(key=lambda row: len(row[0]), reverse=True)

    def match(self, text: str, end: int) -> tuple[Meaning, int] | None:
        """The meaning of the word that ends at `end`, and where it starts."""
        if not end:
            return None
        for word, meaning in self._buckets.get(text[end - 1], ()):
            if text.endswith(word, 0, end):
                start = end - len(word)
                if not (start and "a" <= word[0] <= "z" and "a" <= text[start - 1] <= "z"):
                    return meaning, start
        return None

"""Long lists of words as patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp.text.lazy import lazy_pattern

# a group of a pattern that holds nothing but words
_WORDS = lazy_pattern(r"(\(\?(?::|P<\w+>))([^()\[\]{}?*+.^$\\]+)(?=\))")
_MANY = 6


def with_grouped_words(pattern: str) -> str:
    """The pattern with the words of its long lists grouped as `alternatives` does; it matches the same.

    >>> with_grouped_words("(?P<kind>矿场|矿池|电厂|电站|工厂|公司)[a-z]+(?:矿|厂)")
    '(?P<kind>矿(?:场|池)|电(?:厂|站)|工厂|公司)[a-z]+(?:矿|厂)'
    """

    def grouped(match: re.Match[str]) -> str:
        words = match[2].split("|")
        return match[1] + (alternatives(words) if len(words) >= _MANY and all(words) else match[2])

    return _WORDS.sub(grouped, pattern)


def alternatives(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, those with one first character in a group.

    Where several words would match, the earlier one does, as in a plain list; but a place where none
    begins costs a look at the few first characters, and not at each of some hundred words.

    >>> alternatives(["矿企", "公司", "矿商", "矿"])
    '矿(?:企|商|)|公司'
    """
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(
        re.escape(first) + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for first, rest in groups.items()
    )

"""A small chart: rules of words and kinds build larger items from smaller ones, as long as new ones come.

A rule is a line of parts with spaces between them: `<kind>` stands for an item of that kind, anything
else is a pattern of its own. Spaces and commas may stand between parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from nlp.text.lazy import lazy_pattern

_GLUE = lazy_pattern(r"[\s,]{0,4}")
_PASSES = 6
# bounds that keep the work linear: characters of an item, items of a kind from one place on
_LONGEST, _MOST = 90, 12
_BLANK = ("", " ", ",", "\n", "\t")


class Rule(NamedTuple):
    """What a line of parts makes: an item of a kind, from the values of the kinds in it."""

    kind: str
    parts: tuple[str | re.Pattern[str], ...]
    make: Callable[..., Any]


def rule(kind: str, line: str, make: Callable[..., Any]) -> Rule:
    """The rule of a line; patterns with one group hand what it held to `make`, in the order of the parts."""
    parts = [part[1:-1] if re.fullmatch(r"<\w+>", part) else lazy_pattern(part) for part in line.split(" ")]
    return Rule(kind, tuple(parts), make)


def spaced(pattern: str) -> str:
    """A pattern of several words as one part of a rule."""
    return pattern.replace(" ", r"\s")


def constant(value: Any) -> Callable[[], Any]:
    """What a word makes: always the same."""
    return lambda: value


class Chart:
    """The items found in a text: kind → start → end → value; what came first stays."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._items: dict[str, dict[int, dict[int, Any]]] = {}

    def at(self, kind: str, start: int) -> dict[int, Any]:
        """The items of a kind that begin at a place, by their end."""
        return self._items.get(kind, {}).get(start, {})

    def starts(self, kind: str) -> list[int]:
        """Where items of a kind begin, in order."""
        return sorted(self._items.get(kind, {}))

    def parse(self, rules: Sequence[Rule]) -> None:
        """Applies the rules until nothing new comes."""
        for _ in range(_PASSES):
            new = [self._apply(one) for one in rules]
            if not any(new):
                return

    def _apply(self, one: Rule) -> bool:
        head, new = one.parts[0], False
        starts = self.starts(head) if isinstance(head, str) else _places(head, self.text)
        for start in starts:
            if _glued(self.text, start) or self.text[start : start + 1] in _BLANK:
                continue
            for end, values in list(self._read(one.parts, start)):
                ends = self._items.setdefault(one.kind, {}).setdefault(start, {})
                if end in ends or end - start > _LONGEST or len(ends) >= _MOST or _glued(self.text, end):
                    continue
                made = one.make(*values)
                if made is not None:
                    ends[end], new = made, True
        return new

    def _read(self, parts: Sequence[str | re.Pattern[str]], at: int) -> Iterator[tuple[int, list[Any]]]:
        """The ways to read a row of parts from a place on: end and values."""
        for end, values in self._part(parts[0], at):
            if len(parts) == 1:
                yield end, values
                continue
            glue = _GLUE.match(self.text, end)
            following = glue.end() if glue else end
            if following == end and _glued(self.text, end):
                continue
            for last, rest in self._read(parts[1:], following):
                yield last, values + rest

    def _part(self, part: str | re.Pattern[str], at: int) -> Iterator[tuple[int, list[Any]]]:
        if isinstance(part, str):
            for end, value in list(self.at(part, at).items()):
                yield end, [value]
        elif match := part.match(self.text, at):
            # an optional word that is not there leaves the glue before it to what follows
            yield match.end(), list(match.groups())


def _places(pattern: re.Pattern[str], text: str) -> list[int]:
    """Where a pattern matches, places inside other matches too."""
    found, match = [], pattern.search(text)
    while match:
        found.append(match.start())
        match = pattern.search(text, match.start() + 1) if match.start() < len(text) else None
    return found


def _glued(text: str, at: int) -> bool:
    """Whether a place lies inside a Latin word or a run of digits."""
    if not 0 < at < len(text):
        return False
    one, two = text[at - 1], text[at]
    return (one.isascii() and two.isascii()) and (
        (one.isalpha() and two.isalpha()) or (one.isdigit() and two.isdigit())
    )

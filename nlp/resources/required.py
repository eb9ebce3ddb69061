"""What every match of a construction holds: words and types by which its texts are found without its pattern.

It follows from the pattern alone, and telling it of all patterns takes half a second: so the patterns
folder holds it, by digests of the patterns as their rows have them and of the macros in them, in ``required.json``;
what stands there need not even be expanded before a text asks for it. What the file lacks is told anew. After changes
of patterns ``python -m nlp.resources.required`` writes the file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from nlp.errors import ResourceError
from nlp.resources.files import patterns_folder, read_text

FILE = "required.json"
_VERSION = 2
"""To be raised when the same pattern asks for other words, types or lists than before."""
# how many groups of words are looked for: the most telling ones
_GROUPS = 2


class Required(NamedTuple):
    """What every match has: one word of each group, and for some mentions the characters they may be.

    `lists` are the roles that may be lists.
    """

    words: tuple[tuple[str, ...], ...]
    types: tuple[str, ...]
    lists: tuple[str, ...] = ()


class Expanded(Protocol):
    """A pattern as its row has it: `written`, with what its macros stand for; and what it is expanded to."""

    @property
    def written(self) -> str:
        """What tells the pattern from all others; a KeyError names a macro that is not known."""

    @property
    def expanded(self) -> tuple[str, tuple[str, ...]]:
        """The regular expression, and the roles that may be lists."""


def tell_required(pattern: str, lists: tuple[str, ...] = ()) -> Required:
    """What every match of a pattern holds.

    >>> tell_required("(?:the )?(?:mines?|sold|bought) [0-9]{2}")
    Required(words=(('mine', 'sold', 'bought'),), types=(), lists=())
    """
    return Required(required_groups(pattern)[:_GROUPS], required_types(pattern), lists)


class RequiredTable:
    """What patterns ask for, from the file of a patterns folder where it is there."""

    def __init__(self, rows: Mapping[str, Required]) -> None:
        self._rows = rows

    def __contains__(self, pattern: Expanded) -> bool:
        return _digest(pattern.written) in self._rows

    def of(self, pattern: Expanded) -> Required:
        """What every match of a pattern holds."""
        return self._rows.get(_digest(pattern.written)) or tell_required(*pattern.expanded)


def load_required(folder: Path) -> RequiredTable:
    """The table of a patterns folder, an empty one where it has none or one of another version.

    Raises:
        ResourceError: the file is none of its kind.
    """
    path = folder / FILE
    if not path.exists():
        return RequiredTable({})
    try:
        table = json.loads(read_text(path))
        rows = table["rows"] if table["version"] == _VERSION else {}
        return RequiredTable(
            {
                key: Required(tuple(map(tuple, words)), tuple(types), tuple(lists))
                for key, (words, types, lists) in rows.items()
            }
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ResourceError(
            f"expected what patterns ask for, was no such file: {error}; remove it, or write it anew", path=str(path)
        ) from error


def write_required(folder: Path, patterns: Iterable[Expanded]) -> None:
    """Writes the table of some patterns, a row a line, so that changes of the file are read easily."""
    rows = {_digest(pattern.written): tell_required(*pattern.expanded) for pattern in patterns}
    lines = (f"{json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}" for key, row in sorted(rows.items()))
    text = f'{{"version": {_VERSION}, "rows": {{\n' + ",\n".join(lines) + "\n}}\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def _digest(pattern: str) -> str:
    return hashlib.blake2b(pattern.encode(), digest_size=8).hexdigest()


# what tells where a pattern has alternatives and what stands outside its groups
_STEP = re.compile(r"\\.|\(\?P<(?:subject|object)>\[([\ue041-\ue07a]+)\]\)(?![?*{])|\[[\s\S][^\]]*\]|[()|]", re.DOTALL)


def required_types(pattern: str) -> tuple[str, ...]:
    """The types of the subject and object that every match of a pattern has, as classes of characters.

    Only those outside all groups count, and none where the pattern has alternatives at its top.
    """
    depth = 0
    outside: list[str] = []
    for step in _STEP.finditer(pattern):
        if step[1] is not None:
            if depth == 0:
                outside.append(step[1])
        elif step[0] == "|" and depth == 0:
            return ()
        else:
            depth += (step[0] == "(") - (step[0] == ")")
    return tuple(outside)


_PART = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?:|\(\?P<\w+>|[()|.^$]|[?*+]\??|\{\d*,?\d*\}\??|[^\\]", re.DOTALL
)
# what opens and closes groups, and what may hold brackets that do not
_BRACKET = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]", re.DOTALL)
_OPTIONAL = ("?", "*", "{")
_GROUP = re.compile(r"\(\?(?::|P<\w+>)")
_TELLING = re.compile(r"[a-z]{2}|[^ -~]{2}")


@lru_cache(maxsize=4096)
def required_words(pattern: str) -> tuple[str, ...]:
    """Words of which every match of a pattern holds at least one; none where no such words can be told.

    >>> required_words("(?:the )?(?:mines?|sold|bought) [0-9]{2}")
    ('mine', 'sold', 'bought')
    """
    branches = [_best_words(branch) for branch in _branches(pattern)]
    return tuple(dict.fromkeys(word for words in branches for word in words)) if all(branches) else ()


def required_groups(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Groups of words of each of which every match of a pattern holds one; the most telling first.

    >>> required_groups("(?:mines?|sold) [0-9]{2} (?:coins|bitcoin)(?: today)?")
    (('coins', 'bitcoin'), ('mine', 'sold'))
    """
    branches = _branches(pattern)
    if len(branches) == 1:
        return tuple(sorted(dict.fromkeys(_telling_words(branches[0])), key=_commonness))
    words = required_words(pattern)
    return (words,) if words else ()


def _branches(pattern: str) -> list[list[str]]:
    """The alternatives at the top of a pattern, with each group in one part."""
    branches: list[list[str]] = [[]]
    depth = at = 0

    def add(part: str) -> None:
        if part == "|":
            branches.append([])
        else:
            branches[-1].append(part)

    for bracket in _BRACKET.finditer(pattern):
        if bracket[0] == "(":
            if depth == 0:
                for part in _PART.findall(pattern, at, bracket.start()):
                    add(part)
                at = bracket.start()
            depth += 1
        elif bracket[0] == ")":
            depth -= 1
            if depth == 0:
                add(pattern[at : bracket.end()])
                at = bracket.end()
    for part in _PART.findall(pattern, at):
        add(part)
    return branches


def _best_words(parts: Sequence[str]) -> tuple[str, ...]:
    """The most telling words that one alternative asks for."""
    return min(_telling_words(parts), key=_commonness, default=())


def _commonness(words: tuple[str, ...]) -> tuple[int, int]:
    """Where words rank by how often a text holds one of them: few and long ones are rare."""
    return len(words) - 3 * min(map(len, words)), len(words)


def _telling_words(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """The words that one alternative asks for: those of each literal stretch and of each group."""
    found: list[tuple[str, ...]] = []
    stretch = ""
    # an alternative may be empty, and has no follower then
    for part, follower in zip(parts, [*parts[1:], ""], strict=False):
        optional = follower.startswith(_OPTIONAL) and follower != "{"
        literal = part[-1] if len(part) == 1 or (part[0] == "\\" and not part[-1].isalnum()) else ""
        if literal and literal not in ".^$" + ("" if part[0] == "\\" else "?*+") and not optional:
            stretch += literal
            continue
        found.append((stretch,))
        stretch = ""
        group = _GROUP.match(part)
        if group and not optional:
            found.append(required_words(part[group.end() : -1]))
    return [words for words in (*found, (stretch,)) if words and all(_TELLING.search(word) for word in words)]


def _main() -> None:
    from nlp.resources.frames import load_grammar

    folder = patterns_folder()
    write_required(folder, (rule.row for rule in load_grammar(folder).constructions))


if __name__ == "__main__":
    _main()

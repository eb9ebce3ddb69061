"""Regular expressions that are compiled when they are first used.

A pipeline has some two thousand, a short text needs few of them, and compiling all takes half a second.
"""

from __future__ import annotations

import re
from typing import Any, cast

from nlp.errors import ResourceError

# so much of a broken pattern is told
_TOLD = 80
_USES = (
    "search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "groups", "groupindex", "flags"
)  # fmt: skip


class LazyPattern:
    """Stands for a compiled pattern, and has its attributes from the first use on: later ones cost the same."""

    __slots__ = ("_given", "pattern", *_USES)

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        # asked only for what is not set yet
        if name not in _USES:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        compiled = compile_now(self.pattern, self._given)
        for use in _USES:
            setattr(self, use, getattr(compiled, use))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[type[LazyPattern], tuple[str, int]]:
        return LazyPattern, (self.pattern, self._given)

    def __repr__(self) -> str:
        return f"lazy_pattern({self.pattern!r})"


def compile_now(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The compiled pattern.

    Raises:
        ResourceError: it is none; the patterns are rows of files, which `lode patterns check` names.
    """
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        told = pattern if len(pattern) <= _TOLD else f"{pattern[:_TOLD]}…"
        raise ResourceError(
            f"not a pattern: {error}: {told} (`lode patterns check --patterns FOLDER` names the file and row)"
        ) from error


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, to be used as what `re.compile` gives; an error in it shows at its first use.

    >>> lazy_pattern("[0-9]+台").search("4000台矿机")[0]
    '4000台'
    """
    return cast("re.Pattern[str]", LazyPattern(pattern, flags))

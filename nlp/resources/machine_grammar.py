"""The grammar of hardware names: lines, bare model codes, variants and the words around them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml

FILE = "common/machine_grammar.toml"
FIELDS = ("mining", "hardware", "avalon", "compute", "accelerators")
_STRENGTHS = ("strong", "weak")
_LINE_KEYS = frozenset({"id", "names", "code", "prefix", "alone", "context", "company", "firm"})
_CODE_KEYS = frozenset({"id", "pattern", "prefix", "strength", "field", "else_weak"})
_CONTEXT_KEYS = frozenset(
    {
        "mining", "hardware", "avalon", "compute", "accelerators", "after", "before", "links",
        "not_after", "not_before", "line_after", "line_before",
    }
)  # fmt: skip
_VARIANT_KEYS = frozenset({"words", "series", "lines_after"})


@dataclass(frozen=True, slots=True)
class MachineLine:
    """A product line: `alone` names are mentions by themselves, `context` names with a reason, others with a code.

    `firm` is the company that goes by the name of the line.
    """

    id: str
    names: tuple[str, ...]
    code: str
    prefix: str
    alone: bool = False
    context: bool = False
    company: bool = False
    firm: str | None = None


@dataclass(frozen=True, slots=True)
class MachineCode:
    """A model code that stands alone; `field` names the context list that the text must show.

    `else_weak` codes are weak ones where the text shows only the context list ``mining``.
    """

    id: str
    pattern: str
    prefix: str
    strong: bool
    field: str = "mining"
    else_weak: bool = False


@dataclass(frozen=True, slots=True)
class MachineGrammar:
    """All of the grammar file."""

    lines: tuple[MachineLine, ...]
    codes: tuple[MachineCode, ...]
    variants: Mapping[str, tuple[str, ...]]
    context: Mapping[str, tuple[str, ...]]


def load_machine_grammar(patterns_folder: Path) -> MachineGrammar:
    """The grammar in `patterns_folder`.

    Raises:
        ResourceError: a key is unknown or missing, or a pattern is no regular expression.
    """
    path = patterns_folder / FILE
    table = read_toml(path)
    try:
        return MachineGrammar(
            lines=tuple(_line(row, path) for row in table["lines"]),
            codes=tuple(_code(row, path) for row in table["codes"]),
            variants=_words(table["variants"], _VARIANT_KEYS, path),
            context=_words(table["context"], _CONTEXT_KEYS, path),
        )
    except KeyError as error:
        raise ResourceError(f"expected the key {error}, there is none; add it", path=str(path)) from error


def _line(row: Mapping[str, Any], path: Path) -> MachineLine:
    _check_keys(row, _LINE_KEYS, path)
    flags = {name: bool(row.get(name, False)) for name in ("alone", "context", "company")}
    code = _pattern(row["code"], path)
    return MachineLine(row["id"], tuple(row["names"]), code, row["prefix"], firm=row.get("firm"), **flags)


def _code(row: Mapping[str, Any], path: Path) -> MachineCode:
    _check_keys(row, _CODE_KEYS, path)
    if row["strength"] not in _STRENGTHS:
        raise ResourceError(f"strength must be one of {_STRENGTHS}, was: {row['strength']!r}", path=str(path))
    strong = row["strength"] == "strong"
    field = row.get("field", FIELDS[0])
    if field not in FIELDS:
        raise ResourceError(f"field must be one of {FIELDS}, was: {field!r}", path=str(path))
    pattern = _pattern(row["pattern"], path)
    return MachineCode(row["id"], pattern, row["prefix"], strong, field, bool(row.get("else_weak", False)))


def _words(table: Mapping[str, Any], keys: frozenset[str], path: Path) -> dict[str, tuple[str, ...]]:
    _check_keys(table, keys, path)
    return {key: tuple(sorted(table[key], key=len, reverse=True)) for key in sorted(keys)}


def _check_keys(row: Mapping[str, Any], keys: frozenset[str], path: Path) -> None:
    unknown = sorted(set(row) - keys)
    if unknown:
        raise ResourceError(f"expected keys of {sorted(keys)}, was: {unknown}; remove or rename them", path=str(path))


def _pattern(pattern: str, path: Path) -> str:
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ResourceError(f"expected a regular expression, was {pattern!r}: {error}", path=str(path)) from error
    if compiled.groups:
        raise ResourceError(f"expected a pattern without capturing groups, was {pattern!r}", path=str(path))
    return pattern

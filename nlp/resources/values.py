"""The tables of numerals, units, currencies, coins and their context."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml
from nlp.schema import KINDS


@dataclass(frozen=True, slots=True)
class Unit:
    """What a surface stands for: kind, base unit and factor."""

    kind: str
    unit: str
    factor: float


@dataclass(frozen=True, slots=True)
class NumeralTable:
    """Digits, words and scales of numerals."""

    han_digits: Mapping[str, int]
    han_small: Mapping[str, int]
    han_large: Mapping[str, float]
    word_units: Mapping[str, int]
    word_scales: Mapping[str, float]
    scales: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """One alternative of the unit regex and what it means."""

    pattern: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class ContextTable:
    """Words around a number in one language, as written in its file."""

    bounds: Mapping[str, tuple[str, ...]]
    bounds_after: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, tuple[str, ...]]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    bare: tuple[str, ...]
    price_context: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValueTables:
    """All tables that quantities need."""

    numerals: NumeralTable
    units: tuple[UnitPattern, ...]
    currencies: Mapping[str, Mapping[str, tuple[str, ...]]]
    coins: Mapping[str, tuple[str, ...]]
    contexts: Mapping[str, ContextTable]


def load_values(folder: Path) -> ValueTables:
    """The tables of `folder`.

    Raises:
        ResourceError: a file is missing or a row is wrong.
    """
    common = folder / "common"
    return ValueTables(
        numerals=_numerals(common / "numerals.toml"),
        units=_units(common / "units.toml"),
        currencies={
            code: {
                key: tuple(_checked(word, common / "currencies.toml") for word in words) for key, words in row.items()
            }
            for code, row in read_toml(common / "currencies.toml").items()
        },
        coins={
            symbol: tuple(_checked(name, common / "coins.toml") for name in names)
            for symbol, names in read_toml(common / "coins.toml").items()
        },
        contexts={language: _context(folder / language / "measures.toml") for language in ("zh", "en")},
    )


def _checked(pattern: str, path: Path) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ResourceError(f"{pattern!r} is no pattern: {error}", path=str(path)) from error
    return pattern


def _numerals(path: Path) -> NumeralTable:
    table = read_toml(path)
    try:
        return NumeralTable(
            han_digits=table["han"]["digits"],
            han_small=table["han"]["small"],
            han_large=table["han"]["large"],
            word_units=table["words"]["units"],
            word_scales=table["words"]["scales"],
            scales=table["scales"],
        )
    except KeyError as error:
        raise ResourceError(f"expected the table {error}, there is none", path=str(path)) from error


def _units(path: Path) -> tuple[UnitPattern, ...]:
    found = []
    for row in read_toml(path).get("unit", ()):
        kind = row.get("kind")
        if kind not in KINDS:
            raise ResourceError(f"expected a kind of the schema, was {kind!r}", path=str(path))
        for surface in row.get("surfaces", ()):
            unit = surface[2] if len(surface) > 2 else row.get("unit", "")
            found.append(UnitPattern(_checked(surface[0], path), Unit(kind, unit, float(surface[1]))))
    return tuple(found)


def _context(path: Path) -> ContextTable:
    table: dict[str, Any] = read_toml(path)

    def words(section: str) -> tuple[str, ...]:
        return tuple(_checked(word, path) for word in table.get(section, {}).get("words", ()))

    def groups(section: str) -> dict[str, tuple[str, ...]]:
        rows = table.get(section, {})
        return {key: tuple(_checked(w, path) for w in value) for key, value in rows.items() if isinstance(value, list)}

    measure = table.get("measure_words", {})
    return ContextTable(
        bounds=groups("bounds"),
        bounds_after=groups("bounds_after"),
        nouns=groups("nouns") or {k: v for k, v in groups("measure_words").items() if k != "bare"},
        not_before=words("not_before"),
        not_after=words("not_after"),
        bare=tuple(measure.get("bare", ())),
        price_context=words("price_context"),
    )

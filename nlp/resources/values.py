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
    han_units: Mapping[str, float]
    word_units: Mapping[str, int]
    word_scales: Mapping[str, float]
    word_fractions: Mapping[str, float]
    scales: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UnitPattern:
    """One surface of the unit table and what it means; `single` ones hold in single expressions only."""

    pattern: str
    unit: Unit
    single: bool = False


@dataclass(frozen=True, slots=True)
class ContextTable:
    """Words around a number in one language: literal before it, small patterns behind it.

    `bounds_money` set the bound of money only; `determiners` may stand between a bound and the
    number; `price` holds the words, fillers and signs of a price context, `left_out` what tells the
    unit of a number that has none.
    """

    bounds: Mapping[str, tuple[str, ...]]
    bounds_money: Mapping[str, tuple[str, ...]]
    bounds_after: Mapping[str, tuple[str, ...]]
    determiners: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    bare: tuple[str, ...]
    people: tuple[str, ...]
    amounts: tuple[str, ...]
    price: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ExpressionTable:
    """Parts of amounts and of single expressions."""

    subunits: Mapping[str, float]
    coins: Mapping[str, float]
    spoken_money: Mapping[str, float]
    groups: Mapping[str, float]
    articles: Mapping[str, float]
    tenths: tuple[str, ...]
    together: tuple[Mapping[str, float], ...]
    colloquial: tuple[str, ...]
    negative: tuple[str, ...]
    scales_before: Mapping[str, str]
    fractions: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ValueTables:
    """All tables that quantities need. `prices`: what a price is per → its words."""

    numerals: NumeralTable
    units: tuple[UnitPattern, ...]
    currencies: Mapping[str, Mapping[str, tuple[str, ...]]]
    coins: Mapping[str, tuple[str, ...]]
    prices: Mapping[str, tuple[str, ...]]
    contexts: Mapping[str, ContextTable]
    expressions: ExpressionTable


_LITERAL = frozenset({"before", "names"})


def load_values(folder: Path) -> ValueTables:
    """The tables of `folder`.

    Raises:
        ResourceError: a file is missing or a row is wrong.
    """
    common = folder / "common"
    currencies = common / "currencies.toml"
    return ValueTables(
        numerals=_numerals(common / "numerals.toml"),
        units=_units(common / "units.toml"),
        currencies={
            code: {
                key: tuple(words) if key in _LITERAL else tuple(_checked(word, currencies) for word in words)
                for key, words in row.items()
            }
            for code, row in read_toml(currencies).items()
        },
        coins=_words(common / "coins.toml"),
        prices=_words(common / "unit_prices.toml"),
        contexts={language: _context(folder / language / "measures.toml") for language in ("zh", "en")},
        expressions=_expressions(common / "expressions.toml"),
    )


def _words(path: Path) -> dict[str, tuple[str, ...]]:
    return {key: tuple(_checked(word, path) for word in words) for key, words in read_toml(path).items()}


# a pattern without one of these is a word
_SIGNS = re.compile(r"[][\\^$.|?*+(){}]")


def _checked(pattern: str, path: Path) -> str:
    if not _SIGNS.search(pattern):
        return pattern
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise ResourceError(f"{pattern!r} is no pattern: {error}", path=str(path)) from error
    if compiled.groups:
        raise ResourceError(f"expected a pattern without capturing groups, was {pattern!r}", path=str(path))
    return pattern


def _numerals(path: Path) -> NumeralTable:
    table = read_toml(path)
    try:
        return NumeralTable(
            han_digits=table["han"]["digits"],
            han_small=table["han"]["small"],
            han_large=table["han"]["large"],
            han_units={**table["han"]["small"], **table["han"]["large"]},
            word_units=table["words"]["units"],
            word_scales=table["words"]["scales"],
            word_fractions=table["words"]["fractions"],
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
            meaning = Unit(kind, unit, float(surface[1]))
            found.append(UnitPattern(_checked(surface[0], path), meaning, single=bool(row.get("single"))))
    return tuple(found)


def _expressions(path: Path) -> ExpressionTable:
    table = read_toml(path)

    def patterns(section: str) -> dict[str, float]:
        return {_checked(word, path): float(share) for word, share in table[section].items()}

    try:
        return ExpressionTable(
            subunits=patterns("subunits"),
            coins=patterns("coins"),
            spoken_money=patterns("spoken_money"),
            groups=patterns("groups"),
            articles=table["articles"],
            tenths=tuple(table["tenths"]["words"]),
            together=tuple(table["together"].values()),
            colloquial=tuple(table["colloquial"]["words"]),
            negative=tuple(table["negative"]["words"]),
            scales_before=table["scales_before"],
            fractions=table["fractions"],
        )
    except KeyError as error:
        raise ResourceError(f"expected the table {error}, there is none", path=str(path)) from error


def _context(path: Path) -> ContextTable:
    table: dict[str, Any] = read_toml(path)

    def literal(section: str) -> tuple[str, ...]:
        return tuple(table.get(section, {}).get("words", ()))

    def patterns(section: str) -> dict[str, tuple[str, ...]]:
        rows = table.get(section, {})
        return {key: tuple(_checked(word, path) for word in words) for key, words in rows.items()}

    measure = patterns("measure_words")
    return ContextTable(
        bounds=table.get("bounds", {}),
        bounds_money=table.get("bounds_money", {}),
        bounds_after=patterns("bounds_after"),
        determiners=literal("determiners"),
        nouns=patterns("nouns") or {key: words for key, words in measure.items() if key not in ("bare", "people")},
        not_before=literal("not_before"),
        not_after=patterns("not_after").get("words", ()),
        bare=measure.get("bare", ()),
        people=measure.get("people", ()),
        amounts=literal("amounts"),
        price=table.get("price_context", {}),
        left_out=patterns("left_out"),
    )

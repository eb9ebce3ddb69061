"""Figures that are told again, rounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.encoding import EncodedText
from nlp.records import Statement

_Found = tuple[Statement, tuple[object, ...]]


def _digits(value: float) -> int:
    """How many digits of a number tell something: 1.71e9 → 3."""
    return len(f"{value:.12g}".replace(".", "").split("e")[0].strip("0") or "0")


def without_rounded(found: Sequence[_Found], encoded: EncodedText) -> list[_Found]:
    """Drops a figure that is only another one of the same thing and time, rounded."""
    bounds = {
        s.mention.id: s.mention.measure.bound
        for s in encoded.slots.values()
        if s.mention is not None and s.mention.measure is not None
    }
    days = {s.mention.id: s.mention.iso or "" for s in encoded.slots.values() if s.type == "D" and s.mention}
    alike: dict[tuple[object, ...], list[_Found]] = defaultdict(list)
    for statement, key in found:
        alike[_kind_of(key)].append((statement, key))
    dropped: set[int] = set()
    given: dict[int, Statement] = {}
    for statement, key in found:
        rough = key[2]
        if isinstance(rough, tuple) and isinstance(rough[2], float) and rough[2] > 0:
            others = alike[_kind_of(key)]
            bound = bounds.get(statement.object or "", "exact")
            exact = _exact(statement, rough[2], bound, others, days) if len(others) > 1 else None
            if exact is not None:
                dropped.add(id(statement))
                given[id(exact)] = _united(given.get(id(exact), exact), statement)
    return [(given.get(id(statement), statement), key) for statement, key in found if id(statement) not in dropped]


def _united(exact: Statement, rough: Statement) -> Statement:
    """The exact figure with what only the rounded one tells: when it was, for how much."""
    if exact.rule.startswith("zh.") or exact.predicate not in _OF_COINS:
        return exact
    return replace(exact, qualifiers={**rough.qualifiers, **exact.qualifiers})


_OF_COINS = ("sold_crypto", "mined", "holds")


def _kind_of(key: tuple[object, ...]) -> tuple[object, ...]:
    """What two figures of one thing have in common: all but their number."""
    figure = key[2]
    return (*key[:2], *key[3:], *(figure[:2] if isinstance(figure, tuple) else ()))


def _exact(
    statement: Statement, rough: float, bound: str, others: Sequence[_Found], days: Mapping[str, str]
) -> Statement | None:
    """The one of the figures of the same thing that has more digits of the same number, and the same time."""
    places = _digits(rough)
    loose = bound if statement.predicate in _OF_COINS and not statement.rule.startswith("zh.") else "exact"
    for other, key in others:
        figure = key[2]
        if isinstance(figure, tuple) and (
            _rounds(figure[2], rough, places) or _is_near(figure[2], rough, loose, places)
        ):
            dates = {days.get(day) for s in (statement, other) for day in s.qualifiers.get("date", ())}
            if len(dates) < 2:
                return other
    return None


def _rounds(exact: object, rough: float, places: int) -> bool:
    """Whether a number is another one rounded to so many digits."""
    if not isinstance(exact, float) or exact == rough or places < 2 or _digits(exact) <= places:
        return False
    return float(f"{exact:.{places - 1}e}") == rough


def _is_near(exact: object, rough: float, bound: str, places: int) -> bool:
    """Whether a number is what "over 7,000" or "nearly 500" stands for."""
    if not isinstance(exact, float) or exact == rough or _digits(exact) <= places:
        return False
    low, high = _AROUND.get(bound, (1.0, 1.0))
    return low * rough <= exact <= high * rough


_AROUND = {"more_than": (1.0, 1.06), "at_least": (1.0, 1.06), "less_than": (0.94, 1.0), "approx": (0.96, 1.04)}

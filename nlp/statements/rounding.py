"""Figures that are told again, rounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from nlp.encoding import EncodedText
from nlp.records import Statement

_Found = tuple[Statement, tuple[object, ...]]


def _digits(value: float) -> int:
    """How many digits of a number tell something: 1.71e9 → 3."""
    return len(f"{value:.12g}".replace(".", "").split("e")[0].strip("0") or "0")


def without_rounded(found: Sequence[_Found], encoded: EncodedText) -> list[_Found]:
    """Drops a figure that is only another one of the same thing and time, rounded."""
    days = {s.mention.id: s.mention.iso or "" for s in encoded.slots.values() if s.type == "D" and s.mention}
    alike: dict[tuple[object, ...], list[_Found]] = defaultdict(list)
    for statement, key in found:
        alike[_kind_of(key)].append((statement, key))
    kept: list[_Found] = []
    for statement, key in found:
        rough = key[2]
        if isinstance(rough, tuple) and isinstance(rough[2], float) and rough[2] > 0:
            others = alike[_kind_of(key)]
            if len(others) > 1 and _is_rounded(statement, rough[2], others, days):
                continue
        kept.append((statement, key))
    return kept


def _kind_of(key: tuple[object, ...]) -> tuple[object, ...]:
    """What two figures of one thing have in common: all but their number."""
    figure = key[2]
    return (*key[:2], *key[3:], *(figure[:2] if isinstance(figure, tuple) else ()))


def _is_rounded(statement: Statement, rough: float, others: Sequence[_Found], days: Mapping[str, str]) -> bool:
    """Whether one of the figures of the same thing has more digits of the same number, and the same time."""
    places = _digits(rough)
    for other, key in others:
        figure = key[2]
        if isinstance(figure, tuple) and _rounds(figure[2], rough, places):
            dates = {days.get(day) for s in (statement, other) for day in s.qualifiers.get("date", ())}
            if len(dates) < 2:
                return True
    return False


def _rounds(exact: object, rough: float, places: int) -> bool:
    """Whether a number is another one rounded to so many digits."""
    if not isinstance(exact, float) or exact == rough or places < 2 or _digits(exact) <= places:
        return False
    return float(f"{exact:.{places - 1}e}") == rough

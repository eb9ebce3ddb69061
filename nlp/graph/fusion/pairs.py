"""Which tellings are compared at all: those of one predicate, mood and party, near each other in time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from nlp.graph.claims import Amount
from nlp.graph.fusion.active import Active, shape_of
from nlp.graph.fusion.amounts import spread
from nlp.graph.fusion.tellings import Telling

Pair = tuple[int, int]
Reach = tuple[float, float]


def find_pairs(tellings: Sequence[Telling]) -> set[Pair]:
    """The numbers of tellings that can be of one fact, the smaller first.

    Tellings meet in a block: what one party does, by one predicate, in one mood. In a block a sweep over
    the days meets only neighbours, so that the work grows with the tellings and not with their square.
    """
    pairs: set[Pair] = set()
    for block, guests in _blocks(tellings):
        pairs |= _sweep(tellings, block, guests)
        pairs |= _timeless(tellings, [*block, *guests])
    return pairs


def _blocks(tellings: Sequence[Telling]) -> Iterator[tuple[list[int], list[int]]]:
    """Blocks with their guests: tellings that leave the subject unsaid meet those with their object, not each other."""
    blocks: dict[tuple[object, ...], list[int]] = {}
    by_object: dict[tuple[object, ...], list[int]] = {}
    lonely: dict[tuple[object, ...], list[int]] = {}
    for number, telling in enumerate(tellings):
        kind = telling.rule.predicate, telling.mood
        if telling.rule.symmetric:
            for party in {telling.subject, telling.object} - {None}:
                blocks.setdefault((*kind, party), []).append(number)
        elif telling.rule.kind == "lasting":
            blocks.setdefault((*kind, telling.subject, telling.object), []).append(number)
        elif telling.subject is None:
            lonely.setdefault((*kind, telling.object), []).append(number)
        else:
            blocks.setdefault((*kind, telling.subject), []).append(number)
            if "subject" in telling.rule.open and telling.object is not None:
                by_object.setdefault((*kind, telling.object), []).append(number)
    yield from ((block, []) for block in blocks.values())
    for key, block in lonely.items():
        yield block, by_object.get(key, [])


def _reach(telling: Telling) -> Reach | None:
    """Where a telling stands in a sweep: its days, for lasting facts its value."""
    if telling.rule.kind == "lasting":
        amounts = telling.values.get("object")
        ends = spread(amounts[0]) if amounts else (0.0, 0.0)
        return ends or (0.0, 0.0)
    return None if telling.span is None else (telling.span.first, telling.span.last)


def _sweep(tellings: Sequence[Telling], block: Sequence[int], guests: Sequence[int]) -> set[Pair]:
    """The pairs of a block whose reaches meet within the days of the rule; of two guests none."""
    if len(block) + len(guests) < 2:
        return set()
    hosts = set(block)
    slack = 0 if tellings[block[0]].rule.kind == "lasting" else max(1, tellings[block[0]].rule.days)
    stand = sorted((reach, n) for n in (*block, *guests) if (reach := _reach(tellings[n])) is not None)
    pairs: set[Pair] = set()
    active = Active()
    for (first, last), number in stand:
        shape = shape_of(tellings[number])
        for other in active.near(shape, first - slack):
            if number in hosts or other in hosts:
                pairs.add((min(number, other), max(number, other)))
        active.add(shape, last, number)
    return pairs


def _timeless(tellings: Sequence[Telling], block: Iterable[int]) -> set[Pair]:
    """The pairs of which one is told at no known time: their values must be alike."""
    numbers = list(block)
    timeless = [n for n in numbers if tellings[n].span is None and tellings[n].rule.kind != "lasting"]
    if not timeless:
        return set()
    table: dict[tuple[str, int], list[int]] = {}
    for number in numbers:
        for cell in _cells(tellings[number]):
            table.setdefault(cell, []).append(number)
    return {
        (min(number, other), max(number, other))
        for number in timeless
        for cell in _cells(tellings[number])
        for other in table[cell]
        if other != number
    }


def _cells(telling: Telling) -> set[tuple[str, int]]:
    """Cells of a grid on which values that differ by little share one."""
    return {(role, step) for role, amounts in telling.values.items() for amount in amounts for step in _steps(amount)}


def _steps(amount: Amount) -> tuple[int, ...]:
    value = amount.value if amount.value is not None else amount.minimum
    if value is None or not math.isfinite(value) or value <= 0:
        return ()
    step = math.log(value) / math.log(1.02)
    return math.floor(step), math.floor(step) + 1

"""Processor time and memory of fusion on invented claims, and how they grow: near linear is a ratio near that of the sizes.

usage: python benchmarks/fusion_speed.py [--claims 100000] [--seed 1]

Claims are made from facts that one to four articles tell, rounded in some, by firms of which half are in no registry.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import time
from collections.abc import Iterator

from nlp.graph.claims import Amount, Claim, Filler, Moment, Source, Thing
from nlp.graph.fusion import Fusion
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry

START = datetime.date(2018, 1, 1)
PREDICATES = ("ordered_from", "mined", "holds", "sold_crypto", "has_capacity", "raised", "reported", "has_position")
MAKERS = ("canaan", "bitmain", "microbt", "ebang")


def invent(count: int, registry: Registry, seed: int) -> list[Claim]:
    chance = random.Random(seed)
    firms = [entry.id for entry in registry.entries("COMPANY")][:300]
    strangers = [
        f"{chance.choice('BCDFGKLMNPRST')}{chance.choice('aeiou')}{n:x} Mining" for n in range(max(10, count // 80))
    ]
    claims: list[Claim] = []
    document = 0
    while len(claims) < count:
        day = START + datetime.timedelta(days=chance.randrange(2900))
        subject = chance.choice(firms) if chance.random() < 0.5 else None
        name = subject or chance.choice(strangers)
        predicate = chance.choice(PREDICATES)
        value = float(chance.randrange(100, 99999))
        for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4))):
            document += 1
            told = f"n{document}"
            thing = Thing(subject or f"{told}#firm", "COMPANY", name, (name,), subject is not None)
            told_value = value if chance.random() < 0.6 else float(f"{value:.2g}")
            bound = "exact" if told_value == value else "approx"
            published = day + datetime.timedelta(days=chance.randrange(4))
            source = Source(told, 0, date=published.isoformat(), lang="en", confidence=0.9)
            claims.append(make(predicate, thing, told_value, bound, day, told, source, chance))
    return claims[:count]


def make(
    predicate: str, subject: Thing, value: float, bound: str, day: datetime.date, told: str, source: Source,
    chance: random.Random,
) -> Claim:  # fmt: skip
    kind, unit = {
        "has_capacity": ("hashrate", "TH/s"), "raised": ("money", "USD"), "reported": ("money", "USD"),
        "ordered_from": ("count", "machine"),
    }.get(predicate, ("crypto", "BTC"))  # fmt: skip
    amount = Amount(kind, value, unit, bound)
    dated: dict[str, tuple[Filler, ...]] = {}
    if chance.random() < 0.7 or predicate in ("mined", "reported"):
        month = predicate in ("mined", "reported")
        dated["date"] = (Moment(day.isoformat()[:7] if month else day.isoformat()),)
    if predicate == "ordered_from":
        maker = Thing(MAKERS[int(value) % 4], "COMPANY", "maker", ("maker",), True)
        return Claim(predicate, subject, maker, {**dated, "count": (amount,)}, source=source)
    if predicate == "has_position":
        person = Thing(f"{told}#p", "PERSON", f"Ada Person{int(value) % 997}", (), False)
        return Claim(predicate, person, subject, source=source)
    return Claim(predicate, subject, amount, dated, source=source)


def timed(claims: list[Claim], registry: Registry) -> tuple[float, int]:
    start = time.process_time()
    facts = Fusion(registry).fuse(claims).facts
    return time.process_time() - start, len(facts)


def sizes(count: int) -> Iterator[int]:
    yield from (count // 10, count // 3, count)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    registry = load_registry(patterns_folder())
    first: tuple[int, float] | None = None
    for size in sizes(options.claims):
        seconds, facts = timed(invent(size, registry, options.seed), registry)
        first = first or (size, seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{size:>8} claims  {facts:>7} facts  {seconds:7.2f} s  {size / seconds:8.0f} claims/s  peak {peak:5.0f} MB"
            f"  size ×{size / first[0]:.1f}, time ×{seconds / first[1]:.1f}"
        )


if __name__ == "__main__":
    main()

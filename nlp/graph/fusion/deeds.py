"""Things of different articles that are one by what is said of them: 7,352 machines from one maker on one day.

A thing that is called 苍原矿业 in one language and Greysteppe Mining in another shows itself in what it did. Every
digit in common is evidence; a round number is little of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from nlp.graph.claims import Claim, Thing
from nlp.graph.fusion.amounts import digits
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.merges import Proposal
from nlp.graph.fusion.rules import Rules
from nlp.graph.fusion.tellings import Ident, Telling, ident_of, tell
from nlp.graph.fusion.things import Entity, things_of

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
ENOUGH, WORTH_A_LOOK, MARGIN = 8.0, 4.0, 3.0
_COMPANY_BITS, _PLACE_BITS, _POST_BITS = 3.0, 2.0, 5.0
_ONE_WEEK = 7
_COMMON = 24  # a value that so many things share tells nothing of one
_MOST_CLAIMS = 60
_MOST = 18.0  # a name in common is surer


class Deeds:
    """Weighs what is said of two things."""

    def __init__(self, claims: Sequence[Claim], rules: Rules, matcher: Matcher, find: Callable[[Ident], Ident]) -> None:
        self._claims = claims
        self._rules = rules
        self._matcher = matcher
        self._find = find
        self._told: dict[int, Telling] = {}

    def telling(self, number: int) -> Telling:
        """A claim as it is compared, by what its things are taken for now."""
        if number not in self._told:
            claim = self._claims[number]
            rule = self._rules.of(claim.predicate)
            self._told[number] = tell(claim, rule, lambda thing: self._find(ident_of(thing)))
        return self._told[number]

    def weigh(self, one: Entity, other: Entity) -> tuple[float, tuple[str, ...]]:
        """How much what is said of two things speaks for their being one, in bits, and why."""
        total, why, taken = 0.0, [], set()
        for left in one.claims[:_MOST_CLAIMS]:
            best: tuple[float, tuple[str, ...], int] = (0.0, (), -1)
            for right in other.claims[:_MOST_CLAIMS]:
                if right not in taken and self._claims[left].predicate == self._claims[right].predicate:
                    score, reasons = self._weigh_claims(left, right, one.ident, other.ident)
                    best = max(best, (score, reasons, right), key=lambda found: found[0])
            if best[0] > 0:
                total += best[0]
                taken.add(best[2])
                why.append(f"{self._claims[left].predicate}: {', '.join(best[1]) or 'same day'}")
        return total, tuple(why)

    def _weigh_claims(self, left: int, right: int, one: Ident, other: Ident) -> tuple[float, tuple[str, ...]]:
        a, b = self.telling(left), self.telling(right)
        if a.mood == b.mood and a.rule.predicate == "has_position":
            return self._weigh_posts(left, right)
        if a.mood != b.mood or a.rule.kind == "lasting" or _roles(a, self._find(one)) != _roles(b, self._find(other)):
            return 0.0, ()
        score, reasons = 0.0, []
        for x, y in _partners(a, b, self._find(one), self._find(other)):
            verdict = self._matcher.things({x} if x else None, {y} if y else None)
            if verdict == "different":
                return 0.0, ()
            if verdict == "same" and x is not None:
                score += _PLACE_BITS if x[0] == "JURISDICTION" else _COMPANY_BITS
                reasons.append(f"same {x[0].lower()} {x[1]}")
        match = self._matcher.compare_rest(a, b)
        return (score + match.score, (*reasons, *match.reasons)) if match.same else (0.0, ())

    def _weigh_posts(self, left: int, right: int) -> tuple[float, tuple[str, ...]]:
        """One firm has one chief: who holds a post in one week under a Chinese and under a Latin name is one person."""
        a, b = self.telling(left), self.telling(right)
        posts = [self._rules.posts_of(self._claims[n].qualifiers.get("title", ())) for n in (left, right)]
        shared = sorted(posts[0] & posts[1])
        if a.object is None or a.object != b.object or not shared or a.span is None or b.span is None:
            return 0.0, ()
        if a.span.gap(b.span) > _ONE_WEEK:
            return 0.0, ()
        return _COMPANY_BITS + _POST_BITS, (f"same firm {a.object[1]}", f"same post {shared[0].replace('_', ' ')}")


def _partners(one: Telling, other: Telling, mine: Ident, others: Ident) -> Iterator[tuple[Ident | None, Ident | None]]:
    """The other parties of two tellings, side by side."""
    left, right = ((t.subject, t.object) for t in (one, other))
    if one.rule.symmetric and mine in left and others in right:
        yield left[left[0] == mine], right[right[0] == others]
    else:
        yield from ((x, y) for x, y in zip(left, right, strict=True) if not (x == mine and y == others))


def _roles(telling: Telling, thing: Ident) -> tuple[str, ...]:
    """The roles that a thing has in a telling."""
    sides = [role for role, party in (("subject", telling.subject), ("object", telling.object)) if party == thing]
    if telling.rule.symmetric and sides:
        return ("party",)
    return (*sides, *sorted(role for role, things in telling.things.items() if thing in things))


def by_deeds(
    entities: Mapping[Ident, Entity], pairs: Iterable[tuple[Ident, Ident]], deeds: Deeds
) -> Iterator[tuple[Proposal, Ident, Ident]]:
    """Things of some pairs that did the same; merged where it is sure, and no other thing comes near."""
    weights: dict[tuple[Ident, Ident], tuple[float, tuple[str, ...]]] = {}
    for a, b in pairs:
        weight = deeds.weigh(entities[a], entities[b])
        if weight[0] >= WORTH_A_LOOK:
            weights[a, b] = weight
    best: dict[Ident, list[tuple[float, Ident]]] = {}
    for (a, b), (score, _) in weights.items():
        best.setdefault(a, []).append((score, b))
        best.setdefault(b, []).append((score, a))
    for (a, b), (score, why) in weights.items():
        names = tuple(entities[a].names), tuple(entities[b].names)
        merge = score >= ENOUGH and all(_is_clear(best[x], score, y, entities) for x, y in ((a, b), (b, a)))
        yield Proposal(a[0], a[1], b[1], *names, "deeds", min(score, _MOST), why, merge), a, b


def _is_clear(
    rivals: Sequence[tuple[float, Ident]], score: float, chosen: Ident, entities: Mapping[Ident, Entity]
) -> bool:
    """Whether no other thing comes near; a thing of the same name as the chosen one is no rival."""
    names = entities[chosen].keys
    return all(other == chosen or score - rival >= MARGIN or entities[other].keys & names for rival, other in rivals)


def find_candidates(
    entities: Mapping[Ident, Entity], claims: Sequence[Claim], rules: Rules
) -> list[tuple[Ident, Ident]]:
    """Pairs of unknown things of two scripts that in one role share a number, or two known things, in a month or two.

    Two names in one script would show it if they were one thing: what they do alike is no evidence.
    """
    table: dict[tuple[object, ...], dict[Ident, None]] = {}
    for claim in claims:
        marks = {*_marks(claim), *_posts(claim, entities, rules)}
        for role, thing in things_of(claim):
            if not thing.known and marks:
                for mark in marks:
                    table.setdefault((claim.predicate, role, thing.label, mark), {})[ident_of(thing)] = None
    pairs: set[tuple[Ident, Ident]] = set()
    for idents in table.values():
        if 1 < len(idents) <= _COMMON:
            chosen = sorted(idents)
            pairs |= {
                (a, b)
                for n, a in enumerate(chosen)
                for b in chosen[n + 1 :]
                if not entities[a].scripts & entities[b].scripts
            }
    return sorted(pairs)


def _posts(claim: Claim, entities: Mapping[Ident, Entity], rules: Rules) -> Iterator[object]:
    """A person is found by the post that he has in a firm of some name."""
    if claim.predicate == "has_position" and isinstance(claim.object, Thing):
        firm = entities[ident_of(claim.object)]
        for post in rules.posts_of(claim.qualifiers.get("title", ())):
            yield from ((post, key) for key in (*firm.keys, firm.ident[1]))


def _marks(claim: Claim) -> Iterator[object]:
    """What a claim is found by: a number that is not round, or two known things, with this month and the next."""
    date = claim.source.date or ""
    month = int(date[:4]) * 12 + int(date[5:7]) if _MONTH.match(date) else 0
    fillers = [filler for role in sorted(claim.qualifiers) for filler in claim.qualifiers[role]]
    for filler in (claim.object, *fillers):
        value = None if filler is None or isinstance(filler, Thing) else getattr(filler, "value", None)
        if value is not None and digits(value) >= 2:
            number = getattr(filler, "kind", ""), f"{value:.3g}"
            yield from ((*number, when) for when in (month, month + 1))
    known = sorted({thing.key for _, thing in things_of(claim) if thing.known})
    couples = [(a, b) for n, a in enumerate(known) for b in known[n + 1 :]]
    yield from ((*couple, when) for couple in couples for when in (month, month + 1))

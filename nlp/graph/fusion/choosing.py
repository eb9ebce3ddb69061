"""Of several values for one role the best supported, and what contradicts it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.graph.claims import Amount, Claim, Filler, Literal, Moment, Source, Thing, Variant, identity_of
from nlp.graph.fusion.amounts import compare_amounts, digits
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.rules import Rules
from nlp.graph.fusion.tellings import ident_of
from nlp.graph.fusion.times import span_of
from nlp.text.fold import fold

_Fillers = tuple[Filler, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a fact says for one role: the fillers chosen, and the versions that contradict them, the better first."""

    fillers: _Fillers
    variants: tuple[Variant, ...] = ()


class Chooser:
    """Chooses by support: more articles, then precision, then exactness, then confidence, then the earlier article."""

    def __init__(self, rules: Rules, matcher: Matcher, name: Callable[[Thing], Thing]) -> None:
        self._rules = rules
        self._matcher = matcher
        self._name = name

    def choose(self, role: str, claims: Sequence[Claim]) -> Choice | None:
        """The choice for a role among claims, which must be in order; None where none of them has it."""
        said = [(fillers, claim.source) for claim in claims if (fillers := self._fillers(claim, role))]
        if not said:
            return None
        if len(said) == 1:
            return Choice(said[0][0])
        if all(isinstance(filler, Literal) for fillers, _ in said for filler in fillers):
            return Choice(_all_literals(fillers for fillers, _ in said))
        versions: list[list[tuple[_Fillers, Source]]] = []
        # the most precise first, so that a rounded value joins what it is rounded from
        for fillers, source in sorted(said, key=lambda item: _precision(item[0]), reverse=True):
            fit = next((v for v in versions if all(self._agree(fillers, other) for other, _ in v)), None)
            if fit is None:
                versions.append([(fillers, source)])
            else:
                fit.append((fillers, source))
        versions.sort(key=_support)
        best, *rest = versions
        return Choice(_best(best), tuple(Variant(role, _best(version), _sources(version)) for version in rest))

    def turned(self, claims: Sequence[Claim]) -> list[Claim]:
        """Claims with their parties in one order, that of the first claim that has both."""
        full = next((claim for claim in claims if claim.subject and isinstance(claim.object, Thing)), claims[0])
        head, tail = (
            None if t is None else self._name(t) for t in (full.subject, full.object) if not isinstance(t, Amount)
        )
        return [claim if self._stands(claim, head, tail) else _swap(claim) for claim in claims]

    def _stands(self, claim: Claim, head: Thing | None, tail: Thing | None) -> bool:
        sides = ((claim.subject, head, tail), (claim.object, tail, head))
        return not any(isinstance(t, Thing) and self._name(t) == other != own for t, own, other in sides)

    def _fillers(self, claim: Claim, role: str) -> _Fillers:
        filler = claim.subject if role == "subject" else claim.object
        fillers = claim.qualifiers.get(role, ()) if role not in ("subject", "object") else (filler,) if filler else ()
        return tuple(self._name(f) if isinstance(f, Thing) else f for f in fillers)

    def _agree(self, one: _Fillers, other: _Fillers) -> bool:
        """Whether two versions of a role do not contradict each other: each of the fewer fits one of the more."""
        few, many = sorted((one, other), key=len)
        return all(any(self._fit(a, b) for b in many) for a in few)

    def _fit(self, one: Filler, other: Filler) -> bool:
        if isinstance(one, Amount) and isinstance(other, Amount):
            options = {"currencies": self._rules.currencies, "conflict": self._rules.conflict}
            verdict = compare_amounts(one, other, **options).verdict  # type: ignore[arg-type]
            # what cannot be compared contradicts nothing: a part in per cent, a sum in an unknown currency
            return verdict in ("agree", "none")
        if isinstance(one, Moment) and isinstance(other, Moment):
            first, second = span_of(one.iso), span_of(other.iso)
            return first is None or second is None or first.gap(second) <= self._rules.slack
        if isinstance(one, Thing) and isinstance(other, Thing):
            a, b = ident_of(one), ident_of(other)
            return a == b or self._matcher.things({a}, {b}) == "same"
        return False


def _swap(claim: Claim) -> Claim:
    return claim if isinstance(claim.object, Amount) else replace(claim, subject=claim.object, object=claim.subject)


def _all_literals(said: Iterable[_Fillers]) -> _Fillers:
    """Every wording once, in order: a title in another language contradicts nothing."""
    found: dict[str, Filler] = {}
    for fillers in said:
        for filler in fillers:
            if isinstance(filler, Literal):
                found.setdefault(" ".join(fold(filler.text).casefold().split()), filler)
    return tuple(found.values())


def _precision(fillers: _Fillers) -> tuple[int, float]:
    return len(fillers), sum(map(_fineness, fillers))


def _fineness(filler: Filler) -> float:
    if isinstance(filler, Amount):
        if filler.value is None:
            return 0.5
        return digits(filler.value) + (0.75 if filler.bound == "exact" else 0.25 if filler.bound == "approx" else 0.0)
    if isinstance(filler, Moment):
        span = span_of(filler.iso)
        return 0.0 if span is None else 1 / span.length
    # the narrower place has the longer id
    return len(filler.key) / 1000 if isinstance(filler, Thing) and filler.label == "JURISDICTION" else 0.0


def _exact(fillers: _Fillers) -> bool:
    return all(not isinstance(filler, Amount) or filler.bound == "exact" for filler in fillers)


def _order(fillers: _Fillers) -> tuple[str, ...]:
    return tuple(map(identity_of, fillers))


def _rank(item: tuple[_Fillers, Source]) -> tuple[object, ...]:
    fillers, source = item
    count, fineness = _precision(fillers)
    return (-count, -fineness, not _exact(fillers), -source.confidence, source.date or "9999", source.document,
            source.number, _order(fillers))  # fmt: skip


def _best(version: Sequence[tuple[_Fillers, Source]]) -> _Fillers:
    return min(version, key=_rank)[0]


def _support(version: Sequence[tuple[_Fillers, Source]]) -> tuple[object, ...]:
    articles = len({source.document for _, source in version})
    return (-articles, *_rank(min(version, key=_rank)))


def _sources(version: Sequence[tuple[_Fillers, Source]]) -> tuple[Source, ...]:
    return tuple(sorted((source for _, source in version), key=lambda s: (s.date or "9999", s.document, s.number)))

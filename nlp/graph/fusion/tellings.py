"""Claims as they are compared: parties, values, places and days at hand; claims that say quite the same together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from nlp.graph.claims import Amount, Claim, Literal, Moment, Thing
from nlp.graph.fusion.rules import Rule, Rules
from nlp.graph.fusion.times import Span, cover, day_of, span_of
from nlp.text.fold import fold

Ident = tuple[str, str]  # label and key of a thing
# what is planned and what is possible are one plan, told with more or less trust
_MOODS = {"possible": "planned"}


def ident_of(thing: Thing) -> Ident:
    """Label and key, without regard to what other articles call it."""
    return thing.label, thing.key


@dataclass(frozen=True, slots=True)
class Telling:
    """One or several claims that say quite the same.

    Attributes:
        rule: of the predicate.
        mood: the modality; ``planned`` for what is possible too.
        subject, object: the parties, None where unsaid or no thing.
        values: quantities by role, those of the rule; `object` among them.
        things: who, what and where else, by role.
        literals: by role, folded.
        dated: the days that the claim names.
        span: those, or the days before publication that it can be about; None where nothing is known.
        claims: in order of date, document and number.
        documents: of the claims.
    """

    rule: Rule
    mood: str
    subject: Ident | None
    object: Ident | None
    values: Mapping[str, tuple[Amount, ...]]
    things: Mapping[str, frozenset[Ident]]
    literals: Mapping[str, frozenset[str]]
    dated: Span | None
    span: Span | None
    claims: tuple[Claim, ...]
    documents: frozenset[str]


def order_of(claim: Claim) -> tuple[str, str, int]:
    """The order of claims everywhere: date of the article, its id, number of the statement."""
    source = claim.source
    return source.date or "9999", source.document, source.number


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """The claims in order, each statement of an article once, however often it is given."""
    standing: dict[tuple[str, str, int], list[Claim]] = {}
    for claim in claims:
        standing.setdefault(order_of(claim), []).append(claim)
    found: list[Claim] = []
    for _, here in sorted(standing.items(), key=lambda item: item[0]):
        found += here if len(here) == 1 else (claim for _, claim in sorted({c.key: c for c in here}.items()))
    return found


def tell(claim: Claim, rule: Rule, name: Callable[[Thing], Ident] = ident_of) -> Telling:
    """The telling of one claim, its things named by `name`."""
    qualifiers = claim.qualifiers
    values = {role: _amounts(claim, role) for role in rule.values}
    roles = (*rule.places, *rule.things)
    things = {
        role: frozenset(name(filler) for filler in qualifiers[role] if isinstance(filler, Thing))
        for role in roles
        if role in qualifiers
    }
    literals = {
        role: frozenset(
            " ".join(fold(filler.text).casefold().split()) for filler in qualifiers[role] if isinstance(filler, Literal)
        )
        for role in rule.literals
        if role in qualifiers
    }
    dated = cover(
        span
        for moment in qualifiers.get("date", ())
        if isinstance(moment, Moment) and (span := span_of(moment.iso)) is not None
    )
    published = day_of(claim.source.date)
    presumed = None if published is None else Span(published - rule.lag, published)
    return Telling(
        rule=rule,
        mood=_MOODS.get(claim.modality, claim.modality),
        subject=None if claim.subject is None else name(claim.subject),
        object=name(claim.object) if isinstance(claim.object, Thing) else None,
        values={role: amounts for role, amounts in values.items() if amounts},
        things=things,
        literals=literals,
        dated=dated,
        span=dated or presumed,
        claims=(claim,),
        documents=frozenset((claim.source.document,)),
    )


def _amounts(claim: Claim, role: str) -> tuple[Amount, ...]:
    if role == "object":
        return (claim.object,) if isinstance(claim.object, Amount) else ()
    return tuple(filler for filler in claim.qualifiers.get(role, ()) if isinstance(filler, Amount))


def gather_tellings(claims: Iterable[Claim], rules: Rules, name: Callable[[Thing], Ident] = ident_of) -> list[Telling]:
    """The tellings of claims that are in order, by their first claims; what says quite the same is one."""
    alike: dict[tuple[object, ...], list[Telling]] = {}
    for claim in claims:
        telling = tell(claim, rules.of(claim.predicate), name)
        alike.setdefault(_signature(telling), []).append(telling)
    return [_together(group) for group in alike.values()]


def _signature(telling: Telling) -> tuple[object, ...]:
    timeless = telling.rule.kind == "lasting"
    return (
        telling.rule.predicate, telling.mood, telling.subject, telling.object,
        tuple((role, tuple((a.kind, a.unit, a.value, a.minimum, a.maximum, a.bound) for a in amounts))
              for role, amounts in sorted(telling.values.items())),
        tuple((role, tuple(sorted(things))) for role, things in sorted(telling.things.items())),
        tuple((role, tuple(sorted(texts))) for role, texts in sorted(telling.literals.items())),
        None if timeless else telling.dated, None if timeless else telling.span,
    )  # fmt: skip


def _together(group: list[Telling]) -> Telling:
    first = group[0]
    if len(group) == 1:
        return first
    return Telling(
        rule=first.rule, mood=first.mood, subject=first.subject, object=first.object, values=first.values,
        things=first.things, literals=first.literals, dated=first.dated, span=first.span,
        claims=tuple(claim for telling in group for claim in telling.claims),
        documents=frozenset(document for telling in group for document in telling.documents),
    )  # fmt: skip

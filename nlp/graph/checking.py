"""What a claim must be before it enters a graph: the shapes of `data/shapes.ttl`, told in plain words."""

from __future__ import annotations

import math
from collections.abc import Iterator

from nlp.graph.claims import Amount, Claim, Filler, Moment, Thing
from nlp.graph.moments import days_of
from nlp.graph.projection import Projection, Role
from nlp.schema import BASE_UNITS, BOUNDS, MODALITIES, PREDICATES, Predicate


def faults_of(claim: Claim, projection: Projection) -> list[str]:
    """What is wrong with a claim: one message a fault, none where it fits the shapes."""
    predicate = PREDICATES.get(claim.predicate)
    if predicate is None:
        return [f"{claim.predicate!r} is no predicate of the schema"]
    faults = [*_sides(claim, predicate), *_source(claim)]
    if claim.modality not in MODALITIES:
        faults.append(f"modality must be one of {', '.join(MODALITIES)}, was {claim.modality!r}")
    faults += [f"{role} is required" for role in predicate.required if not claim.qualifiers.get(role)]
    for role, fillers in claim.qualifiers.items():
        if role not in predicate.qualifiers:
            faults.append(f"{claim.predicate} has no role {role!r}")
        else:
            faults += [fault for filler in fillers for fault in _role(role, filler, projection.roles[role])]
            if projection.roles[role].terms and len(fillers) != 1:
                faults.append(f"{role} must be one, there are {len(fillers)}")
    return [f"{claim.predicate}: {fault}" for fault in faults]


def _sides(claim: Claim, predicate: Predicate) -> Iterator[str]:
    if claim.subject is None and claim.object is None:
        yield "subject and object are both null"
    for side, filler, allowed, optional in (
        ("subject", claim.subject, predicate.subject, predicate.subject_optional),
        ("object", claim.object, predicate.object, predicate.object_optional),
    ):
        if filler is None:
            if not optional:
                yield f"{side} must not be null"
        elif isinstance(filler, Thing):
            if filler.label not in allowed:
                yield f"{side} must be {' or '.join(allowed)}, was {filler.label} ({filler.name!r})"
        elif "QUANTITY" not in allowed:
            yield f"{side} must be {' or '.join(allowed)}, was the quantity {filler.text!r}"
        else:
            if filler.kind not in predicate.quantity_kinds:
                yield f"{side} must be {' or '.join(predicate.quantity_kinds)}, was {filler.kind} ({filler.text!r})"
            yield from _amount(side, filler)


def _role(role: str, filler: Filler, wanted: Role) -> Iterator[str]:
    if isinstance(filler, Thing):
        if filler.label not in wanted.labels:
            yield f"{role} must be {wanted.expects()}, was {filler.label} ({filler.name!r})"
    elif isinstance(filler, Amount):
        if filler.kind not in wanted.kinds:
            yield f"{role} must be {wanted.expects()}, was {filler.kind} ({filler.text!r})"
        yield from _amount(role, filler)
    elif isinstance(filler, Moment):
        if not wanted.date:
            yield f"{role} must be {wanted.expects()}, was the date {filler.text!r}"
        yield from _moment(role, filler)
    elif wanted.labels or wanted.kinds or wanted.date or not isinstance(filler.text, str):
        yield f"{role} must be {wanted.expects()}, was {filler.text!r}"
    elif (wanted.terms and filler.text not in wanted.terms) or not filler.text.strip():
        yield f"{role} must be {wanted.expects()}, was {filler.text!r}"


def _amount(role: str, amount: Amount) -> Iterator[str]:
    numbers = [n for n in (amount.value, amount.minimum, amount.maximum) if n is not None]
    if not all(map(_is_number, numbers)):
        yield f"{role} must be a finite number, was {str(numbers)[:60]}"
        return
    if amount.value is None and (amount.minimum is None or amount.maximum is None):
        yield f"{role} must have a value, or a minimum and a maximum ({amount.text!r})"
    if amount.minimum is not None and amount.maximum is not None and amount.minimum > amount.maximum:
        yield f"{role} runs from {amount.minimum} down to {amount.maximum}"
    if amount.bound not in BOUNDS:
        yield f"{role} must have a bound of {', '.join(BOUNDS)}, was {amount.bound!r}"
    unit = BASE_UNITS.get(amount.kind)
    if (unit and amount.unit != unit) or (amount.kind != "other" and not isinstance(amount.unit, str)):
        yield f"{role}: {amount.kind} must be in {unit or 'a unit'}, was {amount.unit!r}"


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _moment(role: str, moment: Moment) -> Iterator[str]:
    if moment.iso is not None:
        try:
            days_of(moment.iso)
        except (TypeError, ValueError) as error:
            yield f"{role} must be a date of ISO 8601: {error}"


def _source(claim: Claim) -> Iterator[str]:
    source = claim.source
    if not source.document:
        yield "the article has no id"
    if not 0 <= source.confidence <= 1:
        yield f"confidence must be from 0 to 1, was {source.confidence!r}"
    yield from (f"evidence {start}–{end} is no span" for start, end in source.evidence if not 0 <= start <= end)

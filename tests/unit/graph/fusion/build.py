"""Claims by hand."""

from __future__ import annotations

from typing import Any

from nlp.graph.claims import Amount, Claim, Filler, Literal, Moment, Source, Thing

KNOWN = frozenset({"canaan", "bitmain", "microbt", "hive", "kz", "ru", "us", "us-tx", "us-oh"})


def firm(name: str, document: str = "") -> Thing:
    """A company: of the registry where its name is an id of it, else of a document."""
    if name in KNOWN:
        return Thing(name, "COMPANY", name.title(), (name.title(),), known=True)
    return Thing(f"{document}#{name}", "COMPANY", name, (name,))


def place(key: str) -> Thing:
    return Thing(key, "JURISDICTION", key, (key,), known=True)


def person(name: str, document: str) -> Thing:
    return Thing(f"{document}#{name}", "PERSON", name, (name,))


def count(value: float | None, bound: str = "exact", **ends: float) -> Amount:
    return Amount("count", value, "machine", bound, **ends)


def coins(value: float, bound: str = "exact") -> Amount:
    return Amount("crypto", value, "BTC", bound)


def money(value: float, unit: str = "USD", bound: str = "exact") -> Amount:
    return Amount("money", value, unit, bound)


def power(value: float, bound: str = "exact") -> Amount:
    return Amount("power", value, "MW", bound)


def say(
    document: str,
    predicate: str,
    subject: str | Thing | None,
    object_: str | Thing | Amount | None = None,
    *,
    published: str | None = "2022-03-15",
    modality: str = "asserted",
    number: int = 0,
    confidence: float = 1.0,
    **roles: Any,
) -> Claim:
    """A claim of a document: names are companies, ``date`` an ISO date, ``metric`` and ``title`` texts."""
    qualifiers: dict[str, tuple[Filler, ...]] = {}
    for role, filler in roles.items():
        if role in ("date", "delivery_date"):
            filler = Moment(filler)
        elif isinstance(filler, str):
            filler = Literal(filler)
        qualifiers[role] = filler if isinstance(filler, tuple) else (filler,)
    return Claim(
        predicate,
        firm(subject, document) if isinstance(subject, str) else subject,
        firm(object_, document) if isinstance(object_, str) else object_,
        qualifiers,
        modality,
        Source(document, number, date=published, confidence=confidence),
    )

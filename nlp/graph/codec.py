"""Claims as JSON: how a store remembers what its articles said."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Any

from nlp.graph.claims import Amount, Claim, Filler, Literal, Moment, Source, Thing

_FILLERS = {"t": Thing, "a": Amount, "m": Moment, "l": Literal}
_CODES = {kind: code for code, kind in _FILLERS.items()}


def pack(claims: Sequence[Claim]) -> bytes:
    """The claims of one article, compressed; the same claims give the same bytes."""
    source = astuple(claims[0].source)[2:7] if claims else ()
    rows = [_row(claim) for claim in claims]
    return zlib.compress(json.dumps([source, rows], ensure_ascii=True, separators=(",", ":")).encode(), 1)


def unpack(packed: bytes, document: str) -> list[Claim]:
    """The claims that `pack` was given."""
    source, rows = json.loads(zlib.decompress(packed))
    about = Source(document, 0, *source)
    things: dict[tuple[Any, ...], Thing] = {}
    return [_claim(row, about, things) for row in rows]


def _row(claim: Claim) -> list[Any]:
    source = claim.source
    return [
        claim.predicate, _filler(claim.subject), _filler(claim.object),
        {role: [_filler(filler) for filler in fillers] for role, fillers in claim.qualifiers.items()},
        claim.modality, source.number, source.evidence, source.rule, source.confidence,
    ]  # fmt: skip


def _claim(row: list[Any], about: Source, things: dict[tuple[Any, ...], Thing]) -> Claim:
    predicate, subject, object_, qualifiers, modality, number, evidence, rule, confidence = row
    spans = tuple((start, end) for start, end in evidence)
    return Claim(
        predicate, _read(subject, things), _read(object_, things),  # type: ignore[arg-type]
        {role: tuple(_read(filler, things) for filler in fillers) for role, fillers in qualifiers.items()},  # type: ignore[misc]
        modality, replace(about, number=number, evidence=spans, rule=rule, confidence=confidence),
    )  # fmt: skip


def _filler(filler: Filler | None) -> list[Any] | None:
    if filler is None:
        return None
    return [_CODES[type(filler)], *(getattr(filler, name) for name in filler.__slots__)]


def _read(row: list[Any] | None, things: dict[tuple[Any, ...], Thing]) -> Filler | None:
    if row is None:
        return None
    code, *fields = row
    if code != "t":
        made: Filler = _FILLERS[code](*fields)
        return made
    key, label, name, names, known = fields
    told = (key, label, name, tuple(names), known)
    return things.setdefault(told, Thing(*told))

"""The records that travel between the layers: documents, mentions, measures, statements.

Never changed once made, validated by the readers and `nlp.annotation`, without behaviour of their own.
Mentions and measures are made by the hundred for every page, and not frozen only because that
makes them four times as slow to make.
Offsets are Unicode code points of `Document.text`, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, unsafe_hash=True)
class Measure:
    """The normalised value of a quantity.

    Attributes:
        kind: one of `nlp.schema.KINDS`.
        value: the number in `unit`, or None for a range.
        unit: base unit of the kind (TH/s, MW, MWh, J/TH, %), ISO 4217 code, coin symbol,
            ``USD/TH`` for a unit price, machine/share/chip/item for a count.
        bound: one of `nlp.schema.BOUNDS`.
        minimum, maximum: the ends of a range, both set or neither.
    """

    kind: str
    value: float | None
    unit: str | None
    bound: str = "exact"
    minimum: float | None = None
    maximum: float | None = None


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A named or measured thing in the text.

    `rule` names the rule or model that made it. `ref` is None until references are resolved.
    `measure` is set for QUANTITY, `iso` for DATE (None where it cannot be placed).
    `priority` settles overlaps between recognisers before length does; higher wins.
    """

    start: int
    end: int
    text: str
    label: str
    rule: str = ""
    ref: str | None = None
    measure: Measure | None = None
    iso: str | None = None
    confidence: float = 1.0
    priority: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact that the text asserts.

    `subject`, `object` and the fillers of `qualifiers` are refs or mention ids; literal
    roles (`nlp.schema.LITERAL_ROLES`) hold strings. `evidence` is a tuple of spans.
    """

    predicate: str
    subject: str | None
    object: str | None
    qualifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    modality: str = "asserted"
    evidence: tuple[tuple[int, int], ...] = ()
    confidence: float = 1.0
    rule: str = ""


HINTED = ".model"
"""How the rules end that make statements of hints."""
PAIRED = f".pair{HINTED}"
"""How those of them end that stand on a relation of two mentions."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a model says of a mention: that it is the object of a predicate.

    Attributes:
        mention: the id of the object.
        predicate: of which predicate it is the object.
        subject: the ref of the subject; None where it is to be found.
        fillers: further roles, each with the id of a mention.
        literals: metric or action, where the predicate requires one.
        doubted: the predicates of which the model finds the mention to be no object.
        pair: whether it tells of a subject and an object beside what is told of the object already.
        confidence: the probability.
    """

    mention: str
    predicate: str
    subject: str | None = None
    fillers: tuple[tuple[str, str], ...] = ()
    literals: tuple[tuple[str, str], ...] = ()
    doubted: tuple[str, ...] = ()
    pair: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Document:
    """One article with what was found in it. `extra` keeps unknown fields of the source."""

    id: str
    text: str
    lang: str = ""
    date: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

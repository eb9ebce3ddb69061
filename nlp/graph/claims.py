"""What the graph is built from: claims of articles, and facts that one or several claims tell.

A `Claim` is a statement that stands on its own: its fillers are things and values, no longer ids of mentions
of its document. A `Fact` is what the claims of one or several articles assert alike (`nlp.graph.fusion`);
without fusion every claim is a fact of its own. Exports, stores and pictures read facts alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from nlp.records import Document, Mention, Statement
from nlp.schema import LITERAL_ROLES, NAME_LABELS


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing: company, person, machine, place, site or authority.

    Attributes:
        key: the id of the registry, or ``<document id>#<ref>`` for a thing that only its document knows.
        label: one of `nlp.schema.NAME_LABELS`.
        name: how people call it: the first surface of its document.
        names: all surfaces of its document, in the order of the text.
        known: whether the registry knows it.
    """

    key: str
    label: str
    name: str
    names: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity: `value` in `unit`, or the range from `minimum` to `maximum`; `text` as written."""

    kind: str
    value: float | None
    unit: str | None
    bound: str = "exact"
    minimum: float | None = None
    maximum: float | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date: `iso` a day, month, year or interval, None where it cannot be placed; `text` as written."""

    iso: str | None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal role: metric, segment, title or action."""

    text: str


Filler = Thing | Amount | Moment | Literal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim is said.

    `number` counts the statements of the document from 0; `evidence` are spans of its text.
    """

    document: str
    number: int
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    date: str | None = None
    lang: str = ""
    evidence: tuple[tuple[int, int], ...] = ()
    rule: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of one article, its fillers resolved."""

    predicate: str
    subject: Thing | None
    object: Thing | Amount | None
    qualifiers: Mapping[str, tuple[Filler, ...]] = field(default_factory=dict)
    modality: str = "asserted"
    source: Source = field(default_factory=lambda: Source("", 0))

    @property
    def key(self) -> str:
        """The same for the same statement of the same document: in every run, on every machine, in any order."""
        told = [
            self.source.document,
            self.predicate,
            identity_of(self.subject),
            identity_of(self.object),
            self.modality,
        ]
        for role, fillers in sorted(self.qualifiers.items()):
            told += [role, *map(identity_of, fillers)]
        return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def identity_of(filler: Filler | None) -> str:
    """What makes a filler the same as another, however it is written."""
    if filler is None:
        return "-"
    if isinstance(filler, Thing):
        return f"{filler.label}:{filler.key}"
    if isinstance(filler, Amount):
        return f"{filler.kind}:{filler.value}:{filler.unit}:{filler.bound}:{filler.minimum}:{filler.maximum}"
    return f"date:{filler.iso or filler.text}" if isinstance(filler, Moment) else f"text:{filler.text}"


def claims_of(
    document: Document, known: Callable[[str, str], bool], *, refuse: Callable[[int, str], None] | None = None
) -> Iterator[Claim]:
    """The claims of an annotated document.

    A statement whose filler is no mention and no ref of the document is not yielded.

    Args:
        document: a document with mentions and statements.
        known: whether the registry knows a (label, ref); `nlp.graph.knowing.Knowing` tells it for a document.
        refuse: is told the number of a refused statement and the reason.
    """
    things, mentions = _things(document, known)
    for number, statement in enumerate(document.statements):
        try:
            yield _claim(document, number, statement, things, mentions)
        except LookupError as error:
            if refuse is not None:
                refuse(number, f"{statement.predicate}: {error.args[0]!r} is no mention and no ref of the document")


def _things(document: Document, known: Callable[[str, str], bool]) -> tuple[dict[str, Thing], dict[str, Mention]]:
    """Named things by ref, mentions by id."""
    names: dict[str, list[Mention]] = {}
    for mention in document.mentions:
        if mention.label in NAME_LABELS:
            names.setdefault(mention.ref or mention.id, []).append(mention)
    things = {}
    for ref, said in names.items():
        label = said[0].label
        registered = known(label, ref)
        surfaces = tuple(dict.fromkeys(mention.text for mention in said))
        things[ref] = Thing(ref if registered else f"{document.id}#{ref}", label, surfaces[0], surfaces, registered)
    return things, {mention.id: mention for mention in document.mentions}


def _claim(
    document: Document, number: int, statement: Statement, things: Mapping[str, Thing], mentions: Mapping[str, Mention]
) -> Claim:
    def filler(name: str) -> Thing | Amount | Moment:
        mention = mentions.get(name)
        if mention is None:
            if name in things:
                return things[name]
            mention = next(m for m in mentions.values() if m.ref == name) if _has_ref(mentions, name) else None
            if mention is None:
                raise LookupError(name)
        return _filler(mention, things)

    def side(name: str | None) -> Thing | Amount | Moment | None:
        return None if name is None else filler(name)

    subject, object_ = side(statement.subject), side(statement.object)
    if subject is not None and not isinstance(subject, Thing):
        raise LookupError(statement.subject)
    if isinstance(object_, Moment):
        raise LookupError(statement.object)
    return Claim(
        predicate=statement.predicate,
        subject=subject,
        object=object_,
        qualifiers={
            role: tuple(Literal(f) if role in LITERAL_ROLES else filler(f) for f in fillers)
            for role, fillers in statement.qualifiers.items()
        },
        modality=statement.modality,
        source=Source(
            document=document.id, number=number, url=document.url, title=document.title, outlet=document.source,
            date=document.date, lang=document.lang, evidence=statement.evidence, rule=statement.rule,
            confidence=statement.confidence,
        ),
    )  # fmt: skip


def _has_ref(mentions: Mapping[str, Mention], ref: str) -> bool:
    return any(mention.ref == ref for mention in mentions.values())


def _filler(mention: Mention, things: Mapping[str, Thing]) -> Thing | Amount | Moment:
    if mention.label in NAME_LABELS:
        return things[mention.ref or mention.id]
    if mention.label == "DATE":
        return Moment(mention.iso, mention.text)
    measure = mention.measure
    if measure is None:
        raise LookupError(mention.id)
    return Amount(
        measure.kind, measure.value, measure.unit, measure.bound, measure.minimum, measure.maximum, mention.text
    )


@dataclass(frozen=True, slots=True)
class Variant:
    """A value that some sources of a fact give for a role, where others give another."""

    role: str
    fillers: tuple[Filler, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """What one or several claims assert alike.

    Attributes:
        key: stable: the same for the same sources, on every machine and in any order of input.
        predicate, subject, object, qualifiers, modality: as in `Claim`; of contradicting values the best supported.
        sources: every claim that tells it, in order of date and document.
        variants: values that were not chosen, with who tells them.
        superseded_by: the key of a later fact that replaces this one, None where it stands.
        realises: the key of the plan that this fact carries out or calls off.
    """

    key: str
    predicate: str
    subject: Thing | None
    object: Thing | Amount | None
    qualifiers: Mapping[str, tuple[Filler, ...]]
    modality: str
    sources: tuple[Source, ...]
    variants: tuple[Variant, ...] = ()
    superseded_by: str | None = None
    realises: str | None = None


def unfused(claim: Claim) -> Fact:
    """The fact of one claim alone."""
    return Fact(
        claim.key, claim.predicate, claim.subject, claim.object, claim.qualifiers, claim.modality, (claim.source,)
    )

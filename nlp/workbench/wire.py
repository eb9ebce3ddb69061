"""What goes over the wire, as types: records of the annotation format and the answers about them.

The types check what foreign data holds before `nlp.annotation` makes documents of it, and are the schema that
``/openapi.json`` shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from nlp.annotation import from_json
from nlp.errors import RecordError
from nlp.records import Document
from nlp.schema import BOUNDS, KINDS, LABELS, MODALITIES, PREDICATES
from nlp.workbench.problems import Problem


def _one_of(values: Sequence[str]) -> AfterValidator:
    """The check that a string is one of `values`."""

    def check(value: str) -> str:
        if value not in values:
            raise ValueError(f"must be one of {', '.join(values)}")
        return value

    return AfterValidator(check)


def _enum(values: Sequence[str]) -> Any:
    """The same for the schema."""
    return Field(json_schema_extra={"enum": list(values)})


FORMATS = ("jsonl", "csv", "mentions.csv", "turtle")
Number = Annotated[float, Field(allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]
Position = Annotated[int, Field(ge=0, le=2**53)]
Span = Annotated[list[Position], Field(min_length=2, max_length=2)]
Label = Annotated[str, _one_of(LABELS), _enum(LABELS)]
Kind = Annotated[str, _one_of(KINDS), _enum(KINDS)]
Bound = Annotated[str, _one_of(BOUNDS), _enum(BOUNDS)]
PredicateName = Annotated[str, _one_of(tuple(PREDICATES)), _enum(tuple(PREDICATES))]
Modality = Annotated[str, _one_of(MODALITIES), _enum(MODALITIES)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class MentionRecord(_Record):
    """A mention: a name, a quantity or a date in the text."""

    id: str
    start: Position
    end: Position
    text: str = ""
    label: Label
    ref: str | None = None
    kind: Kind | None = None
    value: Number | None = None
    unit: str | None = None
    bound: Bound = "exact"
    min: Number | None = None
    max: Number | None = None
    iso: str | None = None
    rule: str = ""
    confidence: Share = 1.0


class StatementRecord(_Record):
    """A statement: one fact that the text asserts."""

    predicate: PredicateName
    subject: str | None = None
    object: str | None = None
    qualifiers: dict[str, list[str]] = {}
    modality: Modality = "asserted"
    evidence: list[Span] = []
    confidence: Share = 1.0
    rule: str = ""


class AnnotatedRecord(_Record):
    """A document with its mentions and statements; unknown fields are kept."""

    id: str
    text: str = ""
    lang: str | None = None
    date: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    entities: list[MentionRecord] = []
    statements: list[StatementRecord] = []


class TextRecord(_Record):
    """A document to annotate; `date` is the anchor of relative dates. Unknown fields are kept."""

    text: Annotated[str, Field(min_length=1, pattern=r"\S")]
    id: str | None = None
    lang: str | None = None
    date: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None


class Refusal(BaseModel):
    """A record that was refused: its place in the request from 0, and why. It costs no other record."""

    index: int
    id: str | None = None
    error: str


class ProblemRecord(BaseModel):
    """Why a request was not answered (RFC 9457)."""

    title: str
    status: int
    detail: str
    faults: list[str] = []


class Evaluation(_Record):
    """Gold and predictions to score."""

    gold: Annotated[list[AnnotatedRecord], Field(min_length=1)]
    predictions: list[AnnotatedRecord]
    bootstrap: bool = True
    errors: bool = False


class Pair(_Record):
    """Two annotators' documents."""

    first: Annotated[list[AnnotatedRecord], Field(min_length=1)]
    second: Annotated[list[AnnotatedRecord], Field(min_length=1)]


class Export(_Record):
    """Documents to write in another format."""

    format: Annotated[str, _one_of(FORMATS), _enum(FORMATS)]
    documents: Annotated[list[AnnotatedRecord], Field(min_length=1)]


def check(kind: type[BaseModel], data: object) -> Any:
    """Data as the type `kind`.

    Raises:
        Problem: it is none; says where, what was expected.
    """
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        faults = [_fault(dict(one)) for one in error.errors(include_url=False, include_context=False)[:100]]
        raise Problem(422, f"the request is not in the format: {faults[0]}", faults=faults) from error
    except RecursionError as error:
        raise Problem(422, "the request is nested too deeply") from error


def _fault(error: dict[str, Any]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    shown = ascii(error["input"])
    shown = shown if len(shown) <= 40 else shown[:40] + "…"
    was = "" if error["type"] == "missing" else f", was {shown}"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place or 'body'}: {message[:1].lower()}{message[1:]}{was}"


def to_document(record: AnnotatedRecord) -> Document:
    """The document of a checked record.

    Raises:
        Problem: the record does not hold together.
    """
    try:
        return from_json(record.model_dump(exclude_unset=True), needs_text=False)
    except RecordError as error:
        raise Problem(422, f"document {record.id!r}: {error.reason}") from error

"""Documents to and from annotation JSONL (format version 1), with validation.

Unknown fields of a record are kept. Offsets are code points, end exclusive.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from nlp.errors import RecordError
from nlp.records import Document, Measure, Mention, Statement
from nlp.schema import ACTIONS, BOUNDS, KINDS, LABELS, LITERAL_ROLES, METRICS, MODALITIES, PREDICATES
from nlp.text.lazy import lazy_pattern

_KNOWN = ("id", "lang", "date", "title", "source", "url", "text", "entities", "statements")
_VALUE_FIELDS = {"kind", "value", "unit", "min", "max"}
_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def to_json(document: Document) -> dict[str, Any]:
    """The record of a document, keys in the order of the format."""
    record: dict[str, Any] = {
        "id": document.id,
        "lang": document.lang,
        "date": document.date,
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "text": document.text,
        "entities": [_entity(mention) for mention in document.mentions],
        "statements": [_statement(statement) for statement in document.statements],
    }
    record.update({key: value for key, value in document.extra.items() if key not in record})
    return record


def to_line(document: Document) -> str:
    """The record as one line of JSON, without line break.

    What JSON cannot hold (dates, bytes and NaN in unknown fields) becomes text or null.
    """
    record = to_json(document)
    try:
        line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError):
        record = _plain(record)
        line = json.dumps(record, ensure_ascii=False)
    return json.dumps(record) if _SURROGATE.search(line) else line


def _plain(value: Any) -> Any:
    """A value in the types of JSON."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if value is None or isinstance(value, (str, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _entity(mention: Mention) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": mention.id, "start": mention.start, "end": mention.end, "text": mention.text,
        "label": mention.label, "ref": mention.ref,
    }  # fmt: skip
    measure = mention.measure
    if measure is not None:
        record["kind"] = measure.kind
        if measure.value is not None:
            record["value"] = measure.value
        if measure.unit is not None:
            record["unit"] = measure.unit
        if measure.minimum is not None:
            record["min"] = measure.minimum
        if measure.maximum is not None:
            record["max"] = measure.maximum
        record["bound"] = measure.bound
    if mention.label == "DATE":
        record["iso"] = mention.iso
    if mention.rule:
        record["rule"] = mention.rule
    if mention.confidence != 1.0:
        record["confidence"] = round(mention.confidence, 3)
    return record


def _statement(statement: Statement) -> dict[str, Any]:
    record: dict[str, Any] = {
        "predicate": statement.predicate,
        "subject": statement.subject,
        "object": statement.object,
        "qualifiers": {role: list(fillers) for role, fillers in statement.qualifiers.items()},
        "modality": statement.modality,
        "evidence": [list(span) for span in statement.evidence],
        "confidence": statement.confidence,
    }
    if statement.rule:
        record["rule"] = statement.rule
    return record


def from_json(record: object, *, path: str = "", line: int | None = None, needs_text: bool = True) -> Document:
    """The document of a record; without text it is one only where `needs_text` is false.

    Raises:
        RecordError: the record is no document; says what was expected and what was there.
    """

    def fail(message: str) -> RecordError:
        return RecordError(message, path=path, line=line)

    if not isinstance(record, dict):
        raise fail(f"expected a JSON object, was {type(record).__name__}")
    text = record.get("text") if needs_text else record.get("text") or ""
    if not isinstance(text, str):
        raise fail(f"expected a string in 'text', was {type(text).__name__ if 'text' in record else 'nothing'}")
    if needs_text and not text.strip():
        raise fail("expected text in 'text', was empty")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        raise fail(f"'text' holds a lone surrogate at character {surrogate.start()}, which is no Unicode text")
    identity = record.get("id")
    if identity is not None and not isinstance(identity, (str, int)):
        raise fail(f"expected a string in 'id', was {type(identity).__name__}")
    fields = {}
    for key in ("lang", "date", "title", "source", "url"):
        value = record.get(key)
        if value is not None and not isinstance(value, (str, int, float)):
            raise fail(f"expected a string in {key!r}, was {type(value).__name__}")
        fields[key] = None if value is None else _SURROGATE.sub("\ufffd", str(value))
    try:
        mentions = tuple(_mention(item, text) for item in _rows(record, "entities"))
        statements = tuple(_read_statement(item) for item in _rows(record, "statements"))
    except KeyError as error:
        raise fail(f"entities or statements are not in the format: one has no {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise fail(f"entities or statements are not in the format: {error}") from error
    return Document(
        id=str(identity) if identity is not None else "",
        text=text,
        lang=fields["lang"] or "",
        date=fields["date"],
        title=fields["title"],
        source=fields["source"],
        url=fields["url"],
        mentions=mentions,
        statements=statements,
        extra={key: value for key, value in record.items() if key not in _KNOWN},
    )


def _rows(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = record.get(key) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError(f"expected a list of objects in {key!r}, was {str(rows)[:40]!r}")
    return rows


def _mention(item: Mapping[str, Any], text: str) -> Mention:
    measure = None
    if item["label"] == "QUANTITY" or item.keys() & _VALUE_FIELDS:
        measure = Measure(
            item.get("kind") or "", item.get("value"), item.get("unit"), item.get("bound", "exact"),
            item.get("min"), item.get("max"),
        )  # fmt: skip
    start, end = int(item["start"]), int(item["end"])
    return Mention(
        start=start,
        end=end,
        text=text[start:end] or str(item.get("text", "")),
        label=item["label"],
        rule=item.get("rule", ""),
        ref=item.get("ref"),
        measure=measure,
        iso=item.get("iso"),
        confidence=float(item.get("confidence", 1.0)),
        id=item["id"],
    )


def _read_statement(item: Mapping[str, Any]) -> Statement:
    qualifiers = {
        role: tuple(fillers) if isinstance(fillers, list) else (fillers,)
        for role, fillers in (item.get("qualifiers") or {}).items()
    }
    return Statement(
        predicate=item["predicate"],
        subject=item.get("subject"),
        object=item.get("object"),
        qualifiers=qualifiers,
        modality=item.get("modality", "asserted"),
        evidence=tuple((int(a), int(b)) for a, b in item.get("evidence") or ()),
        confidence=float(item.get("confidence", 1.0)),
        rule=item.get("rule", ""),
    )


def validate(document: Document) -> list[str]:
    """What is wrong with a document: one message a fault, none where it fits the format."""
    faults: list[str] = []
    ids: dict[str, Mention] = {}
    refs: dict[str, str] = {}
    last_end = 0
    for mention in sorted(document.mentions, key=lambda m: m.start):
        name = f"entity {mention.id!r} ({mention.text!r})"
        if not 0 <= mention.start < mention.end <= len(document.text):
            faults.append(f"{name}: span {mention.start}–{mention.end} is not inside the text")
        elif document.text[mention.start : mention.end] != mention.text:
            faults.append(f"{name}: the text there is {document.text[mention.start : mention.end]!r}")
        if mention.start < last_end:
            faults.append(f"{name}: overlaps the mention before it")
        last_end = max(last_end, mention.end)
        if mention.label not in LABELS:
            faults.append(f"{name}: label must be one of {', '.join(LABELS)}, was {mention.label!r}")
        if mention.id in ids:
            faults.append(f"{name}: the id is there twice")
        ids[mention.id] = mention
        refs[mention.ref or mention.id] = mention.label
        faults.extend(f"{name}: {fault}" for fault in _value_faults(mention))
    for number, statement in enumerate(document.statements, 1):
        faults.extend(f"statement {number} ({statement.predicate}): {fault}" for fault in _faults(statement, ids, refs))
    return faults


def _value_faults(mention: Mention) -> list[str]:
    measure = mention.measure
    if mention.label != "QUANTITY":
        return []
    if measure is None:
        return ["expected kind and value, there are none"]
    faults = []
    if measure.kind not in KINDS:
        faults.append(f"kind must be one of {', '.join(KINDS)}, was {measure.kind!r}")
    if measure.bound not in BOUNDS:
        faults.append(f"bound must be one of {', '.join(BOUNDS)}, was {measure.bound!r}")
    if measure.value is None and measure.minimum is None and measure.maximum is None:
        faults.append("expected value, or min and max, there is neither")
    return faults


def _faults(statement: Statement, ids: Mapping[str, Mention], refs: Mapping[str, str]) -> list[str]:
    predicate = PREDICATES.get(statement.predicate)
    if predicate is None:
        return ["is no predicate of the schema"]
    faults = []

    def label_of(filler: str) -> str | None:
        return ids[filler].label if filler in ids else refs.get(filler)

    for side, filler, allowed, optional in (
        ("subject", statement.subject, predicate.subject, predicate.subject_optional),
        ("object", statement.object, predicate.object, predicate.object_optional),
    ):
        if filler is None:
            if not optional:
                faults.append(f"{side} must not be null")
        elif label_of(filler) is None:
            faults.append(f"{side} {filler!r} is no mention and no ref")
        elif label_of(filler) not in allowed:
            faults.append(f"{side} must be {' or '.join(allowed)}, was {label_of(filler)}")
    if statement.subject is None and statement.object is None:
        faults.append("subject and object are both null")
    for role, fillers in statement.qualifiers.items():
        if role not in predicate.qualifiers:
            faults.append(f"has no role {role!r}")
        elif role not in LITERAL_ROLES:
            faults.extend(f"{role} {f!r} is no mention and no ref" for f in fillers if label_of(f) is None)
    for role, values in (("metric", METRICS), ("action", ACTIONS)):
        faults.extend(
            f"{role} must be one of the schema, was {v!r}"
            for v in statement.qualifiers.get(role, ())
            if v not in values
        )
    faults.extend(f"{role} is required" for role in predicate.required if role not in statement.qualifiers)
    if statement.modality not in MODALITIES:
        faults.append(f"modality must be one of {', '.join(MODALITIES)}, was {statement.modality!r}")
    return faults


__all__ = ["from_json", "to_json", "to_line", "validate"]

"""Typed columns: documents, mentions and statements as tables of Parquet, and whole documents with nested lists.

The schemas are part of the product: columns are only added.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.annotation import to_json
from nlp.records import Document, Mention, Statement
from nlp.schema import LITERAL_ROLES

TABLES = ("documents", "mentions", "statements")
_DOCUMENT = (
    ("id", "string"), ("lang", "string"), ("date", "string"), ("title", "string"), ("source", "string"),
    ("url", "string"), ("text", "string"),
)  # fmt: skip
_MENTION = (
    ("id", "string"), ("start", "int64"), ("end", "int64"), ("text", "string"), ("label", "string"), ("ref", "string"),
    ("kind", "string"), ("value", "double"), ("unit", "string"), ("minimum", "double"), ("maximum", "double"),
    ("bound", "string"), ("iso", "string"), ("rule", "string"), ("confidence", "double"),
)  # fmt: skip
_STATEMENT = (
    ("predicate", "string"), ("subject", "string"), ("object", "string"), ("modality", "string"),
    ("confidence", "double"), ("rule", "string"),
)  # fmt: skip


def _fields(columns: Sequence[tuple[str, str]]) -> list[Any]:
    import pyarrow

    return [pyarrow.field(name, getattr(pyarrow, {"double": "float64"}.get(kind, kind))()) for name, kind in columns]


def schema_of(table: str) -> Any:
    """The pyarrow schema of a table: one of `TABLES`, or ``nested`` for whole documents."""
    import pyarrow

    qualifiers = pyarrow.list_(
        pyarrow.struct([("role", pyarrow.string()), ("filler", pyarrow.string()), ("text", pyarrow.string())])
    )
    evidence = pyarrow.list_(pyarrow.struct([("start", pyarrow.int64()), ("end", pyarrow.int64())]))
    statement = [*_fields(_STATEMENT), pyarrow.field("qualifiers", qualifiers), pyarrow.field("evidence", evidence)]
    extra = pyarrow.field("extra", pyarrow.string())
    key = pyarrow.field("document", pyarrow.string())
    if table == "documents":
        counts = [pyarrow.field(name, pyarrow.int64()) for name in ("mentions", "statements")]
        return pyarrow.schema([*_fields(_DOCUMENT), *counts, extra])
    if table == "mentions":
        return pyarrow.schema([key, *_fields(_MENTION)])
    if table == "statements":
        number = pyarrow.field("number", pyarrow.int64())
        texts = [pyarrow.field(f"{side}_text", pyarrow.string()) for side in ("subject", "object")]
        return pyarrow.schema([key, number, *statement, *texts])
    lists = [
        pyarrow.field("entities", pyarrow.list_(pyarrow.struct(_fields(_MENTION)))),
        pyarrow.field("statements", pyarrow.list_(pyarrow.struct(statement))),
    ]
    return pyarrow.schema([*_fields(_DOCUMENT), *lists, extra])


def rows_of(documents: Sequence[Document]) -> dict[str, list[dict[str, Any]]]:
    """The rows of each table."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for document in documents:
        rows["documents"].append(
            {**_document(document), "mentions": len(document.mentions), "statements": len(document.statements)}
        )
        rows["mentions"] += ({"document": document.id, **_mention(mention)} for mention in document.mentions)
        names = _names(document)
        for number, statement in enumerate(document.statements):
            rows["statements"].append(
                {
                    "document": document.id,
                    "number": number,
                    **_statement(statement, names),
                    "subject_text": names.get(statement.subject or ""),
                    "object_text": names.get(statement.object or ""),
                }
            )
    return rows


def _document(document: Document) -> dict[str, Any]:
    row = {name: getattr(document, name) for name, _ in _DOCUMENT}
    extra = {key: value for key, value in to_json(document).items() if key in document.extra}
    return {**row, "extra": json.dumps(extra, ensure_ascii=False, default=str) if extra else None}


def _mention(mention: Mention) -> dict[str, Any]:
    measure = mention.measure
    values = ("kind", "value", "unit", "minimum", "maximum", "bound")
    row = {name: getattr(mention, name) for name, _ in _MENTION if name not in values}
    return {**row, **{name: getattr(measure, name) if measure is not None else None for name in values}}


def _names(document: Document) -> dict[str, str]:
    """The text that a ref or an id of a mention stands for: the first one in the document."""
    names: dict[str, str] = {}
    for mention in document.mentions:
        names.setdefault(mention.id, mention.text)
        names.setdefault(mention.ref or mention.id, mention.text)
    return names


def _statement(statement: Statement, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(statement, name) for name, _ in _STATEMENT},
        "qualifiers": [
            {"role": role, "filler": filler, "text": filler if role in LITERAL_ROLES else names.get(filler)}
            for role, fillers in statement.qualifiers.items()
            for filler in fillers
        ],
        "evidence": [{"start": start, "end": end} for start, end in statement.evidence],
    }


def to_parquet(table: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows of a table as a Parquet file."""
    import pyarrow
    import pyarrow.parquet

    out = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.Table.from_pylist(list(rows), schema=schema_of(table)), out, compression="zstd", store_schema=False
    )
    return out.getvalue()


def nested_parquet(documents: Sequence[Document]) -> bytes:
    """Whole documents, a row each, as a Parquet file that `datasets` reads."""
    rows = []
    for document in documents:
        names = _names(document)
        rows.append(
            {
                **_document(document),
                "entities": [_mention(mention) for mention in document.mentions],
                "statements": [_statement(statement, names) for statement in document.statements],
            }
        )
    return to_parquet("nested", rows)

"""Documents in the formats that the page copies: JSONL, CSV and Turtle."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from nlp.annotation import to_line
from nlp.records import Document, Mention
from nlp.schema import LITERAL_ROLES, PREDICATES

MEDIA = {
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "mentions.csv": "text/csv; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
}
_ROLES = tuple(dict.fromkeys(role for predicate in PREDICATES.values() for role in predicate.qualifiers))
# a spreadsheet takes a cell that begins so for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(documents: Sequence[Document], form: str) -> str:
    """The documents in a format of `MEDIA`.

    Raises:
        LodeError: this installation cannot write the format.
    """
    writers: dict[str, Callable[[Sequence[Document]], str]] = {
        "jsonl": lambda rows: "".join(to_line(row) + "\n" for row in rows),
        "csv": statements_csv,
        "mentions.csv": mentions_csv,
        "turtle": turtle,
    }
    return writers[form](documents)


def statements_csv(documents: Sequence[Document]) -> str:
    """A row a statement: fillers as written in the text, names with their ref in a column of their own."""
    head = ("document", "date", "predicate", "subject", "subject_ref", "object", "object_ref", *_ROLES,
            "modality", "confidence", "evidence", "rule")  # fmt: skip
    rows = []
    for document in documents:
        surfaces = _surfaces(document.mentions)
        for statement in document.statements:
            cells: dict[str, str] = {}
            for role, fillers in statement.qualifiers.items():
                literal = role in LITERAL_ROLES
                cells[role] = " / ".join(f if literal else surfaces.get(f, f) for f in fillers)
            subject, target = statement.subject or "", statement.object or ""
            rows.append(
                (document.id, document.date or "", statement.predicate, surfaces.get(subject, subject), subject,
                 surfaces.get(target, target), target, *(cells.get(role, "") for role in _ROLES), statement.modality,
                 f"{statement.confidence:.3f}", " … ".join(document.text[a:b] for a, b in statement.evidence), statement.rule)
            )  # fmt: skip
    return _table(head, rows)


def mentions_csv(documents: Sequence[Document]) -> str:
    """A row a mention."""
    head = ("document", "id", "start", "end", "text", "label", "ref", "kind", "value", "min", "max", "unit", "bound",
            "iso", "confidence", "rule")  # fmt: skip
    rows = []
    for document in documents:
        for m in document.mentions:
            measure = m.measure
            numbers = [None] * 6 if measure is None else [
                measure.kind, measure.value, measure.minimum, measure.maximum, measure.unit, measure.bound,
            ]  # fmt: skip
            values = ("" if value is None else str(value) for value in numbers)
            rows.append(
                (document.id, m.id, str(m.start), str(m.end), m.text, m.label, m.ref or "", *values, m.iso or "",
                 f"{m.confidence:.3f}", m.rule)
            )  # fmt: skip
    return _table(head, rows)


def _surfaces(mentions: Iterable[Mention]) -> dict[str, str]:
    """What stands in the text for a mention's id, and first for a ref."""
    found: dict[str, str] = {}
    for mention in mentions:
        found.setdefault(mention.ref or mention.id, mention.text)
    for mention in mentions:
        found[mention.id] = mention.text
    return found


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) and not _is_number(cell) else cell for cell in row])
    return out.getvalue()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def turtle(documents: Sequence[Document]) -> str:
    """The statements as RDF in Turtle.

    Raises:
        LodeError: the extra [graph] is not installed.
    """
    from nlp.graph import projection, rdf, triples
    from nlp.graph.claims import claims_of, unfused
    from nlp.graph.knowing import Knowing
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    registry = load_registry(patterns_folder())
    knowing = Knowing(registry)
    claims = (claim for document in documents for claim in claims_of(document, knowing.of(document)))
    projector = triples.Projector(projection.load_projection(), registry)
    out = io.BytesIO()
    rdf.write_rdf(map(unfused, claims), out, form="turtle", projector=projector)
    return out.getvalue().decode()

"""Labelled sets read as documents whose pieces may have one of several tags.

Each set marks some of our labels only: what it leaves unmarked may still be a machine or a date.
So a document carries, for its mentions, the labels that each may have (none of them too, where a
set's own label is wider than ours), and for the rest the labels that may hide there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nlp.annotation import from_json
from nlp.errors import InputError, LodeError
from nlp.records import Document
from nlp.schema import LABELS
from nlp.training.texts import read_lines

# a mention that may as well be no mention of ours
NOTHING = ""


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text with marked spans.

    Attributes:
        spans: first and last offset, and the labels the span may have; `NOTHING` among them: it may be none.
        hidden: labels that unmarked text may hold.
        document: the document with statements, where the set is in our own format.
    """

    text: str
    spans: tuple[tuple[int, int, tuple[str, ...]], ...]
    hidden: tuple[str, ...] = ()
    document: Document | None = None


_ORG = ("COMPANY", "AUTHORITY", NOTHING)
_PLACE = ("JURISDICTION", "FACILITY", NOTHING)
_PERSON = ("PERSON",)
_MEASURED = ("MACHINE", "QUANTITY", "DATE")
_COMMON: Mapping[str, tuple[str, ...]] = {
    "PER": _PERSON, "person": _PERSON, "Person": _PERSON, "politician": _PERSON, "writer": _PERSON,
    "musicalartist": _PERSON, "scientist": _PERSON, "researcher": _PERSON,
    "ORG": _ORG, "organisation": _ORG, "group": (*_ORG, "PERSON"), "corporation": ("COMPANY",),
    "Company": ("COMPANY",), "FinancialEntity": ("COMPANY", "AUTHORITY", NOTHING), "ENT": ("COMPANY", "AUTHORITY"),
    "e1": ("COMPANY",), "e2": ("COMPANY",),
    "LOC": _PLACE, "location": _PLACE, "country": ("JURISDICTION",),
    "Location": _PLACE, "GeopoliticalEntity": ("JURISDICTION", "AUTHORITY"),
    "Date": ("DATE", NOTHING), "Money": ("QUANTITY",), "Quantity": ("QUANTITY", NOTHING),
    "cy": ("QUANTITY",), "py": ("QUANTITY",), "py1": ("QUANTITY",),
}  # fmt: skip
# sets in which most mentions are left unmarked
_PARTIAL = ("core", "finre", "kpi_edgar")
# sets that mark quantities and dates too
_MEASURING = ("fire",)
# what a set calls a person and means else: sec_filings marks lender and borrower as PER
_SKIPPED: Mapping[str, tuple[str, ...]] = {"sec_filings": ("PER",)}
_NAMES = ("COMPANY", "PERSON", "JURISDICTION", "FACILITY", "AUTHORITY")


def read_labelled(path: str | Path) -> Iterator[LabelledText]:
    """The texts of a labelled set or of an annotation file; evaluation parts of a set are left out.

    Raises:
        InputError: a line is no record of a set; file and line are named.
    """
    name = Path(path).name.split(".")[0]
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            if "statements" in record:
                yield own_text(from_json(record, path=str(path), line=number))
            elif record.get("split") not in ("test", "dev", "valid"):
                yield _text_of(record, name)
        except (ValueError, KeyError, TypeError, LodeError) as error:
            raise InputError(
                f"expected a record with text and entities: {error}", path=str(path), line=number
            ) from error


def own_text(document: Document) -> LabelledText:
    """A document of our own format, all of whose mentions are marked."""
    return LabelledText(
        document.text, tuple((m.start, m.end, (m.label,)) for m in document.mentions), document=document
    )


def _text_of(record: Mapping[str, object], name: str) -> LabelledText:
    """A text of a set of the name, its labels as ours."""
    skipped = _SKIPPED.get(name, ())
    spans = []
    end = 0
    for start, stop, label in sorted(record["entities"]):  # type: ignore[call-overload]
        if start < end:
            continue
        labels = (*_NAMES, NOTHING) if label in skipped else _COMMON.get(label, (*LABELS, NOTHING))
        spans.append((start, stop, labels))
        end = stop
    hidden: tuple[str, ...] = LABELS if name in _PARTIAL else () if name in _MEASURING else _MEASURED
    if name in _MEASURING:
        hidden = ("MACHINE", "FACILITY")
    return LabelledText(str(record["text"]), tuple(spans), hidden)

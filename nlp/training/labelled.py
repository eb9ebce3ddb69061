"""Labelled sets read as documents whose pieces may have one of several tags.

Each set marks some of our labels only: what it leaves unmarked may still be a machine or a date.
So a document carries, for its mentions, the labels that each may have (none of them too, where a
set's own label is wider than ours), and for the rest the labels that may hide there.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.errors import InputError, LodeError
from nlp.records import Document
from nlp.schema import LABELS
from nlp.sets import DATASET, is_set, open_set
from nlp.training.texts import read_lines
from nlp.training.tokens import from_tokens, tag_names

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
# how the parts of a set begin that are there for evaluation
_EVALUATION = ("test", "dev", "valid", "eval")


def read_labelled(path: str | Path) -> Iterator[LabelledText]:
    """The texts of a labelled set or of an annotation file; parts for evaluation are left out where there are others.

    A set is a file of records, or one of `datasets`, whose rows have either `text` and `entities` or, as sets for token
    classification do, `tokens` and `ner_tags`.

    Raises:
        InputError: a line is no record of a set; file and line are named.
    """
    if is_set(path):
        yield from _texts_of_set(str(path))
        return
    name = Path(path).name.split(".")[0]
    for number, line in enumerate(read_lines(path), 1):
        if not line.strip():
            continue
        with _naming(str(path), number):
            text = _text_of(json.loads(line), name, str(path), number)
        if text is not None:
            yield text


@contextlib.contextmanager
def _naming(path: str, line: int) -> Iterator[None]:
    """Says of what is wrong with a record where it stands."""
    try:
        yield
    except (ValueError, LookupError, TypeError, LodeError) as error:
        raise InputError(f"expected a record with text and entities: {error}", path=path, line=line) from error


def _texts_of_set(path: str) -> Iterator[LabelledText]:
    name = Path(path.removeprefix(DATASET).partition(":")[0]).name
    splits = open_set(path)
    for split, rows in splits.items():
        if len(splits) > 1 and split.startswith(_EVALUATION):
            continue
        tags = tag_names(rows)
        for number, row in enumerate(rows, 1):
            with _naming(path, number):
                tokens = "tokens" in row and "entities" not in row
                text = _text_of(from_tokens(row, tags) if tokens else row, name, path, number)
            if text is not None:
                yield text


def own_text(document: Document) -> LabelledText:
    """A document of our own format, all of whose mentions are marked."""
    return LabelledText(
        document.text, tuple((m.start, m.end, (m.label,)) for m in document.mentions), document=document
    )


def _text_of(record: Mapping[str, Any], name: str, path: str, line: int) -> LabelledText | None:
    """A text of a set of the name, its labels as ours; None where it is there for evaluation."""
    if "statements" in record:
        return own_text(from_json(dict(record), path=path, line=line))
    if str(record.get("split")).startswith(_EVALUATION):
        return None
    if not isinstance(record["text"], str):
        raise TypeError(f"text must be a string, was: {record['text']!r}")
    skipped = _SKIPPED.get(name, ())
    spans = []
    end = 0
    for start, stop, label in sorted(map(_span, record["entities"])):
        if start < end:
            continue
        labels = (*_NAMES, NOTHING) if label in skipped else _COMMON.get(label, (*LABELS, NOTHING))
        spans.append((start, stop, labels))
        end = stop
    hidden: tuple[str, ...] = LABELS if name in _PARTIAL else () if name in _MEASURING else _MEASURED
    if name in _MEASURING:
        hidden = ("MACHINE", "FACILITY")
    return LabelledText(record["text"], tuple(spans), hidden)


def _span(entity: Any) -> tuple[int, int, str]:
    """Start, end and label of a mention, which sets of `datasets` can hold by their names alone."""
    if isinstance(entity, Mapping):
        return int(entity["start"]), int(entity["end"]), str(entity["label"])
    start, stop, label = entity
    return start, stop, label

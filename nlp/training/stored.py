"""The texts of a stage as a set of `datasets`: written once, then read from the disk, so that they need not all be held."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from nlp.annotation import from_json, to_json
from nlp.errors import ModelError
from nlp.training.labelled import LabelledText
from nlp.training.texts import digest_of

if TYPE_CHECKING:
    import datasets

# of the rows' form, and of how labels are read
_VERSION = 1
_SURROGATE = re.compile("[\ud800-\udfff]")


class StoredTexts(Sequence[LabelledText]):
    """Texts with marked spans, each made when it is asked for from a row of a memory-mapped table."""

    def __init__(self, rows: datasets.Dataset) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> LabelledText: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LabelledText]: ...
    def __getitem__(self, at: int | slice) -> LabelledText | Sequence[LabelledText]:
        """One text, or some."""
        if isinstance(at, slice):
            return StoredTexts(self._rows.select(range(*at.indices(len(self)))))
        return _from_row(self._rows[at])

    def __iter__(self) -> Iterator[LabelledText]:
        return map(_from_row, self._rows)


def stored(folder: Path, name: str, key: object, texts: Callable[[], Iterable[LabelledText]]) -> StoredTexts:
    """The texts of a stage in a work folder; made where there are none yet of the same `key`, which tells what they are made from.

    Those of other keys are thrown away.

    Raises:
        ModelError: there are no texts.
    """
    import datasets
    from datasets.arrow_writer import ArrowWriter

    target = folder / f"{name}-texts-{digest_of([_VERSION, key])}.arrow"
    if not target.is_file():
        for old in folder.glob(f"{name}-texts-*.arrow"):
            old.unlink()
        partial = folder / f".{name}-texts.arrow"
        with ArrowWriter(path=str(partial), features=_features()) as writer:
            for text in texts():
                writer.write(_row(text))
            count, _ = writer.finalize()
        if not count:
            raise ModelError(
                f"expected texts for the stage {name}, there are none; list some in [data] or leave the stage out"
            )
        partial.rename(target)
    return StoredTexts(datasets.Dataset.from_file(str(target)))


def _features() -> datasets.Features:
    from datasets import Features, List, Value

    span = {"start": Value("int32"), "end": Value("int32"), "labels": List(Value("string"))}
    return Features(
        {
            "text": Value("large_string"),
            "spans": List(span),
            "hidden": List(Value("string")),
            # annotation JSON of a document of our own format, else nothing
            "document": Value("large_string"),
        }
    )


def _row(text: LabelledText) -> dict[str, Any]:
    """A text as a row; half a surrogate pair, which tables cannot hold, is an unknown character, as for the model."""
    spans = [{"start": start, "end": end, "labels": list(labels)} for start, end, labels in text.spans]
    document = "" if text.document is None else json.dumps(to_json(text.document))
    return {
        "text": _SURROGATE.sub("\ufffd", text.text),
        "spans": spans,
        "hidden": list(text.hidden),
        "document": document,
    }


def _from_row(row: dict[str, Any]) -> LabelledText:
    spans = tuple((span["start"], span["end"], tuple(span["labels"])) for span in row["spans"])
    document = from_json(json.loads(row["document"])) if row["document"] else None
    return LabelledText(row["text"], spans, tuple(row["hidden"]), document)

"""The texts of a stage as a set of `datasets`: written once, then read from the disk, so that memory does not grow with them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from nlp.annotation import from_json, to_json
from nlp.training.labelled import LabelledText

if TYPE_CHECKING:
    import datasets


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
    """
    import datasets

    datasets.disable_progress_bars()
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:16]
    target = folder / f"{name}-texts-{digest}"
    if not target.is_dir():
        for old in folder.glob(f"{name}-texts-*"):
            shutil.rmtree(old)
        partial, cache, lines = (folder / f".{name}-texts{end}" for end in ("", "-cache", ".jsonl"))
        for begun in (partial, cache):
            shutil.rmtree(begun, ignore_errors=True)
        with lines.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(_row(text)) + "\n" for text in texts())
        made = datasets.Dataset.from_json(str(lines), features=_features(), cache_dir=str(cache))
        made.save_to_disk(str(partial))
        partial.rename(target)
        shutil.rmtree(cache, ignore_errors=True)
        lines.unlink()
    return StoredTexts(datasets.load_from_disk(str(target)))


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
    spans = [{"start": start, "end": end, "labels": list(labels)} for start, end, labels in text.spans]
    document = "" if text.document is None else json.dumps(to_json(text.document))
    return {"text": text.text, "spans": spans, "hidden": list(text.hidden), "document": document}


def _from_row(row: dict[str, Any]) -> LabelledText:
    spans = tuple((span["start"], span["end"], tuple(span["labels"])) for span in row["spans"])
    document = from_json(json.loads(row["document"])) if row["document"] else None
    return LabelledText(row["text"], spans, tuple(row["hidden"]), document)

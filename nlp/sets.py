"""Sets in the form of Hugging Face `datasets`: a folder that it has saved, or a name (``hf:NAME``, ``hf:NAME:SPLIT``).

A set of several configurations cannot be named so: save the one that is meant with ``save_to_disk``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from nlp.errors import InputError

#: how the name of a set begins that is no folder
DATASET: Final = "hf:"
_MARKS = ("dataset_info.json", "dataset_dict.json")


def is_saved_set(folder: Path) -> bool:
    """Whether a folder was written by ``save_to_disk``."""
    return any((folder / mark).is_file() for mark in _MARKS)


def is_set(name: str | Path) -> bool:
    """Whether a name is that of a set, or of a folder that holds one."""
    return str(name).startswith(DATASET) or is_saved_set(Path(name))


def open_set(name: str | Path) -> Mapping[str, Any]:
    """The splits of a set by their names, as `datasets.Dataset` or, of one by name, `datasets.IterableDataset`.

    A set without splits has one without a name.

    Raises:
        InputError: it cannot be loaded.
    """
    import datasets

    datasets.disable_progress_bars()
    name = str(name)
    try:
        if not name.startswith(DATASET):
            loaded = datasets.load_from_disk(name)
            return loaded if isinstance(loaded, dict) else {"": loaded}
        called, _, split = name[len(DATASET) :].partition(":")
        loaded = datasets.load_dataset(called, split=split or None, streaming=True)
        return loaded if isinstance(loaded, dict) else {split: loaded}
    except Exception as error:
        reason = (
            f"the dataset cannot be loaded: {type(error).__name__}: {str(error)[:300]}; "
            "give a folder saved with save_to_disk, or the name of one that is at hand"
        )
        raise InputError(reason, path=name) from error


def rows_of(name: str | Path) -> Iterator[dict[str, Any]]:
    """The rows of all splits of a set, in order.

    Raises:
        InputError: it cannot be loaded.
    """
    for rows in open_set(name).values():
        yield from rows

"""The labelled data of a run, divided into what is trained on, what decides, and what only tells the scores."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, repeat

from nlp.annotation import from_json
from nlp.errors import InputError
from nlp.records import Document
from nlp.training.labelled import LabelledText, own_text, read_labelled
from nlp.training.settings import DataSettings
from nlp.training.standoff import is_standoff, restore
from nlp.training.texts import read_lines


@dataclass(frozen=True, slots=True)
class Divided:
    """The documents of a run.

    Attributes:
        train: what the domain stage learns from in a pass.
        held_out: what calibration and thresholds are decided on.
        unread: what the final scores are measured on.
    """

    train: tuple[Document, ...]
    held_out: tuple[Document, ...]
    unread: tuple[Document, ...]


def divide(settings: DataSettings) -> Divided:
    """The documents of the settings' files."""
    divided = list(_documents(settings.divided, settings.texts))
    return Divided(
        train=tuple(_trained(settings, [d for d in divided if not is_held_out(d.id)])),
        held_out=(
            *(d for d in divided if is_held_out(d.id)),
            *_documents(settings.held_out, settings.texts),
        ),
        unread=tuple(_documents(settings.unread, settings.texts)),
    )


def _trained(settings: DataSettings, divided: Iterable[Document]) -> Iterator[Document]:
    """What the domain stage reads in a pass: real articles so often as the settings say, others once."""
    real = [file for file in settings.gold if is_standoff(file)]
    yield from _documents([file for file in settings.gold if file not in real], settings.texts)
    yield from chain.from_iterable(repeat([*divided, *_documents(real, settings.texts)], settings.repeats))


def is_held_out(identity: str) -> bool:
    """Whether a document of a divided file is kept out of training: two in five, by its id alone."""
    return part_of(identity, 5) < 2


def part_of(identity: str, parts: int) -> int:
    """Which of so many parts a document belongs to, by its id alone."""
    return int(hashlib.sha1(identity.encode(), usedforsecurity=False).hexdigest(), 16) % parts


def _documents(files: Iterable[str], texts: str) -> Iterator[Document]:
    for file in files:
        if is_standoff(file):
            yield from restore(file, texts)
        else:
            for line in read_lines(file):
                if line.strip():
                    yield read_document(line, file)


def read_document(line: str, file: str) -> Document:
    """The document of a line of annotation JSONL."""
    import json

    try:
        return from_json(json.loads(line), path=file)
    except ValueError as error:
        raise InputError(f"expected annotation JSONL: {error}", path=file) from error


def general_texts(files: Iterable[str]) -> Iterator[LabelledText]:
    """The texts of the general sets and of the silver files, one set after the other."""
    return chain.from_iterable(map(read_labelled, files))


def gold_texts(documents: Iterable[Document]) -> Iterator[LabelledText]:
    """Documents with gold as texts."""
    return map(own_text, documents)

"""One worker's task: the documents of a slot annotated and written as a part of the output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.batch.journal import Part
from nlp.batch.reject import Reject, start_of
from nlp.batch.shards import read_slot
from nlp.batch.slots import Slot
from nlp.batch.writers import write_part
from nlp.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

# documents that go through the pipeline side by side, and how many characters they may have
TOGETHER, CHARACTERS = 16, 100_000
SHOWN = 3
Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a worker needs to know before its first task; it travels to other processes and machines."""

    folder: str
    versions: str
    format: str = "jsonl"
    model: str = "none"
    precision: str = "int8"
    patterns: str | None = None

    def load(self) -> Language:
        """The pipeline, on one thread."""
        from nlp.pipeline import load

        return load(self.model, patterns=self.patterns, precision=self.precision, threads=1)


@dataclass(frozen=True, slots=True)
class Task:
    """A slot with its number.

    Attributes:
        careful: one document after the other, each announced before it is begun.
        refused: documents by their place in the slot that are not to be tried again, and why.
    """

    number: int
    slot: Slot
    careful: bool = False
    refused: Mapping[int, str] = field(default_factory=dict)


def run_task(nlp: Language, task: Task, settings: Settings, told: Told) -> Part:
    """Annotates and writes a part.

    Args:
        nlp: the pipeline.
        task: the slot.
        settings: where the part goes.
        told: is called before documents are begun, with the place of the first of them in the slot and their characters.
    """
    documents: list[Document] = []
    rejects: list[Reject] = []
    for item in annotate_items(nlp, task, told):
        (rejects if isinstance(item, Reject) else documents).append(item)  # type: ignore[arg-type]
    files = write_part(Path(settings.folder), task.number, documents, rejects, format=settings.format, nlp=nlp)
    return Part(
        number=task.number,
        fingerprint=task.slot.fingerprint,
        versions=settings.versions,
        documents=len(documents),
        characters=sum(len(document.text) for document in documents),
        mentions=sum(len(document.mentions) for document in documents),
        statements=sum(len(document.statements) for document in documents),
        rejects=len(rejects),
        size=task.slot.size,
        files=files,
        reasons=tuple(_short(reject) for reject in rejects[:SHOWN]),
    )


def _short(reject: Reject) -> dict[str, object]:
    row = reject.as_json()
    del row["start"]
    return row


def annotate_items(nlp: Language, task: Task, told: Told) -> Iterator[Document | Reject]:
    """The documents of a slot annotated, in order, between what is refused. One that fails costs no other."""
    waiting: list[tuple[int, Document]] = []
    held = 0
    for place, item in enumerate(read_slot(task.slot)):
        if isinstance(item, Reject):
            yield item
        elif place in task.refused:
            yield Reject(item.id, None, task.refused[place], start_of(item.text))
        else:
            if waiting and (task.careful or len(waiting) == TOGETHER or held + len(item.text) > CHARACTERS):
                yield from _annotate(nlp, waiting, told)
                waiting, held = [], 0
            waiting.append((place, item))
            held += len(item.text)
    yield from _annotate(nlp, waiting, told)


def _annotate(nlp: Language, waiting: Sequence[tuple[int, Document]], told: Told) -> list[Document | Reject]:
    from nlp.pipeline import annotate_all

    if not waiting:
        return []
    told(waiting[0][0], sum(len(document.text) for _, document in waiting))
    try:
        return list(annotate_all(nlp, [document for _, document in waiting]))
    except Exception:
        return [_annotate_alone(nlp, document) for _, document in waiting]


def _annotate_alone(nlp: Language, document: Document) -> Document | Reject:
    from nlp.pipeline import annotate

    try:
        return annotate(nlp, document)
    except Exception as error:
        reason = f"could not be annotated: {type(error).__name__}: {error}"
        return Reject(document.id, None, reason, start_of(document.text))

"""The annotation loop: documents in, lines of annotation JSONL out, rejects aside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from nlp.annotation import to_line
from nlp.batch.reject import Reject, start_of
from nlp.records import Document

Annotate = Callable[[Document], Document]


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    documents: int = 0
    characters: int = 0
    mentions: int = 0
    statements: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """0 all fine, 2 some rejected, 3 nothing could be done."""
        if not self.rejects:
            return 0 if self.documents else 3
        return 2 if self.documents else 3


def annotate_stream(
    source: Iterable[Document | Reject],
    annotate: Annotate,
    output: TextIO,
    *,
    rejects: TextIO | None = None,
    step: Callable[[Document], None] | None = None,
) -> Outcome:
    """Annotates every document of `source` and writes it to `output`.

    A document that fails costs no other: it goes to `rejects` with the reason. `step` is told of
    each document done.
    """
    outcome = Outcome()
    for item, line in _annotated(source, annotate):
        if isinstance(item, Reject):
            outcome.rejects.append(item)
            if rejects is not None:
                rejects.write(json.dumps(item.as_json(), ensure_ascii=item.has_surrogates) + "\n")
                rejects.flush()
            continue
        output.write(line + "\n")
        outcome.documents += 1
        outcome.characters += len(item.text)
        outcome.mentions += len(item.mentions)
        outcome.statements += len(item.statements)
        if step is not None:
            step(item)
    output.flush()
    return outcome


def _annotated(
    source: Iterable[Document | Reject], annotate: Annotate
) -> Iterator[tuple[Document, str] | tuple[Reject, str]]:
    """Each document with its line, each reject with none."""
    for item in source:
        if isinstance(item, Reject):
            yield item, ""
            continue
        try:
            done = annotate(item)
            yield done, to_line(done)
        except Exception as error:
            reason = f"could not be annotated: {type(error).__name__}: {error}"
            yield Reject(item.id, None, reason, start_of(item.text)), ""

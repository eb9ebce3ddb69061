"""How far a run is: a bar for people, lines of JSON for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlp.batch.journal import Part

Step = Callable[["Part", bool], None]


@dataclass(slots=True)
class Pace:
    """What is done so far, and how fast."""

    total: int
    began: float = field(default_factory=time.monotonic)
    documents: int = 0
    characters: int = 0
    rejects: int = 0
    size: int = 0
    earlier: int = 0
    new_size: int = 0

    def add(self, part: Part, earlier: bool) -> None:
        """Counts a part."""
        self.size += part.size
        self.rejects += part.rejects
        if earlier:
            self.earlier += part.documents
        else:
            self.documents += part.documents
            self.characters += part.characters
            self.new_size += part.size

    def as_json(self) -> dict[str, Any]:
        """The state as a JSON object: rates a second, time left in seconds (null where unknown)."""
        seconds = max(1e-6, time.monotonic() - self.began)
        left = self.total - self.size
        return {
            "documents": self.documents,
            "done_before": self.earlier,
            "rejects": self.rejects,
            "documents_per_second": round(self.documents / seconds, 1),
            "characters_per_second": round(self.characters / seconds),
            "seconds": round(seconds, 1),
            "seconds_left": round(left * seconds / self.new_size) if self.total and self.new_size else None,
        }


def size_of(inputs: Sequence[str]) -> int:
    """Bytes of all inputs, 0 where one has no known size."""
    total = 0
    for name in inputs:
        path = Path(name)
        if path.is_file():
            total += path.stat().st_size
        elif path.is_dir():
            total += sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        else:
            return 0
    return total


@contextmanager
def progress_of(inputs: Sequence[str], *, json_log: bool, quiet: bool) -> Iterator[Step | None]:
    """What is told of every part: a bar on a terminal, JSON lines where asked for, else nothing."""
    if json_log:
        pace = Pace(size_of(inputs))

        def log(part: Part, earlier: bool) -> None:
            pace.add(part, earlier)
            print(json.dumps({"part": part.number, **pace.as_json()}), file=sys.stderr, flush=True)

        yield log
        print(json.dumps({"finished": True, **pace.as_json()}), file=sys.stderr, flush=True)
    elif quiet or not sys.stderr.isatty():
        yield None
    else:
        with _bar(Pace(size_of(inputs))) as step:
            yield step


@contextmanager
def _bar(pace: Pace) -> Iterator[Step]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), BarColumn(bar_width=20), TaskProgressColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("loading", total=pace.total or None)

        def step(part: Part, earlier: bool) -> None:
            pace.add(part, earlier)
            state = pace.as_json()
            told = (
                f"{state['documents']:,} documents · {state['documents_per_second']:,}/s · "
                f"{state['characters_per_second']:,} characters/s"
            )
            told += f" · {pace.rejects:,} rejected" if pace.rejects else ""
            if state["seconds_left"]:
                told += f" · {state['seconds_left'] // 60}:{state['seconds_left'] % 60:02d} left"
            progress.update(bar, completed=min(pace.size, pace.total) if pace.total else None, description=told)

        yield step

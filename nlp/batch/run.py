"""A run: inputs planned, what is done passed over, the rest annotated by an engine, the whole put together.

The output is a folder of parts, or one file of JSON lines that is joined from parts at the end. Parts that are whole
stay whatever happens; the same command goes on from there, and a later one annotates what is new or has changed.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.batch.duplicates import find_duplicates
from nlp.batch.inputs import STDIN
from nlp.batch.journal import Journal, Part, open_run, write_whole
from nlp.batch.local import run_local
from nlp.batch.slots import Size, Slot, plan, slot_of_files
from nlp.batch.tasks import Settings, Task
from nlp.batch.versions import versions
from nlp.errors import OutputError, WorkerError

Engine = Callable[[Iterable[Task], Settings], Iterator[Part]]


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to be done.

    Attributes:
        output: a folder, or a file of JSON lines.
        format: one of `nlp.batch.writers.FORMATS`.
        workers: processes of the local engine.
        address: of a Ray cluster, ``local`` for one of its own; None for the local engine.
        refresh: annotate anew what other versions made.
        duplicates: mark the same story told again.
        rejects: where the refused records of all parts go; None for beside or inside the output.
        max_rejects: more than so many, and the run stops.
        time_limit: seconds for a document, for every 100,000 characters.
    """

    output: str
    format: str = "jsonl"
    model: str = "none"
    precision: str = "int8"
    patterns: str | None = None
    workers: int = 1
    address: str | None = None
    refresh: bool = False
    duplicates: bool = True
    rejects: str | None = None
    max_rejects: int | None = None
    time_limit: float = 120.0
    size: Size = field(default_factory=Size)

    @property
    def single_file(self) -> bool:
        """Whether the output is one file."""
        return self.format == "jsonl" and Path(self.output).suffix.lower() in (".jsonl", ".ndjson", ".json")

    @property
    def rejects_path(self) -> str:
        """The file with what was refused."""
        if self.rejects is not None:
            return self.rejects
        return f"{self.output}.rejects.jsonl" if self.single_file else str(self.folder / "rejects.jsonl")

    @property
    def folder(self) -> Path:
        """Where parts and journal lie."""
        return Path(self.output + ".run") if self.single_file else Path(self.output)


@dataclass(slots=True)
class Tally:
    """What a run did: `earlier` documents were done before it, the rest by it."""

    documents: int = 0
    earlier: int = 0
    characters: int = 0
    mentions: int = 0
    statements: int = 0
    rejects: int = 0
    duplicates: int = 0
    size: int = 0
    reasons: list[Mapping[str, Any]] = field(default_factory=list)

    def add(self, part: Part, *, earlier: bool) -> None:
        """Counts a part."""
        self.documents += part.documents
        self.earlier += part.documents if earlier else 0
        self.characters += part.characters
        self.mentions += part.mentions
        self.statements += part.statements
        self.rejects += part.rejects
        self.size += part.size
        self.reasons += part.reasons[: max(0, 10 - len(self.reasons))]

    @property
    def exit_code(self) -> int:
        """0 all fine, 2 some rejected, 3 nothing could be done."""
        if not self.rejects:
            return 0 if self.documents else 3
        return 2 if self.documents else 3


def annotate_inputs(
    inputs: Sequence[str],
    options: Options,
    *,
    step: Callable[[Part, bool], None] | None = None,
    engine: Engine | None = None,
) -> Tally:
    """Annotates all inputs into the output.

    Args:
        inputs: files, folders, ``-``, saved datasets, ``hf:NAME``.
        options: how.
        step: is told of each part, and whether an earlier run made it.
        engine: what does the tasks; None for the one that `options` name.

    Raises:
        OutputError: the output cannot be written, or is of other versions.
        WorkerError: the engine cannot work, or there are more rejects than allowed.
    """
    told = versions(model=options.model, precision=options.precision, patterns=options.patterns)
    settings = {"format": options.format, **told}
    tally = Tally()
    try:
        with open_run(options.folder, settings, refresh=options.refresh) as (journal, made_by):
            work = Settings(
                str(options.folder), made_by, options.format, options.model, options.precision, options.patterns
            )
            tasks = _Tasks(inputs, options, journal, made_by, lambda part: _count(part, True, tally, options, step))
            for part in (engine or _engine(options))(tasks, work):
                journal.add(part)
                _count(part, False, tally, options, step)
            tally.duplicates = _finish(options, journal, made_by)
        if options.single_file:
            shutil.rmtree(options.folder)
    except OSError as error:
        raise OutputError(
            f"{options.output} cannot be written: {error.strerror or error}; choose another place with -o"
        ) from error
    return tally


def _count(
    part: Part, earlier: bool, tally: Tally, options: Options, step: Callable[[Part, bool], None] | None
) -> None:
    tally.add(part, earlier=earlier)
    if step is not None:
        step(part, earlier)
    if options.max_rejects is not None and tally.rejects > options.max_rejects:
        first = "; ".join(f"{row['path']}: {row['reason']}" for row in tally.reasons[:3])
        raise WorkerError(f"stopped: more than {options.max_rejects} records rejected ({first} …)")


def _engine(options: Options) -> Engine:
    if options.address is not None:
        from nlp.batch.cluster import run_on_ray

        return lambda tasks, settings: run_on_ray(
            tasks, settings, address=options.address, workers=options.workers, time_limit=options.time_limit
        )
    return lambda tasks, settings: run_local(tasks, settings, workers=options.workers, time_limit=options.time_limit)


class _Tasks:
    """The tasks of a run: all slots but those that are done, which are told of instead."""

    def __init__(
        self, inputs: Sequence[str], options: Options, journal: Journal, made_by: str, earlier: Callable[[Part], None]
    ) -> None:
        self._inputs, self._options, self._journal = inputs, options, journal
        self._made_by, self._earlier = made_by, earlier

    def __iter__(self) -> Iterator[Task]:
        known: set[str] = set()
        for number, files in list(self._journal.file_slots()):
            known.update(path for path, _ in files)
            if not self._all_unchanged(path for path, _ in files):
                yield from self._unless_done(number, slot_of_files(files))
        seen: set[str] = set()
        numbers: dict[str, list[int]] = {}
        stamps: dict[str, tuple[tuple[str, int, int], ...]] = {}
        for slot in plan(self._inputs, self._options.size, known=frozenset(known), unchanged=self._is_unchanged):
            number = self._journal.number_of(slot)
            seen.add(slot.place)
            if not slot.files:
                numbers.setdefault(slot.path, []).append(number)
                stamps[slot.path] = slot.stamps
            yield from self._unless_done(number, slot)
        for path, found in numbers.items():
            self._journal.stamp(stamps[path], found)
        self._journal.drop_gone(seen, numbers.keys() - {STDIN})

    def _all_unchanged(self, paths: Iterable[str]) -> bool:
        """Whether all files of a slot are as they were; then its part is told of."""
        parts = [self._journal.unchanged(path, self._made_by) for path in paths]
        if not parts or None in parts:
            return False
        self._earlier(parts[0][0])  # type: ignore[index]
        return True

    def _is_unchanged(self, path: str) -> bool:
        """Whether a file is as it was; then its parts are told of."""
        parts = self._journal.unchanged(path, self._made_by)
        for part in parts or ():
            self._earlier(part)
        return parts is not None

    def _unless_done(self, number: int, slot: Slot) -> Iterator[Task]:
        if slot.files:
            self._journal.stamp(slot.stamps, [number])
        part = self._journal.done(number, slot.fingerprint, self._made_by)
        if part is None and slot.files and self._gone(slot):
            part = self._journal.latest(number, self._made_by)
        if part is not None:
            self._earlier(part)
        else:
            yield Task(number, slot)

    @staticmethod
    def _gone(slot: Slot) -> bool:
        """Whether a file of the slot is no longer there; what was read from it then stays."""
        return any(not Path(path).is_file() for path, _ in slot.files)


def _finish(options: Options, journal: Journal, made_by: str) -> int:
    """Puts the output together; how many duplicates there are."""
    folder = options.folder
    parts = [part for part in journal.parts() if part.versions == made_by]
    ids: dict[int, str] = {}
    marks: dict[int, tuple[int, float]] = {}
    if options.duplicates:
        files = [folder / name for part in parts for name in part.files if name.startswith("signatures/")]
        marks = {found.index: (found.of, found.similarity) for found in find_duplicates(files)}
    if marks:
        wanted = {*marks, *(of for of, _ in marks.values())}
        ids = {index: name for index, name in enumerate(_ids(folder, parts, options.format)) if index in wanted}
    rejects = [folder / name for part in parts for name in part.files if name.startswith("rejects/")]
    _join(rejects, Path(options.rejects_path))
    if options.single_file:
        _join_lines(options, parts, marks, ids)
        return len(marks)
    rows = [
        {"id": ids[index], "duplicate_of": ids[of], "similarity": round(similarity, 3)}
        for index, (of, similarity) in marks.items()
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    if options.duplicates:
        write_whole(folder / "duplicates.jsonl", lines.encode())
    if options.format == "datasets":
        _save_dataset(folder, parts)
    return len(marks)


def _ids(folder: Path, parts: Sequence[Part], format: str) -> Iterator[str]:
    """The ids of all documents, in order."""
    for part in parts:
        for name in part.files:
            path = folder / name
            if format == "jsonl" and name.startswith("parts/"):
                with path.open(encoding="utf-8") as file:
                    yield from (json.loads(line)["id"] for line in file)
            elif name.startswith("documents/") or (format == "datasets" and name.startswith("parts/")):
                import pyarrow.parquet

                yield from pyarrow.parquet.read_table(path, columns=["id"])["id"].to_pylist()
            elif format == "docbin" and name.startswith("parts/"):
                from spacy.tokens import DocBin
                from spacy.vocab import Vocab

                docs = DocBin(store_user_data=True).from_bytes(path.read_bytes()).get_docs(Vocab())
                yield from (doc.user_data["id"] for doc in docs)


def _join_lines(
    options: Options, parts: Sequence[Part], marks: Mapping[int, tuple[int, float]], ids: Mapping[int, str]
) -> None:
    """The lines of all parts in one file; duplicates get ``duplicate_of``."""
    target = Path(options.output)
    partial = target.with_name(target.name + ".part")
    index = 0
    with partial.open("wb") as out:
        for part in parts:
            for name in part.files:
                if not name.startswith("parts/"):
                    continue
                with (options.folder / name).open("rb") as file:
                    for line in file:
                        if index in marks:
                            of = json.dumps(ids[marks[index][0]]).encode()
                            line = line.rstrip()[:-1] + b', "duplicate_of": ' + of + b"}\n"
                        out.write(line)
                        index += 1
        out.flush()
        os.fsync(out.fileno())
    partial.replace(target)


def _join(files: Sequence[Path], target: Path) -> None:
    """Files one after the other in one; none where there are none."""
    if not files:
        target.unlink(missing_ok=True)
        return
    partial = target.with_name(target.name + ".part")
    with partial.open("wb") as out:
        for path in files:
            with path.open("rb") as file:
                shutil.copyfileobj(file, out)
    partial.replace(target)


def _save_dataset(folder: Path, parts: Sequence[Part]) -> None:
    """A folder that `datasets.load_from_disk` reads."""
    import datasets

    datasets.disable_progress_bars()
    files = [str(folder / name) for part in parts for name in part.files if name.startswith("parts/")]
    target, partial = folder / "dataset", folder / ".dataset"
    shutil.rmtree(partial, ignore_errors=True)
    if not files:
        return
    rows = datasets.Dataset.from_parquet(files, cache_dir=str(folder / ".cache"))
    rows.save_to_disk(str(partial))
    shutil.rmtree(target, ignore_errors=True)
    partial.rename(target)
    shutil.rmtree(folder / ".cache", ignore_errors=True)

"""The plan of a run: inputs cut into slots, each small enough to be one worker's task and one part of the output.

A slot says where its records lie, not what they hold: a range of bytes of a JSON lines file, rows of a Parquet file,
a list of article files. Workers read them themselves. Where a file cannot be entered in the middle (compressed,
standard input, CSV, a dataset), the records travel in the slot as lines of JSON.

The plan of the same inputs is the same every time, and a slot that has not changed has the same fingerprint: so a run
that was cut short, or that sees its inputs again, knows what is done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from nlp.batch.inputs import FILES, LINES, RECORDS, ROWS, STDIN, Input, list_inputs
from nlp.batch.reject import NO_RECORD, Reject
from nlp.batch.streams import records_of

REJECTS = "rejects"


@dataclass(frozen=True, slots=True)
class Size:
    """How much goes into a slot: as many records, or as many bytes, whichever is reached first."""

    records: int = 250
    size: int = 256 * 1024


@dataclass(frozen=True, slots=True)
class Slot:
    """The records of one part of the output.

    Attributes:
        kind: LINES, ROWS, FILES, RECORDS or REJECTS (what the plan itself had to refuse).
        place: names the slot among all slots of its run, whatever it holds.
        path: the file; for FILES the first one.
        stem: what documents without an id are named after.
        first: the number of its first record, from 1; for ROWS the row, from 0.
        start, length: the range of bytes of LINES; for ROWS `length` is how many rows.
        files: the paths and stems of FILES.
        records: number and line of RECORDS; an empty line stands for a record that is refused in `rejects`.
        rejects: what was refused while the slot was planned.
        stamps: size and time of change of its files before they were read, by which a later run knows that they are the same.
        fingerprint: of what it holds.
        size: bytes of input, for the progress.
    """

    kind: str
    place: str
    path: str = ""
    stem: str = ""
    first: int = 1
    start: int = 0
    length: int = 0
    files: tuple[tuple[str, str], ...] = ()
    records: tuple[tuple[int, bytes], ...] = ()
    rejects: tuple[Reject, ...] = ()
    stamps: tuple[tuple[str, int, int], ...] = field(default=(), compare=False)
    fingerprint: str = ""
    size: int = field(default=0, compare=False)


def plan(
    inputs: Sequence[str],
    size: Size | None = None,
    *,
    known: frozenset[str] = frozenset(),
    unchanged: Callable[[str], bool] = lambda path: False,
) -> Iterator[Slot]:
    """The slots of all inputs, in the order of the output.

    Args:
        inputs: files, folders, ``-``, folders of saved datasets, ``hf:NAME`` for a dataset.
        size: how much goes into a slot.
        known: article files that slots of an earlier run hold already; they are passed over here
            (`slot_of_files` makes their slot again).
        unchanged: is asked of every other file; one that it says yes to is passed over too.
    """
    size = size or Size()
    waiting: list[Input] = []
    for item in list_inputs(inputs):
        if isinstance(item, Reject):
            yield from _articles(waiting, size)
            waiting = []
            yield Slot(REJECTS, f"reject:{item.path}", path=item.path, rejects=(item,), fingerprint=_hash(item.reason))
        elif item.kind == FILES:
            if str(item.path) not in known:
                waiting.append(item)
                if len(waiting) == size.records:
                    yield from _articles(waiting, size)
                    waiting = []
        elif not unchanged(str(item.path)):
            yield from _articles(waiting, size)
            waiting = []
            yield from _slots_of(item, size)
    yield from _articles(waiting, size)


def _slots_of(item: Input, size: Size) -> Iterator[Slot]:
    if item.kind == LINES:
        return _lines(item, size)
    if item.kind == ROWS:
        return _rows(item, size)
    return _records(item, size)


def _hash(*pieces: str | bytes) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else piece)
        digest.update(b"\0")
    return digest.hexdigest()[:32]


def fingerprint_of_files(files: Iterable[tuple[str, str]]) -> str:
    """The fingerprint of article files: their names and what is in them; one that is gone counts as empty."""
    digest = hashlib.sha256()
    for path, stem in files:
        digest.update(f"{stem}\0".encode("utf-8", "surrogatepass"))
        try:
            digest.update(hashlib.sha256(Path(path).read_bytes()).digest())
        except OSError:
            digest.update(b"-")
    return digest.hexdigest()[:32]


def _articles(items: Sequence[Input], size: Size) -> Iterator[Slot]:
    """Slots of article files, one document or a few a file."""
    group: list[tuple[str, str]] = []
    held = 0
    for item in items:
        group.append((str(item.path), item.stem))
        held += item.size
        if held >= size.size:
            yield _file_slot(group, held)
            group, held = [], 0
    if group:
        yield _file_slot(group, held)


def _file_slot(group: Sequence[tuple[str, str]], held: int) -> Slot:
    files = tuple(group)
    stamps = tuple(stamp for path, _ in files for stamp in stamp_of(path))
    return Slot(
        FILES, f"file:{files[0][0]}", path=files[0][0], files=files, stamps=stamps,
        fingerprint=fingerprint_of_files(files), size=held,
    )  # fmt: skip


def stamp_of(path: str) -> tuple[tuple[str, int, int], ...]:
    """Path, size and time of change of a file; nothing of one that is not there."""
    try:
        state = Path(path).stat()
    except OSError:
        return ()
    return ((path, state.st_size, state.st_mtime_ns),)


def slot_of_files(files: Sequence[tuple[str, str]]) -> Slot:
    """The slot of files that an earlier run held together."""
    held = sum(Path(path).stat().st_size for path, _ in files if Path(path).is_file())
    return _file_slot(files, held)


def refused_slot(slot: Slot, reason: str) -> Slot:
    """A slot that holds a reject instead of its records, which cannot be read."""
    where = Reject(slot.path, slot.first if slot.kind != FILES else None, reason)
    return replace(slot, kind=REJECTS, records=(), rejects=(where,))


def _lines(item: Input, size: Size) -> Iterator[Slot]:
    """Ranges of whole lines."""
    stamps = stamp_of(str(item.path))
    with item.path.open("rb") as file:
        first, start = 1, 0
        for number, length, digest in _ranges(file, size):
            yield Slot(
                LINES, f"{item.path}:{first}", path=str(item.path), stem=item.stem, first=first, start=start,
                length=length, stamps=stamps, fingerprint=_hash(item.stem, digest), size=length,
            )  # fmt: skip
            first, start = first + number, start + length


def _ranges(file: BinaryIO, size: Size) -> Iterator[tuple[int, int, str]]:
    """Lines, bytes and hash of each range; a line longer than a range is one of its own."""
    digest, count, length = hashlib.sha256(), 0, 0
    ended = True
    while block := file.readline(1 << 20):
        digest.update(block)
        length += len(block)
        ended = block.endswith(b"\n")
        count += ended
        if ended and (count >= size.records or length >= size.size):
            yield count, length, digest.hexdigest()
            digest, count, length = hashlib.sha256(), 0, 0
    if length:
        yield count + (not ended), length, digest.hexdigest()


def _rows(item: Input, size: Size) -> Iterator[Slot]:
    """Ranges of rows of a Parquet file, none across two of its row groups."""
    import pyarrow
    import pyarrow.parquet

    state = item.path.stat()
    print_ = f"{state.st_size}:{state.st_mtime_ns}"
    try:
        file = pyarrow.parquet.ParquetFile(item.path)
    except (pyarrow.ArrowException, OSError) as error:
        yield _refusal(item, f"not Parquet: {error}", print_)
        return
    first = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        held = file.metadata.row_group(group).total_byte_size
        step = max(1, min(size.records, int(rows * size.size / max(1, held))))
        for offset in range(0, rows, step):
            length = min(step, rows - offset)
            yield Slot(
                ROWS, f"{item.path}:{first + offset + 1}", path=str(item.path), stem=item.stem, first=first + offset,
                start=group, length=length, stamps=((str(item.path), state.st_size, state.st_mtime_ns),),
                fingerprint=_hash(item.stem, print_, str(first + offset)),
                size=state.st_size * length // max(1, file.metadata.num_rows),
            )  # fmt: skip
        first += rows
    if first == 0:
        yield _refusal(item, NO_RECORD, print_)


def _refusal(item: Input, reason: str, content: str) -> Slot:
    """The slot of a file that cannot be read at all."""
    reject = Reject(item.name, None, reason)
    return Slot(
        REJECTS, f"reject:{item.name}", path=item.name, rejects=(reject,), fingerprint=_hash(content), size=item.size
    )


def _records(item: Input, size: Size) -> Iterator[Slot]:
    """Records that travel in the slot."""
    held: list[tuple[int, bytes]] = []
    rejects: list[Reject] = []
    length, digest, read = 0, hashlib.sha256(), 0
    first: int | None = None
    stamps = stamp_of(str(item.path)) if item.path.is_file() else ()

    def slot() -> Slot:
        content = _hash(item.stem, digest.digest())
        # what is piped in today may be another thing than yesterday
        place = f"{item.name}:{content}" if item.name == STDIN else f"{item.name}:{first}"
        return Slot(
            RECORDS, place, path=item.name, stem=item.stem, first=first or 1, records=tuple(held),
            rejects=tuple(rejects), stamps=stamps, fingerprint=content, size=max(0, item.read() - read),
        )  # fmt: skip

    for number, line in records_of(item):
        first = number if first is None else first
        if isinstance(line, Reject):
            rejects.append(line)
            digest.update(line.reason.encode("utf-8", "surrogatepass"))
        else:
            held.append((number, line))
            digest.update(line)
            length += len(line)
        if len(held) + len(rejects) >= size.records or length >= size.size:
            yield slot()
            read = item.read()
            held, rejects, length, digest, first = [], [], 0, hashlib.sha256(), None
    if held or rejects:
        yield slot()


__all__ = [
    "FILES",
    "LINES",
    "RECORDS",
    "REJECTS",
    "ROWS",
    "Size",
    "Slot",
    "fingerprint_of_files",
    "plan",
    "refused_slot",
    "slot_of_files",
]

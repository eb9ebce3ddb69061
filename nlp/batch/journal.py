"""What a run has done, on disk: so that a run that was killed goes on, and a later one does only what is new.

A run's folder holds ``manifest.json`` (format, options, versions of code, patterns and model) and ``journal.jsonl``: a line
where a slot gets its number, and a line where its part of the output is whole. A part is written under another name,
flushed to the disk and renamed before its line is; a line that a crash tore apart is dropped, and so are parts without a
line. So whatever is in the journal is on the disk, and nothing else counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from nlp.batch.slots import Slot, stamp_of
from nlp.errors import OutputError

MANIFEST, JOURNAL, LOCK = "manifest.json", "journal.jsonl", "lock"
FORMAT = 1
_NAMES = {"code": "Lode itself", "patterns": "the patterns", "model": "the model", "precision": "the model's precision"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the output that is whole.

    Attributes:
        number: of its slot.
        fingerprint: of what the slot held.
        versions: the id of the versions that made it.
        files: its files below the run's folder, with their sizes.
        reasons: the first rejects, as JSON objects.
    """

    number: int
    fingerprint: str
    versions: str
    documents: int = 0
    characters: int = 0
    mentions: int = 0
    statements: int = 0
    rejects: int = 0
    size: int = 0
    files: Mapping[str, int] = field(default_factory=dict)
    reasons: tuple[Mapping[str, Any], ...] = ()


class Journal:
    """The state of a run's folder. Only one process at a time may hold it."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._path = folder, folder / JOURNAL
        self._numbers: dict[str, int] = {}
        self._files: dict[int, tuple[tuple[str, str], ...]] = {}
        self._paths: dict[str, str] = {}
        self._stamps: dict[str, tuple[int, int, tuple[int, ...]]] = {}
        self._parts: dict[int, Part] = {}
        self._read()

    def _read(self) -> None:
        """Takes in the journal, and cuts off a torn last line."""
        if not self._path.exists():
            return
        whole = 0
        with self._path.open("rb") as file:
            for raw in file:
                if not raw.endswith(b"\n"):
                    break
                try:
                    row = json.loads(raw)
                except ValueError:
                    break
                whole += len(raw)
                if "place" in row:
                    self._numbers[row["place"]] = row["number"]
                    if row.get("files"):
                        self._files[row["number"]] = tuple((path, stem) for path, stem in row["files"])
                    else:
                        self._paths[row["place"]] = row["path"]
                elif "stamped" in row:
                    self._stamps[row["stamped"]] = (row["size"], row["time"], tuple(row["numbers"]))
                elif row.get("gone"):
                    self._parts.pop(row["number"], None)
                else:
                    part = Part(**{**row, "reasons": tuple(row["reasons"])})
                    self._parts[part.number] = part
        with self._path.open("r+b") as file:
            file.truncate(whole)

    def number_of(self, slot: Slot) -> int:
        """The number of a slot: the one it had, or the next free one."""
        known = self._numbers.get(slot.place)
        if known is None:
            known = self._numbers[slot.place] = len(self._numbers)
            row: dict[str, Any] = {"place": slot.place, "number": known, "path": slot.path}
            if slot.files:
                row["files"] = self._files[known] = slot.files
            else:
                self._paths[slot.place] = slot.path
            self._append(row, sync=False)
        return known

    def stamp(self, stamps: Iterable[tuple[str, int, int]], numbers: Sequence[int]) -> None:
        """Puts down what files were like when the slots of these numbers were planned from them."""
        for path, size, time in stamps:
            if self._stamps.get(path) != (size, time, tuple(numbers)):
                self._stamps[path] = (size, time, tuple(numbers))
                row = {"stamped": path, "size": size, "time": time, "numbers": list(numbers)}
                self._append(row, sync=False)

    def unchanged(self, path: str, versions: str) -> list[Part] | None:
        """The parts of a file, where its size and time of change are still the same and all of it is done; else None."""
        known = self._stamps.get(path)
        if known is None or stamp_of(path) != ((path, *known[:2]),):
            return None
        parts = [self.latest(number, versions) for number in known[2]]
        return None if None in parts else [part for part in parts if part is not None]

    def drop_gone(self, seen: Container[str], paths: Container[str]) -> None:
        """Drops parts of places that files no longer have: a file that became shorter.

        Args:
            seen: the places of the present plan.
            paths: the files that the plan went through to their end.
        """
        for place, path in self._paths.items():
            part = self._parts.get(self._numbers[place])
            if part is not None and path in paths and place not in seen:
                del self._parts[part.number]
                self._append({"number": part.number, "gone": True}, sync=True)
                for name in part.files:
                    (self._folder / name).unlink(missing_ok=True)

    def file_slots(self) -> Iterator[tuple[int, tuple[tuple[str, str], ...]]]:
        """The slots of article files, with their files."""
        yield from sorted(self._files.items())

    def done(self, number: int, fingerprint: str, versions: str) -> Part | None:
        """The part of a slot, where it is whole, of the same content and by the same versions."""
        part = self._parts.get(number)
        if part is None or part.fingerprint != fingerprint or part.versions != versions:
            return None
        whole = all(self._size(name) == size for name, size in part.files.items())
        return part if whole else None

    def latest(self, number: int, versions: str) -> Part | None:
        """The part of a slot, whatever it held, where it is whole and by the same versions."""
        part = self._parts.get(number)
        return self.done(number, part.fingerprint, versions) if part is not None else None

    def _size(self, name: str) -> int:
        try:
            return (self._folder / name).stat().st_size
        except OSError:
            return -1

    def add(self, part: Part) -> None:
        """Puts down that a part is whole; it is on the disk when this returns."""
        before = self._parts.get(part.number)
        self._parts[part.number] = part
        self._append(asdict(part), sync=True)
        for name in set(before.files) - set(part.files) if before else ():
            (self._folder / name).unlink(missing_ok=True)

    def _append(self, row: Mapping[str, Any], *, sync: bool) -> None:
        with self._path.open("ab") as file:
            file.write(json.dumps(row, ensure_ascii=True).encode() + b"\n")
            file.flush()
            if sync:
                os.fsync(file.fileno())

    def parts(self) -> list[Part]:
        """All parts that are whole, in the order of the output."""
        return [self._parts[number] for number in sorted(self._parts)]

    def sweep(self) -> None:
        """Takes away files that no part of the journal owns: what a crash left half done."""
        owned = {name for part in self._parts.values() for name in part.files}
        for below in PART_FOLDERS:
            for path in (self._folder / below).glob("*") if (self._folder / below).is_dir() else ():
                if path.relative_to(self._folder).as_posix() not in owned:
                    path.unlink()


PART_FOLDERS = ("parts", "rejects", "signatures", "documents", "mentions", "statements")


@contextmanager
def open_run(folder: Path, settings: Mapping[str, str], *, refresh: bool = False) -> Iterator[tuple[Journal, str]]:
    """The journal of a run's folder, locked, and the id of its versions.

    Args:
        folder: is made where it is not there.
        settings: what decides what the output is: format, versions.
        refresh: annotate anew where the versions differ from those of the folder.

    Raises:
        OutputError: another run is at work there, the folder is something else, or versions differ and `refresh` is off.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / MANIFEST).exists() and any(path.name != LOCK for path in folder.iterdir()):
            raise OutputError(f"{folder} holds files that are not a run of Lode; choose another place with -o")
        lock = (folder / LOCK).open("w")
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}; choose another place with -o") from error
    with lock:
        try:
            _take(lock)
        except OSError as error:
            raise OutputError(f"another run is at work in {folder}; wait for it, or choose another place") from error
        _check_manifest(folder, settings, refresh)
        journal = Journal(folder)
        journal.sweep()
        yield journal, versions_id(settings)


def _take(file: IO[str]) -> None:
    """Locks a file for this process, until it is closed.

    Raises:
        OSError: another process holds it.
    """
    if os.name == "nt":  # pragma: no cover - Windows only
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def versions_id(settings: Mapping[str, str]) -> str:
    """A short name of the versions."""
    import hashlib

    return hashlib.sha256(json.dumps(dict(settings), sort_keys=True).encode()).hexdigest()[:12]


def _check_manifest(folder: Path, settings: Mapping[str, str], refresh: bool) -> None:
    path = folder / MANIFEST
    wanted = {"lode_run": FORMAT, **settings}
    if path.exists():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            raise OutputError(f"{path} is not readable: {error}; choose another place with -o") from error
        if not isinstance(found, dict) or found.get("lode_run") != FORMAT:
            raise OutputError(f"{path} is of another format; choose another place with -o")
        if found.get("format") != settings.get("format"):
            raise OutputError(
                f"{folder} holds {found.get('format')}, and {settings.get('format')} is asked for; choose another place with -o"
            )
        changed = [_NAMES.get(key, key) for key in settings if found.get(key) != settings[key]]
        if changed and not refresh:
            raise OutputError(
                f"{folder} was annotated with other versions: {' and '.join(changed)} changed since; "
                "annotate it anew with --refresh, or choose another place with -o"
            )
        if not changed:
            return
    write_whole(path, json.dumps(wanted, indent=1, ensure_ascii=False).encode() + b"\n")


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file so that it is there whole or not at all."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)

"""The gold file of an annotator: annotation JSONL, a document replaced by its id, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nlp.annotation import to_line
from nlp.batch.reject import Reject
from nlp.batch.tables import read_line
from nlp.errors import InputError, OutputError
from nlp.records import Document


class StaleError(Exception):
    """The document in the file is no longer the one that was corrected."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A document of the file, and the mark of its version."""

    document: Document
    version: str


class GoldFile:
    """Documents in a file, one a line. Lines that are no document stay as they are."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._lock = threading.Lock()

    def documents(self) -> list[Saved]:
        """The documents of the file, none where there is no file yet."""
        with self._lock:
            return [saved for _, saved in self._read() if saved is not None]

    def get(self, identity: str) -> Saved | None:
        """The document with this id."""
        return next((saved for saved in self.documents() if saved.document.id == identity), None)

    def put(self, document: Document, *, expected: str | None = None) -> Saved:
        """Puts a document in the place of the one with its id, or at the end.

        Args:
            document: what to save.
            expected: the version that was corrected; None where it does not matter.

        Raises:
            StaleError: the file holds another version.
            OutputError: the file cannot be written.
        """
        line = to_line(document).encode()
        with self._lock:
            rows = list(self._read())
            places = [n for n, (_, saved) in enumerate(rows) if saved and saved.document.id == document.id]
            there = rows[places[0]][1] if places else None
            if expected is not None and expected != (there.version if there else ""):
                raise StaleError(f"document {document.id!r} was saved by somebody else meanwhile")
            made = Saved(document, _version(line))
            if places:
                rows[places[0]] = (line, made)
            else:
                rows.append((line, made))
            self._write([raw for n, (raw, _) in enumerate(rows) if n not in places[1:]])
        return made

    def _read(self) -> Iterator[tuple[bytes, Saved | None]]:
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=str(self.path)) from error
        for number, raw in enumerate(data.split(b"\n"), 1):
            if not raw.strip():
                continue
            item = read_line(raw.removeprefix(b"\xef\xbb\xbf"), path=str(self.path), line=number)
            raw = raw.rstrip(b"\r")
            yield raw, None if isinstance(item, Reject) else Saved(item, _version(raw))

    def _write(self, lines: list[bytes]) -> None:
        """Writes beside the file and takes its place: whoever reads sees the old file or the new one."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            mode = self.path.stat().st_mode & 0o777 if self.path.exists() else 0o644
            handle, name = tempfile.mkstemp(prefix=f".{self.path.name}.", dir=self.path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(b"".join(line + b"\n" for line in lines))
                    file.flush()
                    os.fsync(file.fileno())
                os.chmod(name, mode)
                os.replace(name, self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise OutputError(
                f"{self.path.name} cannot be written: {error.strerror}; see its folder's rights"
            ) from error


def _version(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:16]

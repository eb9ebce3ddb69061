"""The exceptions of Lode.

::

    LodeError
    ├── ResourceError      a pattern or registry file is wrong: names file and line
    ├── InputError         a source or one record of it cannot be read: names file and line
    │   ├── EncodingError  bytes that are no text in any encoding tried
    │   └── RecordError    a record that is no document: what was expected, what was there
    ├── ModelError         a model folder is missing or does not fit
    ├── OutputError        the output cannot be written
    └── WorkerError        a worker process or the engine cannot do its work

Every message says what was expected, what was there, where, and what to do.
"""

from __future__ import annotations


class LodeError(Exception):
    """Any error that Lode raises on purpose."""


class ResourceError(LodeError):
    """A pattern or registry file is wrong."""

    def __init__(self, message: str, *, path: str = "", line: int | None = None) -> None:
        self.path, self.line = path, line
        where = f"{path}:{line}: " if line is not None else (f"{path}: " if path else "")
        super().__init__(where + message)


class InputError(LodeError):
    """A source, or one record of it, cannot be read."""

    def __init__(self, message: str, *, path: str = "", line: int | None = None) -> None:
        self.path, self.line, self.reason = path, line, message
        where = f"{path}:{line}: " if line is not None else (f"{path}: " if path else "")
        super().__init__(where + message)


class EncodingError(InputError):
    """The bytes are text in none of the encodings tried."""


class RecordError(InputError):
    """A record is not a document."""


class ModelError(LodeError):
    """A model folder is missing or does not fit."""


class OutputError(LodeError):
    """The output cannot be written."""


class WorkerError(LodeError):
    """A worker process, or the engine that runs it, cannot do its work."""

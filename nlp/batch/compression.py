"""Compressed files as plain bytes: gzip and Zstandard."""

from __future__ import annotations

import gzip
import io
from typing import Any, BinaryIO, cast

ENDINGS = (".gz", ".zst")


class _Reader(io.RawIOBase):
    """A stream of pyarrow's as Python's own kind, so that it can be read line by line."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def decompress(stream: BinaryIO, ending: str) -> BinaryIO:
    """The plain bytes of a compressed stream, read as they are asked for.

    Args:
        stream: of a file that ends in one of `ENDINGS`.
        ending: which one.
    """
    if ending == ".gz":
        return cast("BinaryIO", gzip.GzipFile(fileobj=stream))
    import pyarrow

    plain = pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd")
    return cast("BinaryIO", io.BufferedReader(_Reader(plain), 1 << 20))

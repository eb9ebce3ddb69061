"""Files that are dropped on the page, to documents."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from nlp.batch.readers import SUFFIXES, Reject, read_file
from nlp.records import Document
from nlp.workbench.problems import Problem
from nlp.workbench.settings import Limits

# packed files grow when they are opened; the command line reads them
_PACKED = (".jsonl.gz", ".parquet")
_PACKED_SIGNS = (b"\x1f\x8b", b"PAR1", b"PK\x03\x04", b"%PDF", b"\x28\xb5\x2f\xfd")


def read_upload(body: bytes, name: str, limits: Limits) -> tuple[list[Document], list[dict[str, Any]]]:
    """The documents of a file, and what of it was refused.

    Raises:
        Problem: it is packed, or holds nothing that can be read, or too much.
    """
    suffix = next((known for known in SUFFIXES if name.lower().endswith(known)), "")
    if suffix in _PACKED or body.startswith(_PACKED_SIGNS):
        raise Problem(415, "packed files, Parquet and PDF are not read here; unpack it, or use lode annotate")
    with tempfile.TemporaryDirectory(prefix="lode-") as folder:
        path = Path(folder) / (_stem(name, suffix) + suffix)
        path.write_bytes(body)
        documents: list[Document] = []
        refused: list[dict[str, Any]] = []
        for item in read_file(path):
            if isinstance(item, Reject):
                refused.append({"line": item.line, "error": item.reason})
            elif len(item.text) > limits.characters:
                reason = (
                    f"the text has {len(item.text):,} characters, at most {limits.characters:,} are taken; split it"
                )
                refused.append({"line": None, "error": reason})
            else:
                documents.append(item)
            if len(documents) > limits.documents * 10:
                raise Problem(413, f"the file holds more than {limits.documents * 10:,} documents; split it")
    if not documents:
        faults = [str(one["error"]) for one in refused]
        raise Problem(422, faults[0] if faults else "there is no text in it", faults=faults)
    return documents, refused


def _stem(name: str, suffix: str) -> str:
    """The name of a file without folders, and without what a file system may not like."""
    stem = name.replace("\\", "/").rpartition("/")[2]
    stem = stem[: len(stem) - len(suffix)] if suffix else stem
    return "".join(char if char.isalnum() or char in "-_. " else "_" for char in stem).strip(". ")[:60] or "pasted"

"""The files of one part of the output: JSON lines, Parquet tables, or spaCy's DocBin.

A file is written under another name, flushed to the disk and renamed; of a part that was begun and not finished nothing stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.annotation import to_line
from nlp.batch.journal import write_whole
from nlp.batch.reject import Reject
from nlp.batch.signatures import sign
from nlp.records import Document

if TYPE_CHECKING:
    from spacy.language import Language

FORMATS = ("jsonl", "parquet", "docbin", "datasets")


def write_part(
    folder: Path, number: int, documents: Sequence[Document], rejects: Sequence[Reject], *, format: str, nlp: Language
) -> dict[str, int]:
    """Writes a part and its rejects and signatures.

    Args:
        folder: of the run.
        number: of the part.
        documents: in order.
        rejects: what was refused among them.
        format: one of `FORMATS`.
        nlp: the pipeline, which DocBin takes its tokens from.

    Returns:
        The files below `folder`, with their sizes.
    """
    name = f"part-{number:08d}"
    files = dict(_WRITERS[format](name, documents, nlp)) if documents else {}
    if documents:
        files[f"signatures/{name}.bin"] = sign(document.text for document in documents)
    if rejects:
        files[f"rejects/{name}.jsonl"] = b"".join(_reject_line(reject) for reject in rejects)
    for place, data in files.items():
        path = folder / place
        path.parent.mkdir(exist_ok=True)
        write_whole(path, data)
    return {place: len(data) for place, data in files.items()}


def _reject_line(reject: Reject) -> bytes:
    return json.dumps(reject.as_json(), ensure_ascii=reject.has_surrogates).encode("utf-8") + b"\n"


def _jsonl(name: str, documents: Sequence[Document], _: Language) -> Mapping[str, bytes]:
    return {f"parts/{name}.jsonl": "".join(to_line(document) + "\n" for document in documents).encode("utf-8")}


def _docbin(name: str, documents: Sequence[Document], nlp: Language) -> Mapping[str, bytes]:
    from spacy.tokens import DocBin

    from nlp.components import to_doc

    store = DocBin(store_user_data=True)
    for document in documents:
        store.add(to_doc(nlp, document))
    return {f"parts/{name}.spacy": store.to_bytes()}


def _parquet(name: str, documents: Sequence[Document], _: Language) -> Mapping[str, bytes]:
    from nlp.batch.typed import TABLES, rows_of, to_parquet

    rows = rows_of(documents)
    return {f"{table}/{name}.parquet": to_parquet(table, rows[table]) for table in TABLES}


def _datasets(name: str, documents: Sequence[Document], _: Language) -> Mapping[str, bytes]:
    from nlp.batch.typed import nested_parquet

    return {f"parts/{name}.parquet": nested_parquet(documents)}


_WRITERS: Mapping[str, Callable[[str, Sequence[Document], Any], Mapping[str, bytes]]] = {
    "jsonl": _jsonl, "parquet": _parquet, "docbin": _docbin, "datasets": _datasets,
}  # fmt: skip

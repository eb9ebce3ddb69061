"""spaCy's DocBin: Docs with entities, and everything that Lode knows of them under ``doc._``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.errors import InputError
from nlp.exchange.fillers import with_plain_fillers
from nlp.records import Document

_META = "lode.document"
_FIELDS = ("lang", "date", "title", "source", "url")


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents to a ``.spacy`` file."""
    from spacy.tokens import DocBin

    from nlp.components import to_doc
    from nlp.pipeline import load

    pipeline = load(None)
    store = DocBin(store_user_data=True)
    for document in documents:
        doc = to_doc(pipeline, with_plain_fillers(document))
        doc.user_data[_META] = {key: getattr(document, key) for key in _FIELDS} | {"extra": dict(document.extra)}
        store.add(doc)
    store.to_disk(target)


def read(source: Path) -> Iterator[Document]:
    """The documents of a ``.spacy`` file, made by Lode or by anybody.

    Raises:
        InputError: the file is no DocBin.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    from nlp.components import register_extensions, to_document

    register_extensions()
    try:
        docs = list(DocBin(store_user_data=True).from_disk(source).get_docs(Vocab()))
    except Exception as error:
        raise InputError(f"not a DocBin of spaCy: {type(error).__name__}: {error}", path=str(source)) from error
    for number, doc in enumerate(docs, 1):
        meta = doc.user_data.get(_META) or {}
        identity = str(doc.user_data.get("id") or f"{source.stem}-{number}")
        document = to_document(doc, Document(id=identity, text=doc.text, lang=str(meta.get("lang") or "")))
        fields: dict[str, Any] = {key: meta.get(key) for key in _FIELDS if key != "lang"}
        yield replace(document, **fields, extra=meta.get("extra") or {}) if meta else document

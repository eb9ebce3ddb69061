"""Names of files for documents: safe, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.records import Document

_UNSAFE = re.compile(r"[^\w.\- ]+")
# bytes: file systems take 255, and an ending and a number come behind
LONGEST = 150


def file_names(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Each document with the name of its file, without ending: never a path, never hidden, never twice.

    >>> [name for name, _ in file_names([Document(id="../a/b", text="x"), Document(id="", text="y")])]
    ['a_b', 'document']
    """
    taken: set[str] = set()
    for document in documents:
        plain = _UNSAFE.sub("_", document.id).strip("._ ")
        plain = plain.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore") or "document"
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name.lower())
        yield name, document

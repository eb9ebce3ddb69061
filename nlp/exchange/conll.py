r"""CoNLL columns: token, BIO tag, and the blanks behind it, as CoNLL-U writes them (``SpaceAfter=No``, ``SpacesAfter=\n``).

A document begins with ``-DOCSTART-`` and its id, a sentence with an empty line. Statements have no place here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.errors import InputError
from nlp.exchange.fillers import with_plain_fillers
from nlp.records import Document, Mention

START = "-DOCSTART-"
# words, single Chinese characters, single marks
_TOKEN = re.compile(r"[^\W_\u3400-\u9fff]+|\S")
_SENTENCE_END = re.compile(r"[。！？!?.]")
_ESCAPES = {" ": r"\s", "\t": r"\t", "\n": r"\n", "\r": r"\r", "|": r"\p", "\\": "\\\\"}
_UNESCAPES = {value: key for key, value in _ESCAPES.items()}


def write(documents: Iterable[Document], target: Path) -> None:
    """Writes documents to a file of columns."""
    with target.open("w", encoding="utf-8", newline="") as file:
        for document in documents:
            file.writelines(line + "\n" for line in _lines(with_plain_fillers(document)))


def _lines(document: Document) -> Iterator[str]:
    text = document.text
    tokens = list(_tokens(text, document.mentions))
    lead = text[: tokens[0][0]] if tokens else text
    yield f"{START}\tO\t{_escape(document.id)}" + (f"|SpacesBefore={_escape(lead)}" if lead else "")
    yield ""
    for index, (start, end, tag) in enumerate(tokens):
        following = tokens[index + 1][0] if index + 1 < len(tokens) else len(text)
        blanks = text[end:following]
        told = "_" if blanks == " " else "SpaceAfter=No" if not blanks else f"SpacesAfter={_escape(blanks)}"
        yield f"{text[start:end]}\t{tag}\t{told}"
        if "\n" in blanks or (_SENTENCE_END.match(text[start:end]) and tag == "O" and index + 1 < len(tokens)):
            yield ""
    yield ""


def _tokens(text: str, mentions: Iterable[Mention]) -> Iterator[tuple[int, int, str]]:
    """Tokens with their tags; none goes over the border of a mention."""
    at = 0
    for mention in sorted(mentions, key=lambda m: m.start):
        yield from ((a, b, "O") for a, b in _pieces(text, at, mention.start))
        for number, (start, end) in enumerate(_pieces(text, mention.start, mention.end)):
            yield start, end, f"{'I' if number else 'B'}-{mention.label}"
        at = mention.end
    yield from ((a, b, "O") for a, b in _pieces(text, at, len(text)))


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _TOKEN.finditer(text, start, end)]


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in text)


def _unescape(text: str) -> str:
    return re.sub(r"\\[stnrp\\]", lambda match: _UNESCAPES[match[0]], text)


def read(source: Path) -> Iterator[Document]:
    """The documents of a file of columns; of other columns than ours the first is the token and the last one that is a tag.

    Raises:
        InputError: a line is not in the format.
    """
    rows: list[tuple[str, str, str]] = []
    head: str | None = None
    count = 0
    with source.open(encoding="utf-8", newline="") as file:
        for number, raw in enumerate(file, 1):
            line = raw.rstrip("\r\n")
            if line.startswith(START):
                if head is not None or rows:
                    count += 1
                    yield _document(head, rows, f"{source.stem}-{count}")
                head, rows = line.split("\t")[2] if line.count("\t") > 1 else "", []
            elif line.strip() and ("\t" in line or not line.startswith("#")):
                rows.append(_row(line, source, number))
    if head is not None or rows:
        yield _document(head, rows, f"{source.stem}-{count + 1}")


def _row(line: str, source: Path, number: int) -> tuple[str, str, str]:
    columns = line.split("\t") if "\t" in line else line.split()
    tags = [column for column in columns[1:] if re.fullmatch(r"O|[BIESLU]-\w+", column)]
    if not tags:
        raise InputError(f"expected a token and a BIO tag, was {line[:60]!r}", path=str(source), line=number)
    last = columns[-1]
    return columns[0], tags[-1], last if last.startswith(("SpaceAfter", "SpacesAfter")) else "_"


def _document(head: str | None, rows: Iterable[tuple[str, str, str]], identity: str) -> Document:
    name, _, lead = (head or "").partition("|SpacesBefore=")
    text = _unescape(lead)
    entities: list[dict[str, Any]] = []
    open_label = ""
    for token, tag, told in rows:
        start = len(text)
        text += token
        prefix, _, label = tag.partition("-")
        if label and (prefix in "BSU" or label != open_label):
            entities.append({"id": f"e{len(entities) + 1}", "start": start, "label": label})
        if label:
            entities[-1]["end"] = len(text)
        open_label = label
        text += " " if told == "_" else _unescape(told.partition("=")[2]) if told.startswith("Spaces") else ""
    for entity in entities:
        entity["ref"] = entity["id"]
    return from_json({"id": _unescape(name) or identity, "text": text, "entities": entities}, needs_text=False)

"""Builds seeds/*.jsonl, seeds/lifelike/*.jsonl and seeds/invented/*.jsonl from the hand-marked articles in their folders source/.

usage: python seeds/build.py [--check]

An article is a file: header lines (id, lang, date, title, source), a blank line, the text with marks,
a line ``---``, and its statements, one a line.

Marks:  [surface|LABEL|ref]                    a name; labels as in nlp.schema, short: C P M J F A
        [surface|Q|kind value unit bound|#id]  a quantity; a range is low..high; unit, bound and #id may be left out
        [surface|D|iso|#id]                    a date; iso - where it cannot be placed
Statements:  predicate subject object role=filler,filler modality=planned metric=revenue title="chief executive"
        subject and object are refs, #ids of quantities, or - ; literals with blanks stand in quotes

With --check nothing is written; the exit code tells whether the files are what the sources make.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp.annotation import from_json, validate
from nlp.schema import LITERAL_ROLES, NAME_LABELS

FOLDER = Path(__file__).parent
# the corpora that are divided, and their parts
PARTS = {
    "lifelike": ("read", "unread"),
    "invented": ("read", "learn", "told", "retold", "alike", "judge", "tune", "decide", "unread"),
}
SHORT = {"C": "COMPANY", "P": "PERSON", "M": "MACHINE", "J": "JURISDICTION", "F": "FACILITY", "A": "AUTHORITY"}
MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z]+)\|([^\[\]|]*)(?:\|#(\w+))?\]")
UNITLESS = {"percent": "%", "multiple": "x"}


class SeedError(Exception):
    """An article does not fit its form."""


def read_article(path: Path) -> dict[str, Any]:
    lines = path.read_text(encoding="utf-8").split("\n")
    header: dict[str, str] = {}
    number = 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip():
            break
        key, _, value = line.partition(":")
        header[key.strip()] = value.strip()
    rest = lines[number:]
    if "---" not in rest:
        raise SeedError(f"{path}: expected a line --- between text and statements")
    cut = rest.index("---")
    text, entities, named = read_marks("\n".join(rest[:cut]).strip("\n"), path)
    refs = {entity["ref"] for entity in entities}
    statements = [
        read_statement(line, named, refs, f"{path}:{number + cut + offset + 2}")
        for offset, line in enumerate(rest[cut + 1 :])
        if line.strip() and not line.startswith("#")
    ]
    record = {
        "id": header.get("id", path.stem), "lang": header["lang"], "date": header.get("date") or None,
        "title": header.get("title") or None, "source": header.get("source", "own"), "url": None,
        "text": text, "entities": entities, "statements": statements,
    }  # fmt: skip
    faults = validate(from_json(record))
    if faults:
        raise SeedError(f"{path}: " + "; ".join(faults))
    return record


def read_marks(marked: str, path: Path) -> tuple[str, list[dict[str, Any]], dict[str, str]]:
    text, at = "", 0
    entities: list[dict[str, Any]] = []
    named: dict[str, str] = {}
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        surface, label, value, name = match.groups()
        entity: dict[str, Any] = {
            "id": f"e{len(entities) + 1}",
            "start": len(text),
            "end": len(text) + len(surface),
            "text": surface,
        }
        if label == "Q":
            entity |= {"label": "QUANTITY", "ref": f"q:{entity['id']}", **read_value(value, f"{path}: {match[0]}")}
        elif label == "D":
            iso = None if value == "-" else value
            entity |= {"label": "DATE", "ref": iso or f"d:{entity['id']}", "iso": iso}
        else:
            entity |= {"label": SHORT.get(label, label), "ref": value}
            if entity["label"] not in NAME_LABELS or not value:
                raise SeedError(f"{path}: {match[0]}: expected a label and a ref")
        if name:
            named["#" + name] = entity["id"]
        entities.append(entity)
        text += surface
    text += marked[at:]
    if re.search(r"\|[A-Z]+\|", text):
        raise SeedError(f"{path}: a mark is not closed near {re.search(r'.{0,30}[|][A-Z]+[|]', text)[0]!r}")  # type: ignore[index]
    return text, entities, named


def read_value(value: str, where: str) -> dict[str, Any]:
    parts = value.split()
    if len(parts) < 2:
        raise SeedError(f"{where}: expected kind and value")
    kind, number, rest = parts[0], parts[1], parts[2:]
    bound = (
        rest.pop()
        if rest and rest[-1] in ("exact", "approx", "at_least", "more_than", "at_most", "less_than")
        else "exact"
    )
    unit = " ".join(rest) or UNITLESS.get(kind)
    out: dict[str, Any] = {"kind": kind}
    if ".." in number:
        low, _, high = number.partition("..")
        out |= {"min": float(low), "max": float(high)}
    else:
        out["value"] = float(number)
    if unit:
        out["unit"] = unit
    out["bound"] = bound
    return out


def read_statement(line: str, named: dict[str, str], refs: set[str], where: str) -> dict[str, Any]:
    def filler(word: str) -> str | None:
        if word == "-":
            return None
        if word.startswith("#"):
            if word not in named:
                raise SeedError(f"{where}: {word} names no mention")
            return named[word]
        if word not in refs:
            raise SeedError(f"{where}: {word!r} is no ref of a mention")
        return word

    words = shlex.split(line, comments=False)
    if len(words) < 3:
        raise SeedError(f"{where}: expected predicate, subject and object")
    qualifiers: dict[str, list[str]] = {}
    modality = "asserted"
    for word in words[3:]:
        role, _, value = word.partition("=")
        if role == "modality":
            modality = value
        elif role in LITERAL_ROLES:
            qualifiers[role] = [value]
        else:
            qualifiers[role] = [f for f in map(filler, value.split(",")) if f is not None]
    return {
        "predicate": words[0], "subject": filler(words[1]), "object": filler(words[2]),
        "qualifiers": qualifiers, "modality": modality,
    }  # fmt: skip


def build(source: Path) -> str:
    """The lines of a folder of articles."""
    return "".join(json.dumps(read_article(path), ensure_ascii=False) + "\n" for path in sorted(source.glob("*.txt")))


def sources() -> Iterator[tuple[Path, Path]]:
    """Folders of articles, and the file that each makes."""
    for language in ("zh", "en"):
        yield FOLDER / "source" / language, FOLDER / f"{language}.jsonl"
        for corpus, parts in PARTS.items():
            for part in parts:
                yield FOLDER / corpus / "source" / language / part, FOLDER / corpus / f"{part}_{language}.jsonl"


def main() -> int:
    check = "--check" in sys.argv[1:]
    status = 0
    for source, target in sources():
        try:
            made = build(source)
        except SeedError as error:
            print(error, file=sys.stderr)
            return 1
        if check:
            if not target.exists() or target.read_text(encoding="utf-8") != made:
                print(f"{target} is not what its sources make: run python seeds/build.py", file=sys.stderr)
                status = 1
        else:
            target.write_text(made, encoding="utf-8")
            print(f"{target}: {made.count(chr(10))} articles")
    return status


if __name__ == "__main__":
    sys.exit(main())

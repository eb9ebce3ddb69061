"""Builds the pairs of articles with gold statements and gold of what is told twice, from seeds/pairs/source.

usage: python seeds/pairs/build.py [--check]

`dev.txt` may be looked at while the rules of fusion are made, `test.txt` is for the score alone. A pair is:

    === <id> same|near | what it tries
    --- a <lang> <date> | <source> | <title>
    the text, marked as in seeds/build.py
    - <statement>                  as in seeds/build.py, after a dash
    --- b <lang> <date> | <source> | <title>
    ...
    same 1=2 2=1                   statement 1 of a is the same fact as statement 2 of b; ``same none``
    realises 1=1                   a plan of a and what of b carries it out or calls it off; may be left out

Written are `<split>.jsonl`, the articles, and `<split>.links.jsonl`, a row a pair, statements counted from 0.
With --check nothing is written; the exit code tells whether the files are what the sources make.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

from build import SeedError, read_marks, read_statement  # noqa: E402

from nlp.annotation import from_json, validate  # noqa: E402

SPLITS = ("dev", "test")
ARTICLE = re.compile(r"--- ([ab]) (\S+) (\S+) \| (.*?) \| (.*)")


def read_split(path: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles and the links of a file."""
    articles: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    blocks: list[tuple[int, list[str]]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("=== "):
            blocks.append((number, []))
        if line.strip():
            blocks[-1][1].append(line)
    for number, lines in blocks:
        left, right, link = read_pair(lines, f"{path}:{number}")
        articles += [left, right]
        links.append(link)
    return articles, links


def read_pair(lines: list[str], where: str) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    head, _, note = lines[0].removeprefix("=== ").partition(" | ")
    name, kind = head.split()
    if kind not in ("same", "near"):
        raise SeedError(f"{where}: expected same or near, was {kind!r}")
    parts: list[list[str]] = []
    told: dict[str, list[tuple[int, int]]] = {"realises": []}
    for line in lines[1:]:
        word, *pairs = line.split()
        if line.startswith("--- "):
            parts.append([line])
        elif word in ("same", "realises"):
            told[word] = [] if pairs == ["none"] else [numbers(pair, where) for pair in pairs]
        else:
            parts[-1].append(line)
    left, right = (read_article(part, name, where) for part in parts)
    if "same" not in told or (kind == "same") != bool(told["same"]):
        raise SeedError(f"{where}: 'same' does not fit {kind!r}")
    for one, other in told["same"] + told["realises"]:
        if one >= len(left["statements"]) or other >= len(right["statements"]):
            raise SeedError(f"{where}: there is no statement {one + 1}={other + 1}")
    languages = [left["lang"], right["lang"]]
    link = {"pair": name, "kind": kind, "languages": languages, "left": left["id"], "right": right["id"], **told, "note": note}  # fmt: skip
    return left, right, link


def numbers(pair: str, where: str) -> tuple[int, int]:
    one, _, other = pair.partition("=")
    if not (one.isdigit() and other.isdigit()):
        raise SeedError(f"{where}: expected 1=2, was {pair!r}")
    return int(one) - 1, int(other) - 1


def read_article(lines: list[str], pair: str, where: str) -> dict[str, Any]:
    head = ARTICLE.fullmatch(lines[0])
    if head is None:
        raise SeedError(f"{where}: expected '--- a zh 2022-03-15 | source | title', was {lines[0]!r}")
    side, lang, date, source, title = head.groups()
    marked = "\n\n".join(line for line in lines[1:] if not line.startswith("- "))
    text, entities, named = read_marks(marked, Path(f"{where}{side}"))
    refs = {entity["ref"] for entity in entities}
    statements = [
        read_statement(line[2:], named, refs, f"{where}{side}: {line}") for line in lines[1:] if line.startswith("- ")
    ]
    record = {
        "id": pair + side, "lang": lang, "date": date, "title": title, "source": source, "url": None,
        "text": text, "entities": entities, "statements": statements,
    }  # fmt: skip
    faults = validate(from_json(record))
    if faults:
        raise SeedError(f"{where}{side}: " + "; ".join(faults))
    return record


def to_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> int:
    check = "--check" in sys.argv[1:]
    status = 0
    for split in SPLITS:
        try:
            articles, links = read_split(FOLDER / "source" / f"{split}.txt")
        except SeedError as error:
            print(error, file=sys.stderr)
            return 1
        for target, made in ((f"{split}.jsonl", to_lines(articles)), (f"{split}.links.jsonl", to_lines(links))):
            path = FOLDER / target
            if not check:
                path.write_text(made, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != made:
                print(f"{path} is not what its source makes: run python seeds/pairs/build.py", file=sys.stderr)
                status = 1
        if not check:
            print(f"{split}: {len(links)} pairs")
    return status


if __name__ == "__main__":
    sys.exit(main())

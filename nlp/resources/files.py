"""Reading of single pattern files: TOML, JSONL and TSV, with errors that name file and line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import tomli

from nlp.errors import ResourceError


def patterns_folder() -> Path:
    """The folder of the shipped pattern files."""
    return Path(str(resources.files("nlp"))) / "patterns"


def read_text(path: Path) -> str:
    """The UTF-8 text of a pattern file.

    Raises:
        ResourceError: the file is missing or no UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ResourceError("expected a pattern file, there is none; reinstall or add it", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ResourceError(f"expected UTF-8, was: {error.reason} at byte {error.start}", path=str(path)) from error


def read_toml(path: Path) -> dict[str, Any]:
    """The table of a TOML file, without the examples at its top.

    Raises:
        ResourceError: with the line of the fault.
    """
    return {key: value for key, value in _table(path).items() if key != "examples"}


def read_examples(path: Path) -> tuple[str, ...]:
    """The examples at the top of a TOML file.

    Raises:
        ResourceError: they are no list of texts.
    """
    found = _table(path).get("examples", [])
    if not isinstance(found, list) or not all(isinstance(text, str) for text in found):
        raise ResourceError(f"examples must be a list of texts, was {str(found)[:60]!r}", path=str(path))
    return tuple(found)


def _table(path: Path) -> dict[str, Any]:
    try:
        table: dict[str, Any] = tomli.loads(read_text(path))
    except tomli.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise ResourceError(f"not TOML: {error}", path=str(path), line=int(found[1]) if found else None) from error
    return table


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a JSONL file with their line numbers; blank lines and lines starting with // are passed over.

    Raises:
        ResourceError: a line is no JSON object.
    """
    lines = [
        (number, line)
        for number, line in enumerate(read_text(path).split("\n"), 1)
        if line.strip() and not line.startswith("//")
    ]
    try:
        # all in one go, which takes half the time
        rows = json.loads(f"[{','.join([line for _, line in lines])}]")
    except ValueError:
        rows = []
    if len(rows) != len(lines):
        rows = [_parsed(line, path, number) for number, line in lines]
    for (number, _), row in zip(lines, rows, strict=True):
        if not isinstance(row, dict):
            raise ResourceError(f"expected an object, was {type(row).__name__}", path=str(path), line=number)
        yield number, row


def _parsed(line: str, path: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise ResourceError(f"not JSON: {error}", path=str(path), line=number) from error

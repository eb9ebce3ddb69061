"""Checks a patterns folder: every file is loaded, and the examples that rules carry are listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml
from nlp.resources.frames import load_grammar
from nlp.resources.names import load_names
from nlp.resources.registry import load_registry
from nlp.resources.values import load_values


def _load_and_compile(folder: Path) -> None:
    """Loads the statement rules, and compiles the patterns that a pipeline compiles when it first needs them."""
    for rule in load_grammar(folder).constructions:
        try:
            rule.pattern  # noqa: B018 - compiled when it is asked for
        except re.error as error:
            path = folder / rule.language / "constructions.toml"
            raise ResourceError(f"row {rule.id!r}: not a pattern: {error}", path=str(path)) from error


LOADERS: tuple[tuple[str, Callable[[Path], Any]], ...] = (
    ("registry", load_registry),
    ("values", load_values),
    ("dates", lambda folder: [read_toml(folder / language / "dates.toml") for language in ("zh", "en")]),
    ("names", load_names),
    ("statements", _load_and_compile),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must, or must not, read as its predicate."""

    rule: str
    predicate: str
    text: str
    holds: bool
    path: str


def check_patterns(folder: Path) -> list[str]:
    """What is wrong with the files of a patterns folder: one message a fault."""
    problems = []
    for name, load in LOADERS:
        try:
            load(folder)
        except ResourceError as error:
            problems.append(f"{name}: {error}")
    return problems


def examples(folder: Path) -> Iterator[Example]:
    """The examples in the statement rules: ``examples`` must hold, those that begin with ``!`` must not."""
    for language in ("zh", "en"):
        for stem, key in (("frames", "frame"), ("constructions", "construction")):
            path = folder / language / f"{stem}.toml"
            for row in read_toml(path).get(key, ()):
                for text in row.get("examples", ()):
                    holds = not text.startswith("!")
                    yield Example(f"{language}.{row['id']}", row["predicate"], text.lstrip("!"), holds, str(path))

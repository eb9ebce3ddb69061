"""Checks a patterns folder: every file is loaded, and the examples in the files are listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_examples, read_jsonl, read_toml
from nlp.resources.frames import load_grammar
from nlp.resources.names import load_names
from nlp.resources.registry import FILES, load_registry
from nlp.resources.required import FILE, tell_required
from nlp.resources.values import load_values
from nlp.schema import NAME_LABELS
from nlp.text.lazy import lazy_pattern


def _load_and_compile(folder: Path) -> None:
    """Loads the statement rules, and compiles the patterns that a pipeline compiles when it first needs them."""
    grammar = load_grammar(folder)
    for language, cues in grammar.cues.items():
        for name, pattern in cues.items():
            _compile(name, pattern, folder / language / "cues.toml")
    for frame in grammar.frames:
        texts = (frame.needs, frame.unless, frame.unless_sentence, frame.not_after, frame.subject_by)
        touching = (pattern for role in frame.roles for pattern in (role.before, role.after, role.not_before))
        for pattern in filter(None, (*texts, *touching)):
            _compile(frame.id, pattern, folder / frame.language / "frames.toml")
    for metric, segments in grammar.segments.items():
        for pattern in (*segments.left, *segments.right):
            _compile(f"segment of {metric}", pattern, folder / "zh" / "segments.toml")
    for rule in grammar.constructions:
        if (rule.words, rule.types, rule.lists) != tell_required(*rule.row.expanded):
            raise ResourceError(
                f"what row {rule.id!r} asks for is told wrongly; remove the file, or write it anew with "
                "python -m nlp.resources.required",
                path=str(folder / FILE),
            )
        for pattern in filter(None, (lazy_pattern(rule.source), rule.needs)):
            _compile(rule.id, pattern, folder / rule.language / "constructions.toml")


def _compile(row: str, pattern: re.Pattern[str], path: Path) -> None:
    try:
        pattern.groups  # noqa: B018 - compiled when it is asked for
    except ResourceError as error:
        raise ResourceError(f"row {row!r}: not a pattern: {error.__cause__}", path=str(path)) from error


LOADERS: tuple[tuple[str, Callable[[Path], Any]], ...] = (
    ("registry", load_registry),
    ("values", load_values),
    ("dates", lambda folder: [read_toml(folder / language / "dates.toml") for language in ("zh", "en")]),
    ("names", load_names),
    ("statements", _load_and_compile),
)


# what a file is about: its examples are compared in these labels
_ABOUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("*/dates.toml", ("DATE",)),
    ("*/names.toml", NAME_LABELS),
    ("common/machine_grammar.toml", NAME_LABELS),
    ("*/cues.toml", ()),
    ("*/frames.toml", ()),
    ("*/constructions.toml", ()),
)
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d): ")


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what must be found in it.

    `labels` are the labels compared, `marks` the mentions of these labels that must be there, all of
    them, as (start, end, what). Of statements, `reads` must be there and `rule`, where given, must
    have made one, or none where `holds` is false.
    """

    path: str
    text: str
    labels: tuple[str, ...] = ()
    marks: tuple[tuple[int, int, str], ...] = ()
    date: str | None = None
    reads: str = ""
    rule: str = ""
    holds: bool = True


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
    """The examples of all files of a patterns folder.

    Raises:
        ResourceError: examples are not in their form.
    """
    for path in sorted(folder.glob("*/*.toml")):
        labels = next((about for pattern, about in _ABOUT if path.match(pattern)), ("QUANTITY",))
        for text in read_examples(path):
            yield parse_example(text, labels, str(path))
    for label, (stem, _) in FILES.items():
        path = folder / "registry" / f"{stem}.jsonl"
        for line, row in read_jsonl(path):
            for text in row.get("examples", ()):
                yield parse_example(text, (label,), f"{path}:{line}")
    yield from _of_rules(folder)


def parse_example(source: str, labels: tuple[str, ...], path: str) -> Example:
    """The example of a text with marks: ``[670万TH/s|hashrate 6700000 TH/s]``, ``[8月3日|2021-08-03]``, ``[HIVE|COMPANY]``.

    A date before the text (``2021-11-17: ``) is that of the document; ``=> ordered_from planned``
    behind it names a statement.

    >>> parse_example("约[50MW|power 50 MW approx]", ("QUANTITY",), "x").marks
    ((1, 5, 'power 50 MW approx'),)
    """
    dated = _DATED.match(source)
    source, _, reads = source[dated.end() if dated else 0 :].partition(" => ")
    text, at, marks = "", 0, []
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        marks.append((len(text), len(text) + len(match[1]), match[2].strip()))
        text += match[1]
        at = match.end()
    return Example(path, text + source[at:], labels, tuple(marks), dated[1] if dated else None, reads.strip())


def _of_rules(folder: Path) -> Iterator[Example]:
    """The examples in the rows of statement rules: one must be read by its rule; not, where it begins with ``!``."""
    for language in ("zh", "en"):
        for stem, key in (("frames", "frame"), ("constructions", "construction")):
            path = folder / language / f"{stem}.toml"
            for row in read_toml(path).get(key, ()):
                for text in row.get("examples", ()):
                    rule = f"{language}.{row['id']}"
                    yield Example(str(path), text.removeprefix("!"), rule=rule, holds=not text.startswith("!"))

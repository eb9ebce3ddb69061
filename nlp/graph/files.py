"""Facts to files: one door for all formats. A file takes its name when it is whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from nlp.errors import LodeError, OutputError
from nlp.graph.claims import Fact
from nlp.graph.rdf import FORMATS, write_rdf
from nlp.graph.triples import Projector

Write = Callable[[Sequence[Fact], Path, Projector], str]


def write(facts: Sequence[Fact], output: Path, *, form: str, projector: Projector) -> str:
    """Writes facts in a format; says what was written.

    Raises:
        LodeError: there is no such format, or what it needs is not installed.
        OutputError: the output cannot be written.
    """
    if form not in (*FORMATS, *_OTHERS):
        raise LodeError(f"--format must be one of {', '.join((*FORMATS, *_OTHERS))}, was {form!r}")
    part = output.with_name(output.name + ".part")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if form in FORMATS:
            with part.open("wb") as file:
                told = f"{write_rdf(facts, file, form=form, projector=projector)} triples"
        else:
            _clear(part)
            told = _OTHERS[form](facts, part, projector)
        if output.is_dir() and part.is_dir():
            for made in sorted(part.iterdir()):
                made.replace(output / made.name)
            part.rmdir()
        else:
            part.replace(output)
    except OSError as error:
        raise OutputError(
            f"{output} cannot be written: {error.strerror or error}; choose another place with -o"
        ) from error
    return told


def _clear(part: Path) -> None:
    if part.is_dir():
        shutil.rmtree(part)


_OTHERS: dict[str, Write] = {}

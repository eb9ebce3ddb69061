"""`lode annotate`: documents in, annotation JSONL out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from nlp.cli.shell import Inputs, Model, Patterns, Precision, app, examples, plain_errors
from nlp.transformer.config import DEFAULT_MODEL

if TYPE_CHECKING:
    from nlp.records import Document


@app.command(
    epilog=examples(
        "lode annotate news/ -o out.jsonl",
        "lode annotate a.html b.md c.parquet",
        "cat a.jsonl | lode annotate - > out.jsonl",
    )
)
def annotate(
    inputs: Inputs,
    output: Annotated[
        str | None, typer.Option("-o", "--output", help="Where the lines go; standard output where not given.")
    ] = None,
    model: Model = DEFAULT_MODEL,
    precision: Precision = "int8",
    rejects: Annotated[
        str | None, typer.Option(help="Where refused records go (default: OUTPUT.rejects.jsonl, or nowhere).")
    ] = None,
    patterns: Patterns = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Annotate documents: annotation JSONL, a document a line."""
    with plain_errors():
        from nlp.batch.annotate import annotate_stream
        from nlp.batch.readers import read_all
        from nlp.pipeline import annotate as annotate_one
        from nlp.pipeline import load

        nlp = load(model, patterns=patterns, precision=precision)
        began = time.monotonic()
        rejects_path = rejects or (f"{output}.rejects.jsonl" if output else None)
        with _output(output) as out, _rejects(rejects_path) as refused, _progress(quiet) as step:
            outcome = annotate_stream(
                read_all(inputs), lambda document: annotate_one(nlp, document), out, rejects=refused, step=step
            )
        if rejects_path and not outcome.rejects and Path(rejects_path).exists():
            Path(rejects_path).unlink()
        if not quiet:
            _summary(outcome, time.monotonic() - began, output, rejects_path)
        raise typer.Exit(outcome.exit_code)


@contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    """The output: standard output, or a file that takes its name when it is whole."""
    if path is None:
        yield sys.stdout
        return
    from nlp.errors import OutputError

    target = Path(path)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}; choose another place with -o") from error


def _rejects(path: str | None) -> Any:
    if path is None:
        return nullcontext()
    from nlp.errors import OutputError

    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        return Path(path).open("w", encoding="utf-8")
    except OSError as error:
        reason = f"{path} cannot be written: {error.strerror}; choose another place with --rejects"
        raise OutputError(reason) from error


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TextColumn("{task.completed} documents · {task.fields[rate]} characters/s"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("annotate", total=None, rate="–")
        began, characters = time.monotonic(), 0

        def step(document: Document) -> None:
            nonlocal characters
            characters += len(document.text)
            rate = f"{characters / max(1e-6, time.monotonic() - began):,.0f}"
            progress.update(task, advance=1, rate=rate)

        yield step


def _summary(outcome: Any, seconds: float, output: str | None, rejects: str | None) -> None:
    line = (
        f"{outcome.documents} documents, {outcome.mentions} mentions, {outcome.statements} statements in {seconds:.1f} s"
        + (f" → {output}" if output else "")
    )
    typer.secho(line, fg="green" if outcome.documents else "red", err=True)
    if outcome.rejects:
        typer.secho(
            f"{len(outcome.rejects)} rejected" + (f" → {rejects}" if rejects else "") + ":", fg="yellow", err=True
        )
        for reject in outcome.rejects[:10]:
            where = reject.path + (f":{reject.line}" if reject.line else "")
            typer.echo(f"  {where}: {reject.reason}", err=True)
        if len(outcome.rejects) > 10:
            typer.echo(f"  … and {len(outcome.rejects) - 10} more", err=True)

"""`lode annotate`: documents in, annotations out; at once, again, or as they come."""

from __future__ import annotations

import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nlp.cli.shell import Inputs, Model, Patterns, Precision, app, examples, plain_errors
from nlp.transformer.config import DEFAULT_MODEL

if TYPE_CHECKING:
    from nlp.batch.run import Options, Tally
    from nlp.records import Document

FORMATS = ("jsonl", "parquet", "docbin", "datasets")
ENGINES = ("local", "ray")


@app.command(
    epilog=examples(
        "lode annotate news/ -o out.jsonl",
        "lode annotate archive.jsonl.zst -o annotated/ --workers 8",
        "lode annotate news/ -o annotated/ --format parquet",
        "lode annotate --watch incoming/ -o annotated/",
        "cat a.jsonl | lode annotate - > out.jsonl",
    )
)
def annotate(
    inputs: Inputs,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", help="A file of JSON lines or a folder; standard output where not given."),
    ] = None,
    model: Model = DEFAULT_MODEL,
    precision: Precision = "int8",
    form: Annotated[
        str, typer.Option("--format", help=f"{', '.join(FORMATS)}; all but jsonl into a folder.")
    ] = "jsonl",
    workers: Annotated[int, typer.Option("-w", "--workers", min=1, help="Processes that annotate.")] = 1,
    rejects: Annotated[
        str | None, typer.Option(help="Where refused records go (default: OUTPUT.rejects.jsonl, or into the folder).")
    ] = None,
    max_rejects: Annotated[int | None, typer.Option(min=0, help="Stop after more refused records than this.")] = None,
    time_limit: Annotated[
        float, typer.Option(min=1, help="Seconds that a document may take, for every 100,000 characters.")
    ] = 120.0,
    part_size: Annotated[int, typer.Option(min=1, help="Documents in a part of the output.")] = 250,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Annotate anew what another model, patterns or Lode has annotated.")
    ] = False,
    duplicates: Annotated[
        bool, typer.Option("--duplicates/--no-duplicates", help="Mark the same story told again.")
    ] = True,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: annotate what is new until you stop it.")] = False,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks of --watch.")] = 10.0,
    engine: Annotated[str, typer.Option(help="local, or ray for many machines (extra [ray]).")] = "local",
    address: Annotated[str, typer.Option(help="The Ray cluster: auto, ray://HOST:10001, or local.")] = "auto",
    json_log: Annotated[bool, typer.Option("--json-log", help="Progress as JSON lines on standard error.")] = False,
    patterns: Patterns = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Annotate documents, into a file, a folder or standard output.

    Into a file or folder, work that is done stays done: the same command goes on where it was stopped, and into a
    folder it annotates only what is new or has changed.
    """
    with plain_errors():
        _check(output, form, engine, watch)
        if output is None:
            raise typer.Exit(_to_standard_output(inputs, model, precision, patterns, rejects, quiet))
        from nlp.batch.run import Options
        from nlp.batch.slots import Size

        options = Options(
            output, format=form, model=model, precision=precision, patterns=patterns, workers=workers,
            address=address if engine == "ray" else None, refresh=refresh, duplicates=duplicates,
            max_rejects=max_rejects, time_limit=time_limit, size=Size(records=part_size), rejects=rejects,
        )  # fmt: skip
        while True:
            tally = _run(inputs, options, json_log=json_log, quiet=quiet, silent=watch)
            if not watch:
                raise typer.Exit(tally.exit_code)
            try:
                time.sleep(every)
            except KeyboardInterrupt:
                raise typer.Exit(0) from None


def _check(output: str | None, form: str, engine: str, watch: bool) -> None:
    """Says what does not go together.

    Raises:
        typer.BadParameter: the option that is wrong.
    """
    if form not in FORMATS:
        raise typer.BadParameter(f"must be one of {', '.join(FORMATS)}, was {form!r}", param_hint="--format")
    if engine not in ENGINES:
        raise typer.BadParameter(f"must be one of {', '.join(ENGINES)}, was {engine!r}", param_hint="--engine")
    if output is None and (form != "jsonl" or watch or engine != "local"):
        raise typer.BadParameter("give a file or folder with -o", param_hint="--output")
    if watch and (output or "").lower().endswith((".jsonl", ".ndjson", ".json")):
        raise typer.BadParameter("--watch adds to a folder; give one with -o", param_hint="--output")


def _to_standard_output(
    inputs: list[str], model: str, precision: str, patterns: str | None, rejects: str | None, quiet: bool
) -> int:
    """Annotates one after the other to standard output; the exit code."""
    from nlp.batch.annotate import annotate_stream
    from nlp.batch.journal import Part
    from nlp.batch.readers import read_all
    from nlp.cli.progress import progress_of
    from nlp.pipeline import annotate as annotate_one
    from nlp.pipeline import load

    nlp = load(model, patterns=patterns, precision=precision)
    began = time.monotonic()
    with _rejects(rejects) as refused, progress_of(inputs, json_log=False, quiet=quiet) as step:

        def told(document: Document) -> None:
            if step is not None:
                step(Part(0, "", "", documents=1, characters=len(document.text)), False)

        outcome = annotate_stream(
            read_all(inputs), lambda document: annotate_one(nlp, document), sys.stdout, rejects=refused, step=told
        )
    if rejects and not outcome.rejects:
        Path(rejects).unlink(missing_ok=True)
    if not quiet:
        reasons = [reject.as_json() for reject in outcome.rejects[:10]]
        _summary(outcome, len(outcome.rejects), reasons, time.monotonic() - began, None, rejects)
    return outcome.exit_code


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


def _run(inputs: list[str], options: Options, *, json_log: bool, quiet: bool, silent: bool) -> Tally:
    """One run with its progress and summary; `silent` says nothing where nothing was new."""
    from nlp.batch.run import annotate_inputs
    from nlp.cli.progress import progress_of

    began = time.monotonic()
    try:
        with progress_of(inputs, json_log=json_log, quiet=quiet or silent) as step:
            tally = annotate_inputs(inputs, options, step=step)
    except KeyboardInterrupt:
        typer.secho("\nstopped; what is done is kept, and the same command goes on from there", fg="yellow", err=True)
        raise typer.Exit(130) from None
    if not (quiet or json_log or (silent and tally.documents == tally.earlier)):
        _summary(tally, tally.rejects, tally.reasons, time.monotonic() - began, options.output, options.rejects_path)
    return tally


def _summary(done: Any, rejected: int, reasons: Any, seconds: float, output: str | None, rejects: str | None) -> None:
    earlier = getattr(done, "earlier", 0)
    line = (
        f"{done.documents} documents, {done.mentions} mentions, {done.statements} statements in {seconds:.1f} s"
        + (f" ({earlier} done before)" if earlier else "")
        + (f", {done.duplicates} duplicates" if getattr(done, "duplicates", 0) else "")
        + (f" → {output}" if output else "")
    )
    typer.secho(line, fg="green" if done.documents else "red", err=True)
    if rejected:
        typer.secho(f"{rejected} rejected" + (f" → {rejects}" if rejects else "") + ":", fg="yellow", err=True)
        for reject in reasons:
            where = reject["path"] + (f":{reject['line']}" if reject["line"] else "")
            typer.echo(f"  {where}: {reject['reason']}", err=True)
        if rejected > len(reasons):
            typer.echo(f"  … and {rejected - len(reasons)} more", err=True)

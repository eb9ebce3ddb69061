"""The command line: arguments in, calls down, tables out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from nlp.errors import LodeError

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.records import Document, Mention, Statement


def _examples(*lines: str) -> str:
    """The end of a help page: a line an example."""
    return "\n\n".join(("Examples:", *(f"`{line}`" for line in lines)))


app = typer.Typer(
    name="lode",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help="Facts from bitcoin-mining news, Chinese and English: entities, values and statements.",
    epilog=_examples("lode show article.md", "lode annotate news/ -o out.jsonl", "lode evaluate gold.jsonl out.jsonl")
    + "\n\nExit codes: 0 all fine · 1 a floor or check failed · 2 some records rejected · 3 could not run, or no record was fit.",
)
patterns_app = typer.Typer(
    no_args_is_help=True, help="Work on the pattern files.", epilog=_examples("lode patterns check")
)
app.add_typer(patterns_app, name="patterns")

Inputs = Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="INPUT...")]
Model = Annotated[str, typer.Option(help="A model, or none for patterns alone (this version ships none).")]
Patterns = Annotated[str | None, typer.Option(help="A patterns folder of your own instead of the shipped one.")]

COLOURS = {
    "COMPANY": "bold cyan", "PERSON": "bold magenta", "MACHINE": "bold yellow", "QUANTITY": "green",
    "JURISDICTION": "blue", "FACILITY": "bold blue", "AUTHORITY": "bold red", "DATE": "bright_black",
}  # fmt: skip


def _print_version(wanted: bool) -> None:
    if wanted:
        import nlp

        typer.echo(f"lode {nlp.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Expected errors in plain words and with exit code 3, without a traceback."""
    try:
        yield
    except LodeError as error:
        typer.secho(f"lode: {error}", fg="red", err=True)
        raise typer.Exit(3) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(0) from None


@app.command(
    epilog=_examples(
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
    model: Model = "none",
    rejects: Annotated[
        str | None, typer.Option(help="Where refused records go (default: OUTPUT.rejects.jsonl, or nowhere).")
    ] = None,
    patterns: Patterns = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary.")] = False,
) -> None:
    """Annotate documents: annotation JSONL, a document a line."""
    with _plain_errors():
        from nlp.batch.annotate import annotate_stream
        from nlp.batch.readers import read_all
        from nlp.pipeline import annotate as annotate_one
        from nlp.pipeline import load

        nlp = load(model, patterns=patterns)
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


@app.command(
    epilog=_examples("lode show article.md", "lode show seeds/zh.jsonl --id zh-003", "curl -s URL | lode show -")
)
def show(
    source: Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="INPUT")],
    identity: Annotated[str | None, typer.Option("--id", help="The document to show, where there are several.")] = None,
    model: Model = "none",
    patterns: Patterns = None,
) -> None:
    """Show one document in colour: mentions marked, statements as a table."""
    with _plain_errors():
        from rich.console import Console

        document = _annotated(source, identity, model, patterns)
        console = Console()
        _print_text(console, document)
        _print_statements(console, document)


def _annotated(source: str, identity: str | None, model: str, patterns: str | None) -> Document:
    from nlp.batch.readers import Reject, read_all
    from nlp.errors import InputError
    from nlp.pipeline import annotate as annotate_one
    from nlp.pipeline import load

    seen = []
    for item in read_all([source]):
        if isinstance(item, Reject):
            if identity is None:
                raise InputError(item.reason, path=item.path, line=item.line)
            continue
        if identity is None or item.id == identity:
            return annotate_one(load(model, patterns=patterns), item)
        seen.append(item.id)
    raise InputError(f"there is no document {identity!r}; there are {', '.join(seen[:12]) or 'none'}", path=source)


def _print_text(console: Console, document: Document) -> None:
    from rich.text import Text

    heading = " · ".join(part for part in (document.id, document.date, document.title) if part)
    console.print(Text(heading, style="bold underline"))
    if console.color_system is None:
        console.print(Text(_marked(document)))
        return
    text = Text(document.text)
    for mention in document.mentions:
        text.stylize(COLOURS[mention.label], mention.start, mention.end)
    console.print(text)
    legend = Text("\n")
    for label, style in COLOURS.items():
        legend.append(f"{label}  ", style=style)
    console.print(legend)


def _marked(document: Document) -> str:
    """The text with its mentions in brackets, for where there is no colour."""
    pieces, at = [], 0
    for mention in document.mentions:
        pieces.append(f"{document.text[at : mention.start]}[{mention.text}|{mention.label}]")
        at = mention.end
    return "".join(pieces) + document.text[at:] + "\n"


def _surface(document: Document, filler: str | None) -> str:
    if filler is None:
        return "∅"
    mention = next((m for m in document.mentions if filler in (m.id, m.ref)), None)
    return mention.text if mention else str(filler)


def _print_statements(console: Console, document: Document) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table("#", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    parties = 13 if console.width < 100 else None
    table.add_column("subject", overflow="fold", max_width=parties)
    table.add_column("predicate", no_wrap=True)
    table.add_column("object", overflow="fold", max_width=parties)
    table.add_column("qualifiers", overflow="fold", min_width=19)
    table.add_column("modality", no_wrap=True, min_width=8)
    for number, statement in enumerate(document.statements, 1):
        qualifiers = "\n".join(
            f"{role}={' / '.join(_surface(document, f) for f in fillers)}"
            for role, fillers in statement.qualifiers.items()
        )
        cells = (
            str(number), _surface(document, statement.subject), statement.predicate,
            _surface(document, statement.object), qualifiers, f"{statement.modality}\n{statement.confidence:.2f}",
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    console.print(table if document.statements else "no statements")


@app.command(
    epilog=_examples(
        "lode explain a.txt --statement 2", "lode explain a.txt --mention 嘉楠科技", "lode explain a.txt --at 120"
    )
)
def explain(
    source: Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="INPUT")],
    identity: Annotated[str | None, typer.Option("--id", help="The document, where there are several.")] = None,
    mention: Annotated[str | None, typer.Option(help="Explain the mentions with this surface.")] = None,
    at: Annotated[int | None, typer.Option(help="Explain what stands at this character.")] = None,
    statement: Annotated[
        int | None, typer.Option(help="Explain the statement of this number (as lode show counts).")
    ] = None,
    model: Model = "none",
    patterns: Patterns = None,
) -> None:
    """Explain why a mention or a statement was made: its rule, value, reference and evidence."""
    with _plain_errors():
        from nlp.errors import InputError

        document = _annotated(source, identity, model, patterns)
        mentions = [
            m for m in document.mentions
            if (mention is not None and m.text == mention) or (at is not None and m.start <= at < m.end)
        ]  # fmt: skip
        if mention is None and at is None:
            mentions = [] if statement is not None else list(document.mentions)
        statements = list(enumerate(document.statements, 1))
        if statement is not None:
            statements = [pair for pair in statements if pair[0] == statement]
        elif mention is not None or at is not None:
            wanted = {m.id for m in mentions} | {m.ref for m in mentions}
            statements = [(n, s) for n, s in statements if wanted & _fillers(s)]
        if not mentions and not statements:
            raise InputError("nothing stands there; see lode show for what was found", path=source)
        for found in mentions:
            _explain_mention(document, found)
        for number, made in statements:
            _explain_statement(document, number, made)


def _fillers(statement: Statement) -> set[str | None]:
    return {statement.subject, statement.object, *(f for fillers in statement.qualifiers.values() for f in fillers)}


def _explain_mention(document: Document, mention: Mention) -> None:
    typer.secho(f"{mention.text}  {mention.label} {mention.start}–{mention.end}", bold=True)
    typer.echo(f"  rule        {mention.rule or '–'}")
    typer.echo(f"  reference   {mention.ref}")
    if mention.measure is not None:
        measure = mention.measure
        value = measure.value if measure.value is not None else f"{measure.minimum} to {measure.maximum}"
        typer.echo(f"  value       {measure.kind} {value} {measure.unit or ''} ({measure.bound})")
    if mention.label == "DATE":
        typer.echo(f"  date        {mention.iso or 'cannot be placed'} (document date {document.date or 'unknown'})")
    typer.echo(f"  confidence  {mention.confidence:.2f}")


def _explain_statement(document: Document, number: int, statement: Statement) -> None:
    line = f"{_surface(document, statement.subject)} —{statement.predicate}→ {_surface(document, statement.object)}"
    typer.secho(f"#{number} {line}", bold=True)
    typer.echo(f"  rule        {statement.rule or '–'}")
    typer.echo(f"  modality    {statement.modality}")
    for role, fillers in statement.qualifiers.items():
        typer.echo(f"  {role:<11} {' / '.join(_surface(document, f) for f in fillers)}")
    for start, end in statement.evidence:
        typer.echo(f"  evidence    {start}–{end} “{document.text[start:end]}”")
    typer.echo(f"  confidence  {statement.confidence:.2f}")


@app.command(
    epilog=_examples(
        "lode evaluate gold.jsonl out.jsonl",
        "lode evaluate gold.jsonl out.jsonl --errors --kind missed --limit 20",
        "lode evaluate gold.jsonl out.jsonl --fail-under entity_strict=0.9 --fail-under zh.role=0.8",
    )
)
def evaluate(
    gold: Annotated[str, typer.Argument(help="Gold, annotation JSONL.")],
    predicted: Annotated[str, typer.Argument(help="Predictions, annotation JSONL.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List the errors by kind.")] = False,
    kind: Annotated[str | None, typer.Option(help="With --errors: only this kind of error.")] = None,
    limit: Annotated[int, typer.Option(help="With --errors: how many of each kind.")] = 10,
    fail_under: Annotated[
        list[str] | None, typer.Option(help="METRIC=FLOOR or LANG.METRIC=FLOOR; exit code 1 below it. May be repeated.")
    ] = None,
    no_bootstrap: Annotated[bool, typer.Option("--no-bootstrap", help="Without intervals.")] = False,
) -> None:
    """Score predictions against gold."""
    with _plain_errors():
        from nlp.batch.readers import read_annotations
        from nlp.evaluation.report import build_report, error_groups, failures, print_errors, print_report

        golds, predictions = read_annotations(gold), {d.id: d for d in read_annotations(predicted)}
        report = build_report(golds, predictions, bootstrap=not no_bootstrap)
        groups = error_groups(golds, predictions, kind=kind) if errors else {}
        if as_json:
            typer.echo(json.dumps(report.as_json(groups), ensure_ascii=False, indent=2))
        else:
            print_report(report)
            if errors:
                print_errors(groups, limit=limit)
        broken = failures(report, fail_under or [])
        for line in broken:
            typer.secho(line, fg="red", err=True)
        raise typer.Exit(1 if broken else 0)


@patterns_app.command("check", epilog=_examples("lode patterns check", "lode patterns check --patterns my_patterns"))
def check(patterns: Patterns = None) -> None:
    """Validate the pattern files and run the examples in them."""
    with _plain_errors():
        from nlp.evaluation.examples import failing_examples
        from nlp.pipeline import annotate as annotate_one
        from nlp.pipeline import load
        from nlp.resources.check import LOADERS, check_patterns, examples
        from nlp.resources.files import patterns_folder

        folder = Path(patterns) if patterns else patterns_folder()
        problems, ran = check_patterns(folder), 0
        if not problems:
            pipeline = load(patterns=patterns)
            ran, problems = failing_examples(examples(folder), lambda document: annotate_one(pipeline, document))
        for problem in problems:
            typer.secho(problem, fg="red", err=True)
        typer.secho(
            f"{len(LOADERS)} groups of files, {ran} examples, {len(problems)} problems",
            fg="red" if problems else "green",
        )
        raise typer.Exit(1 if problems else 0)


@app.command(epilog=_examples("lode schema", "lode schema | jq .predicates.ordered_from"))
def schema() -> None:
    """Print labels, kinds, predicates and their roles as JSON."""
    from nlp import schema as tables

    predicates = {
        name: {
            "subject": list(p.subject), "object": list(p.object), "qualifiers": list(p.qualifiers),
            "object_optional": p.object_optional, "required": list(p.required),
        }
        for name, p in tables.PREDICATES.items()
    }  # fmt: skip
    typer.echo(
        json.dumps(
            {
                "format_version": tables.FORMAT_VERSION,
                "labels": tables.LABELS,
                "kinds": tables.KINDS,
                "bounds": tables.BOUNDS,
                "modalities": tables.MODALITIES,
                "metrics": tables.METRICS,
                "actions": tables.ACTIONS,
                "predicates": predicates,
            },
            indent=2,
        )
    )


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # 2 says that records were rejected; a wrong command line is one that could not run
    usage_error: Any = typer.BadParameter.__base__
    usage_error.exit_code = 3
    app()


if __name__ == "__main__":
    main()

"""`lode show` and `lode explain`: one document for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.shell import Model, Patterns, app, examples, plain_errors
from nlp.transformer.config import DEFAULT_MODEL

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.records import Document, Mention, Statement

COLOURS = {
    "COMPANY": "bold cyan", "PERSON": "bold magenta", "MACHINE": "bold yellow", "QUANTITY": "green",
    "JURISDICTION": "blue", "FACILITY": "bold blue", "AUTHORITY": "bold red", "DATE": "bright_black",
}  # fmt: skip


@app.command(
    epilog=examples("lode show article.md", "lode show seeds/zh.jsonl --id zh-003", "curl -s URL | lode show -")
)
def show(
    source: Annotated[str, typer.Argument(help="A file, or - for standard input.", metavar="INPUT")],
    identity: Annotated[str | None, typer.Option("--id", help="The document to show, where there are several.")] = None,
    model: Model = DEFAULT_MODEL,
    patterns: Patterns = None,
) -> None:
    """Show one document in colour: mentions marked, statements as a table."""
    with plain_errors():
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
            _surface(document, statement.object), qualifiers,
            f"{statement.modality}\n{statement.confidence:.2f}{' ?' if _is_doubtful(statement) else ''}",
        )  # fmt: skip
        table.add_row(*map(Text, cells), style="dim" if _is_doubtful(statement) else None)
    console.print(table if document.statements else "no statements")
    if any(map(_is_doubtful, document.statements)):
        console.print("? = doubtful: likelier wrong than right", style="dim")


def _is_doubtful(statement: Statement) -> bool:
    return statement.confidence < 0.5


@app.command(
    epilog=examples(
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
    model: Model = DEFAULT_MODEL,
    patterns: Patterns = None,
) -> None:
    """Explain why a mention or a statement was made: its rule, value, reference and evidence."""
    with plain_errors():
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

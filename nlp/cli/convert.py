"""`lode convert`: annotations to and from the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nlp.cli.shell import app, examples, plain_errors

NAMES = "jsonl, docbin, brat, doccano, label-studio, conll"


@app.command(
    epilog=examples(
        "lode convert out.jsonl --to brat -o brat/",
        "lode convert brat/ -o gold.jsonl",
        "lode convert out.jsonl --to label-studio -o tasks.json",
        "lode convert out.jsonl --to conll --check",
    )
)
def convert(
    source: Annotated[Path, typer.Argument(help="A file of annotations, or a folder of brat.", metavar="INPUT")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file or, for brat, the folder.")] = None,
    to: Annotated[str, typer.Option("--to", help=NAMES)] = "jsonl",
    form: Annotated[str | None, typer.Option("--from", help=f"{NAMES}; found out where not given.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Only tell what the format cannot hold.")] = False,
) -> None:
    """Convert annotations, and tell what the target format cannot hold."""
    with plain_errors():
        from nlp.exchange import FORMATS, find_losses, read, write

        for name in filter(None, (to, form)):
            if name not in FORMATS:
                raise typer.BadParameter(f"must be one of {NAMES}, was {name!r}", param_hint="--to, --from")
        if output is None and not check:
            raise typer.BadParameter("give a file or folder with -o, or --check", param_hint="--output")
        documents = list(read(source, form))
        if output is not None and not check:
            write(documents, output, to)
            typer.secho(f"{len(documents)} documents → {output}", fg="green", err=True)
        losses = find_losses(documents, to)
        _print(losses, to)


def _print(losses: object, to: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(stderr=True)
    if not losses:
        console.print(f"{to} holds everything")
        return
    table = Table(title=f"what {to} does not hold", title_justify="left")
    for column in ("field", "there", "lost"):
        table.add_column(column, justify="left" if column == "field" else "right")
    for loss in losses:  # type: ignore[attr-defined]
        table.add_row(loss.field, str(loss.there), str(loss.lost))
    console.print(table)

"""What all commands share: the application, the options that several have, errors in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from nlp.errors import LodeError


def examples(*lines: str) -> str:
    """The end of a help page: a line an example."""
    return "\n\n".join(("Examples:", *(f"`{line}`" for line in lines)))


app = typer.Typer(
    name="lode",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    help="Facts from bitcoin-mining news, Chinese and English: entities, values and statements.",
    epilog=examples("lode show article.md", "lode annotate news/ -o out.jsonl", "lode evaluate gold.jsonl out.jsonl")
    + "\n\nExit codes: 0 all fine · 1 a floor or check failed · 2 some records rejected · 3 could not run, or no record was fit.",
)
patterns_app = typer.Typer(
    no_args_is_help=True, help="Work on the pattern files.", epilog=examples("lode patterns check")
)
app.add_typer(patterns_app, name="patterns")

Inputs = Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="INPUT...")]
Model = Annotated[
    str, typer.Option(help="A model folder, the name of a shipped model, or none for patterns alone.", metavar="MODEL")
]
Precision = Annotated[
    str,
    typer.Option(
        help="How the model reckons: int8, fp32 (slower, no rounding), or torch (as fp32, on a GPU where there is one; needs the extra train)."
    ),
]
Patterns = Annotated[str | None, typer.Option(help="A patterns folder of your own instead of the shipped one.")]


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
def plain_errors() -> Iterator[None]:
    """Expected errors in plain words and with exit code 3, without a traceback."""
    try:
        yield
    except LodeError as error:
        typer.secho(f"lode: {error}", fg="red", err=True)
        raise typer.Exit(3) from error
    except BrokenPipeError:
        sys.stderr.close()
        raise typer.Exit(0) from None

"""The command line: arguments in, calls down, tables out."""

from __future__ import annotations

import sys
from typing import Any

import typer

from nlp.cli import (  # noqa: F401 - the imports register the commands
    agree,
    annotate,
    convert,
    evaluate,
    graph,
    graph_ask,
    graph_cypher,
    graph_view,
    serve,
    show,
    train,
)
from nlp.cli.shell import app

__all__ = ["app", "main"]


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # 2 says that records were rejected; a wrong command line is one that could not run
    usage_error: Any = typer.BadParameter.__base__
    usage_error.exit_code = 3
    app()

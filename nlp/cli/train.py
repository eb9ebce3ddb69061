"""`lode train`: the stages that make a model."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from nlp.cli.shell import app, examples, plain_errors


@app.command(
    epilog=examples(
        "lode train models/training.toml",
        "lode train models/training.toml --stage domain --stage export --stage calibrate",
    )
)
def train(
    settings: Annotated[str, typer.Argument(help="The settings of the run, TOML.", metavar="SETTINGS")],
    stage: Annotated[
        list[str] | None, typer.Option(help="Only this stage; may be repeated. All where none is given.")
    ] = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress.")] = False,
) -> None:
    """Train a model: vocabulary, pretraining, tuning, export, calibration. A run that stopped goes on."""
    with plain_errors():
        from nlp.errors import ModelError

        try:
            from nlp.training.stages import STAGES
            from nlp.training.stages import train as run
        except ImportError as error:
            raise ModelError(
                f"training needs more than is installed ({error.name}): pip install 'lode-nlp[train]'"
            ) from error
        from nlp.training.settings import load_settings

        unknown = [name for name in stage or () if name not in STAGES]
        if unknown:
            raise ModelError(f"there is no stage {', '.join(unknown)}; there are {', '.join(STAGES)}")
        with _told(quiet) as progress:
            folder = run(load_settings(Path(settings)), progress, stage or STAGES)
        typer.secho(f"→ {folder}", fg="green", err=True)


@contextmanager
def _told(quiet: bool) -> Iterator[Any]:
    """Progress as a bar on a terminal, as lines elsewhere."""
    if quiet:
        yield lambda *_: None
        return
    if not sys.stderr.isatty():
        yield lambda done, total, said: typer.echo(f"{done}/{total} {said}", err=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (BarColumn(bar_width=20), TextColumn("{task.description}"), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("train", total=None)
        yield lambda done, total, said: bar.update(task, completed=done, total=total, description=said)

"""`lode agree`: how far two annotators agree."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.shell import app, examples, plain_errors

if TYPE_CHECKING:
    from rich.console import Console

    from nlp.evaluation.agreement import Comparison

_FLOORS = ("mentions", "spans", "statements", "label_kappa")


@app.command(
    epilog=examples(
        "lode agree anna.jsonl bo.jsonl",
        "lode agree anna.jsonl bo.jsonl --differences --limit 20",
        "lode agree anna.jsonl bo.jsonl --fail-under mentions=0.9 --fail-under label_kappa=0.8",
    )
)
def agree(
    first: Annotated[str, typer.Argument(help="One annotator's documents, annotation JSONL.")],
    second: Annotated[str, typer.Argument(help="The other's.")],
    as_json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
    differences: Annotated[bool, typer.Option("--differences", help="List where the two differ.")] = False,
    limit: Annotated[int, typer.Option(help="With --differences: how many.", min=1)] = 50,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(help=f"MEASURE=FLOOR ({', '.join(_FLOORS)}); exit code 1 below it. May be repeated."),
    ] = None,
) -> None:
    """Tell how far two annotators agree: F1 on mentions and statements, Cohen's kappa on labels."""
    with plain_errors():
        from rich.console import Console

        from nlp.batch.readers import read_annotations
        from nlp.evaluation.agreement import compare_files

        found = compare_files(read_annotations(first), read_annotations(second))
        broken = _below(found, fail_under or [])
        if as_json:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        else:
            console = Console()
            _print(console, found)
            if differences:
                _print_differences(Console(soft_wrap=True), found, limit)
        for line in broken:
            typer.secho(line, fg="red", err=True)
        raise typer.Exit(1 if broken else 0)


def _below(found: Comparison, floors: list[str]) -> list[str]:
    from nlp.errors import InputError
    from nlp.evaluation.agreement import kappa, shares

    values = {name: share.f1 for name, share in shares(found.total)}
    values["label_kappa"] = kappa(found.total.labels)
    broken = []
    for floor in floors:
        name, _, number = floor.partition("=")
        try:
            wanted = float(number)
        except ValueError as error:
            raise InputError(f"expected MEASURE=FLOOR, was {floor!r}; for example mentions=0.9") from error
        if name not in values:
            raise InputError(f"there is no measure {name!r}; there are {', '.join(values)}")
        value = values[name]
        if value is None or value < wanted:
            broken.append(f"{name} is {'not defined' if value is None else f'{value:.3f}'}, below {wanted:.3f}")
    return broken


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _print(console: Console, found: Comparison) -> None:
    from rich.table import Table
    from rich.text import Text

    from nlp.evaluation.agreement import kappa, shares

    table = Table(title=f"{len(found.documents)} documents", title_justify="left")
    for column in ("", "F1", "both", "first", "second"):
        table.add_column(column, justify="left" if not column else "right")
    for name, share in shares(found.total):
        table.add_row(name, _shown(share.f1), f"{share.both:g}", str(share.first), str(share.second))
    console.print(table)
    console.print(f"Cohen's κ on the labels of {sum(found.total.labels.values())} spans that both marked: "
                  f"{_shown(kappa(found.total.labels))}")  # fmt: skip
    console.print(f"Cohen's κ on the modalities of statements that both made: {_shown(kappa(found.total.modalities))}")
    mixed = [(pair, n) for pair, n in _by_count(found) if pair[0] != pair[1]]
    for (one, other), count in mixed[:8]:
        console.print(f"  {count} × {one} / {other}", style="bright_black")
    rows = Table(title="documents of least agreement", title_justify="left")
    for column in ("document", "mentions", "statements"):
        rows.add_column(column, justify="left" if column == "document" else "right")
    for name in found.least_first()[:10]:
        one_document = found.documents[name]
        rows.add_row(Text(name), _shown(one_document.mentions.f1), _shown(one_document.statements.f1))
    console.print(rows)
    for name, reason in list(found.left_out.items())[:10]:
        console.print(Text(f"{name} is left out: {reason}", style="yellow"))


def _by_count(found: Comparison) -> list[tuple[tuple[str, str], int]]:
    """The pairs of labels, the most frequent first."""
    return sorted(found.total.labels.items(), key=lambda item: (-item[1], item[0]))


def _print_differences(console: Console, found: Comparison, limit: int) -> None:
    from rich.text import Text

    for fault in found.differences[:limit]:
        line = (
            f"{fault.document}  {_KINDS.get(fault.kind, fault.kind)}: {fault.gold or '–'}  ≠  {fault.predicted or '–'}"
        )
        console.print(Text(line))
        if fault.context:
            console.print(Text(f"    {fault.context}", style="bright_black"))
    if len(found.differences) > limit:
        console.print(f"… and {len(found.differences) - limit} more", style="bright_black")


# neither of the two is wrong
_KINDS = {
    "missed": "only the first", "spurious": "only the second", "missed statement": "statement, only the first",
    "spurious statement": "statement, only the second", "wrong value": "value", "wrong subject": "subject",
    "wrong object": "object", "wrong key": "metric or action", "wrong modality": "modality", "wrong roles": "roles",
}  # fmt: skip

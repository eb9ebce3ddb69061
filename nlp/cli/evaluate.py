"""`lode evaluate`, `lode patterns check` and `lode schema`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nlp.cli.shell import Patterns, app, examples, patterns_app, plain_errors

if TYPE_CHECKING:
    from nlp.evaluation.comparison import Difference
    from nlp.evaluation.report import Report
    from nlp.records import Document


@app.command(
    epilog=examples(
        "lode evaluate gold.jsonl out.jsonl",
        "lode evaluate gold.jsonl out.jsonl --errors --kind missed --limit 20",
        "lode evaluate gold.jsonl out.jsonl --report report/",
        "lode evaluate gold.jsonl new.jsonl --against old.jsonl --report report/",
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
    page: Annotated[
        Path | None, typer.Option("--report", help="Write a page with everything into this folder.")
    ] = None,
    against: Annotated[str | None, typer.Option(help="Predictions of an earlier run, to compare with.")] = None,
) -> None:
    """Score predictions against gold."""
    with plain_errors():
        from nlp.batch.readers import read_annotations
        from nlp.evaluation.report import build_report, error_groups, failures, print_errors, print_report

        golds, predictions = read_annotations(gold), {d.id: d for d in read_annotations(predicted)}
        earlier = {d.id: d for d in read_annotations(against)} if against else None
        report = build_report(golds, predictions, bootstrap=not no_bootstrap)
        groups = error_groups(golds, predictions, kind=kind) if errors else {}
        compared = _compare(golds, predictions, earlier) if earlier is not None else []
        if as_json:
            told = report.as_json(groups)
            if earlier is not None:
                told["against"] = [asdict(row) for row in compared]
            typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print_report(report)
            _print_comparison(compared)
            if errors:
                print_errors(groups, limit=limit)
        if page is not None:
            _write_page(page, report, golds, predictions, (against or "", earlier, compared), predicted)
        broken = failures(report, fail_under or [])
        for line in broken:
            typer.secho(line, fg="red", err=True)
        raise typer.Exit(1 if broken else 0)


def _compare(
    golds: Sequence[Document], predictions: Mapping[str, Document], earlier: Mapping[str, Document]
) -> list[Difference]:
    from nlp.evaluation.comparison import compare
    from nlp.evaluation.scores import count_document

    old, new = ([count_document(gold, run.get(gold.id)) for gold in golds] for run in (earlier, predictions))
    return compare(old, new)


def _print_comparison(rows: Sequence[Difference]) -> None:
    from rich.console import Console
    from rich.table import Table

    from nlp.evaluation.report import NAMES

    if not rows:
        return
    table = Table(title="against the earlier run", title_justify="left")
    for column in ("", "before", "now", "difference", "95 % interval", "p"):
        table.add_column(column, justify="left" if not column else "right")
    for row in rows:
        colour = "green" if row.new > row.old else "red" if row.new < row.old else ""
        change = f"{row.new - row.old:+.3f}"
        table.add_row(
            NAMES[row.name], f"{row.old:.3f}", f"{row.new:.3f}",
            f"[{colour}]{change}[/]" if colour else change, f"{row.low:+.3f} to {row.high:+.3f}", f"{row.p:.3f}",
        )  # fmt: skip
    Console().print(table)


def _write_page(
    folder: Path,
    report: Report,
    golds: Sequence[Document],
    predictions: Mapping[str, Document],
    other: tuple[str, Mapping[str, Document] | None, Sequence[Difference]],
    name: str,
) -> None:
    """Writes ``index.html`` into a folder.

    Raises:
        OutputError: it cannot be written.
    """
    from nlp.errors import OutputError
    from nlp.evaluation.comparison import changes
    from nlp.evaluation.confusion import confusion
    from nlp.evaluation.page import Comparison, build_page
    from nlp.evaluation.report import error_groups

    groups = error_groups(golds, predictions)
    against, earlier, differences = other
    comparison = None
    if earlier is not None:
        old = [fault for faults in error_groups(golds, earlier).values() for fault in faults]
        mended, new = changes(old, [fault for faults in groups.values() for fault in faults])
        comparison = Comparison(Path(against).name, differences, mended, new)
    title = f"{Path(name).name}: evaluation"
    text = build_page(report, groups, confusion(golds, predictions), title=title, comparison=comparison)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror}; choose another place with --report"
        ) from error
    typer.secho(f"the report is {folder / 'index.html'}", fg="green", err=True)


@patterns_app.command("check", epilog=examples("lode patterns check", "lode patterns check --patterns my_patterns"))
def check(patterns: Patterns = None) -> None:
    """Validate the pattern files and run the examples in them."""
    with plain_errors():
        from nlp.evaluation.examples import failing_examples
        from nlp.pipeline import annotate as annotate_one
        from nlp.pipeline import load
        from nlp.resources.check import LOADERS, check_patterns
        from nlp.resources.check import examples as pattern_examples
        from nlp.resources.files import patterns_folder

        folder = Path(patterns) if patterns else patterns_folder()
        problems, ran = check_patterns(folder), 0
        if not problems:
            pipeline = load(None, patterns=patterns)
            ran, problems = failing_examples(
                pattern_examples(folder), lambda document: annotate_one(pipeline, document)
            )
        for problem in problems:
            typer.secho(problem, fg="red", err=True)
        typer.secho(
            f"{len(LOADERS)} groups of files, {ran} examples, {len(problems)} problems",
            fg="red" if problems else "green",
        )
        raise typer.Exit(1 if problems else 0)


@app.command(epilog=examples("lode schema", "lode schema | jq .predicates.ordered_from"))
def schema() -> None:
    """Print labels, kinds, predicates and their roles as JSON."""
    from nlp import schema as tables

    typer.echo(json.dumps(tables.as_json(), indent=2))

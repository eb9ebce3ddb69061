"""`lode evaluate`, `lode patterns check` and `lode schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from nlp.cli.shell import Patterns, app, examples, patterns_app, plain_errors


@app.command(
    epilog=examples(
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
    with plain_errors():
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

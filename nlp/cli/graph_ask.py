"""`lode graph query` and `lode graph ask`: answers as tables for people, as JSON for programs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from nlp.cli.graph import graph_app
from nlp.cli.graph_options import AsJson, Limit, PatternsFolder, StoreOption, tables
from nlp.cli.shell import examples, plain_errors

if TYPE_CHECKING:
    from nlp.graph.questions import Asked, Finding, Question

_ORDERS = '"SELECT ?who WHERE { ?who lode:orderedMachinesFrom company:canaan }"'


@graph_app.command(
    epilog=examples(
        f"lode graph query {_ORDERS} --store facts/",
        "lode graph query --file q.rq --store facts/ --json",
        'lode graph query "CONSTRUCT WHERE { ?s lode:holds ?o }" --store facts/',
    )
)
def query(
    store: StoreOption,
    text: Annotated[str | None, typer.Argument(help="SPARQL 1.1; the prefixes are given.", metavar="SPARQL")] = None,
    file: Annotated[Path | None, typer.Option(help="A file with the query.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="SPARQL results as JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, text that could be a formula defused.")] = False,
    limit: Limit = 1000,
) -> None:
    """Ask a store in SPARQL. The graphs of all articles are one; GRAPH ?g tells them apart."""
    with plain_errors():
        from nlp.graph.sparql import reading

        asked = query_of(text, file)
        with reading(store) as graph:
            if as_json or as_csv:
                sys.stdout.flush()
                _, data = graph.written(
                    asked, results="csv" if as_csv else "json", graphs="jsonld" if as_json else "turtle"
                )
                typer.echo(data.decode(), nl=False)
                return
            _print_answer(graph.answer(asked, limit=limit), graph.prefixes, limit)


def query_of(text: str | None, file: Path | None) -> str:
    """A query, or that of a file.

    Raises:
        LodeError: there are both or neither, or the file cannot be read.
    """
    from nlp.errors import LodeError

    if (text is None) == (file is None):
        raise LodeError("expected a query or --file, one of the two")
    try:
        return text if text is not None else Path(str(file)).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LodeError(f"{file} cannot be read: {error}") from error


def _print_answer(answer: Any, prefixes: Any, limit: int) -> None:
    from rich.console import Console
    from rich.text import Text

    if answer.form == "ask":
        typer.echo("yes" if answer.truth else "no")
        return
    table = plain_table()
    for name in answer.variables:
        table.add_column(Text(name), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text("" if value is None else _short(value, prefixes)) for value in row))
    Console().print(table if answer.rows else "no rows")
    if answer.cut:
        typer.secho(f"the first {limit} rows; more with --limit", fg="yellow", err=True)


def plain_table() -> Any:
    """A table for people, with a line under its head."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))


def _short(value: Any, prefixes: Any) -> str:
    """A term as people read it: prefixes for IRIs, literals bare."""
    text = str(getattr(value, "value", value))
    if type(value).__name__ != "NamedNode":
        return text
    best = max((iri for iri in prefixes.values() if text.startswith(iri)), key=len, default=None)
    if best is None:
        return text
    return f"{next(name for name, iri in prefixes.items() if iri == best)}:{text[len(best) :]}"


def _help_of_questions() -> str:
    from nlp.graph.questions import questions

    return "\n".join(
        f"{name:<13} {q.help}  ({', '.join('--' + o for o in q.options)})" for name, q in questions().items()
    )


_Name = Annotated[str | None, typer.Option(help="A name or id.", rich_help_panel="About whom")]


@graph_app.command(
    epilog=examples(
        "lode graph ask orders --seller canaan --year 2021 --store facts/",
        "lode graph ask holdings --company 比特数字 --store facts/ --json",
        "lode graph ask positions --company Bitmain --store facts/",
        "lode graph ask suppliers --buyer HIVE --since 2021-06 --store facts/",
        "lode graph ask",
    )
)
def ask(
    name: Annotated[
        str | None, typer.Argument(help="The question; all are listed where none is given.", metavar="QUESTION")
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", help="The folder of the graph.", metavar="DIR")] = None,
    company: _Name = None,
    buyer: _Name = None,
    seller: _Name = None,
    holder: _Name = None,
    maker: _Name = None,
    parent: _Name = None,
    partner: _Name = None,
    investor: _Name = None,
    target: _Name = None,
    person: _Name = None,
    authority: _Name = None,
    machine: _Name = None,
    facility: _Name = None,
    place: _Name = None,
    metric: Annotated[str | None, typer.Option(help="revenue, net_income …", rich_help_panel="About whom")] = None,
    action: Annotated[str | None, typer.Option(help="ban, fine …", rich_help_panel="About whom")] = None,
    year: Annotated[str | None, typer.Option(help="In this year, 2021, or month, 2021-08.")] = None,
    since: Annotated[str | None, typer.Option(help="From this day, month or year on.")] = None,
    until: Annotated[str | None, typer.Option(help="Until this day, month or year.")] = None,
    modality: Annotated[
        str | None, typer.Option(help="asserted, planned, possible, ended or denied; all by default.")
    ] = None,
    limit: Limit = 1000,
    as_json: AsJson = False,
    as_sparql: Annotated[bool, typer.Option("--sparql", help="Only print the query.")] = False,
    patterns: PatternsFolder = None,
) -> None:
    """Ask a ready question: who, how many, for how much, and where it says so."""
    with plain_errors():
        from nlp.errors import LodeError
        from nlp.graph.projection import load_projection
        from nlp.graph.questions import Asked, question_of, sparql_of
        from nlp.graph.questions import ask as asked_of
        from nlp.graph.sparql import reading

        if name is None:
            typer.echo(_help_of_questions())
            return
        question = question_of(name)
        if store is None:
            raise LodeError("expected --store DIR, the folder of the graph")
        given = {
            "company": company, "buyer": buyer, "seller": seller, "holder": holder, "maker": maker, "parent": parent,
            "partner": partner, "investor": investor, "target": target, "person": person, "authority": authority,
            "machine": machine, "facility": facility, "place": place, "metric": metric, "action": action,
        }  # fmt: skip
        projection = load_projection()
        with reading(store) as graph:
            wanted = _wanted(question, given, graph, projection, patterns)
            asked = Asked(question, wanted, *_days(year, since, until), modality=_modality(modality), limit=limit)
            if as_sparql:
                typer.echo(sparql_of(asked, projection))
                return
            findings = asked_of(graph, asked, projection)
        if as_json:
            typer.echo(json.dumps(_json(asked, findings), ensure_ascii=False, indent=2))
        else:
            _print_findings(asked, findings)


def _wanted(
    question: Question, given: dict[str, str | None], graph: Any, projection: Any, patterns: str | None
) -> dict[str, Any]:
    """What is asked about, by option. Of the registry that is read which has the labels that are asked for."""
    from nlp.errors import LodeError
    from nlp.graph.naming import Names, Sought
    from nlp.graph.questions import labels_of

    wanted: dict[str, Sought] = {}
    named: dict[str, tuple[str, list[str]]] = {}
    for option, name in given.items():
        if name is None:
            continue
        if option not in question.options:
            known = ", ".join(f"--{known}" for known in question.options)
            raise LodeError(f"{question.name} has no --{option}; it has {known}")
        side = question.options[option]
        role = projection.roles.get(side)
        if role is None or not role.terms:
            named[option] = name, labels_of(question, option, projection)
        elif name in role.terms:
            wanted[option] = Sought((f"{side}:{name}",))
        else:
            raise LodeError(f"--{option} must be one of {', '.join(role.terms)}, was {name!r}")
    _, registry = tables(patterns, labels={label for _, labels in named.values() for label in labels})
    names = Names(graph, registry, projection)
    return wanted | {option: names.seek(name, labels) for option, (name, labels) in named.items()}


def _days(year: str | None, since: str | None, until: str | None) -> tuple[str | None, str | None]:
    from nlp.errors import LodeError
    from nlp.graph.moments import days_of

    if year and (since or until):
        raise LodeError("expected --year, or --since and --until, not both")
    try:
        if year:
            return days_of(year)
        return days_of(since)[0] if since else None, days_of(until)[1] if until else None
    except ValueError as error:
        raise LodeError(f"expected a year, month or day: {error}") from error


def _modality(name: str | None) -> str | None:
    from nlp.errors import LodeError
    from nlp.schema import MODALITIES

    if name is not None and name not in MODALITIES:
        raise LodeError(f"--modality must be one of {', '.join(MODALITIES)}, was {name!r}")
    return name


def _print_findings(asked: Asked, findings: list[Finding]) -> None:
    from rich.console import Console

    from nlp.graph.questions import totals

    console = Console()
    if not findings:
        console.print("nothing found")
        return
    if asked.question.group:
        _print_groups(console, asked.question, findings)
    else:
        _print_rows(console, asked.question, findings)
    found = totals(findings, asked.question.total)
    told = [f"{_plain(value)} {unit}".strip() for units in found.values() for unit, value in sorted(units.items())]
    several = len({f.places[0].article for f in findings if f.places})
    line = f"{len(findings)} found in {several} articles" + (f"; in all {', '.join(told)} (asserted)" if told else "")
    typer.secho(line, fg="green")
    if len(findings) >= asked.limit:
        typer.secho(f"the first {asked.limit}; more with --limit", fg="yellow", err=True)


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0")


def _print_rows(console: Any, question: Question, findings: list[Finding]) -> None:
    from rich.text import Text

    columns = ("object", *question.columns) if _is_value(findings) else question.columns
    table = plain_table()
    table.add_column("date", no_wrap=True)
    table.add_column("who", overflow="fold", ratio=3)
    table.add_column("what", overflow="fold", ratio=4)
    table.add_column("modality", no_wrap=True)
    table.add_column("where it says so", overflow="fold", ratio=3)
    for finding in findings:
        sides = [_texts(finding, "subject") or "?"]
        if "object" not in columns:
            sides.append("→ " + (_texts(finding, "object") or "?"))
        what = [
            cell.text if role == "object" else f"{cell.text}  ({role.replace('_', ' ')})"
            for role in columns
            for cell in finding.cells.get(role, ())
        ]
        what += [f"or {text}  ({role.replace('_', ' ')}, others)" for role, text in finding.variants]
        note = "".join(("\nsuperseded" * finding.superseded, "\nsources differ" * bool(finding.variants)))
        cells = (_when(finding), "\n".join(sides), "\n".join(what), finding.modality + note, _where(finding))
        table.add_row(*map(Text, cells))
    console.print(table)


def _is_value(findings: list[Finding]) -> bool:
    """Whether the object is a value, which is told first among the values."""
    return any(cell.number is not None for finding in findings for cell in finding.cells.get("object", ()))


def _print_groups(console: Any, question: Question, findings: list[Finding]) -> None:
    from rich.text import Text

    from nlp.graph.questions import totals

    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(_texts(finding, str(question.group)) or "(not named)", []).append(finding)
    table = plain_table()
    for heading in (question.name, "times", *question.total, "articles"):
        table.add_column(heading, overflow="fold")
    for name, found in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        sums = totals(found, question.total)
        said = ["\n".join(f"{_plain(v)} {u}" for u, v in sorted(sums.get(role, {}).items())) for role in question.total]
        articles = sorted({place.article for finding in found for place in finding.places})
        table.add_row(*map(Text, (name, str(len(found)), *said, ", ".join(articles))))
    console.print(table)


def _texts(finding: Finding, role: str) -> str:
    return "\n".join(cell.text for cell in finding.cells.get(role, ()))


def _when(finding: Finding) -> str:
    if finding.first is None:
        return ""
    return finding.first if finding.first == finding.last else f"{finding.first}\n{finding.last}"


def _where(finding: Finding) -> str:
    lines = []
    for place in finding.places[:5]:
        spans = ", ".join(f"{start}–{end}" for start, end in place.spans)
        lines.append(place.article + (f" [{spans}]" if spans else ""))
    return "\n".join(lines + ([f"… and {len(finding.places) - 5} more"] if len(finding.places) > 5 else []))


def _json(asked: Asked, findings: list[Finding]) -> dict[str, Any]:
    from dataclasses import asdict

    from nlp.graph.questions import totals

    return {
        "question": asked.question.name,
        "found": len(findings),
        "total": totals(findings, asked.question.total),
        "findings": [asdict(finding) for finding in findings],
    }

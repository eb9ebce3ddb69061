"""Ready questions: who ordered what from whom, and where it says so.

A question is a row of `data/questions.toml`. It means a SPARQL query that finds statements (`sparql_of`). A store has
an index beside its triples that answers the same without looking at every statement of a thing; a graph in memory is
asked by the query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from nlp.errors import LodeError
from nlp.graph.findings import Cell, Details, Finding, Place
from nlp.graph.index import Wanted, place_of
from nlp.graph.naming import Sought
from nlp.graph.projection import Projection, data_folder
from nlp.graph.rows import read_row
from nlp.graph.sparql import Graph
from nlp.graph.terms import literal
from nlp.resources.files import read_toml
from nlp.schema import PREDICATES

LIMIT = 1000
# what an option means where a side can hold things of several labels
_OPTIONS = {"place": ("JURISDICTION",), "facility": ("FACILITY",), "company": ("COMPANY",), "authority": ("AUTHORITY",)}


@dataclass(frozen=True, slots=True)
class Question:
    """A ready question."""

    name: str
    help: str
    predicate: str
    options: Mapping[str, str]
    columns: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    group: str | None = None


@cache
def questions() -> Mapping[str, Question]:
    """All ready questions by name."""
    table = read_toml(data_folder() / "questions.toml")
    return {
        name: Question(
            name, row["help"], row["predicate"], row["options"], tuple(row.get("columns", ())),
            tuple(row.get("total", ())), row.get("group"),
        )
        for name, row in table.items()
    }  # fmt: skip


def labels_of(question: Question, option: str, projection: Projection) -> list[str]:
    """The labels of things that an option of a question can ask for."""
    side, predicate = question.options[option], PREDICATES[question.predicate]
    role = projection.roles.get(side)
    sides = {"subject": predicate.subject, "object": predicate.object}
    labels = role.labels if role else sides.get(side) or (*predicate.subject, *predicate.object)
    fits = _OPTIONS.get(option, labels)
    return [label for label in dict.fromkeys(labels) if label in fits and label != "QUANTITY"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what it is asked about, by option; days, modality."""

    question: Question
    wanted: Mapping[str, Sought] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    modality: str | None = None
    limit: int = LIMIT


def sparql_of(asked: Asked, projection: Projection) -> str:
    """The query that finds the statements. All that comes from outside is an IRI of ours or an escaped literal."""
    relation = projection.relations[asked.question.predicate]
    name = relation.term.name
    rows = [f"?statement a lode:{relation.statement} ; lode:modality ?modality ."]
    for number, (option, sought) in enumerate(sorted(asked.wanted.items())):
        reach = _reach(asked.question.options[option], f"?o{number}", name, projection)
        ways = [f"{way} {reach}" for way in _called(sought, f"?o{number}", projection)]
        rows.append(ways[0] if len(ways) == 1 else " UNION ".join(f"{{ {way} }}" for way in ways))
    if asked.modality:
        rows.append(f"FILTER(?modality = lode:{asked.modality})")
    if asked.since or asked.until:
        rows.append("?statement lode:from ?from ; lode:until ?until .")
        if asked.since:
            rows.append(f"FILTER(?until >= {literal(asked.since, datatype='xsd:date')})")
        if asked.until:
            rows.append(f"FILTER(?from <= {literal(asked.until, datatype='xsd:date')})")
    else:
        rows.append("OPTIONAL { ?statement lode:from ?from }")
    body = "\n  ".join(rows)
    return f"SELECT DISTINCT ?statement WHERE {{\n  {body}\n}} ORDER BY ?from ?statement LIMIT {asked.limit}"


def _reach(side: str, variable: str, name: str, projection: Projection) -> str:
    ways = {"subject": f"{variable} p:{name} ?statement .", "object": f"?statement ps:{name} {variable} ."}
    if side == "either":
        return f"{{ {ways['subject']} }} UNION {{ {ways['object']} }}"
    return ways.get(side) or f"?statement pq:{projection.roles[side].term.name} {variable} ."


def _called(sought: Sought, variable: str, projection: Projection) -> list[str]:
    """How the things are found that are sought."""
    ways = [f"VALUES {variable} {{ {' '.join(sought.iris)} }}"] if sought.iris else []
    for label in sought.labels:
        ways.append(f"{variable} lode:searchName {literal(sought.name)} ; a lode:{projection.labels[label].name} .")
    return ways


def ask(graph: Graph, asked: Asked, projection: Projection) -> list[Finding]:
    """The statements that answer, by date."""
    relation = projection.relations[asked.question.predicate]
    details = Details(graph, asked.question.predicate, relation, projection)
    if graph.index is None:
        return [details.of(row[0]) for row in graph.solve(sparql_of(asked, projection))]
    return [read_row(row, details) for row in graph.index.find(_places(asked), _wanted(asked))]


def _wanted(asked: Asked) -> Wanted:
    return Wanted(asked.since, asked.until, asked.modality, asked.limit)


def _places(asked: Asked) -> list[list[str]]:
    """Where the index has the statements: one of each list."""
    predicate = asked.question.predicate
    places = []
    for option, sought in asked.wanted.items():
        side = asked.question.options[option]
        places.append([
            place_of(predicate, part, thing)
            for part in (("subject", "object") if side == "either" else (side,))
            for thing in (*sought.iris, *(sought.said(label) for label in sought.labels))
        ])  # fmt: skip
    return places or [[predicate]]


def totals(findings: list[Finding], roles: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Sums by role and unit of what is asserted and stands; of several values of one role none is taken."""
    sums: dict[str, dict[str, float]] = {}
    for finding in findings:
        if finding.modality != "asserted" or finding.superseded:
            continue
        for role in roles:
            cells = finding.cells.get(role, ())
            if len(cells) == 1 and cells[0].number is not None:
                units = sums.setdefault(role, {})
                units[cells[0].unit or ""] = units.get(cells[0].unit or "", 0.0) + cells[0].number
    return sums


def question_of(name: str) -> Question:
    """The question of a name.

    Raises:
        LodeError: there is none.
    """
    found = questions().get(name)
    if found is None:
        raise LodeError(f"there is no question {name!r}; there are {', '.join(questions())}")
    return found


__all__ = ["Asked", "Cell", "Finding", "Place", "Question", "ask", "question_of", "questions", "sparql_of", "totals"]

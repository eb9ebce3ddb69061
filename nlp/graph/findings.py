"""What is told of a statement, as people read it; read from the nodes of a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from nlp.graph.projection import Projection, Relation
from nlp.graph.rdf import oxigraph
from nlp.graph.sparql import Graph
from nlp.graph.terms import PREFIXES, expand, from_segment
from nlp.schema import PREDICATES


@dataclass(frozen=True, slots=True)
class Cell:
    """A thing, value, date or text of a finding, as people read it; `number` and `unit` of a value."""

    text: str
    iri: str | None = None
    number: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it says so: an article and spans of its text."""

    article: str
    date: str | None
    title: str | None
    url: str | None
    spans: tuple[tuple[int, int], ...]
    rule: str | None = None


@dataclass(slots=True)
class Finding:
    """A statement that answers a question; `cells` by subject, object and role.

    `variants` are role and value where other sources say otherwise.
    """

    statement: str
    modality: str
    confidence: float
    first: str | None = None
    last: str | None = None
    cells: dict[str, list[Cell]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    superseded: bool = False
    variants: list[tuple[str, str]] = field(default_factory=list)


class Details:
    """Reads what is known of statements from their nodes."""

    def __init__(self, graph: Graph, predicate: str, relation: Relation, projection: Projection) -> None:
        self._graph, self._relation, self.predicate = graph, relation, predicate
        self._object = expand(f"ps:{relation.term.name}")
        self._roles = {expand("lode:subject"): "subject"} | {
            expand(f"pq:{projection.roles[role].term.name}"): role for role in PREDICATES[predicate].qualifiers
        }
        self._cells: dict[str, Cell] = {}

    def name_of(self, iri: str) -> str:
        """The name of a thing."""
        return self._cell(oxigraph().NamedNode(iri)).text

    def statement_of(self, code: str) -> str:
        """The IRI of the statement whose IRI ends in `code`."""
        return f"{self._graph.base}statement/{code}"

    def of(self, node: Any) -> Finding:
        """What is known of a statement."""
        about = self._about(node)
        finding = Finding(
            node.value, _tail(about[expand("lode:modality")][0]), float(about[expand("lode:confidence")][0].value),
            _value(about, "lode:from"), _value(about, "lode:until"),
            superseded=expand("lode:supersededBy") in about, variants=self._variants(about),
        )  # fmt: skip
        ox = oxigraph()
        subjects = self._graph.store.quads_for_pattern(
            None, ox.NamedNode(expand(f"p:{self._relation.term.name}")), node
        )
        self._put(finding, "subject", [quad.subject for quad in subjects])
        for predicate, values in about.items():
            role = self._role(predicate)
            if role:
                self._put(finding, role, values)
        finding.places = sorted(
            (self._place(source) for source in dict.fromkeys(about.get(expand("prov:wasDerivedFrom"), ()))),
            key=lambda place: (place.date or "", place.article, place.spans),
        )
        return finding

    def _variants(self, about: dict[str, list[Any]]) -> list[tuple[str, str]]:
        """What other sources say instead."""
        found = []
        for node in about.get(expand("lode:variant"), ()):
            for predicate, values in self._about(node).items():
                role = self._role(predicate)
                found += [(role, self._cell(value).text) for value in values if role]
        return sorted(found)

    def _role(self, predicate: str) -> str | None:
        return "object" if predicate == self._object else self._roles.get(predicate)

    def _put(self, finding: Finding, role: str, values: list[Any]) -> None:
        cells = sorted(
            (self._cell(value) for value in dict.fromkeys(values)), key=lambda cell: (cell.text, cell.iri or "")
        )
        if cells:
            finding.cells[role] = cells

    def _about(self, node: Any) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for quad in self._graph.store.quads_for_pattern(node, None, None):
            values = found.setdefault(quad.predicate.value, [])
            if quad.object not in values:
                values.append(quad.object)
        return found

    def _cell(self, value: Any) -> Cell:
        if not hasattr(value, "value") or hasattr(value, "datatype"):
            return Cell(value.value)
        cell = self._cells.get(value.value)
        if cell is None:
            cell = self._cells[value.value] = self._read(value)
        return cell

    def _read(self, node: Any) -> Cell:
        """A value with all that is known of it; of a thing, which may be in very many statements, its name alone."""
        if not node.value.startswith(f"{self._graph.base}value/"):
            labels = self._graph.store.quads_for_pattern(node, oxigraph().NamedNode(expand("rdfs:label")), None)
            name = label_of({expand("rdfs:label"): [quad.object for quad in labels]})
            return Cell(name or from_segment(_tail(node)), node.value)
        about = self._about(node)
        unit = _value(about, "schema:unitText")
        numbers = [_value(about, f"qudt:{name}") for name in ("numericValue", "lowerBound", "upperBound")]
        bound = about.get(expand("lode:bound"))
        text = value_in_words([float(n) for n in numbers if n], unit, _tail(bound[0]) if bound else "exact")
        return Cell(text, node.value, float(numbers[0]) if numbers[0] else None, unit)

    def _place(self, source: Any) -> Place:
        about = self._about(source)
        article = about[expand("lode:article")][0]
        told = self._about(article)
        spans = sorted(_span(value.value) for value in about.get(expand("lode:evidence"), ()))
        return Place(
            _value(told, "schema:identifier") or from_segment(_tail(article)), _value(told, "schema:datePublished"),
            _value(told, "schema:headline"), _value(told, "schema:url"), tuple(spans), _value(about, "lode:rule"),
        )  # fmt: skip


_SIGNS = {"approx": "≈ ", "at_least": "≥ ", "more_than": "> ", "at_most": "≤ ", "less_than": "< "}


def label_of(about: Mapping[str, list[Any]]) -> str | None:
    """The name of a thing: in Latin letters where it has one, else the first."""
    labels = sorted(about.get(PREFIXES["rdfs"] + "label", ()), key=lambda value: (value.language or "", value.value))
    return labels[0].value if labels else None


def _value(about: Mapping[str, list[Any]], curie: str) -> str | None:
    values = about.get(expand(curie))
    return min(str(value.value) for value in values) if values else None


def _tail(node: Any) -> str:
    path = urlsplit(node.value)
    return str(path.fragment or path.path.rsplit("/", 1)[-1])


def _span(iri: str) -> tuple[int, int]:
    start, _, end = iri.rpartition("#char=")[2].partition(",")
    return int(start), int(end)


def value_in_words(numbers: Sequence[float], unit: str | None, bound: str) -> str:
    """A value or the ends of a range, with unit and bound.

    >>> value_in_words([6500.0], "machine", "at_least"), value_in_words([10.0, 15.0], "MW", "exact")
    ('≥ 6,500 machine', '10 – 15 MW')
    """
    written = _SIGNS.get(bound, "") + " – ".join(map(_readable, numbers))
    return f"{written} {unit}" if unit and unit != "item" else written


def _readable(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e18 else f"{value:,.8g}"

"""Facts as rows of the index, and rows as findings: the same that the nodes of the graph tell, read at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nlp.graph.claims import Amount, Fact, Filler, Moment, Source, Thing
from nlp.graph.claims import Literal as Text
from nlp.graph.findings import Cell, Details, Finding, Place, value_in_words
from nlp.graph.index import Row, day_number, said_as
from nlp.graph.moments import day_of
from nlp.graph.nodes import Nodes
from nlp.graph.terms import clean, segment
from nlp.graph.triples import Projector, span_of

Written = list[Any]  # text, IRI, number, unit; the text is null where the graph has the name of the thing


def rows_of(facts: Iterable[Fact], projector: Projector) -> list[Row]:
    """The rows of the facts of one named graph."""
    return [_row(fact, projector) for fact in facts]


def _row(fact: Fact, projector: Projector) -> Row:
    nodes, first_last = projector.nodes, span_of(fact)
    cells: dict[str, list[Written]] = {}
    things: list[tuple[str, str]] = []
    names: list[tuple[str, str, str]] = []
    for role, fillers in _sides(fact):
        found: dict[str, Written] = {}
        for filler in fillers:
            written = _cell(filler, role, projector)
            found.setdefault(written[1] or f'"{written[0]}', written)
            if isinstance(filler, Thing):
                called = _called(filler, nodes)
                names += called
                things += [(role, f"<{written[1]}>")] if filler.known else [(role, said_as(n[1], n[0])) for n in called]
            elif isinstance(filler, Text) and written[1]:
                things.append((role, f"{role}:{filler.text}"))
        cells[role] = list(found.values())
    told = [
        cells,
        round(max((source.confidence for source in fact.sources), default=1.0), 4),
        bool(fact.superseded_by),
        [_place(source) for source in {(s.document, s.number): s for s in reversed(fact.sources)}.values()],
        sorted(
            {(v.role, *_cell(filler, v.role, projector)[:2]) for v in fact.variants for filler in v.fillers}, key=str
        ),
    ]
    first, last = first_last or (None, None)
    return Row(
        segment(fact.key), fact.predicate, fact.modality, (day_number(first), day_number(last)), tuple(things),
        tuple(dict.fromkeys(names)), told,
    )  # fmt: skip


def _sides(fact: Fact) -> Iterable[tuple[str, tuple[Filler, ...]]]:
    if fact.subject is not None:
        yield "subject", (fact.subject,)
    if fact.object is not None:
        yield "object", (fact.object,)
    yield from sorted(fact.qualifiers.items())


def _called(thing: Thing, nodes: Nodes) -> list[tuple[str, str, str]]:
    """The names under which a thing is looked up, but for those of the registry."""
    node = nodes.of(thing)
    iri = node.term if thing.known else ""
    return [(name, thing.label, iri) for name in node.names]


def _cell(filler: Filler, role: str, projector: Projector) -> Written:
    iri = projector.nodes.of(filler, role).term
    if isinstance(filler, Thing):
        return [None if filler.known else clean(filler.name), iri[1:-1], None, None]
    if isinstance(filler, Moment):
        return [clean(filler.iso or filler.text), iri[1:-1], None, None]
    if isinstance(filler, Text):
        is_term = bool(projector.projection.roles[role].terms)
        return [clean(filler.text), iri[1:-1] if is_term else None, None, None]
    return _amount(filler, iri[1:-1])


def _amount(amount: Amount, iri: str) -> Written:
    numbers = [float(n) for n in (amount.value, amount.minimum, amount.maximum) if n is not None]
    unit = clean(amount.unit) if amount.unit else None
    number = None if amount.value is None else float(amount.value)
    return [value_in_words(numbers, unit, amount.bound), iri, number, unit]


def _place(source: Source) -> list[Any]:
    title, url = (clean(text) if text else None for text in (source.title, source.url))
    rule = clean(source.rule) if source.rule else None
    return [clean(source.document), day_of(source.date), title, url, sorted(set(source.evidence)), rule]


def read_row(row: list[Any], details: Details) -> Finding:
    """The finding of a row of the index; names of things of the registry are those in the graph."""
    code, modality, first, last, (cells, confidence, superseded, places, variants) = row

    def text(written: str | None, iri: str | None) -> str:
        return details.name_of(str(iri)) if written is None else written

    return Finding(
        details.statement_of(code), modality, confidence, first, last,
        {
            role: sorted(
                (Cell(text(written, iri), iri, number, unit) for written, iri, number, unit in found),
                key=lambda cell: (cell.text, cell.iri or ""),
            )
            for role, found in cells.items()
        },
        sorted(
            (Place(article, date, title, url, tuple((a, b) for a, b in spans), rule)
             for article, date, title, url, spans, rule in places),
            key=lambda place: (place.date or "", place.article, place.spans),
        ),
        superseded, sorted((role, text(written, iri)) for role, written, iri in variants),
    )  # fmt: skip

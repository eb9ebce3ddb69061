"""Facts to triples, the way Wikidata does it: a direct triple, and a statement node with all that is known of it.

A triple is three terms of N-Triples. The statement node of a fact stands in a named graph: that of its article, or
that of all the articles that tell it together. What does not depend on who says it (direct triples, values, what
the registry knows of things) stands in the default graph, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.graph.claims import Fact, Filler, Moment, Source, Variant, identity_of
from nlp.graph.claims import Literal as Text
from nlp.graph.moments import day_of, days_of
from nlp.graph.nodes import RDF_TYPE, Nodes, Triple
from nlp.graph.projection import Projection, Relation
from nlp.graph.terms import DEFAULT_BASE, literal, number, segment, term
from nlp.resources.registry import Registry


@dataclass(slots=True)
class Told:
    """The triples of a named graph, and those it shares with others, by the node they are about.

    `direct` are its direct triples, `facts` what it tells.
    """

    named: set[Triple] = field(default_factory=set)
    shared: dict[str, tuple[Triple, ...]] = field(default_factory=dict)
    direct: set[Triple] = field(default_factory=set)
    facts: list[Fact] = field(default_factory=list)

    def default(self) -> Iterator[Triple]:
        """What stands in the default graph."""
        yield from self.direct
        for rows in self.shared.values():
            yield from rows


class Projector:
    """Turns facts to triples. IRIs depend on what is said alone: the same on every machine, in every run."""

    def __init__(
        self, projection: Projection, registry: Registry, *, base: str = DEFAULT_BASE, reify: bool = False
    ) -> None:
        self.base, self.projection, self.registry, self._reify = base, projection, registry, reify
        self.nodes = Nodes(projection, registry, base)

    def graph_of_fact(self, fact: Fact) -> str:
        """The named graph of a fact."""
        return self.graph_of(_documents(fact))

    def graph_of(self, documents: list[str]) -> str:
        """The graph of what these articles tell together."""
        if len(documents) == 1:
            return f"<{self.base}article/{segment(documents[0])}>"
        digest = hashlib.sha256("\0".join(documents).encode("utf-8", "surrogatepass")).hexdigest()[:20]
        return f"<{self.base}articles/{digest}>"

    def tell(self, fact: Fact, told: Told) -> None:
        """Adds the triples of a fact to those of its graph, but for what is known of its articles."""
        told.facts.append(fact)
        documents = _documents(fact)
        relation = self.projection.relations[fact.predicate]
        node = f"<{self.base}statement/{segment(fact.key)}>"
        add = told.named.add
        if len(documents) > 1:
            graph = self.graph_of(documents)
            told.named.update((graph, term("prov:wasDerivedFrom"), self.graph_of([name])) for name in documents)
        add((node, RDF_TYPE, term(f"lode:{relation.statement}")))
        add((node, term("lode:modality"), term(f"lode:{fact.modality}")))
        best = max((source.confidence for source in fact.sources), default=1.0)
        add((node, term("lode:confidence"), number(round(best, 4))))
        self._core(fact, relation, node, told)
        for role, fillers in fact.qualifiers.items():
            name = term(f"pq:{self.projection.roles[role].term.name}")
            for filler in fillers:
                add((node, name, self._put(filler, role, told)))
        told.named.update(_when(fact, node))
        for source in fact.sources:
            told.named.update(self._source(source, node))
        for variant in fact.variants:
            self._variant(variant, relation, node, told)
        for link, other in (("supersededBy", fact.superseded_by), ("realises", fact.realises)):
            if other:
                add((node, term(f"lode:{link}"), f"<{self.base}statement/{segment(other)}>"))

    def _put(self, filler: Filler, role: str, told: Told) -> str:
        """The term of a filler, what describes it added."""
        node = self.nodes.of(filler, role)
        if node.shared:
            told.shared[node.term] = node.shared
            told.named.update(node.said)
        return node.term

    def _core(self, fact: Fact, relation: Relation, node: str, told: Told) -> None:
        """Subject, object, and the direct triple of what is asserted and stands."""
        subject = object_ = None
        if fact.subject is not None:
            subject = self._put(fact.subject, "", told)
            told.named.add((subject, term(f"p:{relation.term.name}"), node))
        if fact.object is not None:
            object_ = self._put(fact.object, "", told)
            told.named.add((node, term(f"ps:{relation.term.name}"), object_))
        if subject is None or object_ is None:
            return
        said = fact.qualifiers.get(relation.by or "", ())
        direct = term(f"lode:{relation.direct(said[0].text if said and isinstance(said[0], Text) else None)}")
        if fact.modality == "asserted" and not fact.superseded_by:
            told.direct.add((subject, direct, object_))
        if self._reify:
            told.named.add((node, term("rdf:reifies"), f"<<( {subject} {direct} {object_} )>>"))

    def _source(self, source: Source, node: str) -> Iterator[Triple]:
        document = segment(source.document)
        where, article = f"<{self.base}source/{document}/{source.number}>", f"{self.base}article/{document}"
        yield node, term("prov:wasDerivedFrom"), where
        yield where, RDF_TYPE, term("lode:Source")
        yield where, term("lode:article"), f"<{article}>"
        yield where, term("lode:confidence"), number(round(source.confidence, 4))
        if source.rule:
            yield where, term("lode:rule"), literal(source.rule)
        for start, end in source.evidence:
            yield where, term("lode:evidence"), f"<{article}#char={start},{end}>"

    def _variant(self, variant: Variant, relation: Relation, node: str, told: Told) -> None:
        """A value that other sources give instead."""
        said = "\0".join((variant.role, *map(identity_of, variant.fillers)))
        digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        other = f"{node[:-1]}/variant/{digest}>"
        told.named.update(((node, term("lode:variant"), other), (other, RDF_TYPE, term("lode:Variant"))))
        sides = {"subject": "lode:subject", "object": f"ps:{relation.term.name}"}
        name = sides.get(variant.role) or f"pq:{self.projection.roles[variant.role].term.name}"
        for filler in variant.fillers:
            told.named.add((other, term(name), self._put(filler, variant.role, told)))
        for source in variant.sources:
            told.named.update(self._source(source, other))

    def article(self, source: Source) -> Iterator[Triple]:
        """What is known of an article."""
        node, day = self.graph_of([source.document]), day_of(source.date)
        yield node, RDF_TYPE, term("schema:NewsArticle")
        yield node, term("schema:identifier"), literal(source.document)
        if day:
            yield node, term("schema:datePublished"), literal(day, datatype="xsd:date")
        for name, said in (("headline", source.title), ("publisher", source.outlet), ("inLanguage", source.lang)):
            if said:
                yield node, term(f"schema:{name}"), literal(said)
        if source.url:
            yield node, term("schema:url"), literal(source.url, datatype="xsd:anyURI")


def sources_of(fact: Fact) -> list[Source]:
    """All sources of a fact, those of its variants too."""
    return [*fact.sources, *(source for variant in fact.variants for source in variant.sources)]


def _documents(fact: Fact) -> list[str]:
    if len(fact.sources) == 1 and not fact.variants:
        return [fact.sources[0].document]
    return sorted({source.document for source in sources_of(fact)})


def span_of(fact: Fact) -> tuple[str, str] | None:
    """First and last day of the date that is told, else the day of the first article: what ready questions go by."""
    spans = [days_of(m.iso) for m in fact.qualifiers.get("date", ()) if isinstance(m, Moment) and m.iso]
    if spans:
        return min(first for first, _ in spans), max(last for _, last in spans)
    published = [day for day in (day_of(source.date) for source in fact.sources) if day]
    return (min(published),) * 2 if published else None


def _when(fact: Fact, node: str) -> Iterator[Triple]:
    span = span_of(fact)
    if span:
        yield node, term("lode:from"), literal(span[0], datatype="xsd:date")
        yield node, term("lode:until"), literal(span[1], datatype="xsd:date")

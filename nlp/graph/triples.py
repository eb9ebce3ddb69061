"""Facts to triples, the way Wikidata does it: a direct triple, and a statement node with all that is known of it.

A triple is three terms of N-Triples. Every fact belongs to a named graph: that of its article, or that of
all the articles that tell it together; so what an article says can be taken away again, and nothing else.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterator

from nlp.graph.claims import Amount, Fact, Filler, Moment, Source, Thing, Variant, identity_of
from nlp.graph.claims import Literal as Text
from nlp.graph.moments import day_of, days_of
from nlp.graph.projection import Projection, Relation
from nlp.graph.terms import DEFAULT_BASE, expand, literal, number, plain, segment, term
from nlp.resources.registry import Registry

Triple = tuple[str, str, str]
_BLOCKS = 200_000
_A = term("rdf:type")
_CHINESE = range(0x4E00, 0xA000)


def folded(name: str) -> str:
    """A name as it is searched for: width, case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Projector:
    """Turns facts to triples. IRIs depend on what is said alone: the same on every machine, in every run."""

    def __init__(
        self, projection: Projection, registry: Registry, *, base: str = DEFAULT_BASE, reify: bool = False
    ) -> None:
        self.base, self._projection, self._registry, self._reify = base, projection, registry, reify
        self._blocks: dict[object, tuple[str, tuple[Triple, ...]]] = {}

    def graph_of_fact(self, fact: Fact) -> str:
        """The named graph of a fact."""
        return self.graph_of(_documents(fact))

    def graph_of(self, documents: list[str]) -> str:
        """The graph of what these articles tell together."""
        if len(documents) == 1:
            return f"<{self.base}article/{segment(documents[0])}>"
        digest = hashlib.sha256("\0".join(documents).encode("utf-8", "surrogatepass")).hexdigest()[:20]
        return f"<{self.base}articles/{digest}>"

    def triples(self, fact: Fact) -> Iterator[Triple]:
        """All triples of a fact but those of its articles."""
        documents = _documents(fact)
        relation = self._projection.relations[fact.predicate]
        node = f"<{self.base}statement/{segment(fact.key)}>"
        if len(documents) > 1:
            graph = self.graph_of(documents)
            yield from ((graph, term("prov:wasDerivedFrom"), self.graph_of([name])) for name in documents)
        yield node, _A, term(f"lode:{relation.statement}")
        yield node, term("lode:modality"), term(f"lode:{fact.modality}")
        yield node, term("lode:confidence"), number(round(max((s.confidence for s in fact.sources), default=1.0), 4))
        yield from self._core(fact, relation, node)
        for role, fillers in fact.qualifiers.items():
            for filler in fillers:
                value, block = self._filler(filler, role)
                yield node, term(f"pq:{self._projection.roles[role].term.name}"), value
                yield from block
        yield from self._when(fact, node)
        for source in fact.sources:
            yield from self._source(source, node)
        for variant in fact.variants:
            yield from self._variant(variant, relation, node)
        for link, other in (("supersededBy", fact.superseded_by), ("realises", fact.realises)):
            if other:
                yield node, term(f"lode:{link}"), f"<{self.base}statement/{segment(other)}>"

    def _core(self, fact: Fact, relation: Relation, node: str) -> Iterator[Triple]:
        """Subject, object, and the direct triple of what is asserted and stands."""
        subject = object_ = None
        if fact.subject is not None:
            subject, block = self._filler(fact.subject)
            yield from block
            yield subject, term(f"p:{relation.term.name}"), node
        if fact.object is not None:
            object_, block = self._filler(fact.object)
            yield from block
            yield node, term(f"ps:{relation.term.name}"), object_
        if subject is None or object_ is None:
            return
        said = fact.qualifiers.get(relation.by or "", ())
        direct = term(f"lode:{relation.direct(said[0].text if said and isinstance(said[0], Text) else None)}")
        if fact.modality == "asserted" and not fact.superseded_by:
            yield subject, direct, object_
        if self._reify:
            yield node, term("rdf:reifies"), f"<<( {subject} {direct} {object_} )>>"

    def _when(self, fact: Fact, node: str) -> Iterator[Triple]:
        """The days of the date that is told, else the day of the first article: what ready questions go by."""
        spans = [days_of(m.iso) for m in fact.qualifiers.get("date", ()) if isinstance(m, Moment) and m.iso]
        published = [day for day in (day_of(source.date) for source in fact.sources) if day]
        if not spans and published:
            spans = [(min(published),) * 2]
        if spans:
            yield node, term("lode:from"), literal(min(first for first, _ in spans), datatype="xsd:date")
            yield node, term("lode:until"), literal(max(last for _, last in spans), datatype="xsd:date")

    def _source(self, source: Source, node: str) -> Iterator[Triple]:
        where = f"<{self.base}source/{segment(source.document)}/{source.number}>"
        article = f"{self.base}article/{segment(source.document)}"
        yield node, term("prov:wasDerivedFrom"), where
        yield where, _A, term("lode:Source")
        yield where, term("lode:article"), f"<{article}>"
        yield where, term("lode:confidence"), number(round(source.confidence, 4))
        if source.rule:
            yield where, term("lode:rule"), literal(source.rule)
        for start, end in source.evidence:
            yield where, term("lode:evidence"), f"<{article}#char={start},{end}>"

    def _variant(self, variant: Variant, relation: Relation, node: str) -> Iterator[Triple]:
        """A value that other sources give instead."""
        told = "\0".join((variant.role, *map(identity_of, variant.fillers)))
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        other = f"{node[:-1]}/variant/{digest}>"
        yield node, term("lode:variant"), other
        yield other, _A, term("lode:Variant")
        sides = {"subject": term("lode:subject"), "object": term(f"ps:{relation.term.name}")}
        for filler in variant.fillers:
            value, block = self._filler(filler, variant.role)
            role = self._projection.roles.get(variant.role)
            yield other, sides.get(variant.role) or term(f"pq:{role.term.name if role else variant.role}"), value
            yield from block
        for source in variant.sources:
            yield from self._source(source, other)

    def article(self, source: Source) -> Iterator[Triple]:
        """What is known of an article."""
        node, day = self.graph_of([source.document]), day_of(source.date)
        yield node, _A, term("schema:NewsArticle")
        yield node, term("schema:identifier"), literal(source.document)
        if day:
            yield node, term("schema:datePublished"), literal(day, datatype="xsd:date")
        for name, said in (("headline", source.title), ("publisher", source.outlet), ("inLanguage", source.lang)):
            if said:
                yield node, term(f"schema:{name}"), literal(said)
        if source.url:
            yield node, term("schema:url"), literal(source.url, datatype="xsd:anyURI")

    def _filler(self, filler: Filler, role: str = "") -> tuple[str, tuple[Triple, ...]]:
        """The term of a filler, and the triples that describe it."""
        if isinstance(filler, Text):
            terms = self._projection.roles[role].terms
            return (f"<{expand(f'{role}:')}{segment(filler.text)}>" if terms else literal(filler.text)), ()
        if isinstance(filler, Thing):
            return self._kept(filler, lambda: self._thing(filler))
        if isinstance(filler, Amount):
            return self._kept(identity_of(filler), lambda: self._amount(filler))
        return self._kept(identity_of(filler), lambda: self._moment(filler))

    def _kept(self, key: object, build: Callable[[], tuple[str, tuple[Triple, ...]]]) -> tuple[str, tuple[Triple, ...]]:
        block = self._blocks.get(key)
        if block is None:
            if len(self._blocks) >= _BLOCKS:
                self._blocks.clear()
            block = self._blocks[key] = build()
        return block

    def iri_of(self, label: str, key: str) -> str:
        """The IRI of a thing."""
        return f"{self.base}{label.lower()}/{segment(key)}"

    def _thing(self, thing: Thing) -> tuple[str, tuple[Triple, ...]]:
        node = f"<{self.iri_of(thing.label, thing.key)}>"
        rows: list[Triple] = [(node, _A, term(f"lode:{self._projection.labels[thing.label].name}"))]
        entry = self._registry.get(thing.label, thing.key) if thing.known else None
        written = {name.text for name in entry.names} if entry else set()
        if entry is None:
            rows.append((node, term("rdfs:label"), _named(thing.name)))
        else:
            names = [name.text for name in entry.names if name.status == "name"] or [entry.names[0].text]
            first = {_is_chinese(name): name for name in reversed(names)}
            rows += [(node, term("rdfs:label"), _named(name)) for name in first.values()]
            rows.append((node, term("schema:identifier"), literal(entry.id)))
            if "wikidata" in entry.facts:
                item = f"<{expand('wd:')}{segment(str(entry.facts['wikidata']))}>"
                rows.append((node, term("owl:sameAs"), item))
        for name in dict.fromkeys((thing.name, *thing.names)):
            if (node, term("rdfs:label"), _named(name)) not in rows:
                rows.append((node, term("skos:altLabel"), _named(name)))
            if name not in written:
                rows.append((node, term("lode:searchName"), literal(folded(name))))
        return node, tuple(dict.fromkeys(rows))

    def _amount(self, amount: Amount) -> tuple[str, tuple[Triple, ...]]:
        ends = (
            ""
            if amount.minimum is None and amount.maximum is None
            else f"{plain(amount.minimum)}..{plain(amount.maximum)}"
        )
        parts = [amount.kind, amount.unit or "", plain(amount.value) or ends]
        if amount.bound != "exact":
            parts.append(amount.bound)
        node = f"<{self.base}value/{'/'.join(map(segment, parts))}>"
        rows: list[Triple] = [(node, _A, term(f"lode:{self._projection.kinds[amount.kind].name}"))]
        for name, value in (
            ("numericValue", amount.value),
            ("lowerBound", amount.minimum),
            ("upperBound", amount.maximum),
        ):
            if value is not None:
                rows.append((node, term(f"qudt:{name}"), number(value)))
        if amount.unit:
            rows.append((node, term("qudt:hasUnit"), self._unit(amount.kind, amount.unit)))
            rows.append((node, term("schema:unitText"), literal(amount.unit)))
        if amount.bound != "exact":
            rows.append((node, term("lode:bound"), term(f"lode:{amount.bound}")))
        return node, tuple(rows)

    def _unit(self, kind: str, unit: str) -> str:
        if kind == "money" and len(unit) == 3 and unit.isascii() and unit.isalpha():
            return f"<{expand('cur:')}{unit}>"
        if kind != "other" and unit in self._projection.units:
            return term(self._projection.units[unit])
        return f"<{expand('u:')}{segment(unit)}>"

    def _moment(self, moment: Moment) -> tuple[str, tuple[Triple, ...]]:
        if moment.iso is None:
            node = f"<{self.base}date/said/{segment(moment.text)}>"
            return node, ((node, _A, term("lode:Date")), (node, term("rdfs:label"), literal(moment.text)))
        node = f"<{self.base}date/{segment(moment.iso)}>"
        first, last = days_of(moment.iso)
        return node, (
            (node, _A, term("lode:Date")),
            (node, term("rdfs:label"), literal(moment.iso)),
            (node, term("lode:from"), literal(first, datatype="xsd:date")),
            (node, term("lode:until"), literal(last, datatype="xsd:date")),
        )


def _documents(fact: Fact) -> list[str]:
    return sorted({source.document for source in fact.sources})


def _is_chinese(name: str) -> bool:
    return any(ord(character) in _CHINESE for character in name)


def _named(name: str) -> str:
    """A name: Chinese where it holds Chinese characters, else of no language (names of firms are in all)."""
    return literal(name, lang="zh" if _is_chinese(name) else None)

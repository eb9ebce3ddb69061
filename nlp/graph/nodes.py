"""Fillers to nodes: things, values and dates, with the triples that describe them.

The IRI of a value or date says all of it, so what is written of it is true whoever mentions it; of a thing that is
its kind and what the registry knows. Such triples are shared by all articles; the names an article uses are its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from nlp.graph.claims import Amount, Filler, Moment, Thing, identity_of
from nlp.graph.claims import Literal as Text
from nlp.graph.moments import days_of
from nlp.graph.projection import Projection
from nlp.graph.terms import clean, expand, literal, number, plain, segment, term
from nlp.resources.registry import Registry

Triple = tuple[str, str, str]
RDF_TYPE = term("rdf:type")
_MOST = 200_000
_CHINESE = range(0x4E00, 0xA000)


@dataclass(frozen=True, slots=True)
class Node:
    """A term with triples about it: `shared` by all articles, `said` by the one that names it.

    `names` are those of the names that are said by which the thing is looked up.
    """

    term: str
    shared: tuple[Triple, ...] = ()
    said: tuple[Triple, ...] = ()
    names: tuple[str, ...] = ()


def folded(name: str) -> str:
    """A name as it is searched for: width, case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Nodes:
    """Makes nodes; keeps those it made lately."""

    def __init__(self, projection: Projection, registry: Registry, base: str) -> None:
        self._projection, self._registry, self._base = projection, registry, base
        self._kept: dict[object, Node] = {}

    def of(self, filler: Filler, role: str = "") -> Node:
        """The node of a filler; `role` tells what a literal means."""
        if isinstance(filler, Text):
            terms = self._projection.roles[role].terms
            return Node(f"<{expand(f'{role}:')}{segment(filler.text)}>" if terms else literal(filler.text))
        if isinstance(filler, Thing):
            return self._keep(filler, lambda: self._thing(filler))
        if isinstance(filler, Amount):
            return self._keep(identity_of(filler), lambda: self._amount(filler))
        return self._keep(identity_of(filler), lambda: self._moment(filler))

    def iri(self, label: str, key: str) -> str:
        """``<IRI>`` of a thing."""
        return f"<{self._base}{label.lower()}/{segment(key)}>"

    def shared(self, label: str, key: str) -> tuple[Triple, ...]:
        """What the registry knows of a thing."""
        return self._thing(Thing(key, label, "", (), known=True)).shared

    def _keep(self, key: object, build: Callable[[], Node]) -> Node:
        node = self._kept.get(key)
        if node is None:
            if len(self._kept) >= _MOST:
                self._kept.clear()
            node = self._kept[key] = build()
        return node

    def _thing(self, thing: Thing) -> Node:
        node = self.iri(thing.label, thing.key)
        shared: list[Triple] = [(node, RDF_TYPE, term(f"lode:{self._projection.labels[thing.label].name}"))]
        said: list[Triple] = []
        entry = self._registry.get(thing.label, thing.key) if thing.known else None
        labels, written, searched = [literal_name(thing.name)], set[str](), dict[str, None]()
        if entry is None:
            said.append((node, term("rdfs:label"), labels[0]))
        else:
            written = {name.text for name in entry.names}
            names = [name.text for name in entry.names if name.status == "name"] or [entry.names[0].text]
            labels = [literal_name(name) for name in {is_chinese(name): name for name in reversed(names)}.values()]
            shared += [(node, term("rdfs:label"), label) for label in labels]
            shared.append((node, term("schema:identifier"), literal(entry.id)))
            if "wikidata" in entry.facts:
                item = f"<{expand('wd:')}{segment(str(entry.facts['wikidata']))}>"
                shared.append((node, term("owl:sameAs"), item))
        for name in dict.fromkeys((thing.name, *thing.names)):
            if literal_name(name) not in labels:
                said.append((node, term("skos:altLabel"), literal_name(name)))
            if name not in written:
                said.append((node, term("lode:searchName"), literal(folded(name))))
                searched[clean(folded(name))] = None
        return Node(node, tuple(shared), tuple(said), tuple(searched))

    def _amount(self, amount: Amount) -> Node:
        parts = [amount.kind, amount.unit or "", plain(amount.value)]
        if amount.minimum is not None or amount.maximum is not None:
            parts[2] += f"{plain(amount.minimum)}..{plain(amount.maximum)}"
        if amount.bound != "exact":
            parts.append(amount.bound)
        node = f"<{self._base}value/{'/'.join(map(segment, parts))}>"
        rows: list[Triple] = [(node, RDF_TYPE, term(f"lode:{self._projection.kinds[amount.kind].name}"))]
        ends = (("numericValue", amount.value), ("lowerBound", amount.minimum), ("upperBound", amount.maximum))
        rows += [(node, term(f"qudt:{name}"), number(value)) for name, value in ends if value is not None]
        if amount.unit:
            rows.append((node, term("qudt:hasUnit"), self._unit(amount.kind, amount.unit)))
            rows.append((node, term("schema:unitText"), literal(amount.unit)))
        if amount.bound != "exact":
            rows.append((node, term("lode:bound"), term(f"lode:{amount.bound}")))
        return Node(node, tuple(rows))

    def _unit(self, kind: str, unit: str) -> str:
        if kind == "money" and len(unit) == 3 and unit.isascii() and unit.isalpha():
            return f"<{expand('cur:')}{unit}>"
        if kind != "other" and unit in self._projection.units:
            return term(self._projection.units[unit])
        return f"<{expand('u:')}{segment(unit)}>"

    def _moment(self, moment: Moment) -> Node:
        if moment.iso is None:
            node = f"<{self._base}date/said/{segment(moment.text)}>"
            return Node(node, ((node, RDF_TYPE, term("lode:Date")), (node, term("rdfs:label"), literal(moment.text))))
        node = f"<{self._base}date/{segment(moment.iso)}>"
        first, last = days_of(moment.iso)
        rows: tuple[Triple, ...] = (
            (node, RDF_TYPE, term("lode:Date")),
            (node, term("rdfs:label"), literal(moment.iso)),
            (node, term("lode:from"), literal(first, datatype="xsd:date")),
            (node, term("lode:until"), literal(last, datatype="xsd:date")),
        )
        return Node(node, rows)


def is_chinese(name: str) -> bool:
    """Whether a name holds Chinese characters."""
    return any(ord(character) in _CHINESE for character in name)


def literal_name(name: str) -> str:
    """A name: Chinese where it holds Chinese characters, else of no language (names of firms are in all)."""
    return literal(name, lang="zh" if is_chinese(name) else None)

"""The ontology (OWL) and the shapes (SHACL) of our terms, written from the projection and the schema.

`python -m nlp.graph.ontology` rewrites the two files in `data/`; a test holds that they are up to date.
"""

from __future__ import annotations

from collections.abc import Iterator

from nlp.graph.projection import Projection, Term, data_folder, load_projection
from nlp.graph.terms import PREFIXES, literal, segment
from nlp.schema import ACTIONS, BASE_UNITS, BOUNDS, METRICS, MODALITIES, PREDICATES, Predicate

_MODALITIES = {
    "asserted": ("asserted", "断言"), "planned": ("planned", "计划"), "possible": ("possible", "可能"),
    "ended": ("ended", "终止"), "denied": ("denied", "否认"),
}  # fmt: skip
_UNITS = {
    "TH/s": "terahash per second", "J/TH": "joule per terahash", "machine": "machine", "share": "share", "chip": "chip",
}  # fmt: skip
_FIXED = """\
<https://w3id.org/lode/ontology> a owl:Ontology ;
    rdfs:label "Lode: statements of bitcoin-mining news"@en, "Lode：比特币挖矿新闻中的陈述"@zh ;
    rdfs:comment "Direct properties (lode:), statement nodes (p:, ps:) and qualifiers (pq:), as Wikidata has them."@en .

lode:Thing a owl:Class ; rdfs:subClassOf schema:Thing ; rdfs:label "named thing"@en, "命名事物"@zh .
lode:Amount a owl:Class ; rdfs:subClassOf qudt:QuantityValue ; rdfs:label "amount"@en, "数值"@zh .
lode:Statement a owl:Class ; rdfs:subClassOf prov:Entity ; rdfs:label "statement"@en, "陈述"@zh .
lode:Variant a owl:Class ; rdfs:subClassOf prov:Entity ; rdfs:label "other value that some sources give"@en, "另一说法"@zh .
lode:Source a owl:Class ; rdfs:subClassOf prov:Entity ; rdfs:label "place in an article"@en, "出处"@zh .
lode:Date a owl:Class ; rdfs:label "calendar expression"@en, "日期"@zh .
lode:Modality a owl:Class ; rdfs:label "modality"@en, "情态"@zh .
lode:Metric a owl:Class ; rdfs:label "metric"@en, "指标"@zh .
lode:Action a owl:Class ; rdfs:label "action of an authority"@en, "监管举措"@zh .
lode:Bound a owl:Class ; rdfs:label "how a number bounds its quantity"@en, "数值界限"@zh .
schema:NewsArticle rdfs:subClassOf prov:Entity .

lode:modality a owl:ObjectProperty, owl:FunctionalProperty ; rdfs:domain lode:Statement ; rdfs:range lode:Modality ;
    rdfs:label "modality"@en, "情态"@zh .
lode:confidence a owl:DatatypeProperty ; rdfs:label "confidence, from 0 to 1; of a statement that of its best source"@en, "置信度"@zh .
lode:from a owl:DatatypeProperty ; rdfs:range xsd:date ; skos:closeMatch wdt:P580 ;
    rdfs:label "first day; of a statement without a date the day of its first article"@en, "起始日"@zh .
lode:until a owl:DatatypeProperty ; rdfs:range xsd:date ; skos:closeMatch wdt:P582 ; rdfs:label "last day"@en, "截止日"@zh .
lode:article a owl:ObjectProperty ; rdfs:subPropertyOf schema:isPartOf, prov:hadPrimarySource ; rdfs:domain lode:Source ;
    rdfs:label "article"@en, "文章"@zh .
lode:rule a owl:DatatypeProperty ; rdfs:domain lode:Source ; rdfs:label "rule or model that made it"@en, "规则或模型"@zh .
lode:evidence a owl:ObjectProperty ; rdfs:domain lode:Source ; rdfs:label "span of the article (#char=start,end, RFC 5147)"@en, "证据位置"@zh .
lode:bound a owl:ObjectProperty ; rdfs:domain lode:Amount ; rdfs:range lode:Bound ; rdfs:label "bound, where not exact"@en, "界限"@zh .
lode:searchName a owl:AnnotationProperty ; rdfs:label "name as it is searched for"@en, "检索名"@zh .
lode:variant a owl:ObjectProperty ; rdfs:domain lode:Statement ; rdfs:range lode:Variant ; rdfs:label "other value"@en, "另一说法"@zh .
lode:subject a owl:ObjectProperty ; rdfs:domain lode:Variant ; rdfs:label "other subject"@en, "另一主体"@zh .
lode:supersededBy a owl:ObjectProperty ; owl:inverseOf prov:wasRevisionOf ; rdfs:domain lode:Statement ; rdfs:range lode:Statement ;
    rdfs:label "superseded by"@en, "被取代于"@zh .
lode:realises a owl:ObjectProperty ; rdfs:domain lode:Statement ; rdfs:range lode:Statement ;
    rdfs:label "carries out or calls off the plan"@en, "落实或取消的计划"@zh .
"""


def ontology(projection: Projection) -> str:
    """The ontology in Turtle."""
    rows = [*_head(), _FIXED, *_classes(projection), *_properties(projection), *_individuals(projection)]
    return "\n".join(rows) + "\n"


def shapes(projection: Projection) -> str:
    """The SHACL shapes in Turtle."""
    rows = [*_head(), *_fixed_shapes(projection)]
    rows += [_statement_shape(predicate, projection) for predicate in PREDICATES.values()]
    return "\n".join(rows) + "\n"


def _head() -> Iterator[str]:
    yield "# Written by `python -m nlp.graph.ontology` from projection.toml and the schema: change those."
    yield from (f"@prefix {name}: <{iri}> ." for name, iri in PREFIXES.items())
    yield ""


def _names(term: Term) -> str:
    return f"rdfs:label {literal(term.en, lang='en')}, {literal(term.zh, lang='zh')}"


def _others(term: Term, broader: str) -> str:
    pairs = ((broader, term.broader), ("skos:closeMatch", term.close))
    return "".join(f" ; {name} {', '.join(terms)}" for name, terms in pairs if terms)


def _classes(projection: Projection) -> Iterator[str]:
    for parent, terms in (("lode:Thing", projection.labels), ("lode:Amount", projection.kinds)):
        for row in terms.values():
            yield f"lode:{row.name} a owl:Class ; rdfs:subClassOf {parent} ; {_names(row)}{_others(row, 'rdfs:subClassOf')} ."
    for relation in projection.relations.values():
        wider = ", ".join(("lode:Statement", *relation.classes))
        note = literal(f"statement: {relation.term.en}", lang="en"), literal(f"陈述：{relation.term.zh}", lang="zh")
        yield f"lode:{relation.statement} a owl:Class ; rdfs:subClassOf {wider} ; rdfs:label {', '.join(note)} ."


def _properties(projection: Projection) -> Iterator[str]:
    for name, relation in projection.relations.items():
        row, predicate = relation.term, PREDICATES[name]
        kind = "owl:ObjectProperty" + (", owl:SymmetricProperty" if relation.symmetric else "")
        ends = f" ; rdfs:domain {_union(predicate.subject, projection)} ; rdfs:range {_object_union(predicate, projection)}"
        inverse = (
            f" ; skos:note {literal('inverse: ' + ', '.join(relation.inverse), lang='en')}" if relation.inverse else ""
        )
        yield f"lode:{row.name} a {kind} ; {_names(row)}{ends}{_others(row, 'rdfs:subPropertyOf')}{inverse} ."
        yield f"p:{row.name} a owl:ObjectProperty ; rdfs:range lode:{relation.statement} ; {_names(row)} ."
        yield f"ps:{row.name} a owl:ObjectProperty ; rdfs:domain lode:{relation.statement} ; {_names(row)} ."
        for value in {"metric": METRICS, "action": ACTIONS}.get(relation.by or "", ()):
            label = literal(f"{row.en}: {value.replace('_', ' ')}", lang="en")
            yield f"lode:{relation.direct(value)} a owl:ObjectProperty ; rdfs:subPropertyOf lode:{row.name} ; rdfs:label {label} ."
    for role in projection.roles.values():
        kind = (
            "owl:DatatypeProperty"
            if not (role.labels or role.kinds or role.date or role.terms)
            else "owl:ObjectProperty"
        )
        yield f"pq:{role.term.name} a {kind} ; {_names(role.term)}{_others(role.term, 'rdfs:subPropertyOf')} ."


def _union(labels: tuple[str, ...], projection: Projection) -> str:
    names = [f"lode:{projection.labels[label].name}" for label in labels]
    return names[0] if len(names) == 1 else f"[ a owl:Class ; owl:unionOf ({' '.join(names)}) ]"


def _object_union(predicate: Predicate, projection: Projection) -> str:
    if predicate.quantity_kinds:
        names = [f"lode:{projection.kinds[kind].name}" for kind in predicate.quantity_kinds]
        return names[0] if len(names) == 1 else f"[ a owl:Class ; owl:unionOf ({' '.join(names)}) ]"
    return _union(predicate.object, projection)


def _individuals(projection: Projection) -> Iterator[str]:
    for name in MODALITIES:
        en, zh = _MODALITIES[name]
        yield f'lode:{name} a lode:Modality ; rdfs:label "{en}"@en, "{zh}"@zh .'
    yield from (f'lode:{name} a lode:Bound ; rdfs:label "{name.replace("_", " ")}"@en .' for name in BOUNDS)
    for metric in METRICS:
        close = f" ; skos:closeMatch {projection.metrics[metric]}" if metric in projection.metrics else ""
        yield f'metric:{metric} a lode:Metric ; rdfs:label "{metric.replace("_", " ")}"@en{close} .'
    yield from (f'action:{name} a lode:Action ; rdfs:label "{name.replace("_", " ")}"@en .' for name in ACTIONS)
    for written, label in _UNITS.items():
        yield f'<{PREFIXES["u"]}{segment(written)}> a qudt:Unit ; qudt:symbol "{written}" ; rdfs:label "{label}"@en .'


def _fixed_shapes(projection: Projection) -> Iterator[str]:
    labels = " ".join(f"lode:{row.name}" for row in projection.labels.values())
    targets = ", ".join(f"lode:{row.name}" for row in projection.labels.values())
    yield f"""\
lode:ThingShape a sh:NodeShape ; sh:targetClass {targets} ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:minLength 1 ] ;
    sh:property [ sh:path rdf:type ; sh:maxCount 1 ; sh:in ({labels}) ; sh:message "a thing is of one kind"@en ] .
lode:SourceShape a sh:NodeShape ; sh:targetClass lode:Source ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path lode:article ; sh:minCount 1 ; sh:maxCount 1 ; sh:class schema:NewsArticle ] ;
    sh:property [ sh:path lode:confidence ; sh:minCount 1 ; sh:maxCount 1 ; sh:minInclusive 0 ; sh:maxInclusive 1 ] ;
    sh:property [ sh:path lode:rule ; sh:datatype xsd:string ] ;
    sh:property [ sh:path lode:evidence ; sh:nodeKind sh:IRI ; sh:pattern "#char=[0-9]+,[0-9]+$" ] .
lode:ArticleShape a sh:NodeShape ; sh:targetClass schema:NewsArticle ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path schema:identifier ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ;
    sh:property [ sh:path schema:datePublished ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
    sh:property [ sh:path schema:url ; sh:maxCount 1 ; sh:datatype xsd:anyURI ] .
lode:DateShape a sh:NodeShape ; sh:targetClass lode:Date ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ] ;
    sh:property [ sh:path lode:from ; sh:maxCount 1 ; sh:datatype xsd:date ; sh:lessThanOrEquals lode:until ] ;
    sh:property [ sh:path lode:until ; sh:maxCount 1 ; sh:datatype xsd:date ] .
lode:VariantShape a sh:NodeShape ; sh:targetClass lode:Variant ;
    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:class lode:Source ] .
lode:StatementShape a sh:NodeShape ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path lode:modality ; sh:minCount 1 ; sh:maxCount 1 ; sh:in ({" ".join(f"lode:{m}" for m in MODALITIES)}) ] ;
    sh:property [ sh:path lode:confidence ; sh:minCount 1 ; sh:maxCount 1 ; sh:minInclusive 0 ; sh:maxInclusive 1 ] ;
    sh:property [ sh:path lode:from ; sh:maxCount 1 ; sh:datatype xsd:date ; sh:lessThanOrEquals lode:until ] ;
    sh:property [ sh:path lode:until ; sh:maxCount 1 ; sh:datatype xsd:date ] ;
    sh:property [ sh:path lode:variant ; sh:class lode:Variant ] ;
    sh:property [ sh:path lode:supersededBy ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path lode:realises ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:class lode:Source ] ."""
    for kind, row in projection.kinds.items():
        yield _amount_shape(kind, row.name, projection)


def _amount_shape(kind: str, name: str, projection: Projection) -> str:
    number = "sh:or ([ sh:datatype xsd:decimal ] [ sh:datatype xsd:double ])"
    unit = BASE_UNITS.get(kind)
    iri = projection.units.get(unit or "") or (f"<{PREFIXES['u']}{segment(unit)}>" if unit else "")
    fixed = f"sh:hasValue {iri} ; " if iri else ""
    least = "" if kind == "other" else "sh:minCount 1 ; "
    return f"""\
lode:{name}Shape a sh:NodeShape ; sh:targetClass lode:{name} ; sh:nodeKind sh:IRI ;
    sh:property [ sh:path qudt:numericValue ; sh:maxCount 1 ; {number} ] ;
    sh:property [ sh:path qudt:lowerBound ; sh:maxCount 1 ; {number} ; sh:lessThanOrEquals qudt:upperBound ] ;
    sh:property [ sh:path qudt:upperBound ; sh:maxCount 1 ; {number} ] ;
    sh:or ([ sh:path qudt:numericValue ; sh:minCount 1 ] [ sh:path qudt:lowerBound ; sh:minCount 1 ]) ;
    sh:property [ sh:path lode:bound ; sh:maxCount 1 ; sh:in ({" ".join(f"lode:{b}" for b in BOUNDS)}) ] ;
    sh:property [ sh:path qudt:hasUnit ; {fixed}{least}sh:maxCount 1 ; sh:nodeKind sh:IRI ] ."""


def _statement_shape(predicate: Predicate, projection: Projection) -> str:
    relation = projection.relations[predicate.name]
    name = relation.term.name
    subject = _any([f"lode:{projection.labels[label].name}" for label in predicate.subject])
    kinds = [f"lode:{projection.kinds[kind].name}" for kind in predicate.quantity_kinds]
    things = [f"lode:{projection.labels[label].name}" for label in predicate.object if label != "QUANTITY"]
    rows = [
        f"lode:{relation.statement}Shape a sh:NodeShape ; sh:targetClass lode:{relation.statement} ; sh:node lode:StatementShape",
        f"sh:property [ sh:path [ sh:inversePath p:{name} ] ; {_least(not predicate.subject_optional)}sh:maxCount 1 ; {subject} ]",
        f"sh:property [ sh:path ps:{name} ; {_least(not predicate.object_optional)}sh:maxCount 1 ; {_any(things + kinds)} ]",
    ]
    if predicate.subject_optional and predicate.object_optional:
        either = f"[ sh:path [ sh:inversePath p:{name} ] ; sh:minCount 1 ] [ sh:path ps:{name} ; sh:minCount 1 ]"
        rows.append(f"sh:or ({either})")
    for role, row in projection.roles.items():
        path = f"sh:property [ sh:path pq:{row.term.name} ; "
        if role not in predicate.qualifiers:
            rows.append(path + f'sh:maxCount 0 ; sh:message "{predicate.name} has no role {role}"@en ]')
            continue
        classes = [f"lode:{projection.labels[label].name}" for label in row.labels]
        classes += [f"lode:{projection.kinds[kind].name}" for kind in row.kinds] + (["lode:Date"] if row.date else [])
        if classes:
            rows.append(path + f"{_least(role in predicate.required)}{_any(classes)} ]")
        elif row.terms:
            listed = " ".join(f"{role}:{value}" for value in row.terms)
            rows.append(path + f"{_least(role in predicate.required)}sh:maxCount 1 ; sh:in ({listed}) ]")
        else:
            rows.append(path + "sh:datatype xsd:string ]")
    return " ;\n    ".join(rows) + " ."


def _least(needed: bool) -> str:
    return "sh:minCount 1 ; " if needed else ""


def _any(classes: list[str]) -> str:
    if len(classes) == 1:
        return f"sh:class {classes[0]}"
    return f"sh:or ({' '.join(f'[ sh:class {name} ]' for name in classes)})"


def main() -> None:
    """Writes both files."""
    projection = load_projection()
    for name, text in (("ontology.ttl", ontology(projection)), ("shapes.ttl", shapes(projection))):
        (data_folder() / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""The property graph of a store in a file of its own, for an embedded engine that speaks Cypher (ladybug).

The file is made anew for every state of the store, under another name, and takes its name when it is whole: the engine never
changes a file that is asked, and a build that is cut off leaves nothing that anybody would read. The name holds a
digest of all that the file says, so that what is there is right, and what is not there is made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice, product
from pathlib import Path
from types import ModuleType
from typing import Any

from nlp.errors import LodeError
from nlp.graph.claims import Fact
from nlp.graph.ledger import UNFINISHED, Ledger
from nlp.graph.projection import Projection
from nlp.graph.property import Builder, Edge, Node, edge_type
from nlp.graph.refreshing import digests_of, whole_of
from nlp.graph.store import check_decisions, stored_facts
from nlp.graph.terms import segment
from nlp.resources.registry import Registry
from nlp.schema import PREDICATES

FORM = 1  # of the tables; another number makes all files anew
_POOL = 1 << 30
_PART = 20_000  # facts at a time
_TYPES: Mapping[type, str] = {str: "STRING", float: "DOUBLE", bool: "BOOLEAN"}
_THING: Mapping[str, type] = {"name": str, "names": str, "key": str, "known": bool}
_ARTICLE: Mapping[str, type] = {"article": str, "day": str, "title": str, "outlet": str, "url": str, "lang": str}
_STATEMENT: Mapping[str, type] = {
    "predicate": str, "modality": str, "superseded": bool, "confidence": float, "first_day": str, "last_day": str,
    "variants": str,
}  # fmt: skip


def ladybug() -> ModuleType:
    """The module ladybug.

    Raises:
        LodeError: it is not installed.
    """
    try:
        import ladybug as module
    except ImportError as error:
        raise LodeError('Cypher needs ladybug: install it with pip install "lode-nlp[cypher]"') from error
    return module


@contextmanager
def connected(folder: Path, *, projection: Projection, registry: Registry, threads: int = 0) -> Iterator[Any]:
    """A connection that only reads to the property graph of a store, which is built where it is not up to date.

    Nobody writes to the store meanwhile.

    Raises:
        LodeError: there is no store, its last load was cut off, or decisions wait to be taken up.
    """
    engine = ladybug()
    mark = whole_of(digests_of(registry))
    _build(folder, projection, registry, mark)
    with Ledger(folder, write=False) as ledger:
        path = _file(folder, ledger, mark)
        if not path.exists():
            raise LodeError(f"{folder} was changed by another command just now; run this again")
        try:
            database = engine.Database(str(path), read_only=True, buffer_pool_size=_POOL, max_num_threads=threads)
        except (RuntimeError, MemoryError) as error:
            raise LodeError(f"{path} cannot be opened: {error}; delete it, it is made anew") from error
        connection = engine.Connection(database)
        try:
            yield connection
        finally:
            connection.close()
            database.close()


def _build(folder: Path, projection: Projection, registry: Registry, mark: str) -> None:
    """Makes the file of the state that the store is in, where there is none; files of other states go."""
    with Ledger(folder, write=False) as ledger:
        if (folder / UNFINISHED).exists():
            raise LodeError(f"the last load into {folder} was cut off; run lode graph load again, which mends it")
        check_decisions(folder, ledger)
        if _file(folder, ledger, mark).exists():
            return
    with Ledger(folder, write=True) as ledger:
        path = _file(folder, ledger, mark)
        for old in folder.glob("property-*"):
            old.unlink()
        part = path.with_suffix(".part")
        write_database(_facts_of(folder, ledger, registry), part, projection, registry)
        part.replace(path)


def _facts_of(folder: Path, ledger: Ledger, registry: Registry) -> Callable[[], Iterable[Fact]]:
    """The facts of a store, as often as they are wanted: fused they are kept, else read again."""
    if ledger.get("fuse") != "yes":
        return lambda: stored_facts(folder, ledger, registry)
    facts = list(stored_facts(folder, ledger, registry))
    return lambda: facts


def _file(folder: Path, ledger: Ledger, mark: str) -> Path:
    whole = f"{FORM} {ladybug().__version__} {mark} {ledger.get('state')}"
    return folder / f"property-{hashlib.blake2b(whole.encode(), digest_size=10).hexdigest()}.lbug"


def write_database(facts: Callable[[], Iterable[Fact]], path: Path, projection: Projection, registry: Registry) -> None:
    """Writes the property graph of facts as a database of its own.

    They are gone through twice, nodes first, some at a time, and kept as columns until all are there. Names are values of columns, never part of a statement.
    """
    engine = ladybug()
    database = engine.Database(str(path), buffer_pool_size=_POOL, auto_checkpoint=False)
    connection = engine.Connection(database)
    try:
        _write_nodes(connection, facts(), projection, registry)
        _write_edges(connection, facts(), projection, registry)
    finally:
        connection.close()
        database.close()


def _write_nodes(connection: Any, facts: Iterable[Fact], projection: Projection, registry: Registry) -> None:
    tables = _node_tables(projection)
    for label, columns in tables.items():
        connection.execute(f"CREATE NODE TABLE {label}(id STRING PRIMARY KEY{_declared(columns)})")
    build = Builder(projection, registry)
    kept: dict[str, list[Any]] = {}
    for part in _parts(facts):
        for fact in part:
            build.add(fact)
        _keep_nodes(kept, tables, [node for node in build.nodes.values() if node.group == "Statement"])
        # things are known by all their names at the end alone
        build.nodes = {key: node for key, node in build.nodes.items() if node.group != "Statement"}
        build.edges.clear()
        build.links.clear()
    _keep_nodes(kept, tables, build.nodes.values())
    for label, rows in sorted(kept.items()):
        _copy(connection, f"{label} FROM $rows", rows)


def _write_edges(connection: Any, facts: Iterable[Fact], projection: Projection, registry: Registry) -> None:
    tables = _edge_tables(projection)
    for kind, (pairs, columns) in tables.items():
        ends = ", ".join(f"FROM {start} TO {end}" for start, end in sorted(pairs))
        connection.execute(f"CREATE REL TABLE {kind}({ends}, key STRING{_declared(columns)})")
    kept: dict[tuple[str, str, str], list[Any]] = {}
    for part in _parts(facts):
        build = Builder(projection, registry)
        for fact in part:
            build.add(fact)
        groups: dict[tuple[str, str, str], list[Edge]] = {}
        for edge in build.edges.values():
            group = build.nodes[edge.start].label, edge.type, build.nodes[edge.end].label
            groups.setdefault(group, []).append(edge)
        for start, kind, other in build.links:  # to a fact of the same predicate, maybe of another part
            label = build.nodes[start].label
            groups.setdefault((label, kind, label), []).append(Edge(start, f"statement/{segment(other)}", kind, ""))
        for (start, kind, end), edges in sorted(groups.items()):
            table = _table({"from": str, "to": str, "key": str, **tables[kind][1]}, map(_edge_row, edges))
            kept.setdefault((start, kind, end), []).append(table)
    for (start, kind, end), rows in sorted(kept.items()):
        _copy(connection, f"{kind} FROM $rows (from='{start}', to='{end}')", rows)


def _parts(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    iterator = iter(facts)
    while part := list(islice(iterator, _PART)):
        yield part


def _keep_nodes(kept: dict[str, list[Any]], tables: Mapping[str, Mapping[str, type]], nodes: Iterable[Node]) -> None:
    by_label: dict[str, list[Node]] = {}
    for node in nodes:
        by_label.setdefault(node.label, []).append(node)
    for label, rows in by_label.items():
        table = _table({"id": str, **tables[label]}, ({"id": node.id, **node.properties} for node in rows))
        kept.setdefault(label, []).append(table)


def _copy(connection: Any, what: str, tables: list[Any]) -> None:
    """Puts rows into a table, all at once: the engine holds memory for each COPY into a table that has rows."""
    import pyarrow

    connection.execute(f"COPY {what}", {"rows": pyarrow.concat_tables(tables)})


def _edge_row(edge: Edge) -> dict[str, Any]:
    return {"from": edge.start, "to": edge.end, "key": edge.key, **edge.properties}


def _declared(columns: Mapping[str, type]) -> str:
    return "".join(f", `{name}` {_TYPES[kind]}" for name, kind in columns.items())


def _table(columns: Mapping[str, type], rows: Iterable[Mapping[str, Any]]) -> Any:
    import pyarrow

    types = {str: pyarrow.string(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    kept = list(rows)
    odd = {name for row in kept for name in row if name not in columns}
    assert not odd, f"properties without a column: {odd}"
    return pyarrow.table({
        name: pyarrow.array([row.get(name) for row in kept], types[kind]) for name, kind in columns.items()
    })  # fmt: skip


def _node_tables(projection: Projection) -> dict[str, dict[str, type]]:
    """The columns of all labels, those without nodes too: a question about what is not there has no rows, and is no error."""
    tables: dict[str, dict[str, type]] = {term.name: dict(_THING) for term in projection.labels.values()}
    tables["Article"] = dict(_ARTICLE)
    for name, relation in projection.relations.items():
        columns = dict(_STATEMENT)
        if "QUANTITY" in PREDICATES[name].object:
            columns |= {"value": float, "value_unit": str, "value_text": str}
        for role in PREDICATES[name].qualifiers:
            if projection.roles[role].kinds:
                columns |= {role: float, f"{role}_unit": str, f"{role}_text": str}
            elif not projection.roles[role].labels:
                columns[role] = str
        tables[relation.statement] = dict(sorted(columns.items()))
    return dict(sorted(tables.items()))


def _edge_tables(projection: Projection) -> dict[str, tuple[set[tuple[str, str]], dict[str, type]]]:
    """Between which labels edges of a type can be, and their columns."""
    tables: dict[str, tuple[set[tuple[str, str]], dict[str, type]]] = {}

    def add(kind: str, start: str, end: str, **columns: type) -> None:
        pairs, known = tables.setdefault(kind, (set(), {}))
        pairs.add((start, end))
        known.update(columns)

    things = {label: term.name for label, term in projection.labels.items()}
    for name, relation in projection.relations.items():
        predicate, statement = PREDICATES[name], relation.statement
        sides = [("SUBJECT", predicate.subject), ("OBJECT", predicate.object)]
        sides += [(f"HAS_{role.upper()}", projection.roles[role].labels) for role in predicate.qualifiers]
        for kind, labels in sides:
            for label in labels:
                if label in things:
                    add(kind, statement, things[label])
        add("SAID_IN", statement, "Article", confidence=float, evidence=str, rule=str)
        for kind in ("SUPERSEDED_BY", "REALISES"):
            add(kind, statement, statement)
        narrower = projection.roles[relation.by].terms if relation.by else (None,)
        for subject, object_, value in product(predicate.subject, predicate.object, narrower):
            if subject in things and object_ in things:
                days: dict[str, type] = {"first_day": str, "last_day": str, "confidence": float}
                add(edge_type(relation.direct(value)), things[subject], things[object_], **days)
    return dict(sorted(tables.items()))

"""Loading statements into a store, against pyoxigraph's own bulk load of the same triples; and questions in milliseconds.

    python benchmarks/graph_load.py                          # 20,000 statements
    python benchmarks/graph_load.py --statements 1000000     # some ten minutes, 15 GB of disk
    python benchmarks/graph_load.py --cypher                 # the property graph too

The generator writes annotation JSONL: articles of ten statements about companies of the registry and unknown ones.
Each load runs in a process of its own, so that its peak of memory is its own. Every ready question is asked, some wide,
some narrow; with `--sparql` also by SPARQL on the triples, which the index of the store saves.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SELLERS = ["canaan", "bitmain", "microbt", "bitdeer", "ebang"]
BUYERS = ["hive", "riot", "cleanspark", "bitfarms", "hut-8", "cipher", "iren", "cango", "argo", "bit-digital"]
MACHINES = ["antminer-s21-plus", "avalon", "whatsminer", "antminer"]
PLACES = ["us-tx", "kz", "ca", "et", "no"]
PEOPLE = ["nangeng-zhang", "jihan-wu", "fred-thiel", "jason-les"]
METRICS = ["revenue", "net_income", "net_loss"]
ACTIONS = ["ban", "fine", "license"]
OFTEN = ["ordered_from", "mined", "holds", "has_capacity", "reported", "operates_in", "partnered_with"]
# what is told less often: subject, object, qualifiers; in capitals a name, in small letters a quantity or a word
SELDOM = {
    "supplied": ("FIRM", "BUYER", {"count": "machines"}), "sold_crypto": ("FIRM", "coins", {"amount": "money"}),
    "pledged": ("FIRM", "coins", {}), "located_in": ("FIRM", "PLACE", {}), "has_position": ("PERSON", "FIRM", {"title": "CEO"}),
    "acquired": ("FIRM", "BUYER", {"amount": "money"}), "subsidiary_of": ("FIRM", "BUYER", {}), "manufactures": ("SELLER", "MACHINE", {}),
    "has_spec": ("MACHINE", "hashrate", {}), "regulates": ("PLACE", "BUYER", {"action": ACTIONS}),
    "relocated_to": ("FIRM", "PLACE", {"count": "machines"}), "raised": ("FIRM", "money", {"investor": "SELLER"}),
}  # fmt: skip
PREDICATES = OFTEN * 6 + list(SELDOM)
UNDATED = ("located_in", "has_position", "has_spec")
NAMES = {
    "BUYER": ("COMPANY", BUYERS), "SELLER": ("COMPANY", SELLERS), "MACHINE": ("MACHINE", MACHINES),
    "PLACE": ("JURISDICTION", PLACES), "PERSON": ("PERSON", PEOPLE),
}  # fmt: skip
QUANTITIES = {
    "machines": ("count", "machine", 5000), "coins": ("crypto", "BTC", 2000), "money": ("money", "USD", 10**7),
    "hashrate": ("hashrate", "TH/s", 10**6),
}  # fmt: skip
# option, what it is asked for, since, until
ASKED = [
    ("orders", "seller=canaan buyer=riot", "2021-01-01", "2021-12-31"), ("orders", "seller=canaan", "2021-08-01", "2021-08-31"),
    ("orders", "seller=canaan", "2021-01-01", "2021-12-31"), ("orders", "", None, None), ("suppliers", "buyer=cleanspark", None, None),
    ("suppliers", "buyer=firm-77", None, None), ("deliveries", "buyer=hive", "2022-03-01", "2022-03-31"), ("production", "company=riot", "2023-05-01", "2023-05-31"),
    ("holdings", "company=riot", "2024-12-01", None), ("holdings", "company=firm-0", None, None), ("sales", "company=argo", "2022-01-01", "2022-03-31"),
    ("pledges", "company=iren", "2023-01-01", "2023-06-30"), ("capacity", "place=kz", "2021-06-01", "2021-06-30"), ("sites", "place=kz", "2024-12-01", None),
    ("sites", "company=firm-5 place=no", None, None), ("seats", "place=et company=riot", None, None), ("partners", "company=hive partner=riot", "2024-01-01", None),
    ("finances", "company=cango metric=net_loss", "2020-01-01", "2020-12-31"), ("positions", "company=hut-8", None, None), ("positions", "person=jihan-wu company=firm-3", None, None),
    ("acquisitions", "target=cipher", "2019-01-01", "2019-03-31"), ("subsidiaries", "parent=bit-digital company=firm-9", None, None), ("machines", "maker=canaan", "2018-01-01", "2018-02-28"),
    ("specs", "machine=antminer-s21-plus", None, None), ("regulation", "action=ban place=us-tx", "2021-01-01", "2021-03-31"),
    ("moves", "place=ca company=hive", None, None), ("funding", "investor=bitmain", "2025-06-01", "2025-06-30"),
]  # fmt: skip


def articles(statements: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Records of the annotation format with ten statements each."""
    rng = random.Random(seed)
    for number in range(-(-statements // 10)):
        yield _article(number, min(10, statements - number * 10), rng)


def _article(number: int, size: int, rng: random.Random) -> dict[str, Any]:
    entities: list[dict[str, Any]] = []
    statements = []
    text = 0

    def mention(label: str, ref: str, **fields: Any) -> str:
        nonlocal text
        entities.append(
            {"id": f"e{len(entities)}", "start": text, "end": text + len(ref), "text": ref, "label": label,
             "ref": ref if label != "QUANTITY" else f"q{len(entities)}", **fields}
        )  # fmt: skip
        text += len(ref) + 1
        return str(entities[-1]["id"])

    def quantity(kind: str, unit: str, most: int) -> str:
        return mention("QUANTITY", "", kind=kind, unit=unit, value=float(rng.randint(1, most) * 10))

    def firm() -> str:
        return rng.choice(BUYERS) if rng.random() < 0.5 else f"firm-{int(20_000 * rng.random() ** 3)}"

    def filler(kind: Any) -> str:
        if isinstance(kind, list):
            return str(rng.choice(kind))
        if kind == "FIRM":
            return mention("COMPANY", firm())
        if kind in NAMES:
            return mention(NAMES[kind][0], rng.choice(NAMES[kind][1]))
        if kind in QUANTITIES:
            return quantity(*QUANTITIES[kind])
        return str(kind)

    for _ in range(size):
        predicate = rng.choice(PREDICATES)
        subject = mention("COMPANY", firm()) if predicate in OFTEN else filler(SELDOM[predicate][0])
        day = f"20{rng.randint(18, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        date = mention("DATE", day, iso=day)
        qualifiers: dict[str, list[str]] = {"date": [date]} if predicate not in UNDATED else {}
        if predicate in SELDOM:
            target = filler(SELDOM[predicate][1])
            qualifiers |= {role: [filler(kind)] for role, kind in SELDOM[predicate][2].items()}
        elif predicate == "ordered_from":
            target = mention("COMPANY", rng.choice(SELLERS))
            qualifiers |= {
                "count": [quantity("count", "machine", 5000)], "amount": [quantity("money", "USD", 10**7)],
                "machine": [mention("MACHINE", rng.choice(MACHINES))],
            }  # fmt: skip
        elif predicate in ("mined", "holds"):
            target = quantity("crypto", "BTC", 2000)
        elif predicate == "has_capacity":
            target = quantity("hashrate", "TH/s", 10**6)
            qualifiers["jurisdiction"] = [mention("JURISDICTION", rng.choice(PLACES))]
        elif predicate == "reported":
            target, qualifiers["metric"] = quantity("money", "USD", 10**8), [rng.choice(METRICS)]
        elif predicate == "operates_in":
            target = mention("JURISDICTION", rng.choice(PLACES))
        else:
            target = mention("COMPANY", rng.choice(BUYERS))
        statements.append(
            {"predicate": predicate, "subject": subject, "object": target, "qualifiers": qualifiers,
             "evidence": [[text - 40 if text > 40 else 0, text]], "confidence": 0.9, "rule": f"frame:{predicate}"}
        )  # fmt: skip
    return {
        "id": f"bench-{number}", "lang": "en", "date": "2025-06-01", "title": f"Article {number}",
        "entities": entities, "statements": statements,
    }  # fmt: skip


def load_lode(source: Path, folder: Path) -> None:
    """Loads annotations as `lode graph load --no-fuse` does."""
    from nlp.graph.facts import Reader
    from nlp.graph.projection import load_projection
    from nlp.graph.store import GraphStore
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    registry, projection = load_registry(patterns_folder()), load_projection()
    store = GraphStore(folder, projection=projection, registry=registry, fuse=False)
    refused: list[Any] = []
    change = store.load(Reader(registry, projection, refused.append).articles([str(source)]))
    assert not refused, refused[:3]
    print(f"{change.statements} statements of {change.articles} articles", file=sys.stderr)


def load_bulk(source: Path, folder: Path) -> None:
    """Loads N-Quads with pyoxigraph alone."""
    import pyoxigraph

    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=str(source), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()


def dump(folder: Path, target: Path) -> int:
    """The triples of a store as N-Quads; how many there are."""
    import pyoxigraph

    store = pyoxigraph.Store.read_only(str(folder / "rdf"))
    with target.open("wb") as file:
        store.dump(file, pyoxigraph.RdfFormat.N_QUADS)
    return len(store)


def measured(way: str, source: Path, folder: Path) -> tuple[float, float, float]:
    """Seconds, seconds of processor, and peak MiB of a load in a process of its own."""
    code = subprocess.run(
        [sys.executable, __file__, "--child", way, str(source), str(folder)], check=True, capture_output=True, text=True
    )
    print(code.stderr, end="", file=sys.stderr)
    seconds, processor, peak = map(float, code.stdout.split())
    return seconds, processor, peak


def ask_all(folder: Path, runs: int, *, sparql: bool = False) -> None:
    """Times ready questions on an open store; by the triples alone too where `sparql` is set."""
    from nlp.graph.naming import Names, Sought
    from nlp.graph.projection import load_projection
    from nlp.graph.questions import Asked, ask, question_of, questions
    from nlp.graph.sparql import Graph, reading
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    projection, registry = load_projection(), load_registry(patterns_folder())
    assert {name for name, *_ in ASKED} == set(questions())
    labels = {"place": ["JURISDICTION"], "machine": ["MACHINE"], "person": ["PERSON"]}
    whole: list[float] = []
    with reading(folder) as graph:
        for name, options, since, until in ASKED:
            given = dict(option.split("=") for option in options.split())

            def once(graph: Graph, name: str = name, given: Any = given, since: Any = since, until: Any = until) -> int:
                names = Names(graph, registry, projection)
                wanted = {
                    option: Sought((f"{option}:{value}",)) if option in ("metric", "action")
                    else names.seek(value, labels.get(option, ["COMPANY"]))
                    for option, value in given.items()
                }  # fmt: skip
                return len(ask(graph, Asked(question_of(name), wanted, since, until), projection))

            times, found = timed(lambda once=once: once(graph), runs)
            whole.append(statistics.median(times))
            when = f" {since or ''}–{until or ''}" if since or until else ""
            told = "".join(f" --{option} {value}" for option, value in given.items())
            line = f"  ask {name}{told}{when}: {whole[-1]:.1f} ms (first {times[0]:.1f}), {found} found"
            if sparql:
                slow, also = timed(lambda once=once: once(Graph(graph.store, graph.base)), 1)
                assert also == found
                line += f"; by SPARQL {slow[0]:,.1f} ms, ratio {slow[0] / whole[-1]:,.0f}"
            print(line, flush=True)
    print(f"  all of them: median {statistics.median(whole):.1f} ms, slowest {max(whole):.1f} ms")


def timed(work: Any, runs: int) -> tuple[list[float], int]:
    """Milliseconds of each run, and what the last one gave."""
    times, found = [], 0
    for _ in range(runs):
        began = time.perf_counter()
        found = work()
        times.append((time.perf_counter() - began) * 1000)
    return times, found


def ask_as_command(folder: Path, runs: int) -> None:
    """Times the whole command, against one that only starts."""
    lode = [sys.executable, "-m", "nlp.cli"]
    question = [
        "graph",
        "ask",
        "orders",
        "--seller",
        "canaan",
        "--buyer",
        "riot",
        "--year",
        "2021",
        "--store",
        str(folder),
    ]
    run = lambda *words: subprocess.run([*lode, *words], check=True, capture_output=True).returncode  # noqa: E731
    whole, start = (statistics.median(timed(lambda w=w: run(*w), runs)[0]) for w in (question, ["--version"]))
    print(f"  lode graph ask as a command: {whole:.0f} ms; lode --version: {start:.0f} ms")


def ask_cypher(folder: Path, runs: int) -> None:
    """Times the building of the property graph, and a question in Cypher."""
    from nlp.graph.cypher_query import answer
    from nlp.graph.embedded import connected
    from nlp.graph.projection import load_projection
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    projection, registry = load_projection(), load_registry(patterns_folder())
    query = (
        "MATCH (o:MachineOrder)-[:OBJECT]->(:Company {key: 'canaan'}), (o)-[:SUBJECT]->(who), (o)-[:SAID_IN]->(a) "
        "WHERE o.first_day STARTS WITH '2021-08' RETURN who.name, o.count, a.article"
    )
    began = time.perf_counter()
    with connected(folder, projection=projection, registry=registry) as connection:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  lode graph cypher builds the property graph: {time.perf_counter() - began:.1f} s, peak {peak:,.0f} MiB"
        )
        times, found = timed(lambda: len(answer(connection, query, limit=10_000).rows), runs)
        print(f"  cypher, orders from canaan in August 2021: {statistics.median(times):.1f} ms, {found} found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sparql", action="store_true", help="ask the triples too")
    parser.add_argument("--cypher", action="store_true", help="build the property graph too")
    parser.add_argument("--folder", type=Path, help="where the files go and stay; a temporary folder by default")
    parser.add_argument("--child", nargs=3, metavar=("WAY", "SOURCE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        way, source, folder = options.child
        began = time.perf_counter()
        {"lode": load_lode, "bulk": load_bulk}[way](Path(source), Path(folder))
        print(
            time.perf_counter() - began, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        )
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
            for record in articles(options.statements):
                file.write(json.dumps(record) + "\n")
        seconds, used, peak = measured("lode", folder / "a.jsonl", folder / "store")
        count = dump(folder / "store", folder / "a.nq")
        bulk, bulk_used, bulk_peak = measured("bulk", folder / "a.nq", folder / "bulk")
        print(f"{options.statements:,} statements, {count:,} triples ({count / options.statements:.1f} a statement)")
        print(
            f"  lode graph load --no-fuse, from annotations: {seconds:.1f} s ({used:.1f} s of processor), peak {peak:,.0f} MiB"
        )
        print(
            f"  pyoxigraph bulk_load, from N-Quads:          {bulk:.1f} s ({bulk_used:.1f} s of processor), peak {bulk_peak:,.0f} MiB"
        )
        print(
            f"  ratio: {seconds / bulk:.2f} in time, {used / bulk_used:.2f} in time of processor, {peak / bulk_peak:.2f} in memory"
        )
        ask_all(folder / "store", options.runs, sparql=options.sparql)
        ask_as_command(folder / "store", options.runs)
        if options.cypher:
            ask_cypher(folder / "store", options.runs)


if __name__ == "__main__":
    main()

"""Loading statements into a store, against pyoxigraph's own bulk load of the same triples; and questions in milliseconds.

    python benchmarks/graph_load.py                      # 1,000,000 statements
    python benchmarks/graph_load.py --statements 20000

The generator writes annotation JSONL: articles of ten statements about companies of the registry and unknown ones.
Each load runs in a process of its own, so that its peak of memory is its own.
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
PREDICATES = ["ordered_from", "mined", "holds", "has_capacity", "reported", "operates_in", "partnered_with"]


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

    for _ in range(size):
        buyer = rng.choice(BUYERS) if rng.random() < 0.5 else f"firm-{int(20_000 * rng.random() ** 3)}"
        subject = mention("COMPANY", buyer)
        day = f"20{rng.randint(18, 25)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        date = mention("DATE", day, iso=day)
        predicate = rng.choice(PREDICATES)
        qualifiers: dict[str, list[str]] = {"date": [date]}
        if predicate == "ordered_from":
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
            target, qualifiers["metric"] = quantity("money", "USD", 10**8), ["revenue"]
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


def ask_all(folder: Path, runs: int) -> None:
    """Times ready questions on an open store."""
    from nlp.graph.naming import Names
    from nlp.graph.projection import load_projection
    from nlp.graph.questions import Asked, ask, question_of
    from nlp.graph.sparql import reading
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import load_registry

    projection, registry = load_projection(), load_registry(patterns_folder())
    asked = [
        ("orders", {"seller": "canaan", "buyer": "riot"}, "2021-01-01", "2021-12-31"),
        ("orders", {"seller": "canaan"}, "2021-08-01", "2021-08-31"), ("holdings", {"company": "riot"}, None, None),
        ("holdings", {"company": "firm-0"}, None, None), ("suppliers", {"buyer": "cleanspark"}, None, None),
        ("partners", {"company": "hive"}, "2024-01-01", None), ("sites", {"place": "kz"}, "2024-12-01", None),
    ]  # fmt: skip
    with reading(folder) as graph:
        names = Names(graph, registry, projection)
        for name, given, since, until in asked:
            times, used, found = [], [], 0
            for _ in range(runs):
                began, at = time.perf_counter(), time.process_time()
                wanted = {}
                for option, value in given.items():
                    labels = ["JURISDICTION"] if option == "place" else ["COMPANY"]
                    wanted[option] = names.seek(value, labels)
                found = len(ask(graph, Asked(question_of(name), wanted, since, until), projection))
                times.append((time.perf_counter() - began) * 1000)
                used.append((time.process_time() - at) * 1000)
            when = f" {since or ''}–{until or ''}" if since or until else ""
            told = " ".join(f"--{option} {value}" for option, value in given.items())
            print(
                f"  ask {name} {told}{when}: {statistics.median(times):.1f} ms "
                f"({statistics.median(used):.1f} of processor, first {times[0]:.1f}), {found} found"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
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
        folder = Path(temporary)
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
        ask_all(folder / "store", options.runs)


if __name__ == "__main__":
    main()

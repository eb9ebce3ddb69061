"""The engine for many machines, on a real cluster of several nodes on this machine. Needs the extra [ray]."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray", reason="needs the extra [ray]; CI runs it after the other tests")

from nlp.batch.cluster import run_on_ray
from nlp.batch.journal import Part
from nlp.batch.run import Options, annotate_inputs
from nlp.batch.slots import Size
from nlp.batch.tasks import Settings

TEXT = "8月{d}日，HIVE Blockchain向嘉楠科技订购了{n}台矿机。"
NODE = {"num_cpus": 1, "object_store_memory": 150_000_000}


@pytest.fixture
def cluster() -> Iterator[Any]:
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": 150_000_000, "include_dashboard": False},
    )
    yield made
    ray.shutdown()
    made.shutdown()


def test_a_node_killed_in_the_middle_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    """The head has no processor and every node room for one actor: so both nodes work, and one is lost."""
    nodes = [cluster.add_node(**NODE) for _ in range(2)]
    source = tmp_path / "a.jsonl"
    rows = [{"id": f"d{n}", "text": TEXT.format(d=n % 28 + 1, n=n + 100) * 5} for n in range(1500)]
    rows[700]["text"] = " "
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    seen: list[int] = []

    def step(part: Part, earlier: bool) -> None:
        seen.append(part.number)
        if len(seen) == 5:
            cluster.remove_node(nodes[1], allow_graceful=False)
            cluster.add_node(**NODE)

    def engine(tasks: Any, settings: Settings) -> Iterator[Part]:
        return run_on_ray(tasks, settings, address=cluster.address, workers=2, time_limit=60, cpus=0.6)

    options = Options(str(tmp_path / "out"), size=Size(records=25))
    tally = annotate_inputs([str(source)], options, step=step, engine=engine)
    assert (tally.documents, tally.rejects) == (1499, 1)
    assert sorted(seen) == list(range(60))
    parts = sorted((tmp_path / "out" / "parts").glob("part-*"))
    ids = [json.loads(line)["id"] for path in parts for line in path.read_bytes().splitlines()]
    assert ids == [f"d{n}" for n in range(1500) if n != 700]
    # the local engine goes on from what the cluster has done, and finds nothing left to do
    again = annotate_inputs([str(source)], options)
    assert again.earlier == 1499

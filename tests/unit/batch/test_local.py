"""Worker processes: what one document does to a worker costs no other document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.batch.journal import Part
from nlp.batch.local import run_local
from nlp.batch.slots import Size, plan
from nlp.batch.tasks import Settings, Task
from nlp.errors import WorkerError
from tests.unit.batch.fakes import Broken, Fragile


def run(
    tmp_path: Path, texts: list[str], *, workers: int = 2, records: int = 4, limit: float = 60.0, kind: type = Fragile
) -> tuple[list[Part], list[str], list[dict[str, object]]]:
    source, folder = tmp_path / "in.jsonl", tmp_path / "out"
    folder.mkdir()
    source.write_text(
        "".join(json.dumps({"id": f"d{n}", "text": t}) + "\n" for n, t in enumerate(texts)), encoding="utf-8"
    )
    settings: Settings = kind(str(folder), "v")
    tasks = [Task(number, slot) for number, slot in enumerate(plan([str(source)], Size(records=records)))]
    parts = sorted(run_local(tasks, settings, workers=workers, time_limit=limit), key=lambda part: part.number)
    done, refused = [], []
    for part in parts:
        for name in part.files:
            rows = (
                [json.loads(line) for line in (folder / name).read_bytes().splitlines()]
                if name.endswith("jsonl")
                else []
            )
            if name.startswith("parts/"):
                done += [row["id"] for row in rows]
            elif name.startswith("rejects/"):
                refused += rows
    return parts, done, refused


def test_all_documents_are_done_in_their_order(tmp_path: Path) -> None:
    parts, done, refused = run(tmp_path, [f"text {n}" for n in range(18)])
    assert done == [f"d{n}" for n in range(18)]
    assert not refused
    assert [part.number for part in parts] == list(range(5))
    assert sum(part.documents for part in parts) == 18


def test_a_document_that_crashes_a_worker_is_refused_and_the_rest_is_done(tmp_path: Path) -> None:
    texts = [f"text {n}" for n in range(10)]
    texts[5] = "CRASH"
    _, done, refused = run(tmp_path, texts)
    assert done == [f"d{n}" for n in range(10) if n != 5]
    assert [row["path"] for row in refused] == ["d5"]
    assert "exit code 7" in str(refused[0]["reason"])
    assert refused[0]["start"] == "CRASH"


def test_two_poisonous_documents_in_one_slot(tmp_path: Path) -> None:
    _, done, refused = run(tmp_path, ["one", "CRASH a", "two", "CRASH b"], workers=1)
    assert done == ["d0", "d2"]
    assert [row["path"] for row in refused] == ["d1", "d3"]


def test_a_document_that_hangs_is_refused_after_its_time(tmp_path: Path) -> None:
    _, done, refused = run(tmp_path, ["one", "HANG", "two"], limit=1.5)
    assert done == ["d0", "d2"]
    assert "longer than the time limit" in str(refused[0]["reason"])


def test_a_document_that_fails_is_refused_at_once(tmp_path: Path) -> None:
    _, done, refused = run(tmp_path, ["one", "FAIL", "two"])
    assert done == ["d0", "d2"]
    assert refused[0]["reason"] == "could not be annotated: ValueError: no such luck"


def test_a_worker_lost_once_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LODE_TEST_ONCE", str(tmp_path / "once"))
    _, done, refused = run(tmp_path, ["one", "ONCE", "two"], workers=1)
    assert done == ["d0", "d1", "d2"]
    assert not refused


def test_workers_that_cannot_load_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="while it loaded"):
        run(tmp_path, ["one"], kind=Broken)

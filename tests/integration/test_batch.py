"""`lode annotate` as a person and a machine run it: with workers, killed, stopped, watching."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.processes import beside

LODE = [sys.executable, "-m", "nlp.cli", "annotate", "--model", "none"]
TEXTS = (
    "8月{d}日，HIVE Blockchain向嘉楠科技订购了{n}台矿机。",
    "On August {d}, Bitfarms said it had mined {n} BTC in July and held 2,150 BTC.",
    "比特大陆于8月{d}日向Marathon交付{n}台S19j Pro。",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.jsonl"
    rows = [
        {"id": f"d{n}", "date": "2021-08-31", "text": TEXTS[n % 3].format(d=n % 28 + 1, n=1000 + n)} for n in range(600)
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def lode(*arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LODE, *map(str, arguments)], check=False, capture_output=True, text=True, timeout=240, **options
    )  # type: ignore[call-overload, no-any-return]


def records(path: Path) -> list[dict[str, object]]:
    files = sorted((path / "parts").glob("part-*")) if path.is_dir() else [path]
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def test_two_workers_write_what_one_writes(archive: Path, tmp_path: Path) -> None:
    one = lode(archive, "-o", tmp_path / "one.jsonl", "--part-size", "50")
    two = lode(archive, "-o", tmp_path / "two.jsonl", "--workers", "2", "--part-size", "50", "--json-log")
    assert (one.returncode, two.returncode) == (0, 0)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert [row["id"] for row in records(tmp_path / "two.jsonl")] == [f"d{n}" for n in range(600)]
    log = [json.loads(line) for line in two.stderr.splitlines()]
    assert log[-1]["finished"]
    assert log[-1]["documents"] == 600
    assert log[-1]["characters_per_second"] > 0
    assert "600 documents" in one.stderr


def test_a_run_killed_again_and_again_loses_nothing(archive: Path, tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert lode(archive, "-o", whole, "--part-size", "20").returncode == 0
    kills = 0
    while True:
        process = subprocess.Popen(
            [*LODE, str(archive), "-o", str(killed), "--part-size", "20", "--workers", "2", "-q"],
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        parts = len(list((killed / "parts").glob("part-*"))) if killed.exists() else 0
        # killed as soon as it has got a little further
        while process.poll() is None and kills < 4:
            now = len(list((killed / "parts").glob("part-*"))) if killed.exists() else 0
            if now >= parts + 3:
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.01)
        if process.wait(240) == 0:
            break
    assert kills >= 2
    assert records(killed) == records(whole)
    assert {p.name for p in (killed / "parts").iterdir()} == {p.name for p in (whole / "parts").iterdir()}


def test_ctrl_c_says_that_nothing_is_lost(archive: Path, tmp_path: Path) -> None:
    journal = tmp_path / "out" / "journal.jsonl"
    with beside([*LODE, str(archive), "-o", str(tmp_path / "out"), "--part-size", "20"]) as process:
        # a part counts when it stands in the journal, a little after its file
        while process.poll() is None and not (journal.exists() and '"fingerprint"' in journal.read_text()):
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "goes on from there" in told
    again = lode(archive, "-o", tmp_path / "out", "--part-size", "20")
    assert again.returncode == 0
    assert "done before" in again.stderr
    assert len(records(tmp_path / "out")) == 600


def test_watch_annotates_what_comes(tmp_path: Path) -> None:
    incoming, out = tmp_path / "incoming", tmp_path / "out"
    incoming.mkdir()
    (incoming / "a.txt").write_text(TEXTS[0].format(d=1, n=10), encoding="utf-8")

    def wait_for(number: int) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and not (out.exists() and len(records(out)) >= number):
            time.sleep(0.1)
        assert len(records(out)) == number

    with beside([*LODE, str(incoming), "-o", str(out), "--watch", "--every", "0.2"]) as process:
        wait_for(1)
        (incoming / "b.txt").write_text(TEXTS[1].format(d=2, n=20), encoding="utf-8")
        wait_for(2)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert [row["id"] for row in records(out)] == ["a", "b"]


def test_a_pipe_into_a_folder_resumes_by_what_is_in_it(archive: Path, tmp_path: Path) -> None:
    for _ in range(2):
        done = lode("-", "-o", tmp_path / "out", input=archive.read_text(encoding="utf-8"))
        assert done.returncode == 0
    assert "600 done before" in done.stderr
    assert len(records(tmp_path / "out")) == 600


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "xml", "-o", "x"], "must be one of jsonl, parquet, docbin, datasets"),
        (["--format", "parquet"], "give a file or folder with -o"),
        (["--watch", "-o", "out.jsonl"], "adds to a folder"),
        (["--engine", "spark", "-o", "x"], "must be one of local, ray"),
    ],
)
def test_what_does_not_go_together_is_said(archive: Path, arguments: list[str], told: str) -> None:
    result = lode(archive, *arguments)
    assert result.returncode == 3
    assert told in " ".join(result.stderr.replace("│", " ").split())

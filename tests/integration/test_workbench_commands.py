"""`lode serve` and `lode agree` as a person runs them."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.cli import app
from tests.processes import beside

RUNNER = CliRunner()
SEEDS = Path(__file__).parents[2] / "seeds"
WIDE = {"COLUMNS": "160"}


@pytest.fixture
def two(tmp_path: Path) -> tuple[str, str]:
    """Two annotators' files of three documents: in each, the second has a name less and a label of its own."""
    records = [json.loads(line) for line in (SEEDS / "zh.jsonl").read_text(encoding="utf-8").splitlines()[:3]]
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    for record in records:
        names = [m for m in record["entities"] if m["label"] == "COMPANY"]
        record["entities"].remove(names[0])
        names[-1]["label"] = "FACILITY"
    second.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return str(first), str(second)


def test_agree_prints_tables(two: tuple[str, str]) -> None:
    result = RUNNER.invoke(app, ["agree", *two, "--differences"], env=WIDE)
    assert result.exit_code == 0
    assert "3 documents" in result.stdout
    assert "Cohen's κ" in result.stdout
    assert "COMPANY / FACILITY" in result.stdout
    assert "only the first" in result.stdout


def test_agree_as_json_and_floors(two: tuple[str, str]) -> None:
    result = RUNNER.invoke(app, ["agree", *two, "--json"])
    total = json.loads(result.stdout)["total"]
    assert total["mentions"]["f1"] < total["spans"]["f1"] < 1
    assert 0 < total["label_kappa"] < 1
    same = RUNNER.invoke(app, ["agree", two[0], two[0], "--fail-under", "mentions=1", "--fail-under", "label_kappa=1"])
    assert same.exit_code == 0
    low = RUNNER.invoke(app, ["agree", *two, "--fail-under", "mentions=0.999"])
    assert low.exit_code == 1
    assert "mentions is 0." in low.stderr


@pytest.mark.parametrize("floor", ["mentions", "words=0.5", "mentions=x"])
def test_agree_refuses_floors_that_are_none(two: tuple[str, str], floor: str) -> None:
    assert RUNNER.invoke(app, ["agree", *two, "--fail-under", floor]).exit_code == 3


def test_agree_without_common_documents(two: tuple[str, str]) -> None:
    result = RUNNER.invoke(app, ["agree", two[0], str(SEEDS / "en.jsonl")])
    assert result.exit_code == 3
    assert "documents that both have" in result.stderr


@pytest.mark.parametrize("command", ["serve", "agree"])
def test_help_has_examples(command: str) -> None:
    result = RUNNER.invoke(app, [command, "--help"], env=WIDE)
    assert result.exit_code == 0
    assert "Examples:" in result.stdout


def test_serve_tells_of_a_port_that_is_taken() -> None:
    pytest.importorskip("uvicorn", reason='the workbench needs uvicorn: pip install "lode-nlp[serve]"')
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = RUNNER.invoke(app, ["serve", "--port", str(taken.getsockname()[1])])
    assert result.exit_code == 3
    assert "choose another with --host and --port" in result.stderr.replace("\n", " ")


def test_serve_without_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = RUNNER.invoke(app, ["serve"])
    assert result.exit_code == 3
    assert 'pip install "lode-nlp[serve]"' in result.stderr.replace("\n", " ")


def test_serve_answers_and_ends(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn", reason='the workbench needs uvicorn: pip install "lode-nlp[serve]"')
    command = [
        sys.executable,
        "-m",
        "nlp.cli",
        "serve",
        "--port",
        "0",
        "--model",
        "none",
        "--gold",
        str(tmp_path / "g.jsonl"),
    ]
    with beside(command, env={**os.environ, "LODE_TOKEN": "t"}) as process:
        assert process.stderr is not None
        address = next(word for word in process.stderr.readline().split() if word.startswith("http"))
        began = time.monotonic()
        while True:
            try:
                with urllib.request.urlopen(f"{address}health") as answer:
                    health = json.load(answer)
                break
            except OSError:
                assert time.monotonic() - began < 30
                time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.wait(20)
    assert (health["model"], health["gold"], health["token"]) == ("none", "g.jsonl", True)

"""The commands as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.cli import app

RUNNER = CliRunner()
TEXT = "2021年8月3日，HIVE Blockchain向嘉楠科技订购了6500台矿机。"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_annotate_writes_a_line_a_document(article: Path) -> None:
    result = RUNNER.invoke(app, ["annotate", str(article), "-q"])
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["text"] == TEXT
    assert [s["predicate"] for s in record["statements"]] == ["ordered_from"]


def test_annotate_reads_standard_input() -> None:
    result = RUNNER.invoke(app, ["annotate", "-", "-q"], input=json.dumps({"id": "x", "text": TEXT}) + "\n")
    assert json.loads(result.stdout)["id"] == "x"


def test_annotate_puts_rejects_aside_and_exits_with_2(article: Path, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text("{\n", encoding="utf-8")
    out = tmp_path / "out" / "o.jsonl"
    result = RUNNER.invoke(app, ["annotate", str(article), str(tmp_path / "b.jsonl"), "-o", str(out)])
    assert result.exit_code == 2
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1
    reject = json.loads((tmp_path / "out" / "o.jsonl.rejects.jsonl").read_text(encoding="utf-8"))
    assert (reject["line"], reject["path"]) == (1, str(tmp_path / "b.jsonl"))
    assert "b.jsonl:1: not JSON" in result.stderr.replace("\n", "")


def test_annotate_exits_with_3_where_nothing_can_be_done(tmp_path: Path) -> None:
    assert RUNNER.invoke(app, ["annotate", str(tmp_path / "no.txt")]).exit_code == 3
    result = RUNNER.invoke(app, ["annotate", str(tmp_path), "--model", "big"])
    assert result.exit_code == 3
    assert "--model none" in result.stderr


def test_show_prints_text_and_statements(article: Path) -> None:
    result = RUNNER.invoke(app, ["show", str(article)], env={"COLUMNS": "160"})
    assert result.exit_code == 0
    assert TEXT in result.stdout
    assert "ordered_from" in result.stdout


def test_explain_names_rule_and_evidence(article: Path) -> None:
    result = RUNNER.invoke(app, ["explain", str(article), "--statement", "1"])
    assert "zh.order.buy" in result.stdout
    assert "evidence" in result.stdout
    result = RUNNER.invoke(app, ["explain", str(article), "--mention", "6500台"])
    assert "count 6500.0 machine (exact)" in result.stdout
    assert RUNNER.invoke(app, ["explain", str(article), "--at", "9999"]).exit_code == 3


def test_evaluate_scores_and_fails_under_a_floor(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    RUNNER.invoke(app, ["annotate", str(article), "-o", str(out), "-q"])
    result = RUNNER.invoke(app, ["evaluate", str(out), str(out), "--json"])
    assert json.loads(result.stdout)["all"]["scores"]["entity_strict"]["f1"] == 1.0
    empty = tmp_path / "e.jsonl"
    empty.write_text(json.dumps({"id": "other", "text": "x"}) + "\n", encoding="utf-8")
    result = RUNNER.invoke(app, ["evaluate", str(out), str(empty), "--fail-under", "entity_strict=0.5"])
    assert result.exit_code == 1
    assert "below 0.500" in result.stderr


def test_patterns_check_passes_on_the_shipped_files() -> None:
    result = RUNNER.invoke(app, ["patterns", "check"])
    assert result.exit_code == 0, result.output


def test_schema_is_json() -> None:
    assert "ordered_from" in json.loads(RUNNER.invoke(app, ["schema"]).stdout)["predicates"]


@pytest.mark.parametrize(
    "command", [[], ["annotate"], ["show"], ["explain"], ["evaluate"], ["patterns"], ["patterns", "check"], ["schema"]]
)
def test_help_has_examples(command: list[str]) -> None:
    result = RUNNER.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.stdout

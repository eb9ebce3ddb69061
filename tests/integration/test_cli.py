"""The commands as a person runs them."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.cli import app
from nlp.resources.files import patterns_folder

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
    assert (
        "[2021年8月3日|DATE]，[HIVE Blockchain|COMPANY]向[嘉楠科技|COMPANY]订购了[6500台|QUANTITY]矿机。"
        in result.stdout
    )
    assert "ordered_from" in result.stdout


def test_show_marks_what_is_doubtful() -> None:
    from rich.console import Console

    from nlp.cli.show import _print_statements
    from nlp.records import Document, Statement

    console = Console(record=True, width=120, file=io.StringIO())
    sure, doubtful = (Statement("holds", name, "five", confidence=c) for name, c in (("one", 0.9), ("two", 0.42)))
    _print_statements(console, Document("a", "", statements=(sure, doubtful)))
    lines = console.export_text().splitlines()
    assert any("0.42 ?" in line for line in lines)
    assert not any("0.90 ?" in line for line in lines)
    assert lines[-1].startswith("? = doubtful")
    _print_statements(console, Document("a", "", statements=(sure,)))
    assert "doubtful" not in console.export_text()


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
    assert "Examples:" in result.stdout
    assert re.search(r"^ *lode ", result.stdout.partition("Examples:")[2], re.MULTILINE)


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The console script in a process of its own."""
    return subprocess.run([sys.executable, "-m", "nlp.cli", *arguments], input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["annotate", "--nothing"], "No such option"), (["annotate"], "Missing argument"), (["nothing"], "No such command"),
        (["annotate", "{dir}/a.txt", "--rejects", "{dir}"], "choose another place with --rejects"),
        (["annotate", "{dir}/a.txt", "-o", "{dir}"], "choose another place with -o"),
        (["show", "{dir}/no.txt"], "no.txt: there is no such file"), (["show", "{dir}/a.txt", "--id", "b"], "there are a"),
        (["explain", "{dir}/a.txt", "--statement", "9"], "nothing stands there"),
        (["annotate", "{dir}/a.txt", "--patterns", "{dir}"], "expected a pattern file"),
        (["evaluate", "{dir}/a.txt", "{dir}/a.txt", "--errors", "--kind", "x"], "kind must be one of boundary, label"),
    ],
    ids=lambda value: "-".join(value).replace("{dir}/", "") if isinstance(value, list) else "",
)  # fmt: skip
def test_what_could_not_run_is_told_and_exits_with_3(article: Path, arguments: list[str], told: str) -> None:
    result = run(*(argument.format(dir=article.parent) for argument in arguments))
    assert result.returncode == 3
    assert told in result.stderr.decode()
    assert b"Traceback" not in result.stderr


def test_no_progress_in_a_pipe(article: Path) -> None:
    result = run("annotate", str(article))
    assert json.loads(result.stdout)["id"] == "a"
    assert re.fullmatch(rb"1 documents, 4 mentions, 1 statements in \d+\.\d s\s*", result.stderr)


def test_progress_on_a_terminal(article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    from nlp.batch.journal import Part
    from nlp.cli.progress import progress_of

    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_of([str(article)], json_log=False, quiet=False) as step:
        assert step is not None
        step(Part(0, "", "", documents=3, characters=500, rejects=1, size=20), False)
    assert "3 documents" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    assert "1 rejected" in sys.stderr.getvalue()  # type: ignore[attr-defined]
    with progress_of([str(article)], json_log=False, quiet=True) as step:
        assert step is None


def test_lone_surrogates_in_ids_and_rejects_break_no_output(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "Bitmain"}\n', encoding="utf-8")
    (tmp_path / "b.json").write_text('[{"text": "\\ud800"}]', encoding="utf-8")
    out = tmp_path / "o.jsonl"
    assert run("annotate", str(tmp_path / "a.jsonl"), str(tmp_path / "b.json"), "-o", str(out), "-q").returncode == 2
    assert json.loads(out.read_bytes())["id"] == "\ud800"
    assert "surrogate at character 0" in json.loads(Path(f"{out}.rejects.jsonl").read_bytes())["reason"]


def test_evaluate_lists_one_kind_of_error(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    RUNNER.invoke(app, ["annotate", str(article), "-o", str(out), "-q"])
    record = json.loads(out.read_text(encoding="utf-8"))
    record["entities"].pop(0)
    record["statements"][0]["modality"] = "planned"
    (tmp_path / "p.jsonl").write_text(json.dumps(record), encoding="utf-8")
    arguments = ["evaluate", str(out), str(tmp_path / "p.jsonl"), "--no-bootstrap", "--errors", "--kind"]
    shown = RUNNER.invoke(app, [*arguments, "missed"]).stdout
    assert "DATE 2021年8月3日" in shown
    assert "[planned]" not in shown
    found = json.loads(RUNNER.invoke(app, [*arguments, "wrong modality", "--json"]).stdout)["errors"]
    assert [len(faults) for faults in found.values()] == [1]


def test_predictions_need_no_text(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "o.jsonl"
    RUNNER.invoke(app, ["annotate", str(article), "-o", str(out), "-q"])
    record = json.loads(out.read_text(encoding="utf-8"))
    del record["text"]
    (tmp_path / "p.jsonl").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "e.jsonl").write_text("", encoding="utf-8")
    for name, f1 in (("p", 1.0), ("e", 0.0)):
        result = RUNNER.invoke(app, ["evaluate", str(out), str(tmp_path / f"{name}.jsonl"), "--json"])
        assert json.loads(result.stdout)["all"]["scores"]["role"]["f1"] == f1


def test_patterns_check_runs_the_examples_of_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "patterns"
    shutil.copytree(patterns_folder(), folder)
    path = folder / "common" / "units.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("hashrate 6700000 TH/s", "hashrate 67 TH/s"), encoding="utf-8")
    result = RUNNER.invoke(app, ["patterns", "check", "--patterns", str(folder)])
    assert result.exit_code == 1
    assert "units.toml: expected [670万TH/s|hashrate 67 TH/s], was hashrate 6700000 TH/s" in result.stderr

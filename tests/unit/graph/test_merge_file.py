"""A store keeps its merge file, and takes what a person decides there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from nlp.cli import app

RUNNER = CliRunner()


def article(identity: str, name: str, count: int) -> dict[str, Any]:
    """An order by a firm that no registry knows."""
    text = f"{name} ordered {count} machines from Canaan."
    start = len(name) + 9
    end = text.index("Canaan")
    return {
        "id": identity, "lang": "en", "date": "2021-08-04", "text": text,
        "entities": [
            {"id": "e1", "start": 0, "end": len(name), "text": name, "label": "COMPANY", "ref": "quillfen-hash"},
            {"id": "e2", "start": start, "end": start + len(str(count)), "text": str(count), "label": "QUANTITY",
             "ref": "q:e2", "kind": "count", "value": count, "unit": "machine"},
            {"id": "e3", "start": end, "end": end + 6, "text": "Canaan", "label": "COMPANY", "ref": "canaan"},
        ],
        "statements": [{"predicate": "ordered_from", "subject": "quillfen-hash", "object": "canaan", "qualifiers": {"count": ["e2"]}}],
    }  # fmt: skip


def write(path: Path, *articles: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in articles), encoding="utf-8")
    return str(path)


def buyers(store: Path) -> int:
    query = "SELECT DISTINCT ?b WHERE { ?b lode:orderedMachinesFrom ?s }"
    result = RUNNER.invoke(app, ["graph", "query", query, "--store", str(store), "--json"])
    return len(json.loads(result.stdout)["results"]["bindings"])


def test_a_rejected_merge_is_taken_apart_by_the_next_load(tmp_path: Path) -> None:
    told = write(tmp_path / "a.jsonl", article("a", "Quillfen Hash Ltd", 1500), article("b", "Quillfen Hash", 1500))
    store = tmp_path / "store"
    assert RUNNER.invoke(app, ["graph", "load", told, "--store", str(store)]).exit_code == 0
    assert buyers(store) == 1
    path = store / "merges.jsonl"
    (row,) = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert row["proposed"] == "merge"
    path.write_text(json.dumps({**row, "decision": "reject"}) + "\n", encoding="utf-8")
    assert RUNNER.invoke(app, ["graph", "load", told, "--store", str(store)]).exit_code == 0
    assert buyers(store) == 2
    kept = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["decision"] for row in kept] == ["reject"]


def test_merges_are_written_for_review_and_read_by_export(tmp_path: Path) -> None:
    told = write(tmp_path / "a.jsonl", article("a", "Quillfen Hash Ltd", 1500), article("b", "Quillfen Hash", 1500))
    path, out = tmp_path / "merges.jsonl", tmp_path / "out.nt"
    assert RUNNER.invoke(app, ["graph", "merges", told, "-o", str(path)]).exit_code == 0
    row = json.loads(path.read_text(encoding="utf-8"))

    def orders() -> int:
        arguments = ["graph", "export", told, "--format", "ntriples", "-o", str(out), "--merges", str(path)]
        assert RUNNER.invoke(app, arguments).exit_code == 0
        lines = out.read_text(encoding="utf-8").splitlines()
        return sum(
            "/orderedMachinesFrom> " in line or "#orderedMachinesFrom> " in line
            for line in lines
            if line.count("canaan")
        )

    together = orders()
    path.write_text(json.dumps({**row, "decision": "reject"}) + "\n", encoding="utf-8")
    assert orders() > together


def test_a_merge_file_that_is_wrong_is_named(tmp_path: Path) -> None:
    told = write(tmp_path / "a.jsonl", article("a", "Quillfen Hash", 1500))
    path = tmp_path / "merges.jsonl"
    path.write_text('{"decision": "perhaps"}\n', encoding="utf-8")
    result = RUNNER.invoke(app, ["graph", "export", told, "-o", str(tmp_path / "o"), "--merges", str(path)])
    assert result.exit_code == 3
    assert "merges.jsonl:1: decision must be accept, reject or null" in result.stderr.replace("\n", "")

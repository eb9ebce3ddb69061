"""The page of an evaluation, the comparison of two runs, and what was taken for what."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nlp.annotation import to_line
from nlp.cli import app
from nlp.evaluation.comparison import compare
from nlp.evaluation.confusion import NONE, confusion
from nlp.evaluation.scores import count_document
from nlp.records import Document, Mention, Statement

TEXT = "Bitmain sold rigs to <script>alert(1)</script> HIVE in Texas."


def document(number: int, *, wrong: bool = False, label: str = "COMPANY") -> Document:
    name = f"d{number}"
    mentions = (
        Mention(0, 7, "Bitmain", label, ref="bitmain", id="e1"),
        Mention(47, 51, "HIVE", "COMPANY", ref="hive", id="e2"),
        *(() if wrong else (Mention(55, 60, "Texas", "JURISDICTION", ref="texas", id="e3"),)),
    )
    statements = () if wrong else (Statement("supplied", "bitmain", "hive"),)
    return Document(id=name, text=TEXT, lang="en", mentions=mentions, statements=statements)


GOLD = [document(n) for n in range(12)]


def write(path: Path, documents: list[Document]) -> str:
    path.write_text("".join(to_line(d) + "\n" for d in documents), encoding="utf-8")
    return str(path)


def test_confusion_pairs_spans_and_counts_what_is_alone() -> None:
    gold = document(0)
    predicted = replace(
        document(0, label="PERSON"),
        mentions=(
            Mention(0, 7, "Bitmain", "PERSON", id="e1"),
            Mention(47, 60, "HIVE in Texas", "FACILITY", id="e2"),
            Mention(13, 17, "rigs", "MACHINE", id="e3"),
        ),
    )
    assert confusion([gold], {"d0": predicted}) == {
        ("COMPANY", "PERSON"): 1, ("JURISDICTION", "FACILITY"): 1, ("COMPANY", NONE): 1, (NONE, "MACHINE"): 1,
    }  # fmt: skip
    assert confusion([gold], {}) == {("COMPANY", NONE): 2, ("JURISDICTION", NONE): 1}


def test_a_sure_difference_has_a_small_p_and_none_has_1() -> None:
    perfect = [count_document(d, d) for d in GOLD]
    worse = [count_document(d, document(n, wrong=True)) for n, d in enumerate(GOLD)]
    found = {row.name: row for row in compare(worse, perfect)}
    assert found["entity_strict"].new == 1.0
    assert found["entity_strict"].p == 0.0
    assert found["entity_strict"].low > 0
    assert {row.p for row in compare(perfect, perfect)} == {1.0}
    assert compare([], []) == []
    with pytest.raises(ValueError, match="same documents"):
        compare(perfect, perfect[1:])


def test_one_document_of_many_makes_no_sure_difference() -> None:
    perfect = [count_document(d, d) for d in GOLD]
    once = [count_document(d, document(n, wrong=n == 0)) for n, d in enumerate(GOLD)]
    row = next(row for row in compare(once, perfect) if row.name == "entity_strict")
    assert row.new > row.old
    assert row.p > 0.05


class TestPage:
    @pytest.fixture
    def page(self, tmp_path: Path) -> str:
        gold = write(tmp_path / "gold.jsonl", GOLD)
        new = write(tmp_path / "new.jsonl", [document(n, wrong=n < 2) for n in range(12)])
        old = write(tmp_path / "old.jsonl", [document(n, wrong=n > 0) for n in range(12)])
        arguments = ["evaluate", gold, new, "--against", old, "--report", str(tmp_path / "r")]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0
        assert "the report is" in result.stderr
        return (tmp_path / "r" / "index.html").read_text(encoding="utf-8")

    def test_it_holds_scores_errors_and_the_other_run(self, page: str) -> None:
        assert "entities, strict" in page
        assert 'data-kind="missed statement"' in page
        assert "Against old.jsonl" in page
        assert "no longer wrong (20)" in page
        assert "newly wrong (2)" in page

    def test_an_error_stands_in_its_words(self, page: str) -> None:
        assert re.search(r"<mark>Bitmain sold rigs to .*HIVE</mark> in Texas", page)

    def test_text_is_never_markup_and_nothing_comes_from_elsewhere(self, page: str) -> None:
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert page.count("<script>") == 1
        assert not re.search(r"(?:src|href)=", page)
        assert "default-src 'none'" in page

    def test_json_holds_the_comparison(self, tmp_path: Path) -> None:
        gold = write(tmp_path / "gold.jsonl", GOLD)
        result = CliRunner().invoke(app, ["evaluate", gold, gold, "--against", gold, "--json"])
        rows = json.loads(result.stdout)["against"]
        assert {row["name"] for row in rows} >= {"entity_strict", "role"}

    def test_a_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        gold = write(tmp_path / "gold.jsonl", GOLD)
        result = CliRunner().invoke(app, ["evaluate", gold, gold, "--report", gold])
        assert result.exit_code == 3
        assert "choose another place with --report" in result.stderr


def test_a_perfect_run_has_no_errors(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", GOLD)
    CliRunner().invoke(app, ["evaluate", gold, gold, "--report", str(tmp_path / "r")])
    assert "There are none." in (tmp_path / "r" / "index.html").read_text(encoding="utf-8")

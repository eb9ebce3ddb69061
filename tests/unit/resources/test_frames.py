"""Rows of the statement grammar: what is wrong with one is told with its file and id."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import ResourceError
from nlp.resources.frames import load_grammar

ROW = '[[construction]]\nid = "mined.dug"\npredicate = "mined"\npatterns = ["{subject:C} dug up {object:b}"]\n'


def grammar_of(folder: Path, constructions: str) -> None:
    (folder / "en").mkdir()
    (folder / "en" / "cues.toml").write_text("", encoding="utf-8")
    (folder / "en" / "frames.toml").write_text("", encoding="utf-8")
    (folder / "en" / "constructions.toml").write_text(constructions, encoding="utf-8")


def test_an_id_names_one_row(tmp_path: Path) -> None:
    grammar_of(tmp_path, ROW)
    assert [rule.predicate for rule in load_grammar(tmp_path, ("en",)).constructions] == ["mined"]


def test_an_id_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    grammar_of(tmp_path, ROW + ROW)
    with pytest.raises(ResourceError, match=r"mined\.dug.*twice"):
        load_grammar(tmp_path, ("en",))

"""Rows of the statement grammar: what is wrong with one is told with its file and id."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlp.errors import ResourceError
from nlp.resources.check import check_patterns
from nlp.resources.files import patterns_folder
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


@pytest.mark.parametrize(
    ("stem", "row"),
    [
        ("cues", '[cues]\nplanned = ["will (be"]\n'),
        ("constructions", ROW.replace("dug up", "dug (up")),
        ("constructions", ROW + 'needs = "rig("\n'),
        ("frames", '[[frame]]\nid = "x"\npredicate = "mined"\ntriggers = ["dug"]\nunless = "gold("\n'),
        (
            "frames",
            '[[frame]]\nid = "x"\npredicate = "mined"\ntriggers = ["dug"]\n[frame.roles.object]\ntypes = "b"\nafter = "("\n',
        ),
    ],
)
def test_what_is_no_pattern_is_told(tmp_path: Path, stem: str, row: str) -> None:
    shutil.copytree(patterns_folder(), tmp_path, dirs_exist_ok=True)
    for other in ("cues", "frames", "constructions"):
        (tmp_path / "en" / f"{other}.toml").write_text("", encoding="utf-8")
    path = tmp_path / "en" / f"{stem}.toml"
    path.write_text(row, encoding="utf-8")
    (problem,) = check_patterns(tmp_path)
    assert "not a pattern" in problem
    assert str(path) in problem

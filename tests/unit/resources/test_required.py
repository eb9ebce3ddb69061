"""What constructions ask for is told by the shipped file as it is told by their patterns."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlp.errors import ResourceError
from nlp.resources.check import check_patterns
from nlp.resources.expansion import PatternRow
from nlp.resources.files import patterns_folder
from nlp.resources.frames import Grammar, load_grammar
from nlp.resources.required import FILE, load_required, required_groups, tell_required, write_required

PATTERN = "(?P<subject>[\ue043\ue063])(?:挖出|产出)了?(?P<object>[\ue062])"
ROW = PatternRow("{subject:Cc}{mined}{object:b+}", {"mined": "(?:挖出|产出)了?"}, "zh", described=False)
OTHER = PatternRow("{subject:C} bought [0-9]+", {}, "en", described=False)


@pytest.fixture(scope="module")
def grammar() -> Grammar:
    return load_grammar(patterns_folder())


def test_the_shipped_file_is_right(grammar: Grammar) -> None:
    wrong = [
        rule.id
        for rule in grammar.constructions
        if (rule.words, rule.types, rule.lists) != tell_required(*rule.row.expanded)
    ]
    assert wrong == [], "raise the version in nlp/resources/required.py; run python -m nlp.resources.required"


def test_the_shipped_file_knows_nearly_all(grammar: Grammar) -> None:
    table = load_required(patterns_folder())
    missing = [rule.id for rule in grammar.constructions if rule.row not in table]
    assert len(missing) < len(grammar.constructions) / 20, "run python -m nlp.resources.required"


def test_types_and_words_are_told() -> None:
    assert tell_required(PATTERN) == ((("挖出", "产出"),), ("\ue043\ue063", "\ue062"), ())
    assert tell_required(*ROW.expanded) == ((("挖出", "产出"),), ("\ue043\ue063", "\ue062"), ("object",))


def test_only_the_most_telling_words_are_kept() -> None:
    pattern = "(?:mines?|sold) [0-9]{2} (?:coins|bitcoin) of (?:Canada|Texas)"
    assert len(required_groups(pattern)) == 4
    assert tell_required(pattern).words == required_groups(pattern)[:2]


def test_a_file_gives_what_was_written(tmp_path: Path) -> None:
    write_required(tmp_path, [ROW])
    table = load_required(tmp_path)
    assert ROW in table
    assert OTHER not in table
    assert table.of(ROW) == tell_required(*ROW.expanded)
    assert table.of(OTHER) == tell_required(*OTHER.expanded)


@pytest.mark.parametrize(
    "other",
    [
        PatternRow("{subject:Cc}{mined}{object:b}", {"mined": "(?:挖出|产出)了?"}, "zh", described=False),
        PatternRow("{subject:Cc}{mined}{object:b+}", {"mined": "(?:挖出|产得)了?"}, "zh", described=False),
        PatternRow("{subject:Cc}{mined}{object:b+}", {"mined": "(?:挖出|产出)了?"}, "en", described=False),
        PatternRow("{subject:Cc}{mined}{object:b+}", {"mined": "(?:挖出|产出)了?", "desc": "x"}, "zh", described=True),
    ],
)
def test_whatever_changes_the_expression_makes_another_row(tmp_path: Path, other: PatternRow) -> None:
    write_required(tmp_path, [ROW])
    assert other not in load_required(tmp_path)


def test_macros_within_macros_count() -> None:
    rows = [PatternRow("{a}", {"a": "x{b}", "b": body}, "en", described=False).written for body in ("y", "z")]
    assert rows[0] != rows[1]


def test_an_unknown_macro_is_told() -> None:
    with pytest.raises(KeyError, match="nothing"):
        PatternRow("a{nothing}", {}, "en", described=False).written  # noqa: B018


def test_a_folder_needs_no_file(tmp_path: Path) -> None:
    assert load_required(tmp_path).of(ROW) == tell_required(*ROW.expanded)


def test_a_file_of_another_version_tells_nothing(tmp_path: Path) -> None:
    write_required(tmp_path, [ROW])
    path = tmp_path / FILE
    path.write_text(path.read_text(encoding="utf-8").replace('"version": 2', '"version": 0'), encoding="utf-8")
    assert ROW not in load_required(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 2, "rows": {"a": 1}}'])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=FILE):
        load_required(tmp_path)


def test_the_check_finds_a_wrong_row(tmp_path: Path) -> None:
    shutil.copytree(patterns_folder(), tmp_path, dirs_exist_ok=True)
    path = tmp_path / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("首席执行官", "首席执行"), encoding="utf-8")
    (problem,) = check_patterns(tmp_path)
    assert "told wrongly" in problem

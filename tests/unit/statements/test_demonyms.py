"""Offices told by an adjective, as the pattern files name them."""

from __future__ import annotations

import pytest

from nlp.encoding import Slot
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.resources.registry import load_registry
from nlp.statements.demonyms import Offices

KAZAKHSTAN = Slot(40, "J", 60, 70, "kz")
OFFICES = Offices({"kazakh": "kz", "south korean": "kr"})


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("kazakh authorities shut the farms", True),
        ("south korean grid officials fined them", True),
        ("the country has banned it", True),
        ("kazakh miners left", False),
        ("norwegian authorities shut the farms", False),  # an adjective that this table lacks
    ],
)
def test_offices_act(text: str, acts: bool) -> None:
    assert OFFICES.act(text, 0, len(text)) is acts


def test_the_country_is_found_where_the_text_names_it() -> None:
    text = "kazakh authorities shut"
    assert OFFICES.before(text, 0, 19, [KAZAKHSTAN]) == [KAZAKHSTAN]
    assert OFFICES.before(text, 0, 19, []) == []
    told = "rigs seized by kazakh officials"
    assert OFFICES.behind(told, 4, len(told), [KAZAKHSTAN]) == [KAZAKHSTAN]


def test_whom_somebody_asks_does_not_act() -> None:
    text = "miners sued the kazakh government and shut"
    assert OFFICES.before(text, 0, 38, [KAZAKHSTAN]) == []


def test_without_adjectives_no_office_is_found() -> None:
    assert not Offices({}).act("kazakh authorities shut the farms", 0, 30)


def test_every_adjective_of_the_shipped_files_is_of_a_place_of_the_registry() -> None:
    registry = load_registry(patterns_folder(), labels=("JURISDICTION",))
    demonyms = load_grammar(patterns_folder()).demonyms
    assert len(demonyms) > 50
    assert [word for word, ref in demonyms.items() if registry.get("JURISDICTION", ref) is None] == []

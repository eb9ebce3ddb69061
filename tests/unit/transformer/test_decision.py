"""Patterns and model: which mentions stay, which are made, and what they are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.records import Measure, Mention
from nlp.transformer.decision import _is_whole, decide, probability_of, with_refs
from nlp.transformer.runtime import Model
from nlp.transformer.tags import first_of
from tests.unit.transformer.conftest import FIRMS, WORDS

TEXT = "a XY b Z c XY"


def company(
    start: int, end: int, *, text: str = TEXT, rule: str = "latin.company", ref: str | None = "some"
) -> Mention:
    return Mention(start, end, text[start:end], "COMPANY", rule=rule, ref=ref)


def decided(model: Model, mentions: list[Mention], text: str = TEXT) -> list[tuple[str, str, str | None]]:
    made = decide(mentions, model.read([text])[0], text, model.config)
    return sorted((f"{m.start}–{m.end}", m.rule, m.ref) for m in made)


def test_the_model_adds_what_patterns_miss(model: Model) -> None:
    assert decided(model, []) == [
        ("11–13", "model.tagger", "xy"),
        ("2–4", "model.tagger", "xy"),
        ("7–8", "model.tagger", "z"),
    ]


def test_what_the_model_doubts_goes_unless_a_registry_knows_it(model: Model) -> None:
    doubted, listed = company(5, 6), company(9, 10, rule="registry", ref="c-corp")
    rules = {rule for place, rule, _ in decided(model, [doubted, listed]) if place in ("5–6", "9–10")}
    assert rules == {"registry"}


def test_what_both_find_keeps_the_ref_of_the_patterns(model: Model) -> None:
    assert ("2–4", "latin.company", "xyz") in decided(model, [company(2, 4, ref="xyz")])
    assert ("11–13", "model.tagger", "xyz") in decided(model, [company(2, 4, ref="xyz")])


def test_values_are_never_touched(model: Model) -> None:
    value = Mention(5, 8, "b Z", "QUANTITY", rule="measure", measure=Measure("count", 2.0, "item"))
    made = decide([value], model.read([TEXT])[0], TEXT, model.config)
    assert value in made
    assert not any(m.start == 7 and m.label == "COMPANY" for m in made)


def test_what_is_never_a_name_is_none_by_the_model(model: Model) -> None:
    made = decide([], model.read([TEXT])[0], TEXT, model.config, never={"xy"})
    assert [m.text for m in made] == ["Z"]


def test_a_quantity_is_made_where_the_grammar_has_none(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIRMS, WORDS.index("Z"), first_of("QUANTITY"))
    config = replace(model.config, add={"en.QUANTITY": 0.5})
    made = decide([], model.read([TEXT])[0], TEXT, config)
    assert [(m.text, m.label, m.rule, m.measure) for m in made] == [("Z", "QUANTITY", "model.tagger", None)]
    value = Mention(5, 8, "b Z", "QUANTITY", rule="measure", measure=Measure("count", 2.0, "item"))
    assert decide([value], model.read([TEXT])[0], TEXT, config) == [value]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("held 1,040 BTC", "040", False),
        ("held 1,040 BTC", "1,040", True),
        ("税后剩41万。", "41", False),
        ("税后剩41万。", "41万", True),
        ("some 48 million more", "48", False),
        ("at .35 now", "35", False),
        ("then 48, then 45.", "45", True),
    ],
)
def test_a_quantity_is_no_part_of_a_number(text: str, part: str, whole: bool) -> None:
    start = text.index(part)
    assert _is_whole(text, start, start + len(part), "QUANTITY") == whole


def test_no_threshold_no_addition(model: Model) -> None:
    config = replace(model.config, add={})
    assert decide([], model.read([TEXT])[0], TEXT, config) == []


@pytest.mark.parametrize(("start", "end", "likely"), [(2, 4, True), (2, 3, False), (5, 6, False), (7, 8, True)])
def test_a_probability_needs_the_right_borders(model: Model, start: int, end: int, likely: bool) -> None:
    assert (probability_of(model.read([TEXT])[0], start, end, "COMPANY") > 0.5) == likely


def test_a_name_is_not_cut_out_of_a_word(model: Model) -> None:
    text = "XYb a"
    assert decide([], model.read([text])[0], text, model.config) == []


@pytest.mark.parametrize(
    ("label", "known", "new", "ref"),
    [
        ("COMPANY", "Quorvane Digital Holdings", "Quorvane Digital", "k"),
        ("COMPANY", "远帆科技集团", "远帆科技", "k"),
        ("COMPANY", "Quorvane Digital", "quorvane  digital", "k"),
        ("PERSON", "Marta Lindqvist", "Lindqvist", "k"),
        ("PERSON", "史蒂文·罗", "罗", "k"),
        ("COMPANY", "Quorvane Digital", "Quor", "quor"),
        ("COMPANY", "Quorvane Digital", "Digital", "digital"),
        ("PERSON", "Marta Lindqvist", "Marta", "marta"),
        ("COMPANY", "远帆科技集团", "科技集团", "科技集团"),
    ],
)
def test_a_new_name_takes_the_ref_of_what_it_stands_for(label: str, known: str, new: str, ref: str) -> None:
    there = Mention(0, len(known), known, label, ref="k")
    made = with_refs([there, Mention(50, 50 + len(new), new, label)], [there])
    assert [m.ref for m in made if m.start == 50] == [ref]

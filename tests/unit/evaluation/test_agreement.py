"""Agreement of two annotators."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import InputError
from nlp.evaluation.agreement import compare, compare_files, kappa
from nlp.records import Document, Mention, Statement

TEXT = "HIVE向嘉楠科技订购矿机，Bitfarms在德州。"


def mention(start: int, end: int, label: str, ref: str | None = None) -> Mention:
    text = TEXT[start:end]
    return Mention(start, end, text, label, ref=ref or text, id=f"e{start}")


HIVE, CANAAN, BITFARMS = mention(0, 4, "COMPANY"), mention(5, 9, "COMPANY"), mention(14, 22, "COMPANY")
ORDER = Statement("ordered_from", "HIVE", "嘉楠科技")
BASE = Document(id="a", text=TEXT, mentions=(HIVE, CANAAN, BITFARMS), statements=(ORDER,))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ({("A", "A"): 20, ("A", "B"): 5, ("B", "A"): 10, ("B", "B"): 15}, 0.4),
        ({("A", "A"): 5, ("B", "B"): 5}, 1.0),
        ({("A", "B"): 5, ("B", "A"): 5}, -1.0),
        ({("A", "A"): 25, ("A", "B"): 25, ("B", "A"): 25, ("B", "B"): 25}, 0.0),
        ({}, None),
        ({("A", "A"): 9}, None),
    ],
)
def test_kappa(pairs: dict[tuple[str, str], int], expected: float | None) -> None:
    found = kappa(pairs)
    assert found == (None if expected is None else pytest.approx(expected))


def test_the_same_agrees() -> None:
    found = compare(BASE, BASE)
    assert (found.mentions.f1, found.spans.f1, found.statements.f1) == (1.0, 1.0, 1.0)


def test_another_label_agrees_in_the_span_only() -> None:
    other = replace(BASE, mentions=(HIVE, CANAAN, replace(BITFARMS, label="FACILITY")))
    found = compare(BASE, other)
    assert found.spans.f1 == 1.0
    assert found.mentions.f1 == pytest.approx(2 / 3)
    assert dict(found.labels) == {("COMPANY", "COMPANY"): 2, ("COMPANY", "FACILITY"): 1}


def test_another_modality_is_the_same_statement() -> None:
    found = compare(BASE, replace(BASE, statements=(replace(ORDER, modality="planned"),)))
    assert found.statements.f1 == 1.0
    assert dict(found.modalities) == {("asserted", "planned"): 1}


def test_documents_of_one_alone_are_left_out_and_told() -> None:
    found = compare_files(
        [BASE, replace(BASE, id="b")], [BASE, replace(BASE, id="c"), replace(BASE, id="b", text="x" * 40)]
    )
    assert list(found.documents) == ["a"]
    assert found.left_out == {"c": "only the second has it", "b": "the texts differ"}


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(InputError, match="only the first has it: 1"):
        compare_files([BASE], [])


def test_documents_of_least_agreement_come_first() -> None:
    other = replace(BASE, id="b", mentions=(HIVE,), statements=())
    found = compare_files([BASE, replace(BASE, id="b")], [BASE, other])
    assert found.least_first() == ["b", "a"]
    assert found.as_json()["total"]["mentions"]["both"] == 4


SPANS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 4), st.sampled_from(("COMPANY", "DATE", "QUANTITY", "PERSON"))),
    max_size=6,
)


def built(spans: list[tuple[int, int, str]]) -> Document:
    taken, mentions, end = [], [], 0
    for start, length, label in sorted(spans):
        if start >= end and start + length <= len(TEXT):
            end = start + length
            mentions.append(replace(mention(start, end, label), iso="2021-08-03" if start % 2 else None))
    names = [m.ref or "" for m in mentions if m.label == "COMPANY"]
    taken = [Statement("acquired", a, b) for a, b in itertools.pairwise(names)]
    return Document(id="a", text=TEXT, mentions=tuple(mentions), statements=tuple(taken))


@given(SPANS, SPANS)
@settings(max_examples=60)
def test_agreement_is_the_same_from_both_sides(
    one: list[tuple[int, int, str]], other: list[tuple[int, int, str]]
) -> None:
    forth, back = compare(built(one), built(other)), compare(built(other), built(one))
    assert forth.mentions.f1 == back.mentions.f1
    assert forth.statements.f1 == back.statements.f1
    assert kappa(forth.labels) == pytest.approx(kappa(back.labels))
    for share in (forth.mentions, forth.spans, forth.statements):
        assert share.f1 is None or 0 <= share.f1 <= 1

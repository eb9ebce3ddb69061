"""Tags: spans to tags and back, with what BIO allows."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.schema import LABELS
from nlp.transformer.decoding import best_tags, log_softmax, read_spans
from nlp.transformer.tags import TAGS, first_of, inner_of, piece_span, tag_spans


def scores_of(tags: list[int], sure: float = 9.0) -> numpy.ndarray:
    scores = numpy.zeros((len(tags), len(TAGS)), dtype=numpy.float32)
    scores[numpy.arange(len(tags)), tags] = sure
    return log_softmax(scores)


@st.composite
def spans_of_pieces(draw: st.DrawFn) -> tuple[int, list[tuple[int, int, str]]]:
    count = draw(st.integers(1, 40))
    borders = sorted(draw(st.sets(st.integers(0, count), max_size=12)))
    spans = [(a, b, draw(st.sampled_from(LABELS))) for a, b in zip(borders[::2], borders[1::2], strict=False)]
    return count, spans


@given(spans_of_pieces())
def test_spans_come_back(case: tuple[int, list[tuple[int, int, str]]]) -> None:
    count, spans = case
    read = read_spans(scores_of(tag_spans(count, spans)))
    assert [(s.first, s.last, s.label) for s in read] == spans
    assert all(s.probability > 0.9 for s in read)


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=17, max_size=17), min_size=1, max_size=12))
def test_no_inner_tag_without_its_beginning(rows: list[list[float]]) -> None:
    tags = best_tags(log_softmax(numpy.array(rows, dtype=numpy.float32))).tolist()
    before = 0
    for tag in tags:
        if tag and tag % 2 == 0:
            assert before in (tag, tag - 1)
        before = tag


def test_an_inner_tag_alone_becomes_a_beginning() -> None:
    company = [inner_of("COMPANY"), inner_of("COMPANY")]
    scores = numpy.full((2, len(TAGS)), -9.0, dtype=numpy.float32)
    scores[numpy.arange(2), company] = 0.0
    scores[0, first_of("COMPANY")] = -1.0
    assert best_tags(scores).tolist() == [first_of("COMPANY"), inner_of("COMPANY")]


def test_nothing_is_read_from_nothing() -> None:
    assert read_spans(numpy.zeros((0, len(TAGS)), numpy.float32)) == []


@pytest.mark.parametrize(
    ("start", "end", "pieces"),
    [(0, 2, (0, 1)), (2, 6, (1, 3)), (3, 4, (1, 2)), (6, 7, (3, 3)), (7, 9, (3, 4)), (9, 20, (4, 4))],
)
def test_pieces_that_share_a_character(start: int, end: int, pieces: tuple[int, int]) -> None:
    # pieces at 0–2, 2–5, 5–6 and, behind a space, 7–9
    assert piece_span([2, 5, 6, 9], [0, 2, 5, 7], start, end) == pieces

from __future__ import annotations

import datetime

import pytest

from nlp.graph.fusion.times import Span, day_of, span_of


def days(first: str, last: str) -> Span:
    return Span(datetime.date.fromisoformat(first).toordinal(), datetime.date.fromisoformat(last).toordinal())


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2021-08-03", "2021-08-03", "2021-08-03"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-07-01/2021-09-30", "2021-07-01", "2021-09-30"),
        ("2021-H2", "2021-07-01", "2021-12-31"),
        ("2021-06/2021-08", "2021-06-01", "2021-08-31"),
    ],
)
def test_span(iso: str, first: str, last: str) -> None:
    assert span_of(iso) == days(first, last)


@pytest.mark.parametrize(
    "iso",
    [None, "", "soon", "2021-13", "2021-02-30", "2021-00/2021-13", "0000", "9999-12", "2021-09-01/2021-08-01", "/"],
)
def test_what_is_no_date(iso: str | None) -> None:
    assert span_of(iso) is None


def test_day_of_publication() -> None:
    assert day_of("2021-08-03T10:00:00+08:00") == day_of("2021-08-03")
    assert day_of("2021-08") is None
    assert day_of(None) is None


def test_gap_and_likeness() -> None:
    july, august, quarter = days("2021-07-01", "2021-07-31"), span_of("2021-08"), span_of("2021-Q3")
    assert august is not None
    assert quarter is not None
    assert july.gap(august) == 1
    assert july.gap(quarter) == 0
    assert july.likeness(july) == 1
    assert 0.3 < july.likeness(quarter) < 0.4

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.graph.moments import day_of, days_of
from nlp.graph.spreadsheet import harmless
from nlp.graph.terms import clean, from_segment, literal, number, plain, segment

HOSTILE = [
    '"',
    "\\",
    '" . <urn:x> <urn:y> "',
    "> <urn:x",
    "a\nb",
    "\r\n",
    "\u2028",
    "}",
    "'; DROP",
    "\x00\x1b",
    "\ud800",
]


@given(st.text())
@example('" } ; DELETE WHERE { ?s ?p ?o } #')
@example("\ud800\udfff")
def test_literals_come_back_as_they_were(text: str) -> None:
    (triple,) = ox.parse(f"<urn:s> <urn:p> {literal(text)} .".encode(), ox.RdfFormat.N_TRIPLES)
    assert triple.object.value == clean(text)


@given(st.text(st.characters()) | st.sampled_from(HOSTILE))
def test_segments_stay_inside_an_iri_and_come_back(text: str) -> None:
    part = segment(text)
    (triple,) = ox.parse(f"<urn:s> <urn:p> <urn:x/{part}> .".encode(), ox.RdfFormat.N_TRIPLES)
    assert triple.object.value == f"urn:x/{part}"
    assert from_segment(part) == text
    assert "/" not in part
    assert "#" not in part


@pytest.mark.parametrize(
    ("value", "written"),
    [(6500, '"6500"'), (6500.0, '"6500"'), (1.32e9, '"1320000000"'), (0.045, '"0.045"'), (-2.5, '"-2.5"'), (0, '"0"')],
)
def test_numbers_are_decimals_without_exponent(value: float, written: str) -> None:
    assert number(value) == written + "^^<http://www.w3.org/2001/XMLSchema#decimal>"


def test_numbers_beyond_a_decimal_are_doubles() -> None:
    assert number(1e300).endswith("#double>")


def test_names_of_values_do_not_depend_on_the_type() -> None:
    assert plain(6500) == plain(6500.0) == "6500"
    assert plain(None) == ""


@pytest.mark.parametrize(
    ("iso", "days"),
    [
        ("2021-08-03", ("2021-08-03", "2021-08-03")),
        ("2021-08", ("2021-08-01", "2021-08-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2021", ("2021-01-01", "2021-12-31")),
        ("2021-07-01/2021-09-30", ("2021-07-01", "2021-09-30")),
        ("2021-Q3", ("2021-07-01", "2021-09-30")),
        ("2021-H1", ("2021-01-01", "2021-06-30")),
        ("2021-01/2021-03", ("2021-01-01", "2021-03-31")),
    ],
)
def test_dates_are_spans_of_days(iso: str, days: tuple[str, str]) -> None:
    assert days_of(iso) == days


@pytest.mark.parametrize(
    "iso", ["", "2021-13", "2021-02-30", "0000", "2021-9", "2022/2021", "soon", "２０２１", "2021-08-03T"]
)
def test_what_is_no_date_is_told(iso: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        days_of(iso)


def test_days_of_documents() -> None:
    assert day_of("2021-08-03T10:00:00Z") == "2021-08-03"
    assert day_of("2021") is None
    assert day_of("yesterday!") is None
    assert day_of(None) is None


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "|x", "%x"])
def test_formulas_are_defused(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["Canaan", "嘉楠", "a=b", "", "5"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from nlp.graph.claims import claims_of
from nlp.graph.codec import pack, unpack
from nlp.graph.facts import Reader, Refusal
from nlp.graph.projection import Projection
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import SEEDS, write_lines
from tests.unit.graph.test_claims import RECORD

GOOD: dict[str, Any] = {**RECORD, "statements": RECORD["statements"][:2]}  # type: ignore[index]


def read(paths: list[str], registry: Registry, projection: Projection) -> tuple[list[Any], list[Refusal]]:
    refused: list[Refusal] = []
    return list(Reader(registry, projection, refused.append).articles(paths)), refused


def test_claims_come_back_from_the_store_as_they_were(registry: Registry, projection: Projection) -> None:
    articles, refused = read(SEEDS, registry, projection)
    assert not refused
    assert len(articles) == 64
    for article in articles:
        packed = pack(article.claims)
        assert unpack(packed, article.id) == list(article.claims)
        assert pack(unpack(packed, article.id)) == packed


def changed(**fields: Any) -> dict[str, Any]:
    record = copy.deepcopy(GOOD)
    record["statements"][0].update(fields)
    return record


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"predicate": "adores"}, "'adores' is no predicate"),
        ({"subject": None, "object": None}, "both null"),
        ({"object": "zhang-san"}, "object must be COMPANY, was PERSON"),
        ({"object": "nobody"}, "no mention and no ref"),
        ({"modality": "perhaps"}, "modality must be one of"),
        ({"confidence": 3}, "confidence must be from 0 to 1"),
        ({"evidence": [[9, 2]]}, "is no span"),
        ({"qualifiers": {"colour": ["e1"]}}, "no role 'colour'"),
        ({"qualifiers": {"count": ["e1"]}}, "count must be count, was the date"),
        ({"qualifiers": {"date": ["q:e4"]}}, "date must be a date, was count"),
        ({"qualifiers": {"machine": ["hive"]}}, "machine must be MACHINE, was COMPANY"),
    ],
)
def test_a_bad_statement_is_refused_with_the_reason_and_no_other(
    tmp_path: Path, registry: Registry, projection: Projection, fields: dict[str, Any], reason: str
) -> None:
    path = write_lines(tmp_path / "a.jsonl", [changed(**fields)])
    (article,), (refusal,) = read([path], registry, projection)
    assert [claim.predicate for claim in article.claims] == ["has_position"]
    assert reason in refusal.reason
    assert (refusal.document, refusal.statement) == ("a1", 0)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"value": 10**400}, "finite"), ({"value": "many"}, "finite"),
        ({"value": True}, "finite"), ({"value": None}, "must have a value"), ({"unit": None}, "unit"),
        ({"kind": "hashrate"}, "must be in TH/s"), ({"bound": "roughly"}, "bound"),
        ({"value": None, "min": 9, "max": 2}, "down to"),
    ],
)  # fmt: skip
def test_bad_values_are_refused(
    tmp_path: Path, registry: Registry, projection: Projection, value: dict[str, Any], reason: str
) -> None:
    record = copy.deepcopy(GOOD)
    record["entities"][3].update(value)
    (article,), (refusal,) = read([write_lines(tmp_path / "a.jsonl", [record])], registry, projection)
    assert len(article.claims) == 1
    assert reason in refusal.reason


def test_bad_dates_are_refused(tmp_path: Path, registry: Registry, projection: Projection) -> None:
    record = copy.deepcopy(GOOD)
    record["entities"][0]["iso"] = "2021-13-45"
    (article,), (refusal,) = read([write_lines(tmp_path / "a.jsonl", [record])], registry, projection)
    assert len(article.claims) == 1
    assert "ISO 8601" in refusal.reason


def test_bad_lines_cost_no_other(tmp_path: Path, registry: Registry, projection: Projection) -> None:
    other = {**GOOD, "id": "a2"}
    nameless = {key: value for key, value in GOOD.items() if key != "id"}
    odd = [{**GOOD, "id": f"odd{n}", "statements": bad} for n, bad in enumerate((
        [{"predicate": "ordered_from", "subject": "hive", "object": "canaan", "qualifiers": {"count": [["x"]]}}],
        [{"predicate": ["x"], "subject": {"a": 1}}], "no list", [{"subject": "hive"}],
    ))]  # fmt: skip
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(record) for record in (GOOD, nameless, *odd, other)]
    path.write_text("\n".join([*lines[:1], "{broken", "[1]", "", *lines[1:]]) + "\n", encoding="utf-8")
    articles, refused = read([str(path), str(tmp_path / "none.jsonl")], registry, projection)
    assert [article.id for article in articles if article.claims] == ["a1", "a2"]
    assert len(refused) == 8
    assert any("no such file" in refusal.reason for refusal in refused)


def test_an_id_twice(tmp_path: Path, registry: Registry, projection: Projection) -> None:
    """The same article twice is one; another one of the same id is refused."""
    path = write_lines(tmp_path / "a.jsonl", [GOOD, GOOD, changed(modality="planned")])
    articles, (refusal,) = read([path], registry, projection)
    assert {article.id for article in articles} == {"a1"}
    assert {claim.modality for article in articles for claim in article.claims} == {"asserted"}
    assert "same id" in refusal.reason


def test_text_is_not_needed(tmp_path: Path, registry: Registry, projection: Projection) -> None:
    record = {key: value for key, value in GOOD.items() if key != "text"}
    (article,), refused = read([write_lines(tmp_path / "a.jsonl", [record])], registry, projection)
    assert len(article.claims) == 2
    assert not refused
    assert claims_of is not None

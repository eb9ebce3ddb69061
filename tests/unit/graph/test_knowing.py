"""Refs of hand-made documents that are ids of the registry by chance."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nlp.annotation import from_json
from nlp.graph.facts import Reader
from nlp.graph.knowing import Knowing
from nlp.graph.projection import Projection
from nlp.resources.registry import Registry
from tests.unit.graph.conftest import SEEDS, write_lines


def document(ref: str | None, *texts: str, label: str = "COMPANY", rule: str = "", name: str = "m1") -> Any:
    text = "，".join(texts)
    entities, at = [], 0
    for number, each in enumerate(texts):
        entities.append({"id": name if not number else f"m{number + 1}", "start": at, "end": at + len(each), "text": each,
                         "label": label, "ref": ref, "rule": rule})  # fmt: skip
        at += len(each) + 1
    return from_json({"id": "a", "text": text, "entities": entities})


@pytest.mark.parametrize(
    ("ref", "label", "texts", "meant"),
    [
        ("x", "COMPANY", ["X"], True), ("x", "COMPANY", ["推特"], True), ("x", "COMPANY", ["Xanadu Mining"], False), ("ap", "COMPANY", ["Alderpeak Inc."], False),
        ("ap", "COMPANY", ["美聯社"], True), ("ap", "COMPANY", ["AP"], True), ("ap", "COMPANY", ["AP News", "the wire"], True),
        ("ru", "JURISDICTION", ["俄羅斯"], True), ("la", "JURISDICTION", ["Los Angeles"], False), ("la", "JURISDICTION", ["Laos"], True),
        ("ca", "JURISDICTION", ["California"], False), ("ne", "JURISDICTION", ["New England"], False), ("in", "JURISDICTION", ["Indiana"], False),
        ("us", "JURISDICTION", ["U.S."], True), ("us", "JURISDICTION", ["美國"], True), ("cz", "PERSON", ["CZ"], True), ("cz", "PERSON", ["Carl Zimmer"], False),
        ("hut-8", "COMPANY", ["Hut 8 Mining Corp."], True), ("hut-8", "COMPANY", ["Hutchinson"], False),
        ("canaan", "COMPANY", ["嘉楠"], True), ("bitfarms", "COMPANY", ["Keel"], True), ("enegix", "COMPANY", ["埃涅吉克斯"], True),
        ("norhaven-digital", "COMPANY", ["Norhaven Digital"], False),
    ],
)  # fmt: skip
def test_refs_made_by_hand(ref: str, label: str, texts: list[str], meant: bool, registry: Registry) -> None:
    assert Knowing(registry).of(document(ref, *texts, label=label))(label, ref) is meant


def test_what_lode_annotates_has_ids_of_the_registry(registry: Registry) -> None:
    assert Knowing(registry).of(document("ap", "the wire", rule="short.form"))("COMPANY", "ap")


def test_an_id_of_a_mention_is_no_id_of_the_registry(registry: Registry) -> None:
    own = Knowing(registry).of(document("canaan", "Kingsmill Ltd", name="canaan"))
    assert not own("COMPANY", "canaan")
    assert Knowing(registry).of(document("canaan", "Canaan Inc.", name="canaan"))("COMPANY", "canaan")
    assert not Knowing(registry).of(document(None, "X", name="x"))("COMPANY", "x"), "a mention without ref"


def test_such_a_thing_is_one_of_its_document_alone(tmp_path: Path, registry: Registry, projection: Projection) -> None:
    text = "Alderpeak Inc. ordered machines from Canaan."
    record = {
        "id": "a", "text": text,
        "entities": [{"id": "e1", "start": 0, "end": 14, "text": text[:14], "label": "COMPANY", "ref": "ap"},
                     {"id": "e2", "start": 37, "end": 43, "text": "Canaan", "label": "COMPANY", "ref": "canaan"}],
        "statements": [{"predicate": "ordered_from", "subject": "ap", "object": "canaan"}],
    }  # fmt: skip
    (found,) = Reader(registry, projection).articles([write_lines(tmp_path / "a.jsonl", [record])])
    (claim,) = found.claims
    assert claim.subject is not None
    assert (claim.subject.key, claim.subject.known) == ("a#ap", False)
    assert getattr(claim.object, "key", None) == "canaan"


def test_the_ids_of_the_seeds_are_meant(registry: Registry) -> None:
    """Hand-made, with the ids of the registry: all of them but the one that is there by chance."""
    knowing, lost = Knowing(registry), set()
    for path in [*SEEDS, *(str(Path(SEEDS[0]).parent / "pairs" / n) for n in ("dev.jsonl", "test.jsonl"))]:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            read = from_json(json.loads(line))
            known = knowing.of(read)
            lost |= {
                (m.label, m.ref, m.text) for m in read.mentions
                if m.ref and registry.get(m.label, m.ref) and not known(m.label, m.ref)
            }  # fmt: skip
    assert lost == {("COMPANY", "ap", "Alderpeak Inc.")}

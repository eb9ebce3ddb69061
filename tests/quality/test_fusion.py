"""The pairs of articles: built from their source, valid, and fused no worse than before."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from nlp.annotation import validate
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry
from nlp.schema import PREDICATES

ROOT = Path(__file__).parents[2]
PAIRS = ROOT / "seeds" / "pairs"
# floors only rise; a fall needs a reason in the changelog. `test` decided nothing
FLOORS = json.loads((Path(__file__).parent / "fusion_floors.json").read_text(encoding="utf-8"))
SPLITS = ("dev", "test")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


scores = load(ROOT / "benchmarks" / "fusion_scores.py")


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(patterns_folder())


def test_the_pairs_are_what_their_source_makes() -> None:
    result = subprocess.run(
        [sys.executable, str(PAIRS / "build.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("split", SPLITS)
def test_pairs_are_valid(split: str) -> None:
    documents, links = scores.read_split(split)
    by_id = {document.id: document for document in documents}
    assert len(by_id) == len(documents) == 2 * len(links)
    for document in documents:
        assert validate(document) == [], document.id
    for link in links:
        for one, other in link["same"] + link["realises"]:
            left, right = by_id[link["left"]].statements[one], by_id[link["right"]].statements[other]
            assert left.predicate == right.predicate, link["pair"]
        assert len({one for one, _ in link["same"]}) == len({other for _, other in link["same"]}) == len(link["same"])


def test_there_is_enough_of_everything() -> None:
    links = [link for split in SPLITS for link in scores.read_split(split)[1]]
    kinds = Counter(link["kind"] for link in links)
    assert len(links) >= 66
    assert kinds["near"] >= len(links) / 3
    across = [link for link in links if len({language.split("-")[0] for language in link["languages"]}) == 2]
    assert len(across) >= len(links) / 3
    assert any("zh-Hant" in link["languages"] for link in links)
    told = {s.predicate for split in SPLITS for document in scores.read_split(split)[0] for s in document.statements}
    assert told == set(PREDICATES)


@pytest.mark.parametrize("split", SPLITS)
def test_scores_do_not_fall(registry: Registry, split: str) -> None:
    documents, links = scores.read_split(split)
    facts = scores.fuse(scores.claims_in(documents, registry), registry=registry)
    reached: Any = scores.score(scores.gold_pairs(links), scores.fused_pairs(facts))
    for name, floor in FLOORS[split].items():
        assert getattr(reached, name) >= floor, f"{split} {name} is {getattr(reached, name):.3f}, the floor {floor}"


@pytest.mark.parametrize("split", SPLITS)
def test_plans_find_what_became_of_them(registry: Registry, split: str) -> None:
    documents, links = scores.read_split(split)
    plans = {((link["left"], a), (link["right"], b)) for link in links for a, b in link["realises"]}
    assert scores.realised_pairs(scores.fuse(scores.claims_in(documents, registry), registry=registry)) == plans


def test_the_pipeline_s_statements_are_fused(pipeline: Any, registry: Registry) -> None:
    from dataclasses import replace

    from nlp.pipeline import annotate

    documents, links = scores.read_split("test")
    read = [annotate(pipeline, replace(document, mentions=(), statements=())) for document in documents]
    standing = scores.standing_for(documents, read)
    found = scores.translate(
        scores.fused_pairs(scores.fuse(scores.claims_in(read, registry), registry=registry)), standing
    )
    reached = scores.score(scores.gold_pairs(links), found)
    assert reached.f1 >= FLOORS["pipeline"]["f1"]

"""The own corpus: built from its sources, and read by the pipeline no worse than before."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from nlp.annotation import from_json, validate
from nlp.evaluation.scores import Score, count_document, summarise
from nlp.pipeline import annotate
from nlp.records import Document

SEEDS = Path(__file__).parents[2] / "seeds"
# floors only rise; a fall needs a reason in the changelog
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
CORPORA = tuple(FLOORS)
# what the model learns from and is tuned on, without floors
LEARNT = tuple(
    f"invented/{part}_{language}"
    for part in ("learn", "told", "retold", "alike", "judge", "tune", "decide")
    for language in ("zh", "en")
)


def corpus(name: str) -> list[Document]:
    with (SEEDS / f"{name}.jsonl").open(encoding="utf-8") as file:
        return [from_json(json.loads(line)) for line in file]


def test_the_corpus_is_what_its_sources_make() -> None:
    result = subprocess.run(
        [sys.executable, str(SEEDS / "build.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", [*CORPORA, *LEARNT])
def test_gold_is_valid(name: str) -> None:
    for document in corpus(name):
        assert validate(document) == [], document.id


@pytest.mark.parametrize("name", CORPORA)
def test_scores_do_not_fall(pipeline: Any, name: str) -> None:
    counts: list[Counter[tuple[str, ...]]] = []
    for gold in corpus(name):
        bare = Document(
            id=gold.id, text=gold.text, lang=gold.lang, date=gold.date, title=gold.title, source=gold.source
        )
        counts.append(count_document(gold, annotate(pipeline, bare)))
    scores = summarise(counts)
    for metric, floor in FLOORS[name].items():
        value = scores[metric]
        assert value is not None
        reached = value.f1 if isinstance(value, Score) else value
        assert reached >= floor, f"{name}: {metric} is {reached:.3f}, the floor {floor}"

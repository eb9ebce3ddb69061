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


def corpus(language: str) -> list[Document]:
    with (SEEDS / f"{language}.jsonl").open(encoding="utf-8") as file:
        return [from_json(json.loads(line)) for line in file]


def test_the_corpus_is_what_its_sources_make() -> None:
    result = subprocess.run(
        [sys.executable, str(SEEDS / "build.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_gold_is_valid(language: str) -> None:
    for document in corpus(language):
        assert validate(document) == [], document.id


@pytest.mark.parametrize("language", ["zh", "en"])
def test_scores_do_not_fall(pipeline: Any, language: str) -> None:
    counts: list[Counter[tuple[str, ...]]] = []
    for gold in corpus(language):
        bare = Document(
            id=gold.id, text=gold.text, lang=gold.lang, date=gold.date, title=gold.title, source=gold.source
        )
        counts.append(count_document(gold, annotate(pipeline, bare)))
    scores = summarise(counts)
    for name, floor in FLOORS[language].items():
        value = scores[name]
        assert value is not None
        reached = value.f1 if isinstance(value, Score) else value
        assert reached >= floor, f"{language} {name} is {reached:.3f}, the floor {floor}"

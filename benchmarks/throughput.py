"""Throughput on Chinese text: the whole pipeline, patterns alone, ÷ spaCy's own Chinese tokenizer with jieba, same text, same process.

usage: python benchmarks/throughput.py [--rounds N] [TEXTS.jsonl …]   (default: the Chinese articles of seeds/)

The texts are repeated until they hold some hundred KB. The two take turns, a round each, and the
best round of each counts, in CPU time of this process: other processes of a busy machine take no part in it.
"""

from __future__ import annotations

import argparse
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import spacy

import nlp
from nlp.components import to_document
from nlp.pipeline import annotate, annotate_all
from nlp.records import Document

SEEDS = Path(__file__).parents[1] / "seeds" / "zh.jsonl"
LEAST_BYTES = 300_000
# what a document without a date is taken to be of
DATE = "2022-05-11"


def read_documents(paths: Sequence[Path]) -> list[Document]:
    """The documents of annotation files, repeated until they hold `LEAST_BYTES`."""
    once = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            once.append(Document(id=row["id"], text=row["text"], date=row.get("date") or DATE, title=row.get("title")))
    return once * max(1, -(-LEAST_BYTES // size_of(once)))


def size_of(documents: Sequence[Document]) -> int:
    return sum(len(document.text.encode("utf-8")) for document in documents)


def seconds(work: Callable[[Sequence[Document]], Iterable[object]], documents: Sequence[Document]) -> float:
    began = time.process_time()
    for _ in work(documents):
        pass
    return time.process_time() - began


def shares(pipeline: spacy.Language, documents: Sequence[Document]) -> dict[str, float]:
    """The part of the time that each component takes."""
    spent: Counter[str] = Counter()
    for document in documents:
        at = time.process_time()
        doc = pipeline.tokenizer(document.text)
        doc._.date, doc._.title, doc._.source = document.date, document.title, document.source
        spent["tokenizer"] += (now := time.process_time()) - at
        for name, component in pipeline.pipeline:
            at, doc = now, component(doc)
            spent[name] += (now := time.process_time()) - at
        to_document(doc, document)
        spent["to_document"] += time.process_time() - now
    return {name: part / spent.total() for name, part in spent.items()}


def show(name: str, took: float, documents: Sequence[Document]) -> None:
    characters = sum(len(document.text) for document in documents)
    print(f"{name:28} {characters / took:10,.0f} characters/s {size_of(documents) / took / 1e6:6.2f} MB/s")


def measure(paths: Sequence[Path], rounds: int, pipeline: spacy.Language, reference: spacy.Language) -> None:
    with_model = nlp.load()
    documents = read_documents(paths)
    runs: list[Callable[[Sequence[Document]], Iterable[object]]] = [
        lambda docs: (annotate(pipeline, d) for d in docs),
        lambda docs: (reference(d.text) for d in docs),
        lambda docs: annotate_all(pipeline, docs),
        lambda docs: annotate_all(with_model, docs),
    ]
    best = [float("inf")] * len(runs)
    for number in range(rounds + 1):
        took = [seconds(run, documents) for run in runs]
        if number:  # the first round warms up
            best = list(map(min, best, took))
    parts = shares(pipeline, documents)
    print(", ".join(path.name for path in paths), f"· {len(documents)} documents, {size_of(documents) / 1e3:,.0f} KB")
    show("whole pipeline", best[0], documents)
    show("spaCy zh with jieba, tokens", best[1], documents)
    print(f"{'ratio':28} {best[1] / best[0]:10.2f}")
    show("whole pipeline, a stream", best[2], documents)
    print(f"{'ratio':28} {best[1] / best[2]:10.2f}")
    show("with the model, a stream", best[3], documents)
    print(f"{'patterns ÷ with the model':28} {best[3] / best[2]:10.1f}")
    print("share of the time: " + ", ".join(f"{name} {part:.0%}" for name, part in parts.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=[SEEDS])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    logging.getLogger("jieba").setLevel(logging.ERROR)
    pipeline = nlp.load(None)
    reference = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    measure(arguments.texts, arguments.rounds, pipeline, reference)


if __name__ == "__main__":
    main()

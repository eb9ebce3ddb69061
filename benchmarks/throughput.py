"""Throughput on Chinese text: the whole pipeline ÷ spaCy's own Chinese tokenizer with jieba, same text, same process.

usage: python benchmarks/throughput.py [TEXTS.jsonl …]   (default: the Chinese articles of seeds/)
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

import nlp
from nlp.pipeline import annotate
from nlp.records import Document


def megabytes_a_second(work: Callable[[str], object], texts: list[str], *, rounds: int = 3) -> float:
    best = 0.0
    size = sum(len(text.encode("utf-8")) for text in texts) / 1e6
    for _ in range(rounds):
        began = time.perf_counter()
        for text in texts:
            work(text)
        best = max(best, size / (time.perf_counter() - began))
    return best


def main() -> None:
    logging.getLogger("jieba").setLevel(logging.ERROR)
    paths = sys.argv[1:] or [str(Path(__file__).parents[1] / "seeds" / "zh.jsonl")]
    texts = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in file if line.strip()]
    pipeline = nlp.load()
    reference = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    reference(texts[0])
    annotate(pipeline, Document(id="0", text=texts[0]))
    ours = megabytes_a_second(lambda text: annotate(pipeline, Document(id="0", text=text, date="2022-05-11")), texts)
    theirs = megabytes_a_second(reference, texts)
    print(f"{len(texts)} texts, {sum(map(len, texts)):,} characters")
    print(f"whole pipeline               {ours:6.2f} MB/s")
    print(f"spaCy zh with jieba, tokens  {theirs:6.2f} MB/s")
    print(f"ratio                        {ours / theirs:6.2f}")


if __name__ == "__main__":
    main()

"""Seconds per MB on hostile texts, and how they grow with length: 1 is linear, 2 quadratic.

usage: python benchmarks/hostile.py [--size CHARACTERS] [--model none]

The exponent is log(long / short) / log(8) for a text and its first eighth, CPU time, best of two.
"""

from __future__ import annotations

import argparse
import math
import time

import nlp
from nlp.pipeline import annotate
from nlp.records import Document

UNITS = {
    "digits": "1",
    "Chinese numerals": "1万",
    "brackets": "(",
    "one Chinese character": "的",
    "one Chinese word": "矿",
    "capital letters": "A A ",
    "capitalised words": "Aa ",
    "letters": "A",
    "commas": ",",
    "companies": "嘉楠科技、",
    "machines": "S19 Pro+ Hyd ",
    "dates": "2021年8月3日至",
    "dates of things": "3月5日的",
    "blanks": " ",
    "asides": "Riot (the miner that runs rigs in Texas ",
}


def seconds(pipeline: object, text: str) -> float:
    began = time.process_time()
    annotate(pipeline, Document(id="hostile", text=text))  # type: ignore[arg-type]
    return time.process_time() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000, help="characters of the long text")
    parser.add_argument("--model", default="none", help="patterns alone, or a model too")
    options = parser.parse_args()
    size, pipeline = options.size, nlp.load(options.model)
    annotate(pipeline, Document(id="warm", text="嘉楠科技向HIVE交付了4000台矿机。" * 20))
    print(f"{'text':24} {'s/MB':>8} {'exponent':>9}")
    for name, unit in UNITS.items():
        text = "x" + unit * (size // len(unit)) + "x"
        short = min(seconds(pipeline, text[: size // 8]) for _ in range(2))
        long = min(seconds(pipeline, text) for _ in range(2))
        print(
            f"{name:24} {long / len(text.encode()) * 1e6:8.2f} {math.log(long / max(short, 1e-4)) / math.log(8):9.2f}"
        )


if __name__ == "__main__":
    main()

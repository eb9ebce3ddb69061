"""Seconds from the start of Python to a loaded pipeline, against spaCy's own Chinese pipeline with jieba.

usage: python benchmarks/startup.py [ROUNDS]   (default: 5; the least of the rounds counts)

Each round is a process of its own, with the files already in the system's cache after the first.
"""

from __future__ import annotations

import subprocess
import sys

LODE = "import time; t = time.perf_counter(); import nlp; nlp.load(); print(time.perf_counter() - t)"
PEER = (
    "import time; t = time.perf_counter(); import spacy, logging; logging.getLogger('jieba').setLevel(40); "
    "p = spacy.blank('zh', config={'nlp': {'tokenizer': {'segmenter': 'jieba'}}}); p('矿机'); "
    "print(time.perf_counter() - t)"
)


def seconds(code: str, rounds: int) -> float:
    """The least time of several fresh processes."""
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(rounds)
    ]
    return min(float(run.stdout.strip().splitlines()[-1]) for run in runs)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ours, theirs = seconds(LODE, rounds), seconds(PEER, rounds)
    print(f"import + load                  {ours:6.2f} s")
    print(f"spaCy zh with jieba, ready     {theirs:6.2f} s")
    print(f"ratio                          {ours / theirs:6.2f}")


if __name__ == "__main__":
    main()

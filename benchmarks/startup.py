"""Seconds from the start of Python's work to a loaded pipeline, against spaCy's own Chinese pipeline with jieba.

usage: python benchmarks/startup.py [ROUNDS]   (default: 7; the least of the rounds counts)

Each run is a process of its own; they take turns, so that a busy machine slows all down alike.
"""

from __future__ import annotations

import subprocess
import sys

_CODE = "import time; t = time.perf_counter(); {}; print(time.perf_counter() - t)"
_PEER = (
    "import spacy, logging; logging.getLogger('jieba').setLevel(40); "
    "p = spacy.blank('zh', config={'nlp': {'tokenizer': {'segmenter': 'jieba'}}}); p('矿机')"
)
RUNS = {
    "import spacy": "import spacy",
    "import nlp": "import nlp",
    "import nlp, patterns alone": "import nlp; nlp.load(None)",
    "the same and a first text": "import nlp; nlp.load(None)('矿机')",
    "import nlp, nlp.load()": "import nlp; nlp.load()",
    "spaCy zh with jieba, ready": _PEER,
}


def seconds(code: str) -> float:
    """The time that `code` takes in a fresh process."""
    run = subprocess.run([sys.executable, "-c", _CODE.format(code)], capture_output=True, text=True, check=True)
    return float(run.stdout.strip().splitlines()[-1])


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    best = dict.fromkeys(RUNS, float("inf"))
    for _ in range(rounds):
        for name, code in RUNS.items():
            best[name] = min(best[name], seconds(code))
    for name, least in best.items():
        print(f"{name:28} {least:6.2f} s")
    bare, ours, peer = best["import spacy"], best["import nlp, patterns alone"], best["spaCy zh with jieba, ready"]
    first = best["the same and a first text"]
    print(f"{'ours beyond spaCy itself':28} {ours - bare:6.2f} s")
    print(f"{'the model on top':28} {best['import nlp, nlp.load()'] - ours:6.2f} s")
    print(f"{'ratio to the peer':28} {ours / peer:6.2f}")
    print(f"{'the same with a first text':28} {first / peer:6.2f}")


if __name__ == "__main__":
    main()

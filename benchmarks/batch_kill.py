"""A long run that is killed again and again, and what is there at its end.

usage: python benchmarks/batch_kill.py INPUT… [--documents 100000] [--every 20] [--workers 2] [--model none]

`lode annotate` is started, killed with SIGKILL (its workers with it) every so many seconds, and started again until it ends by itself. Then every
document of the input must be in the output once, in order. Without INPUT the articles of seeds/ are repeated.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch import SEEDS, write_documents


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=[SEEDS / "zh.jsonl", SEEDS / "en.jsonl"])
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--every", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--model", default="none")
    parser.add_argument("--longest", type=int, default=600, help="leave out texts of more characters")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "documents.jsonl", Path(folder) / "out"
        short = Path(folder) / "short.jsonl"
        lines = [line for path in options.texts for line in path.read_text(encoding="utf-8").splitlines()]
        short.write_text(
            "\n".join(row for row in lines if len(json.loads(row)["text"]) <= options.longest), encoding="utf-8"
        )
        characters = write_documents([short], options.documents, source)
        command = [
            sys.executable, "-m", "nlp.cli", "annotate", str(source), "-o", str(out), "-q",
            "--workers", str(options.workers), "--model", options.model,
        ]  # fmt: skip
        kills, began = 0, time.monotonic()
        while True:
            process = subprocess.Popen(command, start_new_session=True)
            try:
                process.wait(options.every)
                break
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
                done = len(list((out / "parts").glob("part-*"))) if out.exists() else 0
                print(f"killed {kills} times, {done} parts", flush=True)
        seconds = time.monotonic() - began
        found = [
            json.loads(line)["id"] for path in sorted((out / "parts").iterdir()) for line in path.open(encoding="utf-8")
        ]
        wanted = [json.loads(line)["id"] for line in source.open(encoding="utf-8")]
        print(
            f"{len(found)} of {len(wanted)} documents, {len(found) - len(set(found))} twice, {kills} kills, exit code {process.returncode}"
        )
        print(
            f"{seconds:,.0f} s, {len(found) / seconds:,.1f} documents/s, {characters / seconds:,.0f} characters/s, kills and restarts included"
        )
        return 0 if found == wanted else 1


if __name__ == "__main__":
    sys.exit(main())

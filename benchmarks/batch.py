"""`lode annotate` at work: one worker against two, what checkpoints cost, memory, and peers on the same documents.

usage: python benchmarks/batch.py [--documents N] [--model lode-compact|none] [--peers] [TEXTS.jsonl …]

The documents are those of seeds/ (or of the files given), made different by a number in front and repeated. Rates are of
the time after the workers have loaded. --peers adds spaCy's own ``nlp.pipe`` with the same components and n_process=2, and
a token classifier of BERT-base size on ONNX Runtime (12 layers, 768 wide, random weights; needs the extra [train]).
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import nlp
from nlp.batch import journal, writers
from nlp.batch.run import Options, annotate_inputs
from nlp.batch.tasks import run_task

SEEDS = Path(__file__).parents[1] / "seeds"


def write_documents(paths: Sequence[Path], number: int, target: Path) -> int:
    """Writes so many documents; how many characters they have."""
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    characters = 0
    with target.open("w", encoding="utf-8") as file:
        for index in range(number):
            row = rows[index % len(rows)]
            text = f"({index}) {row['text']}"
            characters += len(text)
            line = {"id": f"{row['id']}-{index}", "date": row.get("date"), "title": row.get("title"), "text": text}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return characters


class Memory:
    """The greatest memory of any child process, in MB, looked at ten times a second."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._stop = threading.Event()

    def _look(self) -> None:
        while not self._stop.wait(0.1):
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
                except (OSError, ValueError):
                    continue
                if fields.get("PPid") == str(os.getpid()) and "VmHWM" in fields:
                    self.peak = max(self.peak, int(fields["VmHWM"].split()[0]) / 1024)

    @contextmanager
    def watched(self) -> Iterator[Memory]:
        watcher = threading.Thread(target=self._look)
        watcher.start()
        yield self
        self._stop.set()
        watcher.join()


def run(source: Path, model: str, workers: int) -> tuple[float, float]:
    """Seconds from the first part on, for each part after it, and peak memory of a worker in MB."""
    stamps: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as folder, Memory().watched() as memory:
        options = Options(f"{folder}/out", model=model, workers=workers)
        annotate_inputs([str(source)], options, step=lambda part, _: stamps.append((time.monotonic(), part.documents)))
    # the first part of every worker holds the time of loading
    settled = stamps[workers:]
    return sum(n for _, n in settled) / (settled[-1][0] - stamps[workers - 1][0]), memory.peak


def checkpoints(source: Path, model: str) -> float:
    """The part of a run's time that flushing, renaming and the journal take."""
    spent = 0.0

    def timed(function):  # type: ignore[no-untyped-def]
        def call(*arguments, **options):  # type: ignore[no-untyped-def]
            nonlocal spent
            began = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                spent += time.perf_counter() - began

        return call

    pipeline = nlp.load(model)
    whole, add = writers.write_whole, journal.Journal.add
    writers.write_whole = timed(whole)
    journal.Journal.add = timed(add)  # type: ignore[method-assign]
    try:
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            annotate_inputs(
                [str(source)],
                Options(f"{folder}/out", model=model),
                engine=lambda tasks, settings: (run_task(pipeline, task, settings, lambda *_: None) for task in tasks),
            )
            return spent / (time.perf_counter() - began)
    finally:
        writers.write_whole, journal.Journal.add = whole, add  # type: ignore[method-assign]


def spacy_pipe(source: Path, model: str) -> float:
    """Documents a second of ``nlp.pipe(n_process=2)``, start included in neither."""
    pipeline = nlp.load(model)
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]
    stream = pipeline.pipe(texts, n_process=2, batch_size=50)
    first = [next(stream) for _ in range(min(100, len(texts) // 4))]
    began = time.perf_counter()
    rest = sum(1 for _ in stream)
    assert len(first) + rest == len(texts)
    return rest / (time.perf_counter() - began)


def bert(source: Path, model: str) -> float:
    """Documents a second of a tagger of BERT-base size in fp32, on two threads, the same pieces."""
    import numpy
    from model_speed import LENGTH, bert_base, session

    from nlp.transformer.config import find_model
    from nlp.transformer.pieces import PieceReader
    from nlp.transformer.runtime import inputs_of

    reader = PieceReader.load(find_model("lode-compact" if model == "none" else model) / "tokenizer.json")
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()][:40]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bert.onnx"
        bert_base(path)
        one = session(path, 2)
        began = time.perf_counter()
        for text in texts:
            ids = numpy.asarray(reader.read(text).ids, dtype=numpy.int64)
            rows = numpy.resize(ids, (-(-len(ids) // LENGTH), LENGTH))
            one.run(None, inputs_of(one, rows))
        return len(texts) / (time.perf_counter() - began)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path, default=[SEEDS / "zh.jsonl", SEEDS / "en.jsonl"])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--model", default="none")
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "documents.jsonl"
        characters = write_documents(options.texts, options.documents, source)
        mean = characters / options.documents
        print(f"{options.documents} documents of {mean:,.0f} characters, model {options.model}")
        one, memory = run(source, options.model, 1)
        two, _ = run(source, options.model, 2)
        for name, rate in (("1 worker", one), ("2 workers", two)):
            print(f"{name:34} {rate:8.1f} documents/s {rate * mean:10,.0f} characters/s {rate / one:6.2f} ×")
        print(f"{'memory of a worker, at most':34} {memory:8,.0f} MB")
        print(f"{'checkpoints, part of the time':34} {checkpoints(source, options.model):8.1%}")
        if options.peers:
            for name, rate in (
                ("nlp.pipe, n_process=2", spacy_pipe(source, options.model)),
                ("BERT base, fp32, 2 threads", bert(source, options.model)),
            ):
                print(
                    f"{name:34} {rate:8.1f} documents/s {rate * mean:10,.0f} characters/s {two / rate:6.2f} × slower than 2 workers"
                )


if __name__ == "__main__":
    main()

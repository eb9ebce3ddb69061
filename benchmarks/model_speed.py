"""Speed of the model's int8 graph ÷ that of a BERT-base-sized encoder in fp32, both on ONNX Runtime, same pieces, same run.

usage: python benchmarks/model_speed.py [--model lode-compact] [--threads 2]     (needs the extra [train] to build the BERT)

The BERT has 12 layers, width 768 and random weights: speed does not depend on what they are.
Both read the same windows of 128 pieces of the articles of seeds/.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import onnxruntime

from nlp.transformer.config import GRAPHS, TOLD, find_model, load_config
from nlp.transformer.pieces import PieceReader
from nlp.transformer.runtime import SLOW_FUSIONS, Model, inputs_of

SEEDS = Path(__file__).parents[1] / "seeds"
LENGTH, WINDOWS, TOGETHER = 128, 64, 16


def session(path: Path, threads: int, disabled: Sequence[str] = ()) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=disabled
    )


def bert_base(target: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = BertModel(BertConfig(vocab_size=21_128), add_pooling_layer=False)

        def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            return self.bert(input_ids=pieces, attention_mask=mask).last_hidden_state

    pieces = torch.ones((2, 24), dtype=torch.int64)
    shapes = {name: {0: "windows", 1: "positions"} for name in ("pieces", "mask")}
    torch.onnx.export(
        Graph().eval(), (pieces, pieces), str(target), input_names=["pieces", "mask"], output_names=["states"],
        dynamic_shapes=shapes, dynamo=True, external_data=True, verbose=False,
    )  # fmt: skip


def windows(reader: PieceReader) -> numpy.ndarray:
    texts = [
        json.loads(line)["text"]
        for name in ("zh", "en")
        for line in (SEEDS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    pieces = numpy.concatenate([reader.read(text).ids for text in texts])
    return numpy.resize(pieces, (WINDOWS, LENGTH)).astype(numpy.int64)


def pace(one: Any, ids: numpy.ndarray, rounds: int, again: Any = None) -> float:
    """Pieces a second, the best of some rounds; the layers that read again do so for each."""
    best = 0.0
    for _ in range(rounds):
        began = time.perf_counter()
        for start in range(0, len(ids), TOGETHER):
            given = ids[start : start + TOGETHER]
            found = one.run(None, inputs_of(one, given))
            if again:
                again.run(None, {"below": found[1], "kinds": numpy.zeros_like(given)})
        best = max(best, ids.size / (time.perf_counter() - began))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="lode-compact")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    folder = find_model(options.model)
    began = time.perf_counter()
    Model.load(folder)
    loading = time.perf_counter() - began
    ids = windows(PieceReader.load(folder / "tokenizer.json"))
    told = load_config(folder).told
    paces = {
        name: pace(
            session(folder / graph, options.threads, SLOW_FUSIONS),
            ids,
            5,
            session(folder / TOLD[name], options.threads, SLOW_FUSIONS) if told else None,
        )
        for name, graph in GRAPHS.items()
    }
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "bert.onnx"
        bert_base(path)
        paces["BERT base, fp32"] = pace(session(path, options.threads), ids, 2)
    for name, value in paces.items():
        print(f"{name:18} {value:10,.0f} pieces/s {value / paces['BERT base, fp32']:6.1f} × BERT base")
    print(f"loading            {loading:10.2f} s")
    print(f"weights            {sum(p.stat().st_size for p in folder.iterdir() if p.is_file()) / 1e6:10.1f} MB")


if __name__ == "__main__":
    main()

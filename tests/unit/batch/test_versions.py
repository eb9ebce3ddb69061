"""What decides the output of a run is in its fingerprints."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.batch.versions import versions
from nlp.transformer.config import DEFAULT_MODEL, find_model

PARTS = sorted(
    path.name
    for path in find_model(DEFAULT_MODEL).iterdir()
    if path.suffix in (".onnx", ".onnx_data", ".safetensors") or path.name in ("tokenizer.json", "config.json")
)
# what only tuning, people or the other precision read
OTHERS = ["model.onnx", "told.onnx", "README.md", "training.json", "calibration.json", "encoder.json"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    for name in {*PARTS, *OTHERS}:
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", [*PARTS, *OTHERS])
def test_each_part_of_a_model_that_is_reckoned_with_counts(model: Path, name: str) -> None:
    before = versions(model=str(model), precision="int8", patterns=None)
    (model / name).write_text("another", encoding="utf-8")
    assert (versions(model=str(model), precision="int8", patterns=None) == before) == (name in OTHERS)


def test_the_graphs_of_a_precision_count_for_it_alone(model: Path) -> None:
    before = versions(model=str(model), precision="fp32", patterns=None)
    (model / "told.int8.onnx").write_text("another", encoding="utf-8")
    assert versions(model=str(model), precision="fp32", patterns=None) == before
    (model / "told.onnx").write_text("another", encoding="utf-8")
    assert versions(model=str(model), precision="fp32", patterns=None) != before

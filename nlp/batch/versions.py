"""Fingerprints of what decides the output: code, patterns, model."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import nlp
from nlp.resources.files import patterns_folder
from nlp.transformer.config import CONFIG, GRAPHS, TOLD, VOCABULARY, find_model

# what is only about how texts are read and results are shown
_ELSEWHERE = frozenset(("batch", "cli", "evaluation", "graph", "training", "workbench"))
# what a model folder reckons with: all weights, whatever parts it has
_WEIGHTS = frozenset((".onnx", ".onnx_data", ".safetensors"))


def versions(*, model: str, precision: str, patterns: str | None) -> dict[str, str]:
    """Fingerprints by name.

    Raises:
        ModelError: there is no such model.
    """
    folder = Path(patterns) if patterns else patterns_folder()
    found = {"lode": nlp.__version__, "code": _code(), "patterns": _hash(_files(folder), folder)}
    if model == "none":
        return {**found, "model": "none"}
    place = find_model(model)
    others = {name for graphs in (GRAPHS, TOLD) for kind, name in graphs.items() if kind != precision}
    files = sorted(
        path for path in place.iterdir()
        if path.name not in others and (path.suffix in _WEIGHTS or path.name in (VOCABULARY, CONFIG))
    )  # fmt: skip
    return {**found, "model": f"{place.name} {_hash(files, place)}", "precision": precision}


def _code() -> str:
    root = Path(nlp.__file__).parent
    files = (path for path in _files(root, "*.py") if path.relative_to(root).parts[0] not in _ELSEWHERE)
    return _hash(files, root)


def _files(folder: Path, pattern: str = "*") -> list[Path]:
    return sorted(path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts)


def _hash(files: Iterable[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]

"""What a model folder says of itself: sizes, classes, calibration, thresholds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from nlp.errors import ModelError
from nlp.transformer.roles import RELATIONS, ROLES
from nlp.transformer.tags import TAGS

FORMAT = 2
DEFAULT_MODEL = "lode-compact"
CONFIG = "config.json"
VOCABULARY = "tokenizer.json"
# what kind of encoder it is, as transformers has it: for tuning further
ENCODER = "encoder.json"
HEADS = "heads.safetensors"
GRAPHS: Mapping[str, str] = {"int8": "model.int8.onnx", "fp32": "model.onnx"}
# what the graphs of both precisions read
WEIGHTS = "model.onnx_data"
# the layers that are told of which types the mentions are
TOLD: Mapping[str, str] = {"int8": "told.int8.onnx", "fp32": "told.onnx"}


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """The config of a model folder.

    Attributes:
        positions: the longest window in pieces, marks included.
        told: how many of the encoder's last layers are told of which types the mentions are.
        temperature: what scores of tags are divided by before they are probabilities (Guo et al. 2017).
        keep: the least probability with which a mention of the patterns stays, by language, source and label
            (``zh.short.COMPANY``; see `nlp.transformer.decision.source_of`).
        add: the least probability with which a mention of the model alone is made, by language and label (``zh.COMPANY``).
        statements: what `nlp.transformer.judge` decides by.
    """

    name: str
    positions: int
    told: int = 0
    temperature: float = 1.0
    keep: Mapping[str, float] = field(default_factory=dict)
    add: Mapping[str, float] = field(default_factory=dict)
    statements: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = TAGS
    roles: tuple[str, ...] = ROLES
    relations: tuple[str, ...] = RELATIONS
    format: int = FORMAT

    def save(self, folder: Path) -> None:
        """Writes the config into a model folder."""
        (folder / CONFIG).write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def find_model(name: str | Path) -> Path:
    """The folder of a model: a folder as it is, or a model that is shipped, by its name.

    Raises:
        ModelError: there is neither.
    """
    if Path(name).is_dir():
        return Path(name)
    package = Path(str(resources.files("nlp")))
    for shipped in (package / "models", package.parent / "models"):
        if "/" not in str(name) and (shipped / str(name) / CONFIG).is_file():
            return shipped / str(name)
    raise ModelError(
        f"there is no model {str(name)!r}: give a model folder, {DEFAULT_MODEL}, or none for patterns alone (--model none)"
    )


def load_config(folder: Path) -> ModelConfig:
    """The config of a model folder.

    Raises:
        ModelError: there is no such folder, or the model is of another format or other classes.
    """
    path = folder / CONFIG
    if not path.is_file():
        raise ModelError(
            f"expected a model folder with {CONFIG}, there is none: {folder}; give another folder or --model none"
        )
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        config = ModelConfig(**values)
    except (ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: expected the config of a model: {error}") from error
    if config.format != FORMAT:
        raise ModelError(
            f"{path}: expected format {FORMAT}, was {config.format}; train the model anew or use the Lode that made it"
        )
    if (config.tags, config.roles, config.relations) != (TAGS, ROLES, RELATIONS):
        raise ModelError(f"{path}: the classes of this model are not those of this Lode; train it anew")
    return config

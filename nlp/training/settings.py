"""The settings of a training run, read from TOML and checked: what is wrong is named with its key.

::

    [run]           seed, work (checkpoints, caches), model (the folder that is shipped)
    [encoder]       the size of our own encoder, or `checkpoint`: a folder or hub name in its place
    [pretraining]   masked-language modelling
    [data]          what is labelled, and what of it is held out
    [general]       tuning on general sets and silver labels
    [domain]        tuning on articles with gold
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

from nlp.errors import ModelError
from nlp.resources.files import read_toml


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Where a run works and where its model goes."""

    work: str
    model: str
    seed: int = 7
    threads: int = 0


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """The size of the encoder, or the checkpoint that takes its place.

    Attributes:
        checkpoint: a folder or hub name with a fast tokenizer; empty for our own encoder.
        kept: so many pieces of the checkpoint's vocabulary are kept, those that `[pretraining] texts` use most; 0 for all.
        start: a BERT checkpoint whose first layers our own encoder begins with, at its width; empty for random weights.
        pieces: the work folder of an earlier run with the same vocabulary, from whose embeddings those pieces begin that
            the start cannot spell; empty for none.
        vocabulary: pieces in the subword vocabulary.
        positions: the longest window in pieces, [CLS] and [SEP] included.
        left_out: layers of a BERT checkpoint that are left out, counted from 0 (`nlp.training.pruning`).
        narrowed: so many units of its feed-forward layers are kept, those that matter most to `[pretraining] texts`; 0 for all.
        told: so many of the last layers are told of which types the mentions are (`nlp.training.told`); 0 for none.
    """

    checkpoint: str = ""
    kept: int = 0
    left_out: tuple[int, ...] = ()
    narrowed: int = 0
    start: str = ""
    pieces: str = ""
    layers: int = 4
    width: int = 256
    heads: int = 4
    feed_forward: int = 768
    vocabulary: int = 16_000
    positions: int = 160
    told: int = 0


@dataclass(frozen=True, slots=True)
class PretrainingSettings:
    """Masked-language modelling.

    Attributes:
        texts: files of unlabelled text, one article a line (`.txt`, `.jsonl`, also `.zst`, `.gz`), or sets of `datasets` with a column
            `text`: a folder saved with ``save_to_disk``, or ``hf:NAME``, ``hf:NAME:SPLIT``.
        vocabulary_characters: characters of each file that the vocabulary is made from.
        tokens: pieces to see in all.
        decay: the part of them over which the learning rate falls to nothing (warm-up, stable, decay).
        masked: the part of the pieces that is hidden.
        start_rate: the part of the learning rate that holds for layers that begin with those of `[encoder] start`.
    """

    texts: tuple[str, ...] = ()
    vocabulary_characters: int = 20_000_000
    tokens: int = 20_000_000
    batch: int = 64
    learning_rate: float = 1e-3
    warmup: int = 400
    decay: float = 0.2
    masked: float = 0.2
    start_rate: float = 0.3
    every: int = 500


@dataclass(frozen=True, slots=True)
class DataSettings:
    """What is labelled, and what of it nothing may train on.

    Attributes:
        texts: the folder of the texts of stand-off files.
        general: labelled sets of other projects: files, or sets of `datasets` whose rows have `text` and `entities`, or `tokens` and
            `ner_tags`.
        silver: files or sets of unlabelled text that the patterns annotate; silver_characters: how much of each.
        gold: annotation or stand-off files to train on.
        repeats: how often each pass of the domain stage reads the articles of `divided` and of stand-off files, which
            are real ones, for each time it reads the others; names and figures are exchanged anew each time.
        divided: the same, of which two fifths are held out for calibration and thresholds (by the SHA-1 of the id).
        held_out: annotation or stand-off files for calibration and thresholds alone.
        unread: annotation or stand-off files for the final scores alone.
    """

    texts: str = ""
    general: tuple[str, ...] = ()
    silver: tuple[str, ...] = ()
    silver_characters: int = 1_500_000
    gold: tuple[str, ...] = ()
    repeats: int = 1
    divided: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TuningSettings:
    """One stage of tuning.

    Attributes:
        epochs: passes over the data; with none of them in [general], the domain stage begins with the encoder alone.
        swaps: the part of the names and figures that is exchanged in each pass.
        hidden: the part of the pieces that is hidden in each pass, so that the rest must tell what they are.
        begin: a model folder whose weights the domain stage begins with, in place of those of the stage before, so that a
            shipped model is tuned further; empty for none.
        encoder_rate: the part of the learning rate that holds for the encoder, whose weights are not made anew as those of the
            heads are.
        runs: how often the stage is run, each time with another seed; the weights are averaged. Only the domain
            stage can have more than one, whose runs begin with the same heads.
    """

    epochs: float = 3.0
    batch: int = 32
    learning_rate: float = 3e-4
    swaps: float = 0.5
    hidden: float = 0.0
    begin: str = ""
    encoder_rate: float = 1.0
    runs: int = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run."""

    run: RunSettings
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    pretraining: PretrainingSettings = field(default_factory=PretrainingSettings)
    data: DataSettings = field(default_factory=DataSettings)
    general: TuningSettings = field(default_factory=TuningSettings)
    domain: TuningSettings = field(default_factory=TuningSettings)


_Part = TypeVar("_Part")
_PARTS = {
    "run": RunSettings,
    "encoder": EncoderSettings,
    "pretraining": PretrainingSettings,
    "data": DataSettings,
    "general": TuningSettings,
    "domain": TuningSettings,
}


def load_settings(path: Path) -> Settings:
    """The settings in a TOML file.

    Raises:
        ModelError: a table or key is unknown, missing, or holds something else than it should.
    """
    table = read_toml(path)
    unknown = sorted(set(table) - set(_PARTS))
    if unknown:
        raise ModelError(f"{path}: expected the tables {', '.join(_PARTS)}; was: {', '.join(unknown)}")
    settings = Settings(**{name: _part(path, name, kind, table.get(name, {})) for name, kind in _PARTS.items()})
    if settings.general.begin:
        raise ModelError(f"{path}: begin is for [domain]; [general] begins with what pretraining left")
    if settings.data.repeats < 1:
        raise ModelError(f"{path}: [data] repeats must be at least 1, was: {settings.data.repeats}")
    if settings.encoder.kept and not (settings.encoder.checkpoint and settings.pretraining.texts):
        raise ModelError(f"{path}: [encoder] kept needs a checkpoint and [pretraining] texts, which tell what is kept")
    if (settings.encoder.left_out or settings.encoder.narrowed) and not settings.encoder.checkpoint:
        raise ModelError(f"{path}: [encoder] left_out and narrowed are for a checkpoint; there is none")
    if settings.encoder.narrowed < 0:
        raise ModelError(f"{path}: [encoder] narrowed must be at least 0, was: {settings.encoder.narrowed}")
    if settings.encoder.narrowed and not settings.pretraining.texts:
        raise ModelError(f"{path}: [encoder] narrowed needs [pretraining] texts, which tell what matters")
    if settings.domain.epochs <= 0:
        raise ModelError(f"{path}: [domain] epochs must be over 0, was: {settings.domain.epochs}")
    if settings.general.runs != 1 or settings.domain.runs < 1:
        raise ModelError(
            f"{path}: runs must be 1 in [general], whose heads begin at random, and at least 1 in [domain]"
        )
    return settings


def _part(path: Path, name: str, kind: type[_Part], values: Mapping[str, Any]) -> _Part:
    """One table as its settings."""
    known = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    for key, value in values.items():
        if key not in known:
            raise ModelError(f"{path}: [{name}] has no {key}; it has {', '.join(known)}")
        expected = str(known[key].type)
        if not _fits(expected, value):
            raise ModelError(f"{path}: [{name}] {key} must be {expected}, was: {value!r}")
    given = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise ModelError(f"{path}: [{name}] {error}") from error


def _fits(expected: str, value: object) -> bool:
    """Whether a value of TOML is of the type that a setting is declared with."""
    if expected.startswith("tuple"):
        return isinstance(value, list) and all(f"tuple[{type(item).__name__}, ...]" == expected for item in value)
    if expected == "float":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value).__name__ == expected

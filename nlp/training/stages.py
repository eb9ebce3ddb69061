"""The stages of a run, one after the other; each begins where the last checkpoint stands."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import torch

from nlp.errors import ModelError
from nlp.training.attention import with_quick_attention
from nlp.training.begun import encoder_of, weights_of
from nlp.training.data import divide, general_texts, gold_texts
from nlp.training.export import export
from nlp.training.lean_graph import is_known
from nlp.training.memory import keep_freed_memory
from nlp.training.network import Reader, load_checkpoint, load_encoder_weights
from nlp.training.pretraining import pretrain
from nlp.training.pruning import prune_checkpoint
from nlp.training.settings import Settings, TuningSettings
from nlp.training.silver import write_silver
from nlp.training.standoff import checksum
from nlp.training.starting import own_encoder
from nlp.training.stored import StoredTexts, stored
from nlp.training.texts import digest_of, fingerprint
from nlp.training.trimming import trim_checkpoint
from nlp.training.tuning import Tuning
from nlp.training.vocabulary import load_vocabulary
from nlp.transformer.config import VOCABULARY, ModelConfig, find_model, load_config
from nlp.transformer.pieces import PieceReader
from nlp.transformer.roles import DISTANCES, RELATIONS, ROLES
from nlp.transformer.tags import TAGS

STAGES = ("pretrain", "general", "domain", "export", "wording", "calibrate")
Progress = Callable[[int, int, str], None]


def train(settings: Settings, progress: Progress, stages: Sequence[str] = STAGES) -> Path:
    """The model folder that the stages make. What a stage has done already is not done again.

    Raises:
        ModelError: a stage is asked for whose predecessor has not run.
    """
    settings = as_begun(settings)
    keep_freed_memory()
    torch.manual_seed(settings.run.seed)
    if settings.run.threads:
        torch.set_num_threads(settings.run.threads)
    work = Path(settings.run.work)
    work.mkdir(parents=True, exist_ok=True)
    begun = settings.domain.begin
    if "pretrain" in stages and not settings.encoder.checkpoint and not begun:
        pretrain(settings, progress)
    if "general" in stages and not begun and settings.general.epochs:
        _tune(settings, "general", progress)
    if "domain" in stages:
        _tune(settings, "domain", progress)
    folder = Path(settings.run.model)
    if "export" in stages:
        progress(0, 1, "export")
        model = reader_of(settings)
        _load(model, work / "domain.safetensors")
        name = folder.name
        export(model, work / VOCABULARY, folder, ModelConfig(name=name, positions=settings.encoder.positions))
        _write_record(settings, folder)
    if "wording" in stages:
        from nlp.training.wording import fit_wording

        divided, data = divide(settings.data), settings.data
        record = fit_wording(divided.train, divided.held_out, folder, settings.run.seed, progress)
        record["data"] = _fingerprints((*data.gold, *data.divided, *data.held_out))
        (folder / "wording.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    if "calibrate" in stages:
        from nlp.training.calibration import calibrate

        calibrate(settings, folder, progress)
    return folder


def as_begun(settings: Settings) -> Settings:
    """The settings with the windows and told layers of the model folder that a run begins with, if it begins with one."""
    if not settings.domain.begin:
        return settings
    begun = load_config(find_model(settings.domain.begin))
    return replace(settings, encoder=replace(settings.encoder, told=begun.told, positions=begun.positions))


def reader_of(settings: Settings) -> Reader:
    """The network, its encoder as the settings say; the vocabulary lies in the work folder afterwards.

    Raises:
        ModelError: a checkpoint is missing, or layers are to be told of an encoder whose graph cannot be drawn.
    """
    settings = as_begun(settings)
    work = Path(settings.run.work)
    if settings.domain.begin:
        folder = find_model(settings.domain.begin)
        _take_vocabulary(folder, work / VOCABULARY)
        encoder = with_quick_attention(encoder_of(folder))
    elif settings.encoder.checkpoint:
        checkpoint = _checkpoint(settings)
        encoder = load_checkpoint(checkpoint)
        _save_vocabulary(checkpoint, work / VOCABULARY)
    else:
        if not (work / VOCABULARY).is_file():
            raise ModelError(f"expected {work / VOCABULARY}; run the stage pretrain first")
        encoder = own_encoder(settings.encoder, load_vocabulary(work / VOCABULARY).get_vocab_size())
    if settings.encoder.told and not is_known(encoder):
        raise ModelError(
            f"[encoder] told needs our own encoder or a plain BERT, was: {encoder.config.model_type}; set it to 0"
        )
    return Reader(
        encoder,
        tags=len(TAGS),
        roles=len(ROLES),
        relations=len(RELATIONS),
        distances=len(DISTANCES) + 1,
        told=settings.encoder.told,
    )


def _checkpoint(settings: Settings) -> str:
    """The checkpoint of the settings, cut down to as many pieces, layers and units as they say."""
    encoder, texts, work = settings.encoder, settings.pretraining, Path(settings.run.work)
    found = encoder.checkpoint
    if encoder.kept:
        characters = texts.vocabulary_characters
        made_by = digest_of([found, list(texts.texts), characters])
        folder = work / f"{Path(found).name}-of-{encoder.kept}-{made_by}"
        found = str(trim_checkpoint(found, texts.texts, size=encoder.kept, characters=characters, folder=folder))
    if encoder.left_out or encoder.narrowed:
        found = str(
            prune_checkpoint(found, texts.texts, left_out=encoder.left_out, feed_forward=encoder.narrowed, work=work)
        )
    return found


def _take_vocabulary(folder: Path, target: Path) -> None:
    """Copies the vocabulary of a model folder."""
    if not (folder / VOCABULARY).is_file():
        raise ModelError(f"expected a model folder with {VOCABULARY}, there is none: {folder}")
    shutil.copyfile(folder / VOCABULARY, target)


def _save_vocabulary(checkpoint: str, target: Path) -> None:
    """Writes the fast tokenizer of a checkpoint as one file."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(checkpoint)
    if not tokenizer.is_fast:
        raise ModelError(f"{checkpoint} has no fast tokenizer, which offsets need; take another checkpoint")
    tokenizer.backend_tokenizer.save(str(target))


def _tune(settings: Settings, name: str, progress: Progress) -> None:
    """One stage of tuning, on the weights of the stage before.

    Several runs of it see the data in another order and with other names; their weights are averaged, which
    generalises better than any of them and costs nothing when the model reads (Wortsman et al. 2022).
    """
    from safetensors.torch import load_file, save_file

    work = Path(settings.run.work)
    target = work / f"{name}.safetensors"
    if target.is_file():
        return
    stage: TuningSettings = getattr(settings, name)
    texts = _texts(settings, name, progress)
    made = []
    for number in range(stage.runs):
        label = f"{name}-{number + 1}" if number else name
        weights = work / f"{name}-{number + 1}.safetensors" if stage.runs > 1 else target
        if not weights.is_file():
            torch.manual_seed(settings.run.seed + number)
            model = reader_of(settings)
            _begin(model, settings, name)
            tuning = Tuning(
                model,
                PieceReader.load(work / VOCABULARY),
                stage,
                name=label,
                work=work,
                positions=settings.encoder.positions,
                seed=settings.run.seed + number,
            )
            tuning.train(texts, progress)
            save_file({key: value.contiguous() for key, value in model.state_dict().items()}, weights)
        made.append(weights)
    if stage.runs > 1:
        save_file(mean_of([load_file(path) for path in made]), target)


def _texts(settings: Settings, name: str, progress: Progress) -> StoredTexts:
    """What a stage of tuning reads."""
    work, data = Path(settings.run.work), settings.data
    if name == "domain":
        key = [data.repeats, *([[file, fingerprint(file)] for file in files] for files in (data.gold, data.divided))]
        return stored(work, name, key, lambda: gold_texts(divide(data).train))
    silver = work / "silver.jsonl"
    if data.silver:
        divided = divide(data)
        unread = {checksum(document.text) for document in (*divided.unread, *divided.held_out)}
        write_silver(data.silver, silver, characters=data.silver_characters, without=unread, progress=progress)
    files = (*data.general, str(silver)) if data.silver else data.general
    return stored(work, name, [[file, fingerprint(file)] for file in files], lambda: general_texts(files))


def _begin(model: Reader, settings: Settings, name: str) -> None:
    """Puts the weights of the stage before into a model."""
    work = Path(settings.run.work)
    if name == "domain" and settings.domain.begin:
        model.load_state_dict(weights_of(find_model(settings.domain.begin), model))
    elif name == "domain" and settings.general.epochs:
        _load(model, work / "general.safetensors")
    elif not settings.encoder.checkpoint:
        if not (work / "encoder.safetensors").is_file():
            raise ModelError(f"expected {work / 'encoder.safetensors'}; run the stage pretrain first")
        load_encoder_weights(model.encoder, work / "encoder.safetensors")


def mean_of(weights: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of the weights of several runs that began with the same ones."""
    return {key: torch.stack([one[key] for one in weights]).mean(0).contiguous() for key in weights[0]}


def _load(model: Reader, path: Path) -> None:
    from safetensors.torch import load_file

    if not path.is_file():
        raise ModelError(f"expected {path}; run the stage {path.stem} first")
    model.load_state_dict(load_file(path))


def _fingerprints(files: Iterable[str]) -> dict[str, str]:
    """The hashes of files, by their names and folders."""
    return {"/".join(Path(file).parts[-2:]): fingerprint(file) for file in files}


def _write_record(settings: Settings, folder: Path) -> None:
    """Writes into the model folder what it was made with: settings, hashes of the data, curves."""
    work, data = Path(settings.run.work), settings.data
    files = (
        *settings.pretraining.texts,
        *data.general,
        *data.silver,
        *data.gold,
        *data.divided,
        *data.held_out,
        *data.unread,
    )
    record = {
        "settings": asdict(settings),
        "data": _fingerprints(files),
        "torch": torch.__version__,
    }
    (folder / "training.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    curves = folder / "curves"
    curves.mkdir(exist_ok=True)
    for curve in sorted(work.glob("*_curve.jsonl")):
        shutil.copyfile(curve, curves / curve.name)

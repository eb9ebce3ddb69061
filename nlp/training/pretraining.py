"""Stage 1: masked-language pretraining, resumable at every checkpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from nlp.training.network import MaskedLanguageModel, build_encoder, parameters_of
from nlp.training.packing import Windows, pack
from nlp.training.settings import Settings
from nlp.training.starting import start_encoder
from nlp.training.states import restore_state, save_state
from nlp.training.texts import fingerprint
from nlp.training.vocabulary import build_vocabulary, load_vocabulary

Progress = Callable[[int, int, str], None]


def pretrain(settings: Settings, progress: Progress) -> Path:
    """The file with the weights of the pretrained encoder.

    Learning rate: warm-up, then constant, then down to nothing over the last part, so a run that
    stopped can be given more tokens and goes on (Hu et al. 2024, warmup-stable-decay).
    """
    work = Path(settings.run.work)
    work.mkdir(parents=True, exist_ok=True)
    wanted = settings.pretraining
    vocabulary = work / "tokenizer.json"
    if not vocabulary.is_file():
        progress(0, 1, "vocabulary")
        pieces = build_vocabulary(
            wanted.texts, size=settings.encoder.vocabulary, characters=wanted.vocabulary_characters
        )
        pieces.save(str(vocabulary))
    tokenizer = load_vocabulary(vocabulary)
    progress(0, 1, "packing")
    texts = [pack(path, tokenizer, work) for path in wanted.texts]
    windows = Windows(texts, tokenizer, positions=settings.encoder.positions, masked=wanted.masked)
    torch.manual_seed(settings.run.seed)
    encoder = settings.encoder
    made = start_encoder(encoder, tokenizer) if encoder.start else build_encoder(encoder, tokenizer.get_vocab_size())
    model = MaskedLanguageModel(made)
    _Run(model, windows, settings, work).train(progress)
    from safetensors.torch import save_file

    target = work / "encoder.safetensors"
    save_file({k: v.contiguous() for k, v in model.encoder.state_dict().items()}, target)
    (work / "pretraining.json").write_text(
        json.dumps(
            {"settings": asdict(wanted), "data": {path: fingerprint(path) for path in wanted.texts}},
            indent=1,
        )
    )
    return target


class _Run:
    """A pretraining run with its state: weights, optimiser, step, curve."""

    def __init__(self, model: MaskedLanguageModel, windows: Windows, settings: Settings, work: Path) -> None:
        self._model, self._windows, self._settings = model, windows, settings.pretraining
        self._seed = settings.run.seed
        self._step_tokens = self._settings.batch * settings.encoder.positions
        self._steps = max(1, self._settings.tokens // self._step_tokens)
        begun = "encoder.encoder." if settings.encoder.start else None
        groups = parameters_of(model, begun=begun, rate=self._settings.start_rate)
        self._optimiser = torch.optim.AdamW(groups, lr=self._settings.learning_rate, betas=(0.9, 0.98))
        self._state, self._curve = work / "pretraining.pt", work / "pretraining_curve.jsonl"

    def _rate(self, step: int) -> float:
        """The part of the learning rate that holds at a step."""
        falling = self._steps * self._settings.decay
        rise = min(1.0, (step + 1) / self._settings.warmup)
        return rise * min(1.0, (self._steps - step) / max(1.0, falling))

    def train(self, progress: Progress) -> None:
        """Trains from the last checkpoint to the end."""
        step = restore_state(self._state, self._model, self._optimiser)
        batches = self._windows.batches(self._settings.batch, self._seed, skip=step)
        total, since = 0.0, step
        began = time.monotonic()
        while step < self._steps:
            total += self._one(next(batches), step)
            step += 1
            if step % 50 == 0 or step == self._steps:
                loss = total / (step - since)
                pace = (step - since) * self._step_tokens / (time.monotonic() - began)
                progress(step, self._steps, f"loss {loss:.3f} · {pace:,.0f} pieces/s")
                with self._curve.open("a") as file:
                    file.write(
                        json.dumps({"step": step, "loss": round(loss, 4), "pieces_per_second": round(pace)}) + "\n"
                    )
                total, since, began = 0.0, step, time.monotonic()
            if step % self._settings.every == 0 or step == self._steps:
                save_state(self._state, self._model, self._optimiser, step)

    def _one(self, batch: Any, step: int) -> float:
        """One step; its loss."""
        for group in self._optimiser.param_groups:
            group["lr"] = self._settings.learning_rate * self._rate(step) * group["rate"]
        self._model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = self._model(torch.from_numpy(batch.pieces), torch.from_numpy(batch.places))
        loss = functional.cross_entropy(scores.float(), torch.from_numpy(batch.wanted))
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimiser.step()
        return float(loss.detach())

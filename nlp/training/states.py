"""The state of a run on disk: weights, optimiser, and how far it is. Kept whole or not at all."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn


def save_state(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer, done: int) -> None:
    """Writes the state under another name and renames it, so that a stop leaves the one before."""
    partial = path.with_suffix(".part")
    torch.save({"done": done, "model": model.state_dict(), "optimiser": optimiser.state_dict()}, partial)
    partial.rename(path)


def restore_state(path: Path, model: nn.Module, optimiser: torch.optim.Optimizer) -> int:
    """Puts a saved state into model and optimiser; tells how far it was, 0 where there is none."""
    if not path.is_file():
        return 0
    kept = torch.load(path, weights_only=True)
    model.load_state_dict(kept["model"])
    optimiser.load_state_dict(kept["optimiser"])
    return int(kept["done"])

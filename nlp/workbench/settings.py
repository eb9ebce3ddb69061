"""What a workbench is told when it starts: its limits, its token, its gold file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for, and how many may wait.

    Attributes:
        size: bytes of a request.
        documents: documents in a request.
        characters: characters of a document.
        seconds: from the arrival of a request to its answer.
        waiting: requests that may wait for a free worker; more are told to come back.
    """

    size: int = 16 * 1024 * 1024
    documents: int = 200
    characters: int = 400_000
    seconds: float = 60.0
    waiting: int = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one workbench.

    Attributes:
        limits: what a request may ask for.
        model: the model's name, as the page shows it.
        token: what programs and people must show; None where everybody may ask.
        gold: the file that corrected documents are saved to, None where there is none.
        hosts: names under which a browser may call the service; empty for any. A page elsewhere that lets
            its own name point at this machine calls by that name, and is refused.
    """

    limits: Limits = Limits()
    model: str = "none"
    token: str | None = None
    gold: Path | None = None
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")

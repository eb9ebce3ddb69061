from __future__ import annotations

from collections.abc import Callable

import pytest

from nlp.graph.claims import Claim, Fact
from nlp.graph.fusion import Fusion
from nlp.resources.files import patterns_folder
from nlp.resources.registry import load_registry

Fuse = Callable[..., list[Fact]]


@pytest.fixture(scope="session")
def fusion() -> Fusion:
    return Fusion(load_registry(patterns_folder()))


@pytest.fixture(scope="session")
def fuse(fusion: Fusion) -> Fuse:
    """The facts of claims: fuse(claim, claim, …)."""

    def run(*claims: Claim) -> list[Fact]:
        return list(fusion.fuse(claims).facts)

    return run

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

import nlp
from nlp.pipeline import annotate
from nlp.records import Document

# no test is timed: on a busy machine an example may take any time
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def pipeline() -> Any:
    """Patterns alone: what the pattern tests are about."""
    return nlp.load(None)


@pytest.fixture(scope="session")
def with_model() -> Any:
    """Patterns and the shipped model."""
    return nlp.load()


@pytest.fixture(scope="session")
def read(pipeline: Any) -> Callable[..., Document]:
    """Annotates a text: read(text, date="2022-05-10", title=…)."""

    def run(text: str, **fields: Any) -> Document:
        return annotate(pipeline, Document(id="test", text=text, **fields))

    return run

"""What other programs rely on: names of factories, commands, labels and kinds."""

from __future__ import annotations

import re
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.util import registry
from typer.main import get_command

import nlp.components
import nlp.tokenizer
from nlp.cli import app
from nlp.pipeline import COMPONENTS
from nlp.schema import KINDS, LABELS, METRICS, MODALITIES, PREDICATES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMPONENTS)
def test_factory_is_an_entry_point(name: str) -> None:
    assert nlp.components is not None
    assert Language.has_factory(name)
    assert name in {point.name for point in entry_points(group="spacy_factories")}


def test_tokenizer_is_registered() -> None:
    assert registry.has("tokenizers", "lode.Tokenizer.v1")
    assert callable(nlp.tokenizer.create_tokenizer())


def test_commands() -> None:
    commands = getattr(get_command(app), "commands", {})
    assert set(commands) >= {"annotate", "show", "explain", "evaluate", "patterns", "schema"}


def test_labels_of_the_contract() -> None:
    assert set(LABELS) == {
        "COMPANY", "PERSON", "MACHINE", "QUANTITY", "JURISDICTION", "FACILITY", "AUTHORITY", "DATE",
    }  # fmt: skip


def test_predicates_of_the_contract() -> None:
    assert set(PREDICATES) == {
        "ordered_from", "supplied", "mined", "holds", "sold_crypto", "pledged", "has_capacity", "operates_in",
        "located_in", "partnered_with", "reported", "has_position", "acquired", "subsidiary_of", "manufactures",
        "has_spec", "regulates", "relocated_to", "raised",
    }  # fmt: skip
    assert set(MODALITIES) == {"asserted", "planned", "possible", "ended", "denied"}
    assert len(METRICS) == 24


def test_the_page_of_the_format_names_every_kind() -> None:
    page = (ROOT / "docs" / "annotation-format.md").read_text(encoding="utf-8")
    named = {word for row in re.findall(r"^\| ([a-z_, ]+) \|", page, re.MULTILINE) for word in row.split(", ")}
    assert set(KINDS) <= named

"""Imports point down the list of layers only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import nlp

ROOT = Path(nlp.__file__).parent
LAYERS = [
    ["errors", "records", "schema"],
    ["text", "sets"],
    ["resources"],
    ["values", "annotation", "messages", "parts"],
    ["told_again"],
    ["tokenizer", "encoding"],
    ["entities"],
    ["transformer"],
    ["owners", "grammatical_objects"],
    [
        "analysts",
        "speakers",
        "place_references",
        "digests",
        "antecedents",
        "party_roles",
        "clause_places",
        "bound_descriptions",
    ],
    ["headings"],
    ["references"],
    ["statements"],
    ["components"],
    ["model_components"],
    ["pipeline"],
    ["evaluation", "batch"],
    ["training", "graph", "exchange"],
    ["workbench"],
    ["cli"],
]
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def layer_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported_layers(path: Path) -> set[str]:
    """The layers a module imports when it runs; imports for types alone do not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in ast.walk(node)
    }
    found = set()
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module + "." + alias.name for alias in node.names] if node.module == "nlp" else [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        found.update(name.split(".")[1] for name in names if name.startswith("nlp."))
    return found


MODULES = sorted(p for p in ROOT.rglob("*.py") if p.parent != ROOT or p.stem != "__init__")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    own = layer_of(path)
    assert own in RANK, f"{own} is in no layer: add it to LAYERS"
    for other in imported_layers(path):
        assert other == own or RANK[other] < RANK[own], f"{path} ({own}) imports {other}"


def test_layers_name_what_exists() -> None:
    existing = {layer_of(p) for p in MODULES}
    assert set(RANK) == existing

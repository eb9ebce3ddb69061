"""The projection from statements to terms of the ontology: `data/projection.toml`, read into tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml
from nlp.schema import ACTIONS, KINDS, METRICS, NAME_LABELS, PREDICATES

TERMS: Mapping[str, tuple[str, ...]] = {"metric": METRICS, "action": ACTIONS}


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology: its name there, how people call it, what other vocabularies have for it."""

    name: str
    en: str
    zh: str
    broader: tuple[str, ...] = ()
    close: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What a predicate becomes.

    Attributes:
        term: the property of the direct triple, also the name in ``p:`` and ``ps:``.
        statement: the class of its statement nodes; `classes` are wider ones of other vocabularies.
        by: the literal role whose value makes the direct property narrower (``lode:reportedRevenue``).
        symmetric, inverse: what the ontology says of the property.
    """

    term: Term
    statement: str
    classes: tuple[str, ...] = ()
    by: str | None = None
    symmetric: bool = False
    inverse: tuple[str, ...] = ()

    def direct(self, value: str | None) -> str:
        """The name of the direct property where the role `by` is `value`."""
        return self.term.name + camel(value) if value else self.term.name


@dataclass(frozen=True, slots=True)
class Role:
    """What a qualifier becomes, and what may fill it."""

    term: Term
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    date: bool = False
    terms: tuple[str, ...] = ()

    def expects(self) -> str:
        """What fills the role, in words."""
        if self.date:
            return "a date"
        return " or ".join((*self.labels, *self.kinds)) or (f"one of {', '.join(self.terms)}" if self.terms else "text")


@dataclass(frozen=True, slots=True)
class Projection:
    """All tables of the projection."""

    labels: Mapping[str, Term]
    kinds: Mapping[str, Term]
    relations: Mapping[str, Relation]
    roles: Mapping[str, Role]
    metrics: Mapping[str, str]
    units: Mapping[str, str]


def camel(name: str) -> str:
    """``net_income`` as ``NetIncome``."""
    return "".join(part.capitalize() for part in name.split("_"))


def data_folder() -> Path:
    """The folder of the shipped files: projection, ontology, shapes, questions, the page of `lode graph view`."""
    return Path(str(resources.files("nlp"))) / "graph" / "data"


@cache
def load_projection(path: Path | None = None) -> Projection:
    """The projection of a file, the shipped one by default.

    Raises:
        ResourceError: a label, kind, predicate or role of the schema is not in it, or one in it is unknown.
    """
    path = path or data_folder() / "projection.toml"
    table = read_toml(path)
    roles = {role for predicate in PREDICATES.values() for role in predicate.qualifiers}
    for part, names in (("labels", NAME_LABELS), ("kinds", KINDS), ("predicates", PREDICATES), ("roles", roles)):
        if set(table.get(part, {})) != set(names):
            odd = sorted(set(table.get(part, {})) ^ set(names))
            raise ResourceError(f"[{part}] must have the rows of nlp.schema; missing or unknown: {odd}", path=str(path))
    try:
        return _projection(table)
    except (KeyError, TypeError) as error:
        raise ResourceError(f"a row lacks or has a wrong {error}", path=str(path)) from error


def _projection(table: Mapping[str, Any]) -> Projection:
    return Projection(
        labels={name: _term(row, "class") for name, row in table["labels"].items()},
        kinds={name: _term(row, "class") for name, row in table["kinds"].items()},
        relations={
            name: Relation(
                _term(row, "property"), row["class"], tuple(row.get("classes", ())), row.get("by"),
                bool(row.get("symmetric")), tuple(row.get("inverse", ())),
            )
            for name, row in table["predicates"].items()
        },
        roles={
            name: Role(
                _term(row, "property"), tuple(row.get("labels", ())), tuple(row.get("kinds", ())),
                bool(row.get("date")), TERMS[row["terms"]] if "terms" in row else (),
            )
            for name, row in table["roles"].items()
        },
        metrics=table["metrics"],
        units=table["units"],
    )  # fmt: skip


def _term(row: Mapping[str, Any], key: str) -> Term:
    return Term(row[key], row["en"], row["zh"], tuple(row.get("broader", ())), tuple(row.get("close", ())))

"""Labels, kinds, predicates and modalities of the annotation format: tables, declared once.

The tables restate the annotation contract (format version 1). Everything else in Lode takes
them from here; a contract test holds them together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

FORMAT_VERSION: Final = 1

NAME_LABELS: Final = ("COMPANY", "PERSON", "MACHINE", "JURISDICTION", "FACILITY", "AUTHORITY")
VALUE_LABELS: Final = ("QUANTITY", "DATE")
LABELS: Final = (*NAME_LABELS, *VALUE_LABELS)

KINDS: Final = (
    "money", "unit_price", "crypto", "hashrate", "power", "energy",
    "efficiency", "percent", "multiple", "count", "other",
)  # fmt: skip
BOUNDS: Final = ("exact", "approx", "at_least", "more_than", "at_most", "less_than")
MODALITIES: Final = ("asserted", "planned", "possible", "ended", "denied")
LANGUAGES: Final = ("zh", "zh-Hant", "en")

BASE_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hashrate": "TH/s",
        "power": "MW",
        "energy": "MWh",
        "efficiency": "J/TH",
        "percent": "%",
        "multiple": "x",
    }
)
COUNT_UNITS: Final = ("machine", "share", "chip", "item")

METRICS: Final = (
    "revenue", "gross_profit", "gross_loss", "gross_margin", "net_income", "net_loss",
    "operating_income", "operating_loss", "ebitda", "ebitda_loss", "adjusted_ebitda",
    "adjusted_ebitda_loss", "expenses", "impairment", "cash", "receivables", "assets", "debt",
    "contract_liabilities", "inventory", "fair_value_gain", "revenue_share", "market_share",
    "market_value",
)  # fmt: skip
ACTIONS: Final = (
    "ban", "restrict", "permit", "license", "tax", "investigate", "warn", "fine", "shut_down", "support",
)  # fmt: skip

LITERAL_ROLES: Final = ("metric", "segment", "title", "action")
SCORED_LITERALS: Final = ("metric", "action")

ORG: Final = ("COMPANY",)
HOLDERS: Final = ("COMPANY", "AUTHORITY", "JURISDICTION")


@dataclass(frozen=True, slots=True)
class Predicate:
    """One row of the predicate table: who may fill what.

    `object_optional` tells that the object may be null; `subject_optional` likewise.
    `quantity_kinds` bounds the kinds of a QUANTITY object.
    """

    name: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    qualifiers: tuple[str, ...] = ()
    object_optional: bool = False
    subject_optional: bool = False
    quantity_kinds: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


CHANGES: Final = ("yoy", "qoq", "yoy_fall", "qoq_fall")

PREDICATES: Final[Mapping[str, Predicate]] = MappingProxyType(
    {
        p.name: p
        for p in (
            Predicate(
                "ordered_from", ORG, ORG,
                ("machine", "count", "option_count", "hashrate", "amount", "unit_price",
                 "date", "delivery_date", "destination"),
                object_optional=True, subject_optional=True,
            ),
            Predicate(
                "supplied", ORG, ("COMPANY", "JURISDICTION"),
                ("machine", "count", "hashrate", "amount", "unit_price", "date", *CHANGES),
                object_optional=True,
            ),
            Predicate("mined", HOLDERS, ("QUANTITY",), ("amount", "date", *CHANGES),
                      quantity_kinds=("crypto",)),
            Predicate("holds", HOLDERS, ("QUANTITY",), ("date",), quantity_kinds=("crypto", "money")),
            Predicate("sold_crypto", HOLDERS, ("QUANTITY",), ("amount", "date"),
                      quantity_kinds=("crypto", "money")),
            Predicate("pledged", ORG, ("QUANTITY",), ("amount", "date", "counterparty"),
                      quantity_kinds=("crypto", "money")),
            Predicate("has_capacity", ORG, ("QUANTITY",),
                      ("jurisdiction", "facility", "machine", "date"),
                      quantity_kinds=("hashrate", "power", "count")),
            Predicate("operates_in", ORG, ("JURISDICTION", "FACILITY"), ("date",)),
            Predicate("located_in", ("FACILITY", "COMPANY"), ("JURISDICTION",)),
            Predicate(
                "partnered_with", ORG, ORG,
                ("power", "hashrate", "count", "amount", "stake", "jurisdiction", "date"),
                object_optional=True,
            ),
            Predicate("reported", ORG, ("QUANTITY",), ("metric", "segment", "date", *CHANGES),
                      quantity_kinds=("money", "percent"), required=("metric",)),
            Predicate("has_position", ("PERSON",), ("COMPANY", "AUTHORITY"), ("title",)),
            Predicate("acquired", ORG, ("COMPANY", "FACILITY"),
                      ("stake", "amount", "power", "jurisdiction", "date"), object_optional=True),
            Predicate("subsidiary_of", ORG, ORG, ("stake", "date")),
            Predicate("manufactures", ORG, ("MACHINE",), ("date",)),
            Predicate("has_spec", ("MACHINE",), ("QUANTITY",),
                      quantity_kinds=("hashrate", "efficiency", "power", "money", "unit_price")),
            Predicate("regulates", ("AUTHORITY", "JURISDICTION"), ("COMPANY", "JURISDICTION"),
                      ("action", "date"), object_optional=True, required=("action",)),
            Predicate("relocated_to", ORG, ("JURISDICTION",),
                      ("origin", "count", "machine", "hashrate", "date"), object_optional=True),
            Predicate("raised", ORG, ("QUANTITY",), ("investor", "date"), quantity_kinds=("money",)),
        )
    }
)  # fmt: skip


def as_json() -> dict[str, Any]:
    """All tables in the types of JSON, as `lode schema` prints them.

    >>> as_json()["predicates"]["raised"]["quantity_kinds"]
    ['money']
    """
    return {
        "format_version": FORMAT_VERSION,
        "labels": list(LABELS),
        "value_labels": list(VALUE_LABELS),
        "kinds": list(KINDS),
        "base_units": dict(BASE_UNITS),
        "count_units": list(COUNT_UNITS),
        "bounds": list(BOUNDS),
        "modalities": list(MODALITIES),
        "metrics": list(METRICS),
        "actions": list(ACTIONS),
        "literal_roles": list(LITERAL_ROLES),
        "predicates": {
            name: {
                "subject": list(p.subject),
                "object": list(p.object),
                "qualifiers": list(p.qualifiers),
                "subject_optional": p.subject_optional,
                "object_optional": p.object_optional,
                "quantity_kinds": list(p.quantity_kinds),
                "required": list(p.required),
            }
            for name, p in PREDICATES.items()
        },
    }

"""What a statement says in words of the schema, before the model: another metric or action where that is far likelier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.records import Statement
from nlp.schema import ACTIONS, METRICS, PREDICATES
from nlp.transformer.judged import REWORDED, fact_of, kind_of
from nlp.transformer.roles import ROLE_NUMBERS

if TYPE_CHECKING:
    from nlp.transformer.evidence import Evidence

_VALUES = {"metric": METRICS, "action": ACTIONS}


def all_reworded(statements: Iterable[Statement], evidence: Evidence, margin: float) -> list[Statement]:
    """The statements reworded, but for those that the model makes of a lone subject by what is likeliest, and what one says already."""
    statements = list(statements)
    told = {fact_of(statement) for statement in statements}
    made = []
    for statement in statements:
        changed = statement if kind_of(statement) == "lone" else reworded(statement, evidence, margin)
        made.append(changed if changed is statement or fact_of(changed) not in told else statement)
    return made


def reworded(statement: Statement, evidence: Evidence, margin: float) -> Statement:
    """A statement with the metric or action that the heads hold for likelier by so many log-odds."""
    for role in PREDICATES[statement.predicate].required:
        said = statement.qualifiers.get(role) or ()
        numbers = evidence.told_at(statement)
        if len(said) != 1 or not numbers:
            continue
        odds = {
            value: max(evidence.odds(number, ROLE_NUMBERS[f"{role}={value}"]) for number in numbers)
            for value in _VALUES[role]
        }
        best = max(odds, key=lambda value: odds[value])
        if odds[best] >= odds[said[0]] + margin:
            return replace(
                statement, qualifiers={**statement.qualifiers, role: (best,)}, rule=statement.rule + REWORDED
            )
    return statement

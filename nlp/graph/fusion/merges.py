"""The merge file: which things of different articles are taken for one, why, and what a person says to it.

One JSON object a line. `left` and `right` are keys of things; `left_names` and `right_names` stand in for them
once their article is gone. `proposed` is ``merge`` for what is done unless a person rejects it, ``look`` for what
is not done unless a person accepts it. A person writes ``accept`` or ``reject`` into `decision`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import InputError, OutputError
from nlp.schema import NAME_LABELS

DECISIONS = ("accept", "reject")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two things that may be one.

    Attributes:
        label: one of `nlp.schema.NAME_LABELS`.
        left, right: their keys, in order.
        left_names, right_names: how they are called.
        rule: ``name``, ``registry``, ``short form`` or ``deeds``.
        score: how much speaks for it, in bits for deeds.
        evidence: why, in words for the person who looks at it.
        merge: whether they are merged unless a person rejects it.
    """

    label: str
    left: str
    right: str
    left_names: tuple[str, ...]
    right_names: tuple[str, ...]
    rule: str
    score: float
    evidence: tuple[str, ...] = ()
    merge: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of two things."""

    label: str
    left: str
    right: str
    accepted: bool
    left_names: tuple[str, ...] = ()
    right_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merges:
    """All that persons decided; it goes before what is found without them."""

    decisions: tuple[Decision, ...] = ()


def read_merges(path: Path) -> Merges:
    """The decisions of a merge file; rows without a decision are passed over.

    Raises:
        InputError: the file cannot be read, or a row is wrong; names file and line.
    """
    return Merges(tuple(_decision(row, path, line) for line, row in _rows(path) if row.get("decision") is not None))


def _rows(path: Path) -> Iterable[tuple[int, Mapping[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"expected a merge file in UTF-8, could not read it: {error}", path=str(path)) from error
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        try:
            row = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise InputError(f"expected a JSON object a line: {error}", path=str(path), line=line) from error
        if not isinstance(row, dict):
            raise InputError(f"expected a JSON object, was {type(row).__name__}", path=str(path), line=line)
        yield line, row


def _decision(row: Mapping[str, Any], path: Path, line: int) -> Decision:
    def fail(message: str) -> InputError:
        return InputError(message, path=str(path), line=line)

    if row["decision"] not in DECISIONS:
        raise fail(f"decision must be accept, reject or null, was {row['decision']!r}")
    if row.get("label") not in NAME_LABELS:
        raise fail(f"label must be one of {', '.join(NAME_LABELS)}, was {row.get('label')!r}")
    for side in ("left", "right"):
        if not isinstance(row.get(side), str) or not row[side]:
            raise fail(f"expected the key of a thing in {side!r}, was {row.get(side)!r}")
        names = row.get(f"{side}_names", [])
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise fail(f"expected a list of names in '{side}_names', was {names!r}")
    return Decision(
        label=row["label"],
        left=row["left"],
        right=row["right"],
        accepted=row["decision"] == "accept",
        left_names=tuple(row.get("left_names", ())),
        right_names=tuple(row.get("right_names", ())),
    )


def write_merges(path: Path, proposals: Iterable[Proposal], merges: Merges | None = None) -> int:
    """Writes the proposals with the decisions there are, and returns how many rows wait for a person.

    Decisions on things that are no longer proposed are kept, so that writing and reading loses none.

    Raises:
        OutputError: the file cannot be written.
    """
    decided = {_pair(d.label, d.left, d.right): d for d in (merges or Merges()).decisions}
    rows: list[dict[str, Any]] = []
    waiting = 0
    for proposal in proposals:
        decision = decided.pop(_pair(proposal.label, proposal.left, proposal.right), None)
        waiting += decision is None and not proposal.merge
        rows.append(_row(proposal, decision))
    rows += [
        {"label": d.label, "left": d.left, "right": d.right, "left_names": list(d.left_names),
         "right_names": list(d.right_names), "decision": _word(d)}
        for d in decided.values()
    ]  # fmt: skip
    try:
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"the merge file cannot be written: {error}") from error
    return waiting


def _pair(label: str, left: str, right: str) -> tuple[str, str, str]:
    return (label, *sorted((left, right)))  # type: ignore[return-value]


def _word(decision: Decision | None) -> str | None:
    return None if decision is None else DECISIONS[not decision.accepted]


def _row(proposal: Proposal, decision: Decision | None) -> dict[str, Any]:
    return {
        "label": proposal.label, "left": proposal.left, "right": proposal.right,
        "left_names": list(proposal.left_names), "right_names": list(proposal.right_names),
        "rule": proposal.rule, "score": round(proposal.score, 2), "evidence": list(proposal.evidence),
        "proposed": "merge" if proposal.merge else "look", "decision": _word(decision),
    }  # fmt: skip

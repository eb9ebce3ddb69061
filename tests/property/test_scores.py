"""Scores against a slow second opinion, written from the page of the format alone, on articles changed at random."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nlp.annotation import from_json
from nlp.evaluation.scores import Score, count_document, summarise

ROOT = Path(__file__).parents[2]
ARTICLES = [
    json.loads(line)
    for name in ("zh", "en")
    for line in (ROOT / "seeds" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
]
NAMES = {"COMPANY", "PERSON", "MACHINE", "JURISDICTION", "FACILITY", "AUTHORITY"}
Record = dict[str, Any]


def best(rows: int, columns: int, weight: Callable[[int, int], int]) -> int:
    """The greatest sum of weights of a one-to-one pairing, by trying them all over subsets of columns."""

    @cache
    def from_row(row: int, taken: int) -> int:
        if row == rows:
            return 0
        options = [from_row(row + 1, taken)]
        for column in range(columns):
            value = 0 if taken >> column & 1 else weight(row, column)
            if value:
                options.append(value + from_row(row + 1, taken | 1 << column))
        return max(options)

    return from_row(0, 0)


def cluster(record: Record, filler: str) -> list[Record]:
    named = [e for e in record["entities"] if e["id"] == filler]
    if named and named[-1]["label"] not in NAMES:
        return named[-1:]
    ref = (named[-1].get("ref") or named[-1]["id"]) if named else filler
    return [e for e in record["entities"] if (e.get("ref") or e["id"]) == ref]


def near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return one == other or abs(one - other) <= 0.005 * max(abs(one), abs(other))


def same_value(one: Record, other: Record) -> bool:
    if one.get("kind") != other.get("kind"):
        return False
    units = {str(e.get("unit") or "").lower() for e in (one, other)}
    if one.get("kind") not in ("percent", "multiple", "other") and len(units) > 1:
        return False
    return all(near(one.get(key), other.get(key)) for key in ("value", "min", "max") if key == "value" or
               (one.get("value") is None and other.get("value") is None))  # fmt: skip


def same_thing(gold: Record, one: str | None, predicted: Record, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    pairs = [(g, p) for g in cluster(gold, one) for p in cluster(predicted, other)]
    if not pairs:
        return False
    label = pairs[0][0]["label"]
    if label == "QUANTITY":
        return any(p["label"] == "QUANTITY" and same_value(g, p) for g, p in pairs)
    if label == "DATE":
        return any(p["label"] == "DATE" and p.get("iso") and p.get("iso") == g.get("iso") for g, p in pairs) or any(
            not g.get("iso") and touch(g, p) for g, p in pairs
        )
    return any(p["label"] in NAMES and touch(g, p) for g, p in pairs)


def touch(one: Record, other: Record) -> bool:
    return max(one["start"], other["start"]) < min(one["end"], other["end"])


def items(statement: Record) -> list[tuple[str, str]]:
    sides = [(side, statement[side]) for side in ("subject", "object") if statement.get(side) is not None]
    rest = [
        (role, f) for role, found in statement["qualifiers"].items() if role not in ("title", "segment") for f in found
    ]
    return sides + rest  # fmt: skip


def shared(gold: Record, one: Record, predicted: Record, other: Record) -> int:
    if one["predicate"] != other["predicate"]:
        return 0
    left, right = items(one), items(other)

    def agrees(i: int, j: int) -> int:
        (role, filler), (second, found) = left[i], right[j]
        swapped = one["predicate"] == "partnered_with" and {role, second} <= {"subject", "object"}
        if role != second and not swapped:
            return 0
        if role in ("metric", "action"):
            return int(filler.lower() == found.lower())
        return int(same_thing(gold, filler, predicted, found))

    return best(len(left), len(right), agrees)


def core(gold: Record, one: Record, predicted: Record, other: Record) -> bool:
    key = {"reported": "metric", "regulates": "action"}.get(one["predicate"], "")
    literals = {str((s["qualifiers"].get(key) or [""])[0]).lower() for s in (one, other)}
    if one["predicate"] != other["predicate"] or len(literals) > 1:
        return False
    sides = [(other["subject"], other["object"])]
    if one["predicate"] == "partnered_with" and None not in (one["object"], other["object"]):
        sides.append((other["object"], other["subject"]))
    return any(
        same_thing(gold, one["subject"], predicted, a) and same_thing(gold, one["object"], predicted, b)
        for a, b in sides
    )


def second_opinion(gold: Record, predicted: Record) -> dict[str, tuple[float, float]]:
    """Precision and recall by score."""
    golds = {(e["start"], e["end"], e["label"]): e for e in gold["entities"]}
    found = {(e["start"], e["end"], e["label"]): e for e in predicted["entities"]}
    hits = golds.keys() & found.keys()
    out = {"entity_strict": (len(hits) / max(1, len(found)), len(hits) / max(1, len(golds)))}
    names = [key for key in hits if key[2] in NAMES]
    things = {
        key: (golds[key].get("ref") or golds[key]["id"], found[key].get("ref") or found[key]["id"]) for key in names
    }
    ours, theirs, both = (
        Counter(g for g, _ in things.values()),
        Counter(p for _, p in things.values()),
        Counter(things.values()),
    )
    if names:
        out["b3"] = (
            sum(both[pair] / theirs[pair[1]] for pair in things.values()) / len(names),
            sum(both[pair] / ours[pair[0]] for pair in things.values()) / len(names),
        )  # fmt: skip
    left, right = gold["statements"], predicted["statements"]
    cores = roles = 0
    for predicate in {s["predicate"] for s in left}:
        a = [s for s in left if s["predicate"] == predicate]
        b = [s for s in right if s["predicate"] == predicate]
        cores += best(len(a), len(b), lambda i, j, a=a, b=b: int(core(gold, a[i], predicted, b[j])))  # type: ignore
        roles += best(len(a), len(b), lambda i, j, a=a, b=b: shared(gold, a[i], predicted, b[j]))  # type: ignore
    out["statement_core"] = (cores / max(1, len(right)), cores / max(1, len(left)))
    sizes = [sum(len(items(s)) for s in statements) for statements in (right, left)]
    out["role"] = (roles / max(1, sizes[0]), roles / max(1, sizes[1]))
    return out


def changed(article: Record, rng: random.Random) -> Record:
    """An article with mentions dropped, moved, renamed and revalued, and statements dropped, doubled and altered."""
    record = copy.deepcopy(article)
    refs = [e["ref"] for e in record["entities"]]
    kept: list[Record] = []
    for entity in record["entities"]:
        act = rng.choice(["keep"] * 6 + ["drop", "move", "label", "ref", "value", "double"])
        if act == "move":
            entity["end"] += 1
        elif act == "label":
            entity["label"] = rng.choice([*sorted(NAMES), "QUANTITY", "DATE"])
        elif act == "ref":
            entity["ref"] = rng.choice([None, rng.choice(refs), "other"])
        elif act == "value" and entity.get("value") is not None:
            entity["value"] *= rng.choice([1.004, 1.01])
        elif act == "value":
            entity["iso"] = None
        kept.extend(
            [] if act == "drop" else [entity, {**entity, "id": entity["id"] + "b"}] if act == "double" else [entity]
        )
    record["entities"] = kept
    statements: list[Record] = []
    for statement in record["statements"]:
        act = rng.choice(["keep"] * 4 + ["drop", "subject", "object", "turn", "double", "modality", "role"])
        if act in ("subject", "object"):
            statement[act] = rng.choice(refs)
        elif act == "turn":
            statement["subject"], statement["object"] = statement["object"], statement["subject"]
        elif act == "modality":
            statement["modality"] = "denied"
        elif act == "role" and statement["qualifiers"]:
            statement["qualifiers"].pop(rng.choice(sorted(statement["qualifiers"])))
        statements.extend([] if act == "drop" else [statement] * (2 if act == "double" else 1))
    return {**record, "statements": statements}


@pytest.mark.parametrize("seed", range(60))
def test_scores_agree_with_a_second_opinion(seed: int) -> None:
    rng = random.Random(seed)
    gold = rng.choice([a for a in ARTICLES if len(a["statements"]) <= 24])
    predicted = changed(gold, rng)
    scores = summarise([count_document(from_json(gold), from_json(predicted))])
    for name, (precision, recall) in second_opinion(gold, predicted).items():
        score = scores[name]
        assert isinstance(score, Score)
        assert (score.precision, score.recall) == pytest.approx((precision, recall)), name

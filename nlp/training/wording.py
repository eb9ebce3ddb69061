"""Fits what the words around mentions say (`nlp.transformer.wording`): two sparse tables, and how they are mixed with the heads.

Logistic regressions over n-grams, all classes at once, by Adagrad (Duchi et al. 2011) on the articles that the domain
stage reads, their mentions as gold has them. The mixture of heads and words is a logistic regression of three
weights on the held-out articles, which neither has seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from nlp.records import Document
from nlp.text.fold import fold
from nlp.training.examples import Facts
from nlp.transformer.decoding import Floats
from nlp.transformer.evidence import Evidence
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.roles import RELATIONS
from nlp.transformer.runtime import Model
from nlp.transformer.wording import SHARE, WORDING, Wording, Words, keys_of, log_odds

Progress = Callable[[int, int, str], None]
# a feature counts that stands in so many rows; of pairs also in one that is subject and object of something
_LEAST = {"roles": 3, "relations": 4}
_PASSES = {"roles": 8, "relations": 8}
# `_CALM` keeps Adagrad from stepping as far for a feature that tells next to nothing as for one that tells all:
# most weights stay near nothing, and are left out
_BATCH, _RATE, _CALM = 256, 0.1, 0.1
# of the pairs of which nothing is right, this part is read in each pass
_AGAINST = {"roles": 1.0, "relations": 1 / 3}
# weights nearer to nothing than this are left out, and all but so many of the greatest, so that all weights of a model stay under 40 MB
_PRUNED = {"roles": 0.35, "relations": 0.25}
_MOST = {"roles": 1_150_000, "relations": 430_000}
# pull of the mixture towards nothing, so that few documents give no endless weights
_HELD = 0.1
# what most pairs and roles are: nothing
_START = -4.0


@dataclass(slots=True)
class Rows:
    """The rows of one table.

    Attributes:
        keys: the keys of the features of each row.
        wanted: 1 where a class is right, 0 where not, -1 where it is not asked. *Shape:* (rows, classes)
    """

    keys: list[NDArray[numpy.uint32]]
    wanted: list[NDArray[numpy.int8]]

    def matrix(self) -> Tensor:
        """*Shape:* (rows, classes)."""
        return torch.from_numpy(numpy.stack(self.wanted))


class _Characters:
    """Spans in characters, for facts that are not asked of pieces."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same span."""
        return start, end


def rows_of(documents: Iterable[Document]) -> tuple[Rows, Rows]:
    """The rows of roles and of relations of documents with gold."""
    roles, relations = Rows([], []), Rows([], [])
    for document in documents:
        facts = Facts(document, _Characters(), nearest=True)
        words = Words(fold(document.text), facts.mentions)
        for number, place in enumerate(words.places):
            if place is not None:
                roles.keys.append(keys_of(words.of_mention(place)))
                roles.wanted.append(facts.roles[number])
        for one, other in words.pairs():
            asked = facts.related(one, other)
            subject, object_ = words.places[one], words.places[other]
            if asked is not None and subject is not None and object_ is not None:
                relations.keys.append(keys_of(words.of_pair(subject, object_)))
                wanted = numpy.zeros(len(RELATIONS), numpy.int8)
                wanted[list(asked)] = 1
                relations.wanted.append(wanted)
    return roles, relations


def known_features(rows: Rows, least: int, *, telling: bool) -> NDArray[numpy.uint32]:
    """The keys that count: in so many rows, and where `telling` in one for which some class is right."""
    keys, counts = numpy.unique(numpy.concatenate(rows.keys), return_counts=True)
    keys = keys[counts >= least]
    if telling:
        right = [row for row, wanted in zip(rows.keys, rows.wanted, strict=True) if (wanted > 0).any()]
        keys = numpy.intersect1d(keys, numpy.unique(numpy.concatenate([keys[:0], *right])), assume_unique=True)
    return keys


class _Linear(nn.Module):
    """Weights of features by classes, as `nlp.transformer.wording.Table` sums them."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.weights = nn.EmbeddingBag(features, classes, mode="sum", sparse=True)
        nn.init.zeros_(self.weights.weight)
        self.bias = nn.Parameter(torch.full((classes,), _START))

    def forward(self, rows: Sequence[NDArray[numpy.int64]]) -> Tensor:
        """*Shape:* (rows, classes)."""
        sizes = torch.tensor([len(row) for row in rows])
        inputs = torch.from_numpy(numpy.concatenate(rows))
        sums = self.weights(inputs, torch.cumsum(sizes, 0) - sizes)
        result: Tensor = sums * (SHARE / sizes.clamp(min=1).sqrt())[:, None] + self.bias
        return result


def fit_table(
    rows: Rows, name: str, seed: int, progress: Progress
) -> tuple[dict[str, NDArray[numpy.generic]], list[float]]:
    """The tensors of one table of `Wording`, and the mean loss of a row in each pass."""
    known = known_features(rows, _LEAST[name], telling=name == "relations")
    numbered = []
    for keys in rows.keys:
        found = numpy.minimum(numpy.searchsorted(known, keys), len(known) - 1)
        numbered.append(found[known[found] == keys].astype(numpy.int64))
    wanted = rows.matrix()
    torch.manual_seed(seed)
    random = numpy.random.default_rng(seed)
    model = _Linear(len(known), wanted.shape[1])
    optimisers = [
        torch.optim.Adagrad(model.weights.parameters(), lr=_RATE, eps=_CALM),
        torch.optim.Adagrad([model.bias], lr=_RATE / 2),
    ]
    some = (wanted > 0).any(dim=1).numpy()
    losses: list[float] = []
    for passed in range(_PASSES[name]):
        order = random.permutation(numpy.flatnonzero(some | (random.random(len(numbered)) < _AGAINST[name])))
        total = 0.0
        for at in range(0, len(order), _BATCH):
            if at % (_BATCH * 64) == 0:
                progress(passed * len(order) + at, _PASSES[name] * len(order), f"words of {name}")
            batch = order[at : at + _BATCH]
            right = wanted[batch]
            surprise = nn.functional.binary_cross_entropy_with_logits(
                model([numbered[n] for n in batch]), (right > 0).float(), reduction="none"
            )
            loss = (surprise * (right >= 0)).sum()
            total += float(loss.detach())
            for optimiser in optimisers:
                optimiser.zero_grad()
            loss.backward()
            for optimiser in optimisers:
                optimiser.step()
        losses.append(round(total / max(1, len(order)), 4))
    return _stored(name, known, model.weights.weight.detach().numpy(), model.bias.detach().numpy()), losses


def _stored(
    name: str, known: NDArray[numpy.uint32], weights: Floats, bias: Floats
) -> dict[str, NDArray[numpy.generic]]:
    """The weights in 8 bits, those near nothing left out, and features without any."""
    greatest = float(numpy.quantile(numpy.abs(weights[weights != 0]), 0.9999)) if (weights != 0).any() else 1.0
    step = greatest / 127
    whole = numpy.clip(numpy.rint(weights / step), -127, 127).astype(numpy.int8)
    sizes = numpy.abs(weights)
    spare = sizes.size - _MOST[name]
    least = float(numpy.partition(sizes.ravel(), spare)[spare]) if spare > 0 else 0.0
    whole[sizes < max(_PRUNED[name], least)] = 0
    kept = numpy.flatnonzero(whole.any(axis=1))
    features, columns = numpy.nonzero(whole[kept])
    counts = numpy.bincount(features, minlength=len(kept)).astype(numpy.uint8)
    return {
        f"{name}.keys": known[kept],
        f"{name}.counts": counts,
        f"{name}.columns": columns.astype(numpy.uint8),
        f"{name}.values": whole[kept][features, columns],
        f"{name}.bias": bias.astype(numpy.float32),
        f"{name}.step": numpy.array([step], numpy.float32),
    }


def fit_mix(heads: Floats, words: Floats, right: NDArray[numpy.bool_]) -> Floats:
    """What the log-odds of heads and words count, and a constant: a logistic regression by Newton's method.

    *Shape:* (cells,) each → (3,)
    """
    inputs = numpy.stack([heads, words, numpy.ones_like(heads)], axis=1).astype(numpy.float64)
    weights = numpy.array([1.0, 0.0, 0.0])
    for _ in range(30):
        chances = 0.5 * (1 + numpy.tanh(0.5 * inputs @ weights))
        gradient = inputs.T @ (right - chances) - _HELD * weights
        curvature = (inputs * (chances * (1 - chances))[:, None]).T @ inputs + _HELD * numpy.eye(3)
        step = numpy.linalg.solve(curvature, gradient)
        weights += step
        if float(numpy.abs(step).max()) < 1e-6:
            break
    return weights.astype(numpy.float32)


def mixes(
    documents: Sequence[Document], folder: Path, tables: Wording, progress: Progress
) -> Iterator[tuple[str, Floats]]:
    """How heads and words are mixed, for each table, on documents that neither has seen."""
    model, heads = Model.load(folder), ArgumentHeads.load(folder, words=False)
    cells: dict[str, list[tuple[Floats, Floats, NDArray[numpy.bool_]]]] = {"roles": [], "relations": []}
    for number, document in enumerate(documents):
        progress(number, len(documents), "words and heads on held-out documents")
        facts = Facts(document, _Characters(), nearest=True)
        evidence = Evidence(heads, model.told(model.read([document.text])[0], facts.mentions), facts.mentions)
        if len(evidence.mentions) != len(facts.mentions):
            continue  # a mention without a piece: the rows would not be those of the facts
        words = Words(fold(document.text), facts.mentions)
        there = [n for n, place in enumerate(words.places) if place is not None]
        said = tables.role_scores(words)
        for row, n in enumerate(there):
            asked = facts.roles[n] >= 0
            cells["roles"].append((log_odds(evidence.roles[n][asked]), said[row][asked], facts.roles[n][asked] > 0))
        asked_of = [
            (one, two, chances) for one, two, chances in evidence.relations() if facts.related(one, two) is not None
        ]
        numbers, scores = tables.relation_scores(words, [(one, two) for one, two, _ in asked_of])
        for row, n in enumerate(numbers):
            one, two, chances = asked_of[n]
            right = numpy.zeros(len(RELATIONS), bool)
            right[list(facts.related(one, two) or ())] = True
            cells["relations"].append((log_odds(chances), scores[row], right))
    for name, parts in cells.items():
        yield name, fit_mix(*(numpy.concatenate(column) for column in zip(*parts, strict=True)))


def fit_wording(
    trained: Iterable[Document], held_out: Sequence[Document], folder: Path, seed: int, progress: Progress
) -> dict[str, Any]:
    """Writes the wording of a model folder; what is to be told of the run.

    An article that is listed more than once counts once.
    """
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[numpy.generic]] = {}
    progress(0, 1, "words of the articles")
    once = {(document.id, document.text): document for document in trained}
    record: dict[str, Any] = {
        "articles": len(once),
        "held_out": len(held_out),
        "seed": seed,
        "batch": _BATCH,
        "rate": _RATE,
    }
    for name, rows in zip(("roles", "relations"), rows_of(once.values()), strict=True):
        table, losses = fit_table(rows, name, seed, progress)
        tensors |= {**table, f"{name}.mix": numpy.array([1.0, 0.0, 0.0], numpy.float32)}
        record[name] = {
            "rows": len(rows.keys),
            "features": len(table[f"{name}.keys"]),
            "weights": len(table[f"{name}.values"]),
            "losses": losses,
        }
    for name, mix in list(mixes(held_out, folder, Wording(tensors), progress)):
        tensors[f"{name}.mix"] = mix
        record[name]["mix"] = [round(float(weight), 4) for weight in mix]
    save_file(tensors, folder / WORDING)
    return record

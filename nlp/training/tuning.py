"""Stages 2 and 3: the heads, on general sets and silver labels first, on the domain's gold then."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from nlp.training.examples import Example, examples_of
from nlp.training.labelled import LabelledText, own_text
from nlp.training.network import Reader, greatest_between, parameters_of
from nlp.training.settings import TuningSettings
from nlp.training.states import restore_state, save_state
from nlp.training.swaps import swap
from nlp.transformer.pieces import PieceReader
from nlp.transformer.roles import DISTANCES, ROLES

Progress = Callable[[int, int, str], None]
# what the argument heads weigh beside the tags
_ROLES, _RELATIONS, _SUBJECTS = 0.25, 0.2, 0.2
_LEAST = 1e-9


@dataclass(slots=True)
class Batch:
    """Windows padded to one length. Mentions and pairs of all windows stand in one row each.

    Attributes:
        ids, mask, kinds, allowed: *Shape:* (windows, positions), the same, the same, (windows, positions, tags)
        spans: the window of each mention, its first and its last piece. *Shape:* (mentions, 3)
        roles: *Shape:* (mentions, roles)
        pairs: the row of the subject, of the object, the class of their distance. *Shape:* (pairs, 3)
        relations: *Shape:* (pairs, relations)
        choices: the question, the pair of candidate and object, the relation, whether the candidate is right.
            *Shape:* (candidates, 4)
        bags: as those of `Example`, their mentions and pairs rows of the batch. *Shape:* (cells, 4)
    """

    ids: Tensor
    mask: Tensor
    kinds: Tensor
    allowed: Tensor
    spans: Tensor
    roles: Tensor
    pairs: Tensor
    relations: Tensor
    choices: Tensor
    bags: Tensor


def collate(examples: Sequence[Example], padding: int) -> Batch:
    """The examples as one batch."""
    longest = max(len(e.ids) for e in examples)
    ids = numpy.full((len(examples), longest), padding, dtype=numpy.int64)
    mask, kinds = numpy.zeros_like(ids), numpy.zeros_like(ids)
    allowed = numpy.zeros((len(examples), longest, examples[0].allowed.shape[1]), dtype=bool)
    spans, pairs, choices, bags = [], [], [], []
    count = related = questions = bag = alternative = 0
    for row, e in enumerate(examples):
        own = (row, slice(len(e.ids)))
        ids[own], mask[own], kinds[own], allowed[own] = e.ids, 1, e.kinds, e.allowed
        spans.append(numpy.column_stack([numpy.full(len(e.spans), row), e.spans]))
        if len(e.pairs):
            pairs.append(numpy.column_stack([e.pairs + count, _distances(e.spans, e.pairs)]))
        if len(e.choices):
            choices.append(e.choices + numpy.array([questions, related, 0, 0]))
            questions += int(e.choices[-1, 0]) + 1
        if len(e.bags):
            of_pairs = e.bags[:, 3:] >= len(ROLES)
            before = numpy.where(of_pairs, related, count)
            bags.append(e.bags + numpy.array([bag, alternative, 0, 0]) + before * numpy.array([0, 0, 1, 0]))
            bag, alternative = (int(bags[-1][-1, column]) + 1 for column in (0, 1))
        count, related = count + len(e.spans), related + len(e.pairs)
    return Batch(
        torch.from_numpy(ids),
        torch.from_numpy(mask),
        torch.from_numpy(kinds),
        torch.from_numpy(allowed),
        torch.from_numpy(numpy.concatenate(spans)),
        torch.from_numpy(numpy.concatenate([e.roles for e in examples])),
        torch.from_numpy(numpy.concatenate(pairs) if pairs else numpy.zeros((0, 3), numpy.int64)),
        torch.from_numpy(
            numpy.concatenate([e.relations for e in examples if len(e.pairs)] or [examples[0].relations[:0]])
        ),
        torch.from_numpy(numpy.concatenate(choices) if choices else numpy.zeros((0, 4), numpy.int64)),
        torch.from_numpy(numpy.concatenate(bags) if bags else numpy.zeros((0, 4), numpy.int64)),
    )


def _distances(spans: NDArray[numpy.int64], pairs: NDArray[numpy.int64]) -> NDArray[numpy.int64]:
    """The classes of the distances of pairs of mentions.

    *Shape:* (mentions, 2), (pairs, 2) → (pairs,)
    """
    classes: NDArray[numpy.int64] = numpy.searchsorted(DISTANCES, spans[pairs[:, 1], 0] - spans[pairs[:, 0], 0])
    return classes


def loss_of(model: Reader, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """The loss of a batch and its parts."""
    scores, states = model(batch.ids, batch.mask, batch.kinds)
    asked = batch.allowed.any(-1)
    chances = functional.log_softmax(scores.float(), -1).masked_fill(~batch.allowed, -torch.inf)[asked]
    tags = -torch.logsumexp(chances, -1).mean()
    parts = {"tags": float(tags.detach())}
    total = tags
    if len(batch.spans):
        rows, first, last = batch.spans.unbind(1)
        mentions = torch.cat([states[rows, first], states[rows, last]], -1)
        of_one, around = model.look(states, batch.mask.sum(1))
        scored_roles = model.score_roles(mentions, rows, of_one)
        scored = None
        if len(batch.pairs):
            between = greatest_between(states, batch.spans, batch.pairs[:, :2])
            scored = model.score_relations(mentions, batch.pairs, between, rows, around)
            relations = relation_loss(scored, batch.relations, left_open=_bags_of_pairs(batch.bags))
            parts["relations"] = float(relations.detach())
            total = total + _RELATIONS * relations
        roles = _loss(scored_roles, batch.roles) + bag_loss(scored_roles, scored, batch.bags) / len(rows)
        parts["roles"] = float(roles.detach())
        total = total + _ROLES * roles
        if scored is not None and len(batch.choices):
            chosen = choice_loss(scored, batch.choices)
            parts["subjects"] = float(chosen.detach())
            total = total + _SUBJECTS * chosen
    return total, parts


def choice_loss(scores: Tensor, choices: Tensor) -> Tensor:
    """How surprising the subjects of objects are among all that may be it: a company named more than once is one.

    *Shape:* (pairs, relations), (candidates, 4) → ()
    """
    question, pair, relation, right = choices.unbind(1)
    chosen = scores.float()[pair, relation]
    count = int(question[-1]) + 1
    highest = torch.full((count,), -torch.inf).scatter_reduce(0, question, chosen.detach(), "amax")
    weights = torch.exp(chosen - highest[question])
    whole = torch.zeros(count).index_add(0, question, weights)
    good = torch.zeros(count).index_add(0, question, weights * right)
    return (torch.log(whole) - torch.log(good + _LEAST)).mean()


def bag_loss(roles: Tensor, relations: Tensor | None, bags: Tensor) -> Tensor:
    """How surprising it is, summed over the bags, that at least one alternative of each holds, all of whose cells must hold.

    At which mention of its subject a statement without an object stands, or of its object one with it, is not known: one of them
    has its roles and its relation (noisy-or over instances, Maron and Lozano-Pérez 1998). Where all are most unlikely, the chance
    of any is the sum of theirs.

    *Shape:* (mentions, roles), (pairs, relations), (cells, 4): bag, alternative, mention or pair, role or relation → ()
    """
    if not len(bags):
        return roles.new_zeros(())
    bag, alternative, at, column = bags.unbind(1)
    of_roles = column < roles.shape[1]
    cells = torch.zeros(len(bags)).index_put(
        (of_roles.nonzero(as_tuple=True)[0],), roles.float()[at[of_roles], column[of_roles]]
    )
    if relations is not None:
        told = ~of_roles
        scores = relations.float()[at[told], column[told] - roles.shape[1]]
        cells = cells.index_put((told.nonzero(as_tuple=True)[0],), scores)
    count, groups = int(bag[-1]) + 1, int(alternative[-1]) + 1
    of = torch.zeros(groups, dtype=torch.int64).index_copy(0, alternative, bag)
    holds = functional.logsigmoid(cells)
    chances = torch.zeros(groups).index_add(0, alternative, holds)
    highest = torch.full((count,), -torch.inf).scatter_reduce(0, of, chances.detach(), "amax")
    summed = highest + torch.log(torch.zeros(count).index_add(0, of, torch.exp(chances - highest[of])))
    none = torch.zeros(count).index_add(0, of, torch.log1p(-torch.exp(chances.clamp(max=-1e-6))))
    unlikely = summed < _UNLIKELY
    any_ = torch.log(-torch.expm1(none.masked_fill(unlikely, -1.0)))
    return -torch.where(unlikely, summed, any_).sum()


# the logarithm of a sum of chances below which it is as good as the chance of any
_UNLIKELY = -7.0


def _loss(scores: Tensor, wanted: Tensor, rows: int | None = None) -> Tensor:
    """Binary cross-entropy, summed over the classes that are asked, a row."""
    asked = wanted >= 0
    losses = functional.binary_cross_entropy_with_logits(scores.float(), wanted.clamp(min=0).float(), reduction="none")
    return (losses * asked).sum() / max(1, len(wanted) if rows is None else rows)


# most pairs of mentions are far from any relation: their losses are summed, and divided as if there were so many for each that has one
_BESIDE = 7


def relation_loss(scores: Tensor, wanted: Tensor, left_open: int = 0) -> Tensor:
    """Binary cross-entropy of the relations of pairs, summed, over so many pairs as `_BESIDE` says, or all where there are fewer.

    `left_open`: how many more relations there are, of which it is not known to which pair they belong.

    *Shape:* (pairs, relations) each → ()
    """
    related = int((wanted > 0).any(1).sum()) + left_open
    return _loss(scores, wanted, min(int((wanted >= 0).any(1).sum()), _BESIDE * related + 4))


def _bags_of_pairs(bags: Tensor) -> int:
    """How many bags hold relations."""
    return len(bags[bags[:, 3] >= len(ROLES), 0].unique())


def hide(examples: Sequence[Example], part: float, *, mask: int, random: numpy.random.Generator) -> None:
    """Puts the mask in the place of a part of the pieces of each window, its marks at both ends apart."""
    for example in examples:
        hidden = random.random(len(example.ids)) < part
        hidden[[0, -1]] = False
        example.ids[hidden] = mask


class Tuning:
    """One stage: what it reads, in which order, and the state in which it stands."""

    def __init__(
        self,
        model: Reader,
        reader: PieceReader,
        settings: TuningSettings,
        *,
        name: str,
        work: Path,
        positions: int,
        seed: int,
    ) -> None:
        self._model, self._reader, self._settings = model, reader, settings
        self._name, self._positions, self._seed = name, positions, seed
        self._state, self._curve = work / f"{name}.pt", work / f"{name}_curve.jsonl"
        groups = parameters_of(model, begun="encoder.", rate=settings.encoder_rate)
        self._optimiser = torch.optim.AdamW(groups, lr=settings.learning_rate, betas=(0.9, 0.98), fused=True)

    def train(self, texts: Sequence[LabelledText], progress: Progress) -> None:
        """Trains over all epochs, from the last checkpoint on."""
        done = restore_state(self._state, self._model, self._optimiser)
        whole = -(-self._settings.epochs // 1)
        for epoch in range(done, int(whole)):
            examples = self._examples(texts, epoch)
            steps = len(examples)
            began, since = time.monotonic(), 0
            for number, batch in enumerate(self._batches(examples, epoch)):
                at = (epoch + number * self._settings.batch / max(1, steps)) / self._settings.epochs
                if at >= 1:  # the last pass may be a part of one
                    break
                parts = self._step(batch, at)
                since += int(batch.mask.sum())
                if number % 50 == 0:
                    told = " · ".join(f"{key} {value:.3f}" for key, value in parts.items())
                    pace = since / (time.monotonic() - began)
                    progress(int(at * 1000), 1000, f"{self._name} {epoch}: {told} · {pace:,.0f} pieces/s")
                    with self._curve.open("a") as file:
                        file.write(
                            json.dumps({"epoch": epoch, "step": number, **{k: round(v, 4) for k, v in parts.items()}})
                            + "\n"
                        )
            save_state(self._state, self._model, self._optimiser, epoch + 1)

    def _examples(self, texts: Sequence[LabelledText], epoch: int) -> list[Example]:
        """The windows of all texts, names exchanged as this epoch has it."""
        generator = random.Random(f"{self._seed} {self._name} {epoch}")
        examples: list[Example] = []
        for text in texts:
            if text.document is not None and self._settings.swaps:
                text = own_text(swap(text.document, generator, self._settings.swaps))
            examples += examples_of(text, self._reader, self._positions, generator)
        if self._settings.hidden:
            random_ = numpy.random.default_rng([self._seed, epoch])
            hide(examples, self._settings.hidden, mask=self._reader.mask, random=random_)
        generator.shuffle(examples)
        return examples

    def _batches(self, examples: Sequence[Example], epoch: int) -> Iterator[Batch]:
        """Batches of windows of like length, in random order."""
        size, pool = self._settings.batch, self._settings.batch * 40
        generator = random.Random(f"{self._seed} {self._name} {epoch} batches")
        for start in range(0, len(examples), pool):
            like = sorted(examples[start : start + pool], key=lambda e: len(e.ids))
            groups = [like[at : at + size] for at in range(0, len(like), size)]
            generator.shuffle(groups)
            for group in groups:
                yield collate(group, self._reader.padding)

    def _step(self, batch: Batch, at: float) -> dict[str, float]:
        """One step at a part of the whole run; the parts of its loss."""
        rate = self._settings.learning_rate * min(1.0, at / 0.05 + 0.01) * max(0.02, 1.0 - at)
        for group in self._optimiser.param_groups:
            group["lr"] = rate * group["rate"]
        self._model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss, parts = loss_of(self._model, batch)
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._model.parameters(), 1.0)
        self._optimiser.step()
        return parts

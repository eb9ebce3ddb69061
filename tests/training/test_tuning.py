"""The losses of the argument heads and the batches they are reckoned on."""

from __future__ import annotations

import math
import random
from dataclasses import replace

import pytest

pytest.importorskip("torch", reason="needs the extra [train]; CI runs it in an environment of its own")

import numpy
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from nlp.records import Document, Mention, Statement
from nlp.training.examples import Example, Facts, examples_of
from nlp.training.labelled import own_text
from nlp.training.network import Reader, greatest_between
from nlp.training.tuning import bag_loss, choice_loss, collate, hide, relation_loss
from nlp.transformer import heads
from nlp.transformer.pieces import PieceReader
from nlp.transformer.roles import DISTANCES, RELATION_NUMBERS, ROLE_NUMBERS


def loss(rows: list[list[float]], choices: list[list[int]]) -> float:
    return float(choice_loss(torch.tensor(rows), torch.tensor(choices)))


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ([1, 0, 0], math.log(3)),
        # a firm that is named twice has the chances of both its mentions
        ([1, 1, 0], math.log(3 / 2)),
        ([1, 1, 1], 0.0),
    ],
)
def test_the_chances_of_all_mentions_of_the_subject_count(right: list[int], expected: float) -> None:
    choices = [[0, number, 1, is_right] for number, is_right in enumerate(right)]
    assert loss([[9.0, 0.5]] * 3, choices) == pytest.approx(expected, abs=1e-5)


def test_each_object_is_a_question_of_its_own() -> None:
    choices = [[0, 0, 0, 1], [0, 1, 0, 0], [1, 2, 1, 0], [1, 3, 1, 1]]
    sure = [[60.0, 0.0], [-60.0, 0.0], [0.0, -60.0], [0.0, 60.0]]
    assert loss(sure, choices) == pytest.approx(0.0, abs=1e-5)
    wrong = [[-60.0, 0.0], [60.0, 0.0], [0.0, -60.0], [0.0, 60.0]]
    assert loss(wrong, choices) > 5


def example(length: int, choices: list[list[int]]) -> Example:
    return Example(
        numpy.arange(100, 100 + length),
        numpy.zeros(length, dtype=numpy.int64),
        numpy.ones((length, 3), dtype=bool),
        spans=numpy.array([[1, 1], [2, 3], [5, 5]]),
        roles=numpy.zeros((3, 2), dtype=numpy.int8),
        pairs=numpy.array([[0, 2], [1, 2], [1, 0]]),
        relations=numpy.zeros((3, 2), dtype=numpy.int8),
        choices=numpy.array(choices, dtype=numpy.int64).reshape(-1, 4),
    )


def test_the_questions_of_a_batch_are_numbered_through() -> None:
    one = example(8, [[0, 0, 4, 1], [0, 1, 4, 0], [1, 2, 5, 1]])
    batch = collate([one, example(7, []), example(9, [[0, 1, 4, 1]])], 0)
    assert batch.choices[:, 0].tolist() == [0, 0, 1, 2]
    assert batch.pairs[batch.choices[:, 1], :2].tolist() == [[0, 2], [1, 2], [1, 0], [7, 8]]
    assert batch.choices[:, 2:].tolist() == [[4, 1], [4, 0], [5, 1], [4, 1]]


def test_some_pieces_are_hidden_and_the_marks_never() -> None:
    examples = [example(50, []) for _ in range(40)]
    hide(examples, 0.3, mask=4, random=numpy.random.default_rng(1))
    ids = numpy.array([e.ids for e in examples])
    assert (ids[:, 0] == 100).all()
    assert (ids[:, -1] == 149).all()
    assert 0.2 < (ids == 4).mean() < 0.4


def test_what_stands_between_two_mentions_is_the_same_in_training_and_at_work() -> None:
    generator = numpy.random.default_rng(2)
    states = generator.normal(size=(2, 70, 5)).astype(numpy.float32)
    spans = [(0, 1, 2), (0, 3, 3), (0, 9, 12), (0, 69, 69), (1, 0, 0), (1, 30, 35), (1, 33, 34), (1, 61, 69)]
    pairs = [(a, b) for a in range(8) for b in range(8) if a != b and spans[a][0] == spans[b][0]]
    made = greatest_between(torch.tensor(states), torch.tensor(spans), torch.tensor(pairs)).numpy()
    for (one, other), found in zip(pairs, made, strict=True):
        window = states[spans[one][0]]
        local = numpy.array([spans[one][1:], spans[other][1:]])
        assert numpy.allclose(found, heads.greatest_between(window, local, numpy.array([[0, 1]]))[0])
        stretch = window[local[:, 1].min() + 1 : local[:, 0].max()]
        assert numpy.allclose(found, stretch.max(axis=0) if len(stretch) else 0)


def test_the_heads_at_work_reckon_what_training_does(monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import BertConfig, BertModel

    torch.manual_seed(3)
    config = BertConfig(vocab_size=40, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    model = Reader(BertModel(config), tags=3, roles=4, relations=5, distances=len(DISTANCES) + 1).eval()
    torch.nn.init.normal_(model.around.weight)
    torch.nn.init.normal_(model.role_around.weight)
    torch.nn.init.normal_(model.between.weight)
    torch.nn.init.normal_(model.others.weight)
    torch.nn.init.normal_(model.second.weight)
    # a mark stands at either end of a window, and is gone when the heads are at work
    length, states = 22, torch.randn(2, 26, 16)
    spans = torch.tensor([[1, 1, 2], [1, 5, 5], [1, 10, 12], [1, 20, 20]])
    pairs = torch.tensor([[0, 1], [1, 0], [2, 1], [3, 0]])
    rows, first, last = spans.unbind(1)
    mentions = torch.cat([states[rows, first], states[rows, last]], -1)
    far = torch.from_numpy(
        numpy.searchsorted(DISTANCES, (first[pairs[:, 1]] - first[pairs[:, 0]]).numpy()).astype(numpy.int64)
    )
    with torch.no_grad():
        between = greatest_between(states, spans, pairs)
        # the second window is padded: nobody looks at what stands behind its end
        of_one, around = model.look(states, torch.tensor([26, length]))
        roles = model.score_roles(mentions, rows, of_one)
        told = torch.cat([pairs, far.unsqueeze(1)], 1)
        scored = model.score_relations(mentions, told, between, rows, around)
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    at_work = heads.ArgumentHeads(weights)
    own = states[1, 1 : length - 1].numpy()
    local = spans[:, 1:].numpy() - 1
    vectors = at_work.mentions(own, local)
    made = at_work.relations(own, vectors, local, pairs.numpy())
    assert numpy.allclose(made, torch.sigmoid(scored).numpy(), atol=1e-5)
    # in parts too, as of a long text; and another pair of its object is heard
    monkeypatch.setattr(heads, "_PAIRS_AT_ONCE", 2)
    assert numpy.allclose(at_work.relations(own, vectors, local, pairs.numpy()), made, atol=1e-6)
    assert not numpy.allclose(at_work.relations(own, vectors, local, pairs.numpy()[:2])[0], made[0], atol=1e-4)
    found = at_work.roles(own, vectors, local)
    assert numpy.allclose(found, torch.sigmoid(roles).numpy(), atol=1e-5)


def test_one_of_the_mentions_in_a_bag_must_have_its_roles() -> None:
    # two bags: mentions 0 and 1 with roles 0 and 1, mention 2 with role 1
    bags = torch.tensor([[0, 0, 0, 0], [0, 0, 0, 1], [0, 1, 1, 0], [0, 1, 1, 1], [1, 2, 2, 1]])
    scores = torch.tensor([[2.0, -1.0], [0.5, 3.0], [9.0, 0.2]])
    p = torch.sigmoid(scores)
    wanted = -torch.log(1 - (1 - p[0, 0] * p[0, 1]) * (1 - p[1, 0] * p[1, 1])) - torch.log(p[2, 1])
    assert float(bag_loss(scores, None, bags)) == pytest.approx(float(wanted), rel=1e-4)
    assert float(bag_loss(scores, None, bags[:0])) == 0.0


def test_bags_pull_the_likelier_mention_and_stay_finite() -> None:
    bags = torch.tensor([[0, 0, 0, 0], [0, 1, 1, 0]])
    scores = torch.tensor([[-1.0], [1.0]], requires_grad=True)
    bag_loss(scores, None, bags).backward()
    assert scores.grad is not None
    assert scores.grad[1] < scores.grad[0] < 0
    many = torch.tensor([[0, a, a, role] for a in (0, 1) for role in range(4)])
    for value in (-3.0, -5.0, -8.0, -30.0):
        unlikely = torch.full((2, 4), value, requires_grad=True)
        loss = bag_loss(unlikely, None, many)
        loss.backward()
        chance = torch.sigmoid(torch.tensor(value, dtype=torch.float64)) ** 4
        assert float(loss.detach()) == pytest.approx(
            float(-torch.log(1 - (1 - chance) ** 2 if value > -5 else 2 * chance)), rel=1e-2
        )
        assert unlikely.grad is not None
        assert (unlikely.grad < -0.3).all()
    for value in (-60.0, 60.0):
        extreme = torch.full((2, 1), value, requires_grad=True)
        loss = bag_loss(extreme, None, bags)
        loss.backward()
        assert torch.isfinite(loss)
        assert extreme.grad is not None
        assert torch.isfinite(extreme.grad).all()


def own_tokenizer() -> Tokenizer:
    """A tokenizer that cuts words apart."""
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *"China warned miners Later banned mining Norway taxes .".split(),
    ]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.add_special_tokens(words[:5])
    return tokenizer


RULED = "China warned miners. Later China banned mining. Norway taxes miners."


def ruled(evidence: tuple[tuple[int, int], ...] = ()) -> Document:
    places = [(0, 5), (27, 32), (48, 54)]
    mentions = tuple(
        Mention(start, end, RULED[start:end], "JURISDICTION", ref="cn" if end < 40 else "no", id=f"e{start}")
        for start, end in places
    )
    facts = (("cn", "ban", evidence), ("no", "tax", ()))
    return Document(
        "a",
        RULED,
        mentions=mentions,
        statements=tuple(Statement("regulates", who, None, {"action": (what,)}, evidence=e) for who, what, e in facts),
    )


def test_a_ruler_named_twice_is_a_bag_and_one_named_once_is_not() -> None:
    reader = PieceReader(own_tokenizer())
    (example,) = examples_of(own_text(ruled()), reader, 96, random.Random(1))
    subject, ban, tax, alone = (
        ROLE_NUMBERS[role] for role in ("regulates.subject", "action=ban", "action=tax", "regulates.alone")
    )
    asserted = ROLE_NUMBERS["modality=asserted"]
    assert example.roles[:, subject].tolist() == [-1, -1, 1]
    assert example.roles[:, ban].tolist() == [-1, -1, 0]
    assert example.roles[:, alone].tolist() == [-1, -1, 1]
    assert example.roles[:, tax].tolist() == [0, 0, 1]
    assert example.bags.tolist() == [[0, a, a, role] for a in (0, 1) for role in (subject, alone, ban, asserted)]
    # where the evidence tells which mention it is, nothing is left open
    (example,) = examples_of(own_text(ruled(((27, 46),))), reader, 96, random.Random(1))
    assert example.roles[:, ban].tolist() == [0, 1, 0]
    assert not len(example.bags)


def test_a_bag_of_which_less_than_half_lies_in_a_window_is_left_out() -> None:
    reader = PieceReader(own_tokenizer())
    facts = Facts(ruled(), reader.read(RULED))
    assert len(facts._bags_of([0, 1, 2])) == 2 * len(facts._bags_of([0]))
    assert not len(facts._bags_of([2]))


def test_a_partner_without_a_name_may_be_a_bag_too() -> None:
    document = replace(ruled(), statements=(Statement("partnered_with", "cn", None),))
    (example,) = examples_of(own_text(document), PieceReader(own_tokenizer()), 96, random.Random(1))
    assert {row[3] for row in example.bags.tolist()} == {
        ROLE_NUMBERS[role] for role in ("partnered_with.subject", "partnered_with.alone", "modality=asserted")
    }


def test_bags_of_several_windows_stay_apart() -> None:
    reader = PieceReader(own_tokenizer())
    (example,) = examples_of(own_text(ruled()), reader, 96, random.Random(1))
    batch = collate([example, example], 0)
    assert batch.bags[:, 0].tolist() == [0] * 8 + [1] * 8
    assert batch.bags[:, 1].tolist() == [0] * 4 + [1] * 4 + [2] * 4 + [3] * 4
    assert batch.bags[:, 2].tolist() == [0] * 4 + [1] * 4 + [3] * 4 + [4] * 4


def test_the_loss_of_relations_is_divided_by_those_there_are() -> None:
    wanted = torch.tensor([[1, 0]] + [[0, 0]] * 10)
    few = relation_loss(torch.zeros(11, 2), wanted)
    more = relation_loss(torch.zeros(211, 2), torch.cat([wanted, torch.zeros(200, 2, dtype=torch.int64)]))
    assert float(few) == pytest.approx(11 * 2 * math.log(2) / 11)
    # more pairs without one add their own loss, and change no divisor
    assert float(more) == pytest.approx(211 * 2 * math.log(2) / 11)


def test_a_relation_in_a_bag_is_a_cell_as_roles_are() -> None:
    # one bag, two alternatives: a role of a mention and a relation of a pair each
    bags = torch.tensor([[0, 0, 0, 1], [0, 0, 1, 2], [0, 1, 1, 1], [0, 1, 0, 2]])
    roles = torch.tensor([[0.0, 2.0], [0.0, -1.0]], requires_grad=True)
    relations = torch.tensor([[0.5], [1.5]], requires_grad=True)
    loss = bag_loss(roles, relations, bags)
    p, q = torch.sigmoid(roles.detach()), torch.sigmoid(relations.detach())
    wanted = -torch.log(1 - (1 - p[0, 1] * q[1, 0]) * (1 - p[1, 1] * q[0, 0]))
    assert float(loss.detach()) == pytest.approx(float(wanted), rel=1e-4)
    loss.backward()
    assert relations.grad is not None
    assert relations.grad[1] < relations.grad[0] < 0  # the likelier alternative is drawn more
    assert roles.grad is not None
    assert roles.grad[:, 0].abs().sum() == 0


WARNED = "China warned miners . Norway taxes China . China banned mining ."


def supplier(evidence: tuple[tuple[int, int], ...] = ()) -> Document:
    """Norway stands once, China three times: that China is a part of Norway may be told at any of them."""
    mentions = tuple(
        Mention(start, start + len(name), name, "COMPANY", ref=name.lower(), id=f"e{start}")
        for name, start in (("China", 0), ("Norway", 22), ("China", 35), ("China", 43))
    )
    fact = Statement("subsidiary_of", "norway", "china", {}, evidence=evidence)
    return Document("a", WARNED, mentions=mentions, statements=(fact,))


def test_an_object_named_several_times_is_a_bag_of_pairs() -> None:
    reader = PieceReader(own_tokenizer())
    (example,) = examples_of(own_text(supplier()), reader, 96, random.Random(1))
    as_object, as_subject = (ROLE_NUMBERS[f"subsidiary_of.{role}"] for role in ("object", "subject"))
    assert example.roles[:, as_object].tolist() == [-1, 0, -1, -1]
    assert example.roles[:, as_subject].tolist() == [0, -1, 0, 0]
    told = {tuple(pair): row.tolist() for pair, row in zip(example.pairs.tolist(), example.relations, strict=True)}
    assert {pair for pair, row in told.items() if row == [-1] * len(row)} == {(1, 0), (1, 2), (1, 3)}
    assert all(set(row) == {0} for pair, row in told.items() if pair[0] != 1)
    cells = example.bags.tolist()
    # the nearest stands first
    assert [row[2] for row in cells if row[3] == as_object] == [2, 0, 3]
    relation = len(ROLE_NUMBERS) + RELATION_NUMBERS["subsidiary_of"]
    assert [example.pairs[row[2]].tolist() for row in cells if row[3] == relation] == [[1, 2], [1, 0], [1, 3]]
    batch = collate([example, example], 0)
    assert [batch.pairs[row[2], :2].tolist() for row in batch.bags.tolist() if row[3] == relation] == [
        [1, 2], [1, 0], [1, 3], [5, 6], [5, 4], [5, 7],
    ]  # fmt: skip


@pytest.mark.parametrize("nearest", [True, False])
def test_where_it_is_known_which_object_is_meant_nothing_is_left_open(nearest: bool) -> None:
    reader = PieceReader(own_tokenizer())
    told = supplier() if nearest else supplier(((22, 41),))
    facts = Facts(told, reader.read(WARNED), nearest=nearest)
    assert facts.related(1, 2) == {RELATION_NUMBERS["subsidiary_of"]}
    assert facts.related(1, 0) is None
    assert not len(facts._bags_of([0, 1, 2, 3]))


def test_only_a_window_with_the_nearest_object_has_the_bag() -> None:
    reader = PieceReader(own_tokenizer())
    facts = Facts(supplier(), reader.read(WARNED))
    assert len(facts._bags_of([1, 2], [(0, 1)]))
    # the others would be forced to tell it
    assert not len(facts._bags_of([0, 1, 3], [(1, 0), (1, 2)]))


def test_relations_that_are_left_open_count_among_those_there_are() -> None:
    scores, wanted = torch.zeros(30, 1), torch.zeros(30, 1)
    assert float(relation_loss(scores, wanted)) == pytest.approx(30 * math.log(2) / 4)
    assert float(relation_loss(scores, wanted, left_open=2)) == pytest.approx(30 * math.log(2) / 18)

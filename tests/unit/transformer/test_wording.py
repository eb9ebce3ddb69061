"""What the words around mentions say: features that names do not change, sparse sums, mixtures with the heads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.errors import ModelError
from nlp.records import Measure, Mention
from nlp.text.fold import fold
from nlp.transformer.roles import RELATIONS, ROLES
from nlp.transformer.wording import REACH, WORDING, Table, Wording, Words, keys_of, log_odds

COUNT = Measure("count", 4000.0, "machine")


def deal(buyer: str, seller: str, verb: str = "订购了") -> tuple[str, list[Mention]]:
    """A text of an order with its three mentions."""
    text = f"{buyer}向{seller}{verb}4000台矿机。"
    one, two = len(buyer), len(buyer) + 1 + len(seller)
    number = two + len(verb)
    return text, [
        Mention(0, one, buyer, "COMPANY", ref="c:1", id="e1"),
        Mention(one + 1, two, seller, "COMPANY", ref="c:2", id="e2"),
        Mention(number, number + 5, "4000台", "QUANTITY", ref="q:e3", id="e3", measure=COUNT),
    ]


def words_of(text: str, mentions: list[Mention]) -> Words:
    return Words(fold(text), mentions)


def empty(classes: int) -> dict[str, Any]:
    """The tensors of a table without features."""
    return {
        "keys": numpy.zeros(0, numpy.uint32),
        "counts": numpy.zeros(0, numpy.uint8),
        "columns": numpy.zeros(0, numpy.uint8),
        "values": numpy.zeros(0, numpy.int8),
        "bias": numpy.zeros(classes, numpy.float32),
        "step": numpy.array([1.0], numpy.float32),
        "mix": numpy.array([1.0, 0.0, 0.0], numpy.float32),
    }


def tensors(**changed: Any) -> dict[str, Any]:
    """The tensors of a model's wording that says nothing, but for what is changed: `roles_bias=…`."""
    made = {f"{name}.{part}": value for name, size in (("roles", len(ROLES)), ("relations", len(RELATIONS)))
            for part, value in empty(size).items()}  # fmt: skip
    return made | {key.replace("_", ".", 1): value for key, value in changed.items()}


@pytest.mark.parametrize("number", [0, 1, 2])
def test_names_change_no_feature(number: int) -> None:
    one, other = words_of(*deal("嘉楠科技", "HIVE")), words_of(*deal("Bit Digital", "比特大陆"))
    features = [words.of_mention(words.places[number]) for words in (one, other) if words.places[number]]
    assert len(features) == 2
    assert features[0] == features[1]


def test_words_change_features_of_mentions_and_pairs() -> None:
    one, other = words_of(*deal("甲", "乙")), words_of(*deal("甲", "乙", "交付了"))
    assert set(keys_of(one.of_mention(one.places[2]))) != set(keys_of(other.of_mention(other.places[2])))  # type: ignore[arg-type]
    pairs = [words.of_pair(words.places[0], words.places[2]) for words in (one, other)]  # type: ignore[arg-type]
    assert set(pairs[0]) != set(pairs[1])


def test_the_order_of_two_mentions_counts() -> None:
    words = words_of(*deal("甲", "乙"))
    one, two = words.places[0], words.places[1]
    assert one is not None
    assert two is not None
    assert set(words.of_pair(one, two)) != set(words.of_pair(two, one))


def test_numbers_and_endings_are_one() -> None:
    made = []
    for sold in ("orders 4,000 machines", "ordered 12,500 machine"):
        text = f"XY {sold} from Z."
        mentions = [
            Mention(0, 2, "XY", "COMPANY", ref="x", id="e1"),
            Mention(len(text) - 2, len(text) - 1, "Z", "COMPANY", ref="z", id="e2"),
        ]
        words = words_of(text, mentions)
        made.append(set(words.of_pair(words.places[0], words.places[1])))  # type: ignore[arg-type]
    assert made[0] == made[1]


def test_pairs_are_near_and_fit_a_predicate() -> None:
    text = "A" + " word" * (REACH + 5) + " B bought 5 BTC"
    at = text.index("B bought")
    mentions = [
        Mention(0, 1, "A", "COMPANY", ref="a", id="e1"),
        Mention(at, at + 1, "B", "COMPANY", ref="b", id="e2"),
        Mention(at + 9, at + 14, "5 BTC", "QUANTITY", ref="q", id="e3", measure=Measure("crypto", 5.0, "BTC")),
    ]
    words = words_of(text, mentions)
    assert (1, 2) in set(words.pairs())
    assert (2, 1) not in set(words.pairs())
    assert not any(0 in pair for pair in words.pairs())


def test_of_a_sentence_without_end_only_the_words_around_count() -> None:
    text = "far " + "word " * 2000 + "B holds 5 BTC" + " word" * 2000 + " off"
    at = text.index("5 BTC")
    coins = Mention(at, at + 5, "5 BTC", "QUANTITY", ref="q", id="e1", measure=Measure("crypto", 5.0, "BTC"))
    words = words_of(text, [coins])
    place = words.places[0]
    assert place is not None
    features = words.of_mention(place)
    assert place.type + "sfar" not in features
    assert place.type + "shold" in features


def test_the_first_of_a_kind_leads() -> None:
    text, mentions = deal("甲", "乙")
    words = words_of(text, mentions)
    one, two, number = words.places
    assert one
    assert two
    assert number
    assert number.type not in (one.type, two.type)
    assert any(feature.endswith("f1") for feature in words.of_pair(one, number))
    assert any(feature.endswith("f0") for feature in words.of_pair(two, number))


def test_a_text_without_mentions_says_nothing() -> None:
    words = words_of("", [])
    assert words.places == []
    assert list(words.pairs()) == []


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(-127, 127), min_size=4, max_size=4), min_size=1, max_size=8),
    st.lists(st.lists(st.integers(0, 11), max_size=9), min_size=1, max_size=5),
)
def test_scores_are_those_of_the_whole_matrix(dense: list[list[int]], asked: list[list[int]]) -> None:
    matrix = numpy.array(dense, numpy.int8)
    features, columns = numpy.nonzero(matrix)
    keys = numpy.arange(len(dense), dtype=numpy.uint32)
    counts = numpy.bincount(features, minlength=len(dense)).astype(numpy.uint8)
    bias = numpy.array([0.5, -1.0, 0.0, 2.0], numpy.float32)
    table = Table(keys, counts, columns, matrix[features, columns], bias, 0.1)
    rows = [numpy.unique(numpy.array(row, dtype=numpy.uint32)) for row in asked]
    known = [[int(key) for key in row if key < len(dense)] for row in rows]
    whole = [bias + (matrix[row].astype(float).sum(axis=0) * 0.1 * 3 / max(1, len(row)) ** 0.5) for row in known]
    assert numpy.allclose(table.scores(rows), numpy.array(whole), atol=1e-4)


def test_a_mixture_that_gives_words_nothing_changes_nothing() -> None:
    text, mentions = deal("甲", "乙")
    words, wording = words_of(text, mentions), Wording(tensors(roles_bias=numpy.full(len(ROLES), 9.0, numpy.float32)))
    chances = numpy.random.default_rng(1).uniform(0.01, 0.99, (3, len(ROLES))).astype(numpy.float32)
    assert numpy.allclose(wording.mix_roles(words, chances), chances, atol=1e-5)


def test_words_raise_and_lower_what_the_heads_say() -> None:
    text, mentions = deal("甲", "乙")
    bias = numpy.full(len(RELATIONS), -2.0, numpy.float32)
    bias[3] = 2.0
    wording = Wording(tensors(relations_bias=bias, relations_mix=numpy.array([1.0, 0.5, 0.0], numpy.float32)))
    chances = numpy.full((1, len(RELATIONS)), 0.5, numpy.float32)
    mixed = wording.mix_relations(words_of(text, mentions), chances, [(0, 1)])
    assert log_odds(mixed)[0, 3] == pytest.approx(1.0, abs=1e-4)
    assert log_odds(mixed)[0, 2] == pytest.approx(-1.0, abs=1e-4)


def test_pairs_that_stand_apart_are_left_to_the_heads() -> None:
    text = "A" + " word" * (REACH + 5) + " B"
    mentions = [
        Mention(0, 1, "A", "COMPANY", ref="a", id="e1"),
        Mention(len(text) - 1, len(text), "B", "COMPANY", ref="b", id="e2"),
    ]
    wording = Wording(tensors(relations_bias=numpy.full(len(RELATIONS), 9.0, numpy.float32),
                              relations_mix=numpy.array([1.0, 1.0, 0.0], numpy.float32)))  # fmt: skip
    chances = numpy.full((1, len(RELATIONS)), 0.3, numpy.float32)
    assert wording.mix_relations(words_of(text, mentions), chances, [(0, 1)]) is chances


def test_a_folder_needs_no_wording(tmp_path: Path) -> None:
    assert Wording.load(tmp_path) is None


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / WORDING).write_bytes(b"no tensors")
    with pytest.raises(ModelError, match=WORDING):
        Wording.load(tmp_path)


def test_a_file_without_all_parts_is_told(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    save_file({"roles.bias": numpy.zeros(3, numpy.float32)}, tmp_path / WORDING)
    with pytest.raises(ModelError, match=WORDING):
        Wording.load(tmp_path)

"""What settling overlaps must always do."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp.entities.merge import Spans, merge
from nlp.records import Mention

MENTIONS = st.lists(
    st.builds(
        lambda start, length, label, priority: Mention(
            start, start + length, "x" * length, label, priority=priority, confidence=0.5
        ),
        st.integers(0, 60),
        st.integers(1, 12),
        st.sampled_from(["COMPANY", "PERSON", "DATE"]),
        st.integers(0, 3),
    ),
    max_size=40,
)


@given(MENTIONS)
def test_kept_mentions_do_not_overlap_and_are_in_order(mentions: list[Mention]) -> None:
    kept = merge(mentions)
    assert all(left.end <= right.start for left, right in pairwise(kept))
    assert all(mention in mentions for mention in kept)


@given(MENTIONS)
def test_every_loser_overlaps_a_winner_that_ranks_no_lower(mentions: list[Mention]) -> None:
    kept = merge(mentions)
    for mention in mentions:
        rivals = [k for k in kept if k.start < mention.end and mention.start < k.end]
        assert rivals
        assert max(k.priority for k in rivals) >= mention.priority


@given(MENTIONS, st.randoms())
def test_input_order_does_not_matter(mentions: list[Mention], random: object) -> None:
    shuffled = list(mentions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    spans = [(m.start, m.end, m.label, m.priority) for m in merge(mentions)]
    assert spans == [(m.start, m.end, m.label, m.priority) for m in merge(shuffled)]


@given(MENTIONS)
def test_merging_twice_changes_nothing(mentions: list[Mention]) -> None:
    kept = merge(mentions)
    assert merge(kept) == kept


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), max_size=30))
def test_spans_agree_with_a_naive_set(pairs: list[tuple[int, int]]) -> None:
    spans, taken = Spans(), set[int]()
    for start, length in pairs:
        cells = set(range(start, start + length))
        assert spans.add(start, start + length) == (bool(cells) and not cells & taken)
        if cells and not cells & taken:
            taken |= cells

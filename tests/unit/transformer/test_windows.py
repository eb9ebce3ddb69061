"""Windows: each piece is decided once, with context on both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.transformer.windows import plan_windows


@given(st.integers(0, 900), st.integers(60, 200), st.sets(st.integers(1, 900), max_size=40))
def test_each_piece_is_decided_by_one_window(count: int, size: int, ends: set[int]) -> None:
    windows = plan_windows(count, sorted(ends), size)
    decided = [piece for w in windows for piece in range(w.own_first, w.own_last)]
    assert decided == list(range(count))
    for window in windows:
        assert window.last - window.first <= size
        assert window.first <= window.own_first < window.own_last <= window.last


def test_windows_overlap() -> None:
    one, other, *_ = plan_windows(400, [], 128)
    assert other.first < one.own_last < one.last


def test_a_window_ends_with_a_sentence() -> None:
    assert plan_windows(400, [95], 128)[0].own_last == 95


def test_a_window_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="48 pieces"):
        plan_windows(10, [], 40)

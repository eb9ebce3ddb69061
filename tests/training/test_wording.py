"""Sparse tables learn what words tell, and their mixture with the heads what each counts."""

from __future__ import annotations

import numpy
import pytest

torch = pytest.importorskip("torch")

from nlp.training import wording  # noqa: E402
from nlp.training.wording import Rows, fit_mix, fit_table, known_features  # noqa: E402
from nlp.transformer.wording import Table, keys_of  # noqa: E402


def rows(count: int) -> Rows:
    """Rows of two kinds: where `good` stands the first class is right, where `bad` stands the second."""
    random = numpy.random.default_rng(3)
    keys, wanted = [], []
    for number in range(count):
        good = number % 2 == 0
        noise = [f"n{random.integers(40)}" for _ in range(5)]
        keys.append(keys_of(["good" if good else "bad", *noise]))
        wanted.append(numpy.array([good, not good, 0], numpy.int8))
    return Rows(keys, wanted)


def test_a_table_learns_the_telling_word() -> None:
    tensors, losses = fit_table(rows(6000), "roles", 1, lambda *_: None)
    assert losses == sorted(losses, reverse=True)
    parts = ("keys", "counts", "columns", "values", "bias")
    table = Table(*(tensors[f"roles.{part}"] for part in parts), step=float(tensors["roles.step"][0]))  # type: ignore[arg-type]
    scores = table.scores([keys_of(["good", "n3"]), keys_of(["bad", "n3"])])
    assert scores[0, 0] > scores[0, 1] + 2
    assert scores[1, 1] > scores[1, 0] + 2
    assert (scores[:, 2] < scores[:, :2].max(axis=1) - 2).all()


def test_rare_features_do_not_count() -> None:
    given = Rows(
        [keys_of(["often", "once"]), keys_of(["often"]), keys_of(["often"])],
        [numpy.array([n == 0], numpy.int8) for n in range(3)],
    )
    assert known_features(given, 2, telling=False).tolist() == keys_of(["often"]).tolist()
    given.wanted[0][0] = 0
    assert len(known_features(given, 2, telling=True)) == 0


def test_a_mixture_finds_what_tells_more() -> None:
    random = numpy.random.default_rng(5)
    right = random.random(4000) < 0.3
    heads = numpy.where(right, 1.0, -1.0) + random.normal(0, 2.0, 4000)
    words = numpy.where(right, 1.0, -1.0) + random.normal(0, 1.0, 4000)
    mix = fit_mix(heads.astype(numpy.float32), words.astype(numpy.float32), right)
    assert mix[1] > 2 * mix[0] > 0


def test_only_the_greatest_weights_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "_MOST", {"roles": 3})
    weights = numpy.array([[0.9, -0.8], [0.5, 0.4], [0.36, 0.1], [0.2, 0.0]], numpy.float32)
    known = numpy.arange(4, dtype=numpy.uint32)
    kept = wording._stored("roles", known, weights, numpy.zeros(2, numpy.float32))
    assert kept["roles.keys"].tolist() == [0, 1]
    assert kept["roles.counts"].tolist() == [2, 1]
    # as many as there may be, but none near nothing
    monkeypatch.setattr(wording, "_MOST", {"roles": 100})
    assert wording._stored("roles", known, weights, numpy.zeros(2, numpy.float32))["roles.keys"].tolist() == [0, 1, 2]

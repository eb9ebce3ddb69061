"""The same story told again: which documents have the text of an earlier one, or nearly.

Candidates by banding (locality-sensitive hashing, Leskovec et al., Mining of Massive Datasets, ch. 3): 16 bands of 8 rows,
found by sorting one band at a time, so that memory is a few numbers a document. A candidate is a duplicate where at least
`SIMILAR` of the permutations agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.batch.signatures import LENGTH, PERMUTATIONS

BANDS, ROWS = 16, 8
SIMILAR = 0.8


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A document (by its place in the order) that tells what an earlier one tells; `similarity` 1 is the same text."""

    index: int
    of: int
    similarity: float


def find_duplicates(files: Sequence[Path]) -> list[Duplicate]:
    """The duplicates among the documents whose signatures lie in files, in order.

    The first of several alike is no duplicate; all others point to it.
    """
    import numpy

    data = b"".join(path.read_bytes() for path in files)
    if not data:
        return []
    table = numpy.frombuffer(data, dtype=numpy.dtype([("exact", "<u8"), ("rows", "<u4", (PERMUTATIONS,))]))
    if len(data) != LENGTH * len(table):
        raise ValueError(f"expected signatures of {LENGTH} bytes, were {len(data)} bytes")
    first = _same_text(table["exact"])
    found = {int(index): (int(of), 1.0) for index, of in enumerate(first) if of != index}
    for index, of in _candidates(table["rows"]):
        if index in found and (found[index][1] == 1.0 or found[index][0] <= of):
            continue
        similarity = float((table["rows"][index] == table["rows"][of]).mean())
        if similarity >= SIMILAR:
            found[index] = (of, similarity)
    return [Duplicate(index, _root(of, found), similarity) for index, (of, similarity) in sorted(found.items())]


def _root(of: int, found: dict[int, tuple[int, float]]) -> int:
    """The first of a chain of documents alike."""
    while of in found:
        of = found[of][0]
    return of


def _same_text(exact: Any) -> Any:
    """For each document the first one with its text."""
    import numpy

    order = numpy.argsort(exact, kind="stable")
    ordered = exact[order]
    starts = numpy.flatnonzero(numpy.r_[True, ordered[1:] != ordered[:-1]])
    first = numpy.empty(len(exact), dtype=numpy.int64)
    first[order] = numpy.repeat(order[starts], numpy.diff(numpy.r_[starts, len(exact)]))
    return first


def _candidates(rows: Any) -> Iterator[tuple[int, int]]:
    """Pairs of a document and an earlier one that share a band: the first of all that do, and the one just before."""
    import numpy

    for band in range(BANDS):
        piece = numpy.ascontiguousarray(rows[:, band * ROWS : (band + 1) * ROWS])
        keys = piece.view(numpy.dtype((numpy.void, piece.dtype.itemsize * ROWS))).ravel()
        order = numpy.argsort(keys, kind="stable")
        ordered = keys[order]
        same = ordered[1:] == ordered[:-1]
        start = 0
        for at in map(int, numpy.flatnonzero(same)):
            if at == 0 or not same[at - 1]:
                start = at
            later = int(order[at + 1])
            yield later, int(order[start])
            if start != at:
                yield later, int(order[at])

"""One-to-one matchings: the largest, and the one of greatest weight."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def largest_matching(rows: int, columns: int, fits: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """The pairs of a largest matching (Kuhn's augmenting paths).

    >>> len(largest_matching(2, 2, lambda i, j: not (i == 1 and j == 1)))
    2
    """
    edges = [[j for j in range(columns) if fits(i, j)] for i in range(rows)]
    owner: list[int | None] = [None] * columns

    for start in range(rows):
        # depth-first search for a free column, without recursion
        seen: set[int] = set()
        stack = [(start, iter(edges[start]))]
        path: list[tuple[int, int]] = []
        while stack:
            row, options = stack[-1]
            column = next((j for j in options if j not in seen), None)
            if column is None:
                stack.pop()
                if path:
                    path.pop()
                continue
            seen.add(column)
            path.append((row, column))
            holder = owner[column]
            if holder is None:
                for r, c in path:
                    owner[c] = r
                break
            stack.append((holder, iter(edges[holder])))
    return [(row, column) for column, row in enumerate(owner) if row is not None]


def heaviest_matching(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The pairs of positive weight of a matching whose sum of weights is greatest.

    The Hungarian method with potentials (Kuhn 1955; Munkres 1957), O(n³).

    >>> heaviest_matching([[5, 4], [4, 0]])
    [(0, 1), (1, 0)]
    """
    if not weights or not weights[0]:
        return []
    flipped = len(weights) > len(weights[0])
    table = [list(column) for column in zip(*weights, strict=True)] if flipped else [list(row) for row in weights]
    assigned = _assign([[-value for value in row] for row in table])
    pairs = [(i, j) for i, j in assigned if table[i][j] > 0]
    return sorted((j, i) for i, j in pairs) if flipped else sorted(pairs)


def _assign(cost: list[list[int]]) -> list[tuple[int, int]]:
    """The cheapest assignment of every row to a column; rows must not outnumber columns."""
    rows, columns = len(cost), len(cost[0])
    infinity = float("inf")
    row_potential = [0.0] * (rows + 1)
    column_potential = [0.0] * (columns + 1)
    match = [0] * (columns + 1)
    way = [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0] = row
        column = 0
        least = [infinity] * (columns + 1)
        used = [False] * (columns + 1)
        while True:
            used[column] = True
            current, delta, following = match[column], infinity, 0
            line, potential = cost[current - 1], row_potential[current]
            for j in range(1, columns + 1):
                if not used[j]:
                    reduced = line[j - 1] - potential - column_potential[j]
                    if reduced < least[j]:
                        least[j], way[j] = reduced, column
                    if least[j] < delta:
                        delta, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    row_potential[match[j]] += delta
                    column_potential[j] -= delta
                else:
                    least[j] -= delta
            column = following
            if match[column] == 0:
                break
        while column:
            previous = way[column]
            match[column] = match[previous]
            column = previous
    return [(match[j] - 1, j - 1) for j in range(1, columns + 1) if match[j]]

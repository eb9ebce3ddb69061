"""From pairs to facts: the surest pairs first, and no fact that holds a contradiction."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.graph.fusion.clusters import Clusters
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.pairs import find_pairs
from nlp.graph.fusion.tellings import Telling


def group_tellings(tellings: Sequence[Telling], matcher: Matcher) -> list[list[Telling]]:
    """The tellings of each fact; `tellings` must be in order, so that nothing hangs on the order of claims.

    An article tells a fact once: two tellings of one article are two facts.
    """
    edges: list[tuple[float, int, int]] = []
    for one, other in find_pairs(tellings):
        if tellings[one].documents & tellings[other].documents:
            continue
        match = matcher.compare(tellings[one], tellings[other])
        if match.same:
            edges.append((-match.score, one, other))
    clusters: Clusters[int] = Clusters()
    documents: dict[int, frozenset[str]] = {}
    for _, one, other in sorted(edges):
        a, b = clusters.find(one), clusters.find(other)
        if a == b or documents.get(a, tellings[a].documents) & documents.get(b, tellings[b].documents):
            continue
        if _contradict(tellings, clusters.members(a), clusters.members(b), matcher):
            continue
        joined = documents.pop(a, tellings[a].documents) | documents.pop(b, tellings[b].documents)
        clusters.join(a, b)
        documents[clusters.find(a)] = joined
    groups: dict[int, list[Telling]] = {}
    for number, telling in enumerate(tellings):
        groups.setdefault(clusters.find(number), []).append(telling)
    return list(groups.values())


def _contradict(tellings: Sequence[Telling], left: Sequence[int], right: Sequence[int], matcher: Matcher) -> bool:
    if len(left) == len(right) == 1:
        return False  # the pair itself
    return any(matcher.compare(tellings[a], tellings[b]).apart for a in left for b in right)

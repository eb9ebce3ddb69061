"""Fusion: what several articles assert alike becomes one fact with several sources.

The facts are those of the set of claims: the order in which they come, and how often one comes, changes nothing,
and without the claims of an article the facts are what the others say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.graph.claims import Claim, Fact
from nlp.graph.fusion.choosing import Chooser
from nlp.graph.fusion.facts import build_fact
from nlp.graph.fusion.grouping import group_tellings
from nlp.graph.fusion.linking import Links
from nlp.graph.fusion.merges import Decision, Merges, Proposal, read_merges, write_merges
from nlp.graph.fusion.names import NameKeys
from nlp.graph.fusion.naming import RegistryNames
from nlp.graph.fusion.rules import load_rules
from nlp.graph.fusion.succession import order_facts
from nlp.graph.fusion.tellings import gather_tellings, in_order
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry


@dataclass(frozen=True, slots=True)
class Fused:
    """What fusion makes: facts in order of their first article, and what it took for one thing, or nearly."""

    facts: tuple[Fact, ...]
    proposals: tuple[Proposal, ...]


class Fusion:
    """Fuses claims by the tables of one patterns folder and one registry; reads them once.

    Args:
        registry: what is known of things and places.
        patterns: a patterns folder of your own; None for the shipped one.

    Raises:
        ResourceError: a pattern file is wrong.
    """

    def __init__(self, registry: Registry, *, patterns: Path | None = None) -> None:
        folder = patterns or patterns_folder()
        self._registry = registry
        self._rules = load_rules(folder)
        self._keys = NameKeys.load(folder, self._rules.names)
        self._names = RegistryNames(registry, self._keys)

    def link(self, claims: Sequence[Claim], *, merges: Merges | None = None) -> Links:
        """Which things of claims that are in order are one."""
        return Links(
            claims, registry=self._registry, rules=self._rules, keys=self._keys, names=self._names, merges=merges
        )

    def fuse(self, claims: Iterable[Claim], *, merges: Merges | None = None) -> Fused:
        """The facts that claims tell, and what was taken for one thing.

        Args:
            claims: of any number of articles, in any order.
            merges: decisions of persons on which things are one (`read_merges`).

        Raises:
            InputError: the decisions contradict each other.
        """
        said = in_order(claims)
        links = self.link(said, merges=merges)
        chooser = Chooser(self._rules, links.matcher, links.thing)
        groups = group_tellings(gather_tellings(said, self._rules, links.ident), links.matcher)
        facts = [
            build_fact([c for telling in group for c in telling.claims], chooser, symmetric=group[0].rule.symmetric)
            for group in groups
        ]
        return Fused(tuple(order_facts(facts, self._rules, links.matcher)), tuple(links.proposals))


def fuse(claims: Iterable[Claim], *, registry: Registry, merges: Merges | None = None) -> list[Fact]:
    """The facts that claims tell, each with all its sources, in order of their first article.

    Args:
        claims: of any number of articles, in any order.
        registry: what is known of things and places.
        merges: decisions of persons on which things are one (`read_merges`).

    Raises:
        InputError: the decisions contradict each other.
    """
    return list(Fusion(registry).fuse(claims, merges=merges).facts)


__all__ = ["Decision", "Fused", "Fusion", "Merges", "Proposal", "fuse", "read_merges", "write_merges"]

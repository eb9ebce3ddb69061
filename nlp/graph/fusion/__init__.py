"""Fusion: what several articles assert alike becomes one fact with several sources.

The facts are those of the set of claims: the order in which they come, and how often one comes, changes nothing,
and without the claims of an article the facts are what the others say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlp.graph.claims import Claim, Fact
from nlp.graph.fusion.choosing import Chooser
from nlp.graph.fusion.facts import build_fact, without_twins
from nlp.graph.fusion.grouping import group_tellings
from nlp.graph.fusion.linking import find_links
from nlp.graph.fusion.merges import Decision, Merges, Proposal, read_merges, write_merges
from nlp.graph.fusion.names import NameKeys
from nlp.graph.fusion.rules import load_rules
from nlp.graph.fusion.succession import order_facts
from nlp.graph.fusion.tellings import gather_tellings
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry


@dataclass(frozen=True, slots=True)
class Fused:
    """What fusion makes: facts in order of their first article, and what it took for one thing, or nearly."""

    facts: tuple[Fact, ...]
    proposals: tuple[Proposal, ...]


def fuse(
    claims: Iterable[Claim], *, registry: Registry, merges: Merges | None = None, patterns: Path | None = None
) -> list[Fact]:
    """The facts that claims tell, each with all its sources, in order of their first article.

    Args:
        claims: of any number of articles, in any order.
        registry: what is known of things and places.
        merges: decisions of persons on which things are one (`read_merges`).
        patterns: a patterns folder of your own; None for the shipped one.

    Raises:
        InputError: the decisions contradict each other.
        ResourceError: a pattern file is wrong.
    """
    return list(fuse_all(claims, registry=registry, merges=merges, patterns=patterns).facts)


def fuse_all(
    claims: Iterable[Claim], *, registry: Registry, merges: Merges | None = None, patterns: Path | None = None
) -> Fused:
    """The facts as `fuse` makes them, with the proposals for the merge file."""
    folder = patterns or patterns_folder()
    rules = load_rules(folder)
    said = without_twins(list(claims))
    links = find_links(said, registry=registry, rules=rules, keys=NameKeys.load(folder, rules.names), merges=merges)
    tellings = gather_tellings(said, rules, links.ident)
    chooser = Chooser(rules, links.matcher, links.thing)
    groups = group_tellings(tellings, links.matcher)
    facts = [
        build_fact([c for telling in group for c in telling.claims], chooser, symmetric=group[0].rule.symmetric)
        for group in groups
    ]
    return Fused(tuple(order_facts(facts, rules, links.matcher)), tuple(links.proposals))


__all__ = ["Decision", "Fused", "Merges", "Proposal", "fuse", "fuse_all", "read_merges", "write_merges"]

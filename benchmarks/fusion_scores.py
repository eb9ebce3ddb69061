"""Pairwise precision, recall and F1 of fusion on the pairs in seeds/pairs: two statements of two articles, one fact or not.

usage: python benchmarks/fusion_scores.py [--errors] [--pipeline] [--split dev|test]

All articles of a split are fused together, so that what is merged across pairs counts as wrong too. With gold
statements a pair of statements is right where `same` has it. With --pipeline the statements are those that the
patterns alone read from the bare text; a statement of the pipeline stands for the gold statement that it matches
(predicate, subject and object, as `lode evaluate` matches), and a pair with one that matches none is wrong; what the
pipeline does not read is missed. `dev` was looked at while the rules were made, `test` was not.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from nlp.annotation import from_json
from nlp.evaluation.scores import Score, Side, match_statements
from nlp.graph.claims import Claim, Fact, claims_of
from nlp.graph.fusion import fuse
from nlp.graph.knowing import Knowing
from nlp.records import Document
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry

PAIRS = Path(__file__).parents[1] / "seeds" / "pairs"
SPLITS = ("dev", "test")
Said = tuple[str, int]


def read_split(split: str) -> tuple[list[Document], list[dict[str, Any]]]:
    with (PAIRS / f"{split}.jsonl").open(encoding="utf-8") as file:
        documents = [from_json(json.loads(line)) for line in file]
    with (PAIRS / f"{split}.links.jsonl").open(encoding="utf-8") as file:
        return documents, [json.loads(line) for line in file]


def claims_in(documents: Iterable[Document], registry: Registry) -> list[Claim]:
    knowing = Knowing(registry)
    return [claim for document in documents for claim in claims_of(document, knowing.of(document))]


def fused_pairs(facts: Iterable[Fact]) -> set[frozenset[Said]]:
    """Statements of different articles that fusion takes for one fact."""
    return {
        frozenset(((a.document, a.number), (b.document, b.number)))
        for fact in facts
        for a, b in combinations(fact.sources, 2)
        if a.document != b.document
    }


def gold_pairs(links: Iterable[Mapping[str, Any]]) -> set[frozenset[Said]]:
    return {frozenset(((link["left"], one), (link["right"], other))) for link in links for one, other in link["same"]}


def score(gold: set[frozenset[Said]], found: set[frozenset[Said]]) -> Score:
    return Score.of(len(gold & found), len(found), len(gold))


def realised_pairs(facts: Sequence[Fact]) -> set[tuple[Said, Said]]:
    by_key = {fact.key: fact for fact in facts}
    return {
        ((plan.document, plan.number), (deed.document, deed.number))
        for fact in facts
        if fact.realises
        for plan in by_key[fact.realises].sources
        for deed in fact.sources
    }


def standing_for(gold: Sequence[Document], read: Sequence[Document]) -> dict[Said, Said]:
    """The gold statement of each statement of the pipeline that matches one."""
    return {
        (g.id, made): (g.id, meant)
        for g, r in zip(gold, read, strict=True)
        for meant, made in match_statements(Side(g), Side(r))
    }


def translate(pairs: set[frozenset[Said]], standing: Mapping[Said, Said]) -> set[frozenset[Said]]:
    """The pairs in terms of the gold; what stands for nothing in it keeps a name of its own."""
    return {frozenset(standing.get(said, (f"{said[0]}?", said[1])) for said in pair) for pair in pairs}


def by_languages(links: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {
        name: "-".join(sorted({language.split("-")[0] for language in link["languages"]}))
        for link in links
        for name in (link["left"], link["right"])
    }


def interval(gold: set[frozenset[Said]], found: set[frozenset[Said]], links: int) -> tuple[float, float]:
    """The 95 % bootstrap interval of F1 over pairs of articles, 1,000 resamples, fixed seed."""
    chance = random.Random(7)
    right, made, told = (
        Counter(min(pair)[0].rstrip("?")[:-1] for pair in pairs) for pairs in (gold & found, found, gold)
    )
    names = sorted(told | made)
    names += [""] * (links - len(names))  # pairs of articles of which nothing was said or found
    reached = []
    for _ in range(1000):
        drawn = [chance.choice(names) for _ in names]
        counts = [sum(table[name] for name in drawn) for table in (right, made, told)]
        reached.append(Score.of(*counts).f1)
    reached.sort()
    return reached[25], reached[974]


def show(title: str, gold: set[frozenset[Said]], found: set[frozenset[Said]], links: int = 0) -> None:
    reached = score(gold, found)
    ends = "" if not links else "  95 %: {:.3f}–{:.3f}".format(*interval(gold, found, links))
    print(
        f"{title:<28} precision {reached.precision:.3f}  recall {reached.recall:.3f}  F1 {reached.f1:.3f}"
        f"  ({len(gold & found)} right, {len(found)} found, {len(gold)} in gold){ends}"
    )


def show_errors(gold: set[frozenset[Said]], found: set[frozenset[Said]], documents: Sequence[Document]) -> None:
    by_id = {document.id: document for document in documents}
    for name, pairs in (("missed", gold - found), ("wrong", found - gold)):
        for pair in sorted(map(sorted, pairs)):
            print(f"  {name}: " + " = ".join(_describe(by_id, said) for said in pair))


def _describe(by_id: Mapping[str, Document], said: Said) -> str:
    document = by_id.get(said[0])
    if document is None or said[1] >= len(document.statements):
        return f"{said[0]}:{said[1] + 1}"
    statement = document.statements[said[1]]
    return f"{said[0]}:{said[1] + 1} {statement.predicate} {statement.subject} {statement.object}"


def run_split(split: str, registry: Registry, *, pipeline: Any, errors: bool) -> None:
    documents, links = read_split(split)
    gold = gold_pairs(links)
    kinds = Counter(link["kind"] for link in links)
    print(f"\n{split}: {len(links)} pairs of articles, {kinds['same']} told twice, {kinds['near']} near misses")
    facts = fuse(claims_in(documents, registry), registry=registry)
    found = fused_pairs(facts)
    show("gold statements", gold, found, len(links))
    languages = by_languages(links)
    for group in sorted(set(languages.values())):
        show(f"  {group}", *({p for p in pairs if languages[min(p)[0]] == group} for pairs in (gold, found)))
    plans = {((link["left"], a), (link["right"], b)) for link in links for a, b in link["realises"]}
    show("  plans carried out, called off", *(set(map(frozenset, pairs)) for pairs in (plans, realised_pairs(facts))))
    if errors:
        show_errors(gold, found, documents)
    if pipeline is not None:
        from nlp.pipeline import annotate_all

        read = list(annotate_all(pipeline, (replace(d, mentions=(), statements=()) for d in documents)))
        standing = standing_for(documents, read)
        read_found = translate(fused_pairs(fuse(claims_in(read, registry), registry=registry)), standing)
        show("pipeline's statements", gold, read_found, len(links))
        reachable = {pair for pair in gold if all(said in set(standing.values()) for said in pair)}
        show("  of those read in both", reachable, {p for p in read_found if all(not s[0].endswith("?") for s in p)})
        if errors:
            show_errors(gold, read_found, documents)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="list what is missed and what is wrong")
    parser.add_argument("--pipeline", action="store_true", help="with the statements of the patterns too")
    parser.add_argument("--split", choices=SPLITS, action="append")
    options = parser.parse_args()
    registry = load_registry(patterns_folder())
    pipeline = None
    if options.pipeline:
        from nlp.pipeline import load

        pipeline = load(None)
    for split in options.split or SPLITS:
        run_split(split, registry, pipeline=pipeline, errors=options.errors)


if __name__ == "__main__":
    main()

"""Fits the rankings of the statement engine: whose a fact is that names no company, and when it holds.

usage: python -m nlp.training.ranking [SETTINGS] [--only subjects|dates] [--check]

Learns from the articles that the domain stage of SETTINGS (models/training.toml) trains on. The patterns read them; where a
draft has predicate and object of a gold statement, its subject or date is the right candidate. With --check the articles are divided into five parts, each ranked by weights from the others: how many
choices become right, how many wrong.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from typing import Any

import torch
from torch import Tensor

from nlp.evaluation.scores import Side
from nlp.pipeline import annotate, load
from nlp.records import Document, Mention
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.resources.registry import load_registry
from nlp.statements.drafts import Draft
from nlp.statements.extraction import StatementExtractor
from nlp.statements.knowledge import Knowledge
from nlp.statements.ranking import DATE_FILE, SUBJECT_FILE, Features, Ranking
from nlp.text.fold import fold
from nlp.training.data import divide, part_of
from nlp.training.settings import load_settings

_PARTS = 5
# a feature that fewer cases have is left out
_RARE = 8
# by which penalty on the squares of the weights, and by which margin, a choice changes: the best of a few by --check
PENALTY = 0.0003
MARGINS = {SUBJECT_FILE: 1.0, DATE_FILE: 1.0}
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One fact: its candidates, what the grammar has chosen, which are right, under which conditions."""

    document: str
    candidates: Mapping[Hashable, Features]
    chosen: Hashable
    right: frozenset[Hashable]
    conditions: tuple[bool, ...]


class Recorder(Ranking):
    """A ranking that leaves the grammar's choice as it is and notes what it is asked."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: list[tuple[Draft, Mapping[Any, Features], Any, tuple[bool, ...]]] = []

    def choose(self, draft: Draft, candidates: Mapping[Any, Features], chosen: Any, conditions: Sequence[bool]) -> Any:
        """The grammar's choice."""
        self.asked.append((draft, candidates, chosen, tuple(conditions)))
        return chosen

    def joined(self, weights: Mapping[str, float], margin: float) -> Recorder:
        """This recorder."""
        return self


def cases_of(documents: Iterable[Document]) -> tuple[list[Case], list[Case]]:
    """The cases in articles with gold where a candidate is right, read by patterns alone: of subjects and of dates."""
    folder = patterns_folder()
    pipeline, subjects, dates = load(model=None), Recorder(), Recorder()
    extractor = StatementExtractor(load_grammar(folder), Knowledge.of(load_registry(folder)), subjects, dates)
    found: tuple[list[Case], list[Case]] = ([], [])
    for gold in documents:
        read = annotate(pipeline, replace(gold, mentions=(), statements=()))
        subjects.asked.clear()
        dates.asked.clear()
        extractor.extract(fold(read.text), read.mentions, title=read.title, source=read.text, today=read.date)
        side = Side(gold)
        found[0].extend(subject_cases(side, read.mentions, subjects))
        found[1].extend(_date_cases(side, dates))
    return found


def subject_cases(gold: Side, mentions: Sequence[Mention], recorder: Recorder) -> Iterator[Case]:
    """The cases of subjects that a recorder was asked for in one document where a candidate is right."""
    told: dict[tuple[str, int, int], set[Place]] = {}
    for statement in gold.statements:
        for target in gold.mentions(statement.object or ""):
            told.setdefault((statement.predicate, target.start, target.end), set()).update(
                (m.start, m.end) for m in gold.mentions(statement.subject or "")
            )
    for draft, candidates, chosen, conditions in recorder.asked:
        places = {place for key in _targets(draft) for place in told.get(key, ())}
        right = frozenset(m.ref or m.id for m in mentions if (m.start, m.end) in places)
        if right & candidates.keys():
            yield Case(gold.document.id, _kept(candidates), chosen, right, conditions)


def _date_cases(gold: Side, recorder: Recorder) -> Iterator[Case]:
    told: dict[tuple[str, int, int], set[Place | None]] = {}
    for statement in gold.statements:
        dates = statement.qualifiers.get("date", ())
        places = {(m.start, m.end) for date in dates for m in gold.mentions(date)} if dates else {None}
        for target in gold.mentions(statement.object or ""):
            told.setdefault((statement.predicate, target.start, target.end), set()).update(places)
    seen = set()
    for draft, candidates, chosen, conditions in recorder.asked:
        keys = _targets(draft)
        right = frozenset(place for key in keys for place in told.get(key, ()))
        by_place = {_place(slot): row for slot, row in candidates.items()}
        if keys and keys[0] not in seen and right & by_place.keys():
            seen.add(keys[0])
            yield Case(gold.document.id, _kept(by_place), _place(chosen), right, conditions)


def _place(slot: Any) -> Place | None:
    return None if slot is None else (slot.mention.start, slot.mention.end)


def _targets(draft: Draft) -> list[tuple[str, int, int]]:
    slots = draft.fillers.get("object", ())
    return [(draft.predicate, s.mention.start, s.mention.end) for s in slots if s.mention is not None]


def _kept(candidates: Mapping[Any, Features]) -> dict[Hashable, Features]:
    """The candidates with the names of features stored once."""
    return {key: {intern(name): value for name, value in row.items()} for key, row in candidates.items()}


def fit(cases: Sequence[Case], margin: float, penalty: float = PENALTY, rare: int = _RARE) -> Ranking:
    """The weights under which the right candidates are likeliest, large ones at the cost of `penalty` times their squares."""
    counts = Counter(name for case in cases for row in case.candidates.values() for name in row)
    number = {name: at for at, name in enumerate(sorted(name for name, count in counts.items() if count >= rare))}
    width, conditions = len(number), len(cases[0].conditions)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    of_case: list[int] = []
    right: list[float] = []
    for at, case in enumerate(cases):
        under = [part for part, holds in enumerate(case.conditions) if holds]
        for key, features in case.candidates.items():
            for name, value in features.items():
                if name in number:
                    rows.extend([len(of_case)] * len(under))
                    columns.extend(number[name] + part * width for part in under)
                    values.extend([float(value)] * len(under))
            of_case.append(at)
            right.append(float(key in case.right))
    inputs = torch.sparse_coo_tensor(
        torch.tensor([rows, columns]), torch.tensor(values), (len(of_case), width * conditions)
    ).coalesce()
    groups, wanted = torch.tensor(of_case), torch.tensor(right)
    weights = torch.zeros(width * conditions, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        scores = torch.sparse.mm(inputs, weights.unsqueeze(1)).squeeze(1)
        chances = torch.exp(scores - scores.detach().max())
        whole = torch.zeros(len(cases)).index_add(0, groups, chances)
        good = torch.zeros(len(cases)).index_add(0, groups, chances * wanted)
        value = (torch.log(whole) - torch.log(good)).mean() + penalty * (weights * weights).sum()
        value.backward()
        return value

    optimiser.step(loss)
    table = weights.detach().reshape(conditions, width)
    fitted = {name: tuple(round(float(w), 2) for w in table[:, at]) for name, at in number.items()}
    return Ranking({name: row for name, row in fitted.items() if any(row)}, margin)


def check(cases: Sequence[Case], margin: float, penalty: float = PENALTY) -> str:
    """What changes in articles that the weights are not fitted on, by language."""
    part = {case.document: part_of(case.document, _PARTS) for case in cases}
    told: Counter[str] = Counter()
    for number in range(_PARTS):
        ranking = fit([c for c in cases if part[c.document] != number], margin, penalty)
        for case in cases:
            if part[case.document] == number:
                best = ranking.best(case.candidates, case.chosen, case.conditions)
                language = "zh" if case.conditions[1] else "en"
                told[f"{language} cases"] += 1
                told[f"{language} right before"] += case.chosen in case.right
                told[f"{language} mended"] += case.chosen not in case.right and best in case.right
                told[f"{language} spoilt"] += case.chosen in case.right and best not in case.right
    return "\n".join(f"{name}: {count}" for name, count in sorted(told.items()))


def write(ranking: Ranking, path: Path) -> None:
    """Writes a ranking as a pattern file, one feature a line."""
    rows = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {list(row)}" for name, row in sorted(ranking.weights.items())
    )
    path.write_text(f'{{"margin": {ranking.margin},\n "weights": {{\n{rows}\n}}}}\n', encoding="utf-8")


def main() -> None:
    """Fits the rankings, or checks them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("settings", nargs="?", type=Path, default=Path("models/training.toml"))
    parser.add_argument("--only", choices=("subjects", "dates"))
    parser.add_argument("--check", action="store_true", help="tell what changes in articles not learnt from")
    options = parser.parse_args()
    gc.set_threshold(100_000, 50, 1_000)  # the cases are millions of small objects that all stay
    torch.manual_seed(0)
    found = cases_of(divide(load_settings(options.settings).data).train)
    do: Callable[[Sequence[Case], float], Any] = check if options.check else fit
    for name, file, cases in (("subjects", SUBJECT_FILE, found[0]), ("dates", DATE_FILE, found[1])):
        if options.only in (None, name):
            done = do(cases, MARGINS[file])
            if options.check:
                print(f"{name}\n{done}")
            else:
                write(done, patterns_folder() / "common" / file)
                print(f"{len(cases)} cases → {patterns_folder() / 'common' / file}")


if __name__ == "__main__":
    main()

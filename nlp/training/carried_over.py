"""Fits the ranking of the companies that a fact without a name may be of (`nlp.statements.carried_over`).

usage: python -m nlp.training.carried_over [SETTINGS] [--penalty 0.0003] [--margin 1.0] [--check]

Learns from the articles that the domain stage of SETTINGS (models/training.toml) trains on. The patterns read them; where
a draft has predicate and object of a gold statement, its subject is the right candidate. With --check the articles are
divided into five parts, each ranked by weights from the others: how many subjects become right, how many wrong.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from nlp.pipeline import annotate, load
from nlp.records import Document, Mention
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.resources.registry import load_registry
from nlp.statements.carried_over import Features, Ranking, is_chinese
from nlp.statements.drafts import Draft
from nlp.statements.extraction import StatementExtractor
from nlp.statements.knowledge import Knowledge
from nlp.text.fold import fold
from nlp.training.data import divide
from nlp.training.settings import load_settings

_PARTS = 5
TARGET = Path("common") / "carried_over.toml"
_HEAD = """\
# What tells whose a fact is that names no company (nlp/statements/carried_over.py): the weight of each feature of a
# candidate in any text, what more it weighs in Chinese text, and what more where the grammar's choice stands for 公司 or it.
# Fitted by `python -m nlp.training.carried_over`; by `margin` another candidate must lead the grammar's choice.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One fact that names no company: its candidates, what the grammar has chosen, which are right."""

    document: str
    candidates: Mapping[str, Features]
    chosen: str
    right: frozenset[str]
    chinese: bool
    described: bool


class Recorder(Ranking):
    """A ranking that leaves the grammar's choice as it is and notes what it is asked."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked: list[tuple[Draft, Mapping[str, Features], str, bool]] = []

    def choose(self, draft: Draft, candidates: Mapping[str, Features], chosen: str, *, described: bool) -> str:
        """The grammar's choice."""
        self.asked.append((draft, candidates, chosen, described))
        return chosen


def cases_of(documents: Iterable[Document]) -> Iterator[Case]:
    """The cases in articles with gold whose right subject is among the candidates, read by patterns alone."""
    folder = patterns_folder()
    registry = load_registry(folder)
    pipeline, recorder = load(model=None), Recorder()
    extractor = StatementExtractor(load_grammar(folder), Knowledge.of(registry), recorder)
    for gold in documents:
        read = annotate(pipeline, replace(gold, mentions=(), statements=()))
        recorder.asked.clear()
        extractor.extract(fold(read.text), read.mentions, title=read.title, source=read.text, today=read.date)
        subjects = _subjects(gold)
        for draft, candidates, chosen, described in recorder.asked:
            places = {
                place
                for slot in draft.fillers.get("object", ())
                if slot.mention is not None
                for place in subjects.get((draft.predicate, slot.mention.start, slot.mention.end), ())
            }
            right = {m.ref or m.id for m in read.mentions if (m.start, m.end) in places}
            if right & candidates.keys():
                yield Case(gold.id, candidates, chosen, frozenset(right), is_chinese(draft), described)


def _subjects(gold: Document) -> dict[tuple[str, int, int], set[tuple[int, int]]]:
    """Predicate and place of an object → the places at which its subject is named."""
    named: dict[str, list[Mention]] = {}
    for mention in gold.mentions:
        for key in {mention.id, mention.ref}:
            if key:
                named.setdefault(key, []).append(mention)
    found: dict[tuple[str, int, int], set[tuple[int, int]]] = {}
    for statement in gold.statements:
        for target in named.get(statement.object or "", ()):
            places = found.setdefault((statement.predicate, target.start, target.end), set())
            places.update((m.start, m.end) for m in named.get(statement.subject or "", ()))
    return found


def fit(cases: Sequence[Case], penalty: float, margin: float) -> Ranking:
    """The weights under which the right candidates are likeliest, large ones at the cost of `penalty` times their squares."""
    names = sorted({name for case in cases for row in case.candidates.values() for name in row})
    number = {name: at for at, name in enumerate(names)}
    rows: list[Tensor] = []
    of_case, right = [], []
    for at, case in enumerate(cases):
        for ref, features in case.candidates.items():
            row = torch.zeros(3, len(names))
            for name, value in features.items():
                row[:, number[name]] = torch.tensor([value, value * case.chinese, value * case.described])
            rows.append(row.reshape(-1))
            of_case.append(at)
            right.append(float(ref in case.right))
    inputs, groups, wanted = torch.stack(rows), torch.tensor(of_case), torch.tensor(right)
    weights = torch.zeros(inputs.shape[1], requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimiser.zero_grad()
        scores = inputs @ weights
        chances = torch.exp(scores - scores.detach().max())
        whole = torch.zeros(len(cases)).index_add(0, groups, chances)
        good = torch.zeros(len(cases)).index_add(0, groups, chances * wanted)
        value = (torch.log(whole) - torch.log(good)).mean() + penalty * (weights * weights).sum()
        value.backward()
        return value

    optimiser.step(loss)
    table = weights.detach().reshape(3, -1)
    return Ranking({name: tuple(round(float(w), 3) for w in table[:, at]) for name, at in number.items()}, margin)  # type: ignore[misc]


def check(cases: Sequence[Case], penalty: float, margin: float) -> str:
    """What changes in articles that the weights are not fitted on, by language."""
    part = {c.document: int(hashlib.sha1(c.document.encode(), usedforsecurity=False).hexdigest(), 16) for c in cases}
    told: Counter[str] = Counter()
    for number in range(_PARTS):
        ranking = fit([c for c in cases if part[c.document] % _PARTS != number], penalty, margin)
        for case in cases:
            if part[case.document] % _PARTS == number:
                best, language = _ranked(ranking, case), "zh" if case.chinese else "en"
                told[f"{language} cases"] += 1
                told[f"{language} right before"] += case.chosen in case.right
                told[f"{language} mended"] += case.chosen not in case.right and best in case.right
                told[f"{language} spoilt"] += case.chosen in case.right and best not in case.right
    return "\n".join(f"{name}: {count}" for name, count in sorted(told.items()))


def _ranked(ranking: Ranking, case: Case) -> str:
    draft = Draft("zh." if case.chinese else "en.", "", None, 0)  # type: ignore[arg-type]
    return ranking.choose(draft, case.candidates, case.chosen, described=case.described)


def write(ranking: Ranking, path: Path) -> None:
    """Writes a ranking as a pattern file."""
    rows = "".join(f"{name} = {list(weights)}\n" for name, weights in sorted(ranking.weights.items()))
    path.write_text(f"{_HEAD}margin = {ranking.margin}\n\n[weights]\n{rows}", encoding="utf-8")


def main() -> None:
    """Fits the ranking, or checks it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("settings", nargs="?", type=Path, default=Path("models/training.toml"))
    parser.add_argument("--penalty", type=float, default=0.0003)
    parser.add_argument("--margin", type=float, default=1.0)
    parser.add_argument("--check", action="store_true", help="tell what changes in articles not learnt from")
    options = parser.parse_args()
    torch.manual_seed(0)
    cases = list(cases_of(divide(load_settings(options.settings).data).train))
    if options.check:
        print(check(cases, options.penalty, options.margin))
        return
    path = patterns_folder() / TARGET
    write(fit(cases, options.penalty, options.margin), path)
    print(f"{len(cases)} cases → {path}")


if __name__ == "__main__":
    main()

"""How often each rule of the patterns is right, on the articles that the model is trained on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy

from nlp.evaluation.scores import Side, same_core
from nlp.records import Document
from nlp.transformer.judged import made_by

# a rule that was seen so often counts half by what it did, half as all rules do; fewer times than the other tell nothing
_HALF, _LEAST = 4.0, 3
_CLIP = 3.0


def reliability_of_rules(documents: Sequence[Document], progress: Callable[[int, int, str], None]) -> dict[str, float]:
    """By how much the log-odds of each rule's statements to be right differ from those of all rules together."""
    from nlp.pipeline import annotate, load

    pipeline = load(model=None)
    right, seen = Counter[str](), Counter[str]()
    for number, gold in enumerate(documents):
        if number % 100 == 0:
            progress(number, len(documents), "rules on the articles of training")
        predicted = annotate(pipeline, replace(gold, mentions=(), statements=()))
        count(gold, predicted, right, seen)
    return log_odds(right, seen)


def count(gold: Document, predicted: Document, right: Counter[str], seen: Counter[str]) -> None:
    """Adds how often the rules of one document were right, and how often they spoke."""
    free, one, other = list(gold.statements), Side(gold), Side(predicted)
    for statement in predicted.statements:
        rule = made_by(statement)
        seen[rule] += 1
        hit = next((g for g in free if same_core(one, g, other, statement)), None)
        if hit is not None:
            free.remove(hit)
            right[rule] += 1


def log_odds(right: Counter[str], seen: Counter[str]) -> dict[str, float]:
    """The log-odds of the rules, less those of all, drawn towards nothing where a rule was seen seldom.

    >>> log_odds(Counter({"a": 9}), Counter({"a": 10, "b": 10, "c": 1}))
    {'a': 1.27, 'b': -1.16}
    """
    whole = (right.total() + 1) / (seen.total() + 2)
    found = {}
    for rule, times in sorted(seen.items()):
        if times >= _LEAST:
            odds = (right[rule] + _HALF * whole) / (times - right[rule] + _HALF * (1 - whole))
            value = float(numpy.log(odds) - numpy.log(whole / (1 - whole)))
            found[rule] = round(min(max(value, -_CLIP), _CLIP), 2)
    return found

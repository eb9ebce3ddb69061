"""When a fact holds: the ranking of the dates around it, none among them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from nlp.pipeline import annotate
from nlp.records import Document
from nlp.resources.files import patterns_folder
from nlp.resources.frames import load_grammar
from nlp.statements.drafts import Draft
from nlp.statements.extraction import StatementExtractor
from nlp.statements.ranking import Features, Ranking
from nlp.text.fold import fold

TEXT = "On May 7, 2024, Riot Platforms reported its figures. Riot mined 375 BTC in April 2024, against 639 BTC in April 2023."


class Noted(Ranking):
    """A ranking that keeps what it is asked, and says one thing."""

    def __init__(self, answer: str | None) -> None:
        super().__init__({})
        self.answer = answer
        self.asked: list[Mapping[Any, Features]] = []

    def choose(self, draft: Draft, candidates: Mapping[Any, Features], chosen: Any, conditions: Sequence[bool]) -> Any:
        self.asked.append(candidates)
        if self.answer is None:
            return None
        return next(slot for slot in candidates if slot is not None and slot.mention.text == self.answer)


def mined(pipeline: Any, ranking: Noted) -> tuple[str, ...]:
    """The surfaces of the dates of what was mined first."""
    read = annotate(pipeline, Document("a", TEXT, date="2024-05-07"))
    extractor = StatementExtractor(load_grammar(patterns_folder()), date_ranking=ranking)
    told = extractor.extract(fold(TEXT), read.mentions, source=TEXT, today="2024-05-07")
    named = {m.id: m.text for m in read.mentions} | {m.ref: m.text for m in read.mentions if m.ref}
    first = next(s for s in told if s.predicate == "mined" and named[s.object or ""] == "375 BTC")
    return tuple(named[date] for date in first.qualifiers.get("date", ()))


@pytest.mark.parametrize("answer", ["April 2024", "April 2023", "May 7, 2024"])
def test_the_date_that_the_ranking_has_first_is_taken(pipeline: Any, answer: str) -> None:
    assert mined(pipeline, Noted(answer)) == (answer,)


def test_none_is_a_candidate(pipeline: Any) -> None:
    ranking = Noted(None)
    assert mined(pipeline, ranking) == ()
    assert None in ranking.asked[0]


def test_features_tell_where_a_date_stands(pipeline: Any) -> None:
    ranking = Noted(None)
    mined(pipeline, ranking)
    candidates = next(rows for rows in ranking.asked if len(rows) == 4)
    rows = {slot.mention.text: row for slot, row in candidates.items() if slot is not None}
    assert {"chosen", "chosen inside", "in right", "near", "length month"} <= rows["April 2024"].keys()
    assert {"compared", "a year before"} <= rows["April 2023"].keys()
    assert {"first", "today", "length day", "out 1"} <= rows["May 7, 2024"].keys()

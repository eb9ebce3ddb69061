"""Statements of a document: encode, draft, assemble."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.encoding import add_anaphors, encode
from nlp.place_references import find_place_anaphors
from nlp.records import Hint, Mention, Statement
from nlp.references import Salience, find_anaphors, main_company, opening
from nlp.resources.frames import Grammar, load_grammar
from nlp.speakers import house_of_call
from nlp.statements.answers import find_answers
from nlp.statements.assembly import Assembler
from nlp.statements.carried_over import Heard
from nlp.statements.counted_people import counted_people
from nlp.statements.drafts import Way
from nlp.statements.engine import Engine
from nlp.statements.hints import draft_hints, taken_by, told_anew
from nlp.statements.knowledge import Knowledge
from nlp.statements.ranking import DATE_FILE, SUBJECT_FILE, Ranking
from nlp.statements.told_trades import trades_told

if TYPE_CHECKING:
    from nlp.resources.registry import Registry


class StatementExtractor:
    """Finds the statements of a text whose mentions are known."""

    def __init__(
        self,
        grammar: Grammar,
        knowledge: Knowledge | None = None,
        subject_ranking: Ranking | None = None,
        date_ranking: Ranking | None = None,
    ) -> None:
        self._engine = Engine(grammar)
        self._grammar = grammar
        self._knowledge = knowledge or Knowledge()
        self._subject_ranking, self._date_ranking = subject_ranking, date_ranking

    @classmethod
    def load(cls, folder: Path, registry: Registry | None = None) -> StatementExtractor:
        """The extractor of a patterns folder, with what the registry knows of trades, firms and places."""
        subjects, dates = (Ranking.load(folder / "common" / name) for name in (SUBJECT_FILE, DATE_FILE))
        return cls(load_grammar(folder), Knowledge.of(registry) if registry else None, subjects, dates)

    def extract(
        self,
        folded: str,
        mentions: Sequence[Mention],
        *,
        title: str | None = None,
        source: str | None = None,
        today: str | None = None,
        hints: Sequence[Hint] = (),
        heard: Heard | None = None,
    ) -> list[Statement]:
        """The statements; `mentions` in order, without overlaps, with ids and refs.

        `source` is the text before folding, from which literals are taken; `today` the day of the document,
        after which facts are planned. What `hints` say of mentions that no rule takes is told as well, by
        rules that end in ``.model``; `heard` says whom it takes for the subjects of facts that name none.
        """
        known = self._knowledge
        named = encode(folded, mentions, known.parents)
        main = house_of_call(named) or main_company(mentions, title or opening(named, known.sources), known.sources)
        told_of = trades_told(named, known.trades, main)
        if told_of:
            known = replace(known, trades={**known.trades, **told_of})
        follow = partial(Salience, main=main, sources=known.sources, houses=known.houses, employers=known.employers)
        salience = follow(named)
        encoded = add_anaphors(
            named, find_anaphors(named, salience, known.trades), find_place_anaphors(named), find_answers(named)
        )
        if encoded is not named:
            salience = follow(encoded)
        way = Way(encoded.text)
        drafts = [*self._engine.draft(encoded, way), *counted_people(encoded)]
        assembler = Assembler(
            encoded,
            salience,
            self._grammar,
            known,
            self._engine.offices,
            source=source or folded,
            way=way,
            today=today,
            title=title or "",
            subject_ranking=self._subject_ranking,
            date_ranking=self._date_ranking,
            heard=heard,
        )
        told = assembler.assemble(drafts)
        if hints:
            # a relation is told where neither rules nor hints of its object tell it
            taken = taken_by(drafts)
            for pairs in (False, True):
                further = list(draft_hints(encoded, [hint for hint in hints if hint.pair == pairs], taken))
                told += told_anew(assembler.assemble(further), told, known.models) if further else []
        return told

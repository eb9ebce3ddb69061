"""Statements of a document: encode, draft, assemble."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.encoding import add_anaphors, encode
from nlp.records import Mention, Statement
from nlp.references import Salience, find_anaphors, main_company
from nlp.resources.frames import Grammar, load_grammar

if TYPE_CHECKING:
    from nlp.resources.registry import Registry
from nlp.statements.assembly import Assembler
from nlp.statements.engine import Engine, Way


class StatementExtractor:
    """Finds the statements of a text whose mentions are known."""

    def __init__(
        self,
        grammar: Grammar,
        *,
        sources: Collection[str] = (),
        makers: Collection[str] = (),
        parents: Mapping[str, str] | None = None,
    ) -> None:
        self._engine = Engine(grammar)
        self._grammar = grammar
        self._sources = frozenset(sources)
        self._makers = frozenset(makers)
        self._parents = dict(parents or {})

    @classmethod
    def load(
        cls,
        folder: Path,
        *,
        sources: Collection[str] = (),
        makers: Collection[str] = (),
        parents: Mapping[str, str] | None = None,
    ) -> StatementExtractor:
        """The extractor of a patterns folder."""
        return cls(load_grammar(folder), sources=sources, makers=makers, parents=parents)

    @classmethod
    def load_with(cls, folder: Path, registry: Registry) -> StatementExtractor:
        """The extractor of a patterns folder, with what the registry knows of trades and places."""
        kinds = {entry.id: entry.kind for entry in registry.entries("COMPANY")}
        return cls.load(
            folder,
            sources=[ref for ref, kind in kinds.items() if kind in ("media", "data")],
            makers=[ref for ref, kind in kinds.items() if kind in ("maker", "chip")],
            parents={entry.id: entry.parent for entry in registry.entries("JURISDICTION") if entry.parent},
        )

    def extract(
        self,
        folded: str,
        mentions: Sequence[Mention],
        *,
        title: str | None = None,
        source: str | None = None,
        today: str | None = None,
    ) -> list[Statement]:
        """The statements; `mentions` in order, without overlaps, with ids and refs.

        `source` is the text before folding, from which literals are taken; `today` the day of the document,
        after which facts are planned.
        """
        main = main_company(mentions, title, self._sources)
        named = encode(folded, mentions, self._parents)
        salience = Salience(named, main=main, sources=self._sources)
        anaphors = find_anaphors(named, salience)
        encoded = add_anaphors(named, anaphors)
        if anaphors:
            salience = Salience(encoded, main=main, sources=self._sources)
        way = Way(encoded.text)
        drafts = self._engine.draft(encoded, way)
        assembler = Assembler(
            encoded, salience, self._grammar.cues, self._sources, self._makers, source or folded, way, today
        )
        return assembler.assemble(drafts)

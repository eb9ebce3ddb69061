"""Firms whose name is a single letter: X, where the words beside it tell that it is meant."""

from __future__ import annotations

import re

from nlp.entities.headings import is_heading
from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.resources.names import EnglishNames
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText


class LetterNames:
    """Finds companies of one letter in English text."""

    def __init__(self, tables: EnglishNames) -> None:
        letters = alternatives(sorted(tables.letter_names))
        left = alternatives(tables.letter_left)
        right = alternatives(tables.letter_right)
        alone = rf"(?P<alone>{letters})(?=[.,;:)\n\"]|'s(?![a-z])| [a-z(,]|$)(?! \(?\d)"
        self._pattern = re.compile(
            rf"(?<![A-Za-z])(?:{left}) ?(?<=[ (]){alone}|(?<![A-Za-z0-9$&.'-])(?P<led>{letters})(?= (?:{right})(?![A-Za-z]))"
        )
        self._refs = tables.letter_names
        self._cues = cues_of(tables.letter_names)

    def find(self, text: FoldedText) -> list[Mention]:
        """The one-letter firms of `text`."""
        found = []
        for match in find_latin(self._pattern, text.folded, self._cues):
            start, end = match.span("alone" if match["alone"] else "led")
            if match["led"] or not is_heading(text.folded, start, end):
                found.append(
                    Mention(
                        start, end, text.source[start:end], "COMPANY",
                        rule="en.letter", ref=self._refs[text.folded[start:end]], confidence=0.8, priority=CONTEXT,
                    )
                )  # fmt: skip
        return found

"""Firms whose name is a single letter: X, where the words beside it tell that it is meant."""

from __future__ import annotations

from itertools import chain

from nlp.entities.headings import is_heading
from nlp.entities.letters import cues_of, find_latin, latin_words
from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern


class LetterNames:
    """Finds companies of one letter: on X; 在X上发文."""

    def __init__(self, names: NameTables) -> None:
        tables = names.english
        letters = alternatives(sorted(tables.letter_names))
        ahead, behind = alternatives(names.chinese.letter_left), alternatives(names.chinese.letter_right)
        left = alternatives(tables.letter_left)
        right = alternatives(tables.letter_right)
        alone = rf"(?P<alone>{letters})(?=[.,;:)\n\"]|'s(?![a-z])| [a-z(,]|$)(?! \(?\d)"
        self._pattern = lazy_pattern(
            rf"(?<![A-Za-z])(?:{left}) ?(?<=[ (]){alone}|(?<![A-Za-z0-9$&.'-])(?P<led>{letters})(?= (?:{right})(?![A-Za-z]))"
        )
        self._chinese = lazy_pattern(rf"(?:{ahead}) ?(?P<han>{letters})(?= ?(?:{behind}))")
        self._refs = tables.letter_names
        self._cues = cues_of(tables.letter_names)

    def find(self, text: FoldedText) -> list[Mention]:
        """The one-letter firms of `text`."""
        found: list[Mention] = []
        if self._cues.isdisjoint(latin_words(text.folded)):
            return found
        for match in chain(find_latin(self._pattern, text.folded), self._chinese.finditer(text.folded)):
            start, end = match.span(match.lastgroup or 0)
            if match.lastgroup != "alone" or not is_heading(text.folded, start, end):
                found.append(
                    Mention(
                        start, end, text.source[start:end], "COMPANY",
                        rule="en.letter", ref=self._refs[text.folded[start:end]], confidence=0.8, priority=CONTEXT,
                    )
                )  # fmt: skip
        return found

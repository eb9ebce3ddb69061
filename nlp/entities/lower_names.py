"""Firms that write themselves in lower case, told by what stands beside them: bought by voltshed, a start-up in Lima."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText

_WORD = r"(?<![\w@#$/.’'-])(?:[a-z][a-z]{2,14}\d{0,3}|[a-z]{1,4}-?\d{1,3}[a-z]{0,3})(?![\w/@’'.-]*[A-Z0-9@/])"
_TAILS = ("mining", "pool", "labs", "digital", "compute", "energy", "cloud", "hash")
_POSTS = "director|ceo|cfo|coo|cto|founder|co-founder|chief executive|president|chairman|chairwoman|boss|owner|head of mining"
_DONE = "bought|acquired|owned|run|hosted|supplied|built|operated|leased|founded"
_CALLED = "called|named|dubbed|known as"
_LED = re.compile(
    r"(?:^|[^a-z])(?:the|an?|its|their|his|her|our|your|this|that|another|every|each|some|no|any|more|very|as|is|are|was)\s$"
)


class LowerNames:
    """Finds companies in lower case, which no word list has."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        firms = alternatives(sorted(english.firm_nouns, key=len, reverse=True))
        name = rf"{_WORD}(?: (?:{'|'.join(_TAILS)}))?"
        self._pattern = re.compile(
            rf"(?P<apposed>{name}), (?:an?|the|its) [^.,;:\n]{{0,40}}?(?:{firms})(?![a-z])"
            rf"|(?:{firms}),? (?:{_CALLED}) [\"“]?(?P<called>{name})"
            rf"|(?:{_POSTS}) (?:of|at) (?P<post>{name})(?=[,.;]| (?:said|says|who))"
            rf"|(?<![a-z])(?:{_DONE}) by (?P<done>{name})(?=[,.;])"
            rf"|presid(?:es|ed|ing) over (?P<over>{name})(?=[,.;])"
        )
        self._cues = cues_of((*_POSTS.split("|"), *_CALLED.split("|"), "by", "over", "a", "an", "the", "its"))
        self._ordinary = english.ordinary | {word.lower() for word in tables.never}

    def find(self, text: FoldedText, taken: Spans) -> list[Mention]:
        """The lower-case names of `text` outside the spans `taken`, wherever they stand."""
        folded = text.folded
        names: dict[str, None] = {}
        for match in find_latin(self._pattern, folded, self._cues):
            start, end = match.span(match.lastgroup or 0)
            if match.lastgroup and not taken.overlaps(start, end) and self._is_name(folded, start, end):
                names[folded[start:end]] = None
                names.setdefault(folded[start:end].split(" ", 1)[0])
        return [mention for name in names for mention in self._places(text, name, taken)]

    def _is_name(self, folded: str, start: int, end: int) -> bool:
        """Whether a word is in no dictionary, nor a form of one that is."""
        word = folded[start:end].split(" ", 1)[0]
        if not folded[start:end].isascii() or _LED.search(folded[max(0, start - 9) : start]):
            return False
        stem = word.rstrip("s").removesuffix("ing").removesuffix("ed")
        forms = {
            word,
            word.rstrip("s"),
            stem,
            stem + "e",
            word.removesuffix("er"),
            word.removesuffix("ly"),
            word.removesuffix("ies") + "y",
        }
        return self._ordinary.isdisjoint(forms) and not word.isdigit()

    @staticmethod
    def _places(text: FoldedText, name: str, taken: Spans) -> Iterator[Mention]:
        ref = name.split(" ", 1)[0]
        for match in re.finditer(rf"(?<![\w@#$/.-]){re.escape(name)}(?![\w@/-])", text.folded):
            if not taken.overlaps(match.start(), match.end()):
                yield Mention(
                    match.start(), match.end(), text.source[match.start() : match.end()], "COMPANY",
                    rule="latin.lower", ref=ref, confidence=0.7, priority=CONTEXT,
                )  # fmt: skip

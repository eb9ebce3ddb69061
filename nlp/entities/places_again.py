"""Towns and sites that the text has placed once and names again by the name alone: Temple, Texas; the Temple lease."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.entities.merge import Spans
from nlp.entities.priorities import PLACED
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_SURE = ("en.place.town", "en.place.kind", "en.place.seat", "registry")
_TOWN = lazy_pattern(r"[A-ZÀ-Ý][a-zà-ÿ'’-]{3,20}(?: [A-ZÀ-Ý][a-zà-ÿ'’-]{2,20})?")
_STATE = lazy_pattern(r",? \(?(?=[A-Z])")
_PROJECT = lazy_pattern(r"Project (?P<name>[A-ZÀ-Ý][a-zà-ÿ-]{3,20})")
# what is a firm's or a person's: Temple's CEO, Temple said, Temple Green
_OTHER = lazy_pattern(
    r" [A-ZÀ-Ý]|-|(?:'s)? (?:CEO|CFO|shares?|stock|said|says|told|announced|reported|chief|founder|plans|expects|mined|agreed|added|wrote|noted)(?![a-z])|,? (?:Inc|LLC|Ltd|Corp)(?![a-z])|, who "
)
_NAME_BEFORE = lazy_pattern(r"(?:(?<![.!?] )(?<!^)[A-ZÀ-Ý][\w'’&-]* |[\w$#@&/-])$")
_OPENING = lazy_pattern(r"(?:^|[.!?:\n\"“”*•-]\s*[\"“(]?)$")


class PlacesAgain:
    """Finds the lone names of towns and sites that the text has told."""

    def __init__(self, tables: NameTables, name_ref: Callable[[str], str]) -> None:
        self._name_ref = name_ref
        self._ordinary = tables.english.ordinary
        self._given = tables.english.given | tables.english.surnames
        self._tails = tables.english.suffixes | frozenset(tables.english.legal_forms)
        self._never = tables.english.openers | tables.never | tables.english.titles | tables.english.role_words

    def find(self, text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
        """More mentions of the places among `mentions`; a name that a firm or a person has too stays as it is."""
        named = self._named(text.folded, mentions)
        if not named:
            return []
        sure = Spans()
        for mention in mentions:
            if mention.priority >= PLACED or mention.label == "PERSON":
                sure.add(mention.start, mention.end)
        pattern = lazy_pattern(
            rf"(?<![A-Za-zÀ-ÿ])(?:{alternatives(sorted(named, key=len, reverse=True))})(?![A-Za-zÀ-ÿ])"
        )
        return [
            self._again(text, named[match[0]], match.start(), match.end())
            for match in pattern.finditer(text.folded)
            if match.start() > named[match[0]].start
            and not sure.overlaps(*match.span())
            and self._is_alone(text.folded, match.start(), match.end())
        ]

    def _named(self, folded: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
        """The places by the names that may come back alone."""
        states = {m.start for m in mentions if m.label == "JURISDICTION"}
        named: dict[str, Mention] = {}
        for mention in mentions:
            name = folded[mention.start : mention.end]
            if mention.label == "FACILITY" and (project := _PROJECT.fullmatch(name)):
                if project["name"].lower() not in self._ordinary and project["name"] not in self._given | self._never:
                    named.setdefault(project["name"], mention)
            elif mention.label == "JURISDICTION" and mention.rule in _SURE and _TOWN.fullmatch(name):
                state = _STATE.match(folded, mention.end)
                told = (state and state.end() in states) or mention.rule == "en.place.kind"
                if told and name not in self._never:
                    named.setdefault(name, mention)
        for mention in mentions:
            name = folded[mention.start : mention.end]
            if mention.label == "PERSON":
                for word in (name, *name.split(" ")):
                    named.pop(word, None)
            elif mention.label == "COMPANY" and mention.priority >= PLACED:
                words = name.replace(",", "").split(" ")
                while len(words) > 1 and words[-1] in self._tails:
                    words.pop()
                named.pop(" ".join(words), None)
        return named

    def _is_alone(self, folded: str, start: int, end: int) -> bool:
        if _OTHER.match(folded, end) or _NAME_BEFORE.search(folded, max(0, start - 24), start):
            return False
        opens = _OPENING.search(folded, max(0, start - 4), start)
        return not (opens and folded[start:end].lower() in self._ordinary)

    def _again(self, text: FoldedText, place: Mention, start: int, end: int) -> Mention:
        return Mention(
            start, end, text.source[start:end], place.label,
            rule="short.place", ref=place.ref or self._name_ref(place.text), confidence=0.65, priority=PLACED,
        )  # fmt: skip

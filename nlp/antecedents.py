"""Whom pronouns mean where it is not simply the topic: what is named behind them, or what another one has brought up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.text.lazy import lazy_pattern

if TYPE_CHECKING:
    from nlp.encoding import EncodedText, Sentence
    from nlp.references import Salience

# By enlarging what it runs in Texas, [X] hopes: a phrase that comes first speaks of whom its sentence is about
_OPENS = lazy_pattern(
    r"[\s\"“]*(?:(?:and|but|so|yet|still|also|meanwhile),?\s)?(?:by|with|without|in|at|on|for|from|to|after|before|since|once|when|while|if|"
    r"although|though|because|as|having|besides|despite|given|instead|like|unlike|now|thanks|until|under|apart|[a-z]{2,12}(?:ing|ed))\s[^,;:.\"“”]*\Z"
)
_THEN_ACTS = lazy_pattern(
    r"[^;:.\"“”\ue043]{0,140},\s(?:the\s)?(?:(?!(?:and|or|that|with|by|from|to|of|at|in|on|for|than|as|which|who)\s)[a-z\ue04a-]+\s){0,4}"
    r"(?P<firm>\ue043)(?:\s?\([^()]{0,40}\))?(?:,[^,;.]{0,80},)?\s(?!(?:said|says|reported|reports|wrote|told|and|or|data|analysts?)\b)[a-z]"
)


def named_ahead(encoded: EncodedText, salience: Salience, sentence: Sentence, match: re.Match[str]) -> str | None:
    """The company behind a phrase that comes first in a sentence and speaks of it before it is named."""
    start = match.start()
    if not _OPENS.match(encoded.text, sentence.start, start):
        return None
    if any(s.type == "C" and s.position < start for s in sentence.slots):
        return None
    found = _THEN_ACTS.match(encoded.text, match.end(), sentence.end)
    slot = encoded.slots.get(found.start("firm")) if found else None
    return slot.ref if slot is not None and not salience.is_source(slot) else None


# shipped machines to [Riot], which will raise its hashrate · delivered machines to [HIVE], lifting its hashrate
_OF_RECEIVER = lazy_pattern(
    r"\ue043(?=(?:\s?\([^()]{0,40}\))?,?\s(?:which|who)\s(?:[a-z-]+\s){1,5}\Z)"
    r"|(?<=\bto )\ue043(?=(?:\s?\([^()]{0,40}\))?(?:\s[^,;.:\ue043]{0,40})?,\s(?:lifting|raising|bringing|taking|giving|boosting|doubling|tripling|increasing|expanding|allowing|helping|enabling|letting)\s(?:[a-z-]+\s){0,4}\Z)"
)
_HANDS_OVER = lazy_pattern(
    r"\b(?:deliver(?:s|ed|ing)?|shipp?(?:s|ed|ing)?|sold|sells?|suppl(?:y|ies|ied)|hand(?:s|ed)|sent|sends|lent|transfer(?:s|red)|lease[sd]?)\b"
)


def receiver_before(encoded: EncodedText, sentence: Sentence, match: re.Match[str]) -> str | None:
    """The company that has just been given something, or that a relative clause is of, right before a pronoun."""
    found = _OF_RECEIVER.search(encoded.text, max(sentence.start, match.start() - 120), match.start())
    if found is None:
        return None
    relative = encoded.text.startswith((" which", " who", ", which", ", who"), found.end())
    if not relative and not _HANDS_OVER.search(encoded.text, sentence.start, found.start()):
        return None
    return encoded.slots[found.start()].ref


# the [Sydney] firm, the [Oslo]-based miner: the place that tells which company is meant
_PLACE_WORD = lazy_pattern(r"\ue04a(?:-based)?\s(?:[a-z-]+\s){0,3}\Z")
# [Sydney]-based X · X, of [Vancouver] · X of [Canada] · [Norway]'s X
_SEATED = lazy_pattern(
    r"(?P<place>\ue04a)(?:-based|-headquartered|'s)?,?\s(?:(?!(?:and|for|to|from|with|at|in|by|of|where|while)\s)[a-z-]+\s){0,4}(?P<firm>\ue043)"
    r"|(?P<firm2>\ue043)(?:\s?\([^()]{0,40}\))?,?\s(?:(?:is\s)?(?:based|headquartered|seated)\s(?:in|at)|of)\s(?P<place2>\ue04a)"
)


def firm_of_place(encoded: EncodedText, position: int) -> str | None:
    """The company whose seat is said, earlier in the text, to be the place that a description before a position names."""
    word = _PLACE_WORD.search(encoded.text, max(0, position - 30), position)
    place = encoded.slots.get(word.start()) if word else None
    if place is None:
        return None
    for found in _SEATED.finditer(encoded.text, 0, place.position):
        seat = encoded.slots[found.start("place") if found["place"] else found.start("place2")]
        if seat.ref == place.ref:
            return encoded.slots[found.start("firm") if found["firm"] else found.start("firm2")].ref
    return None


# 后者…,[它]…
_POINTS = lazy_pattern(r"后者|前者|这家|该")


def pointed_at(encoded: EncodedText, sentence: Sentence, found: Sequence[tuple[int, int, str]]) -> str | None:
    """The company that the anaphor right before points at in the same Chinese sentence: a pronoun behind goes on with it."""
    if not found or found[-1][0] < sentence.start or not _POINTS.match(encoded.text, found[-1][0]):
        return None
    return found[-1][2]


class Carried:
    """Follows whom a word like the latter has brought up, until a sentence names another company that acts."""

    def __init__(self, encoded: EncodedText, salience: Salience) -> None:
        self._encoded, self._salience = encoded, salience
        self._ref: str | None = None
        self._at = self._position = 0

    def take(self, index: int, position: int, ref: str) -> None:
        """Notes that the sentence with this number is about `ref`, where no company acts before the position."""
        if self._salience.subject_of(self._encoded.sentences[index], position) is None:
            self._ref, self._at, self._position = ref, index, len(self._encoded.text)

    def take_here(self, index: int, position: int, ref: str) -> None:
        """Notes that what follows in the sentence with this number is about `ref`."""
        self._ref, self._at, self._position = ref, index, position

    def within(self, index: int, position: int) -> str | None:
        """Whom the sentence with this number has brought up before a position, where no other company has acted since."""
        if self._ref is None or self._at != index or position <= self._position:
            return None
        slots = self._encoded.sentences[index].slots
        return None if any(s.type == "C" and self._position < s.position < position for s in slots) else self._ref

    def topic_at(self, index: int) -> str | None:
        """The company that is spoken of when the sentence with this number begins."""
        sentences = self._encoded.sentences
        if (
            self._ref is not None
            and self._at < index
            and sentences[self._at].paragraph == sentences[index].paragraph
            and not any(map(self._salience.subject_of, sentences[self._at + 1 : index]))
        ):
            return self._ref
        return self._salience.topic_at(sentences[index])


# the chief of [X] said the company's site is up: whom the one who speaks is of
_SPEAKS_FOR = lazy_pattern(
    r"\b(?:(?:ceo|chief|president|founder|co-founder|chairman|chairwoman|chair|head|director|officer|executive|manager|spokes(?:man|woman|person))\s(?:[a-z -]{0,24}\s)?"
    r"(?:of|at|for)|(?:release|statement|announcement|filing|update|letter|notice)\s(?:issued\s|published\s|released\s|sent\s|filed\s|made\s)?(?:today\s|(?:on\s)?\ue044\s)?(?:by|from))\s(?:the\s)?(?:[a-z-]+\s){0,3}(?P<firm>\ue043),?\s(?:\ue050,?\s)?(?:has\s|also\s)*"
    r"(?:said|says|revealed|reveals|announced|announces|told|tells|confirmed|confirms|explained|explains|noted|notes|added|adds|stated|states|disclosed|wrote|writes|claimed|claims)\b"
)


def spoken_for(encoded: EncodedText, sentence: Sentence, position: int) -> str | None:
    """The company of the officer who says, before a position in a sentence, what its company does."""
    found = _SPEAKS_FOR.search(encoded.text, sentence.start, position)
    slot = encoded.slots.get(found.start("firm")) if found else None
    return slot.ref if slot is not None else None


# Galaxy also lent [it] $35 million · Coinbase had agreed with [it]: what a verb is done to
DONE_TO = lazy_pattern(
    r"[\ue043\ue063](?:\s?\([^()]{0,40}\))?(?:,[^,;.]{0,60},)?\s(?:(?!(?:said|says|say|that|which|who|if|when|because|as|and|but|reported|announced|expects?|believes?|thinks?)\s)[a-z-]+\s){0,4}?"
    r"(?:lent|lends?|lending|loaned|gave|gives?|give|granted|sold|sells?|paid|pays?|owe[sd]?|sued|sues|bought|buys|backs|backed|funds|funded|supplied|supplies|"
    r"hosts?|hosted|offered|offers?|handed|hands|charged|charges|advanced|extended|provided|provides?|joined|acquired|acquires|acquire|acquiring|buy|buying|purchase|absorb|take over|lend|pay|"
    r"to|from|with|for|on|of|behind|against)\s\Z"
)


# Fluidstack has leased 200 MW at [its] campus: the landlord's
LEASED_AT = lazy_pattern(
    r"\b(?:(?:tak(?:es?|en|ing)|took|reserved?|booked|contracted)\b[^,;.:]{0,30}\ue077|leas(?:e|ed|es|ing)\b|rent(?:ed|s|ing)?\b|hosted\b|colocated\b)[^,;.:]{0,50}\b(?:at|in|from)\s\Z"
)


# [X] (Nasdaq: X) ("X" or the "Company"): a release says once whom it calls so
_CALLED = lazy_pattern(
    r"\ue043[^\n\ue043]{0,90}?\((?:[^()\n]{0,60}[\s,])?(?:the )?[\"“](?:the )?company,?[\"”][^()\n]{0,24}\)"
)


def called_the_company(encoded: EncodedText) -> str | None:
    """The firm that a release says it calls the Company, where it says so of one alone."""
    firms = {encoded.slots[found.start()].ref for found in _CALLED.finditer(encoded.text)}
    return firms.pop() if len(firms) == 1 else None

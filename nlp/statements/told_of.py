"""Of whom an English figure is told that no clause has a subject for: named behind it, in the sentence before, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.grammatical_objects import has_figure
from nlp.references import Salience
from nlp.statements.drafts import Draft
from nlp.statements.lists import coordinated
from nlp.text.lazy import lazy_pattern

_FIGURES = ("mined", "holds", "sold_crypto", "has_capacity", "reported")
# 60 EH/s, against 50 EH/s each for [CleanSpark] and [Cango]
_FOR_WHOM = lazy_pattern(
    r"(?:\s(?:each|apiece|a month|a day))?\s(?:for|at|by)\s(?:the\s)?(?:(?:miner|rival|larger|smaller|fellow)\s){0,2}(?=\ue043)"
)
_SET_BESIDE = lazy_pattern(
    r"(?:\b(?:against|versus|vs\.?|compared (?:with|to)|than|from|and|but)|[,;])\s(?:(?:just|only|about|around|some|nearly|roughly|over|the|a|an|and|but)\s){0,2}\Z"
)
_HOSTED = lazy_pattern(r"\bhost|colocat|co-locat|on behalf of|clients?\b|customers?\b")


# it out-mined [MARA] in July with 728 BTC against 703
_BEATEN = lazy_pattern(
    r"\b(?:out-?[a-z]{3,9}|beat|beats|topp(?:ed|s)|pipp(?:ed|s)|surpass(?:ed|es)|overtook|pass(?:ed|es)|edged (?:out|past)|led)\s(?P<firm>\ue043)[^,;.:\ue043]{0,40}"
    r"\b(?:with|by)\s[\ue041-\ue07a]\s(?:against|to|versus|vs\.?)\s(?:(?:only|just|about|some|its)\s)?\Z"
)


def named_behind(text: str, draft: Draft) -> list[Slot]:
    """The companies behind a figure that is set beside another one, in a list or a comparison."""
    target = draft.fillers["object"][0] if draft.fillers.get("object") else None
    if draft.predicate not in _FIGURES or target is None or target.type not in "bhwnmp":
        return []
    at = target.position
    beaten = _BEATEN.search(text, draft.sentence.start, at)
    if beaten:
        return [s for s in draft.sentence.slots if s.position == beaten.start("firm")]
    found = _FOR_WHOM.match(text, at + 1, draft.sentence.end)
    if not found or not _SET_BESIDE.search(text, max(draft.sentence.start, at - 40), at):
        return []
    if _HOSTED.search(text, draft.sentence.start, draft.sentence.end):
        return []
    slots = list(draft.sentence.slots)
    slot = next((s for s in slots if s.position == found.end()), None)
    return [s for s in coordinated(text, slots, slot) if s.position >= slot.position] if slot else []


# An HPC site is to be expanded by [Bitfarms] with a credit facility · 200 BTC were mined by the miner [Cipher]
_BY_WHOM = lazy_pattern(
    r"\b(?:is|are|was|were|be|been|being|have|has|had)\s(?:[a-z]+\s){0,3}(?:mined|produced|earned|generated|dug up|sold|offloaded|held|kept|owned|run|operated|built|expanded|installed|deployed|energi[sz]ed|"
    r"switched on|brought online|added|opened|developed|realized|realised|placed|issued|raised|borrowed|drawn|taken out|secured|obtained|posted|reported|booked|recorded|achieved|reached|attained|shown|pledged|put up|started|completed|launched|closed|collected)"
    r"(?:\s[^,;.:\ue043]{0,30})?\sby\s(?:(?!(?:and|or|than)\s)[a-z\ue04a-]+\s){0,5}(?:\ue063\s(?:[a-z-]+\s){1,2})?(?P<firm>\ue043)"
)


def agent_of(text: str, draft: Draft) -> Slot | None:
    """The company by which an English sentence in the passive says that something is done."""
    found = _BY_WHOM.search(text, draft.sentence.start, draft.sentence.end)
    return next((s for s in draft.sentence.slots if found and s.position == found.start("firm")), None)


# The three produced 706, 624 and 470 bitcoin
_TOGETHER = lazy_pattern(
    r"[\s\"“]*(?:(?:in|for|during|over) \ue044,?\s)?(?:(?:the|these|all)\s)?(?P<number>two|three|four|five|pair|trio|quartet|both|\ue069)(?:\s(?:companies|firms|miners|rivals|of them))?\s"
)
_NUMBERS = {"two": 2, "pair": 2, "both": 2, "three": 3, "trio": 3, "four": 4, "quartet": 4, "five": 5}


def one_of_those_before(encoded: EncodedText, salience: Salience, draft: Draft) -> str | None:
    """The company of which one figure of a list is, where the sentence before names as many companies as there are figures."""
    if len(draft.group) < 2 or draft.predicate not in _FIGURES:
        return None
    found = _TOGETHER.match(encoded.text, draft.sentence.start, draft.span[0] + 1)
    if not found or _NUMBERS.get(found["number"], len(draft.group)) != len(draft.group):
        return None
    named = _named_before(encoded, salience, draft.sentence)
    return named[draft.group.index(draft.fillers["object"][0])] if len(named) == len(draft.group) else None


def _named_before(encoded: EncodedText, salience: Salience, sentence: Sentence) -> list[str]:
    """The companies that the sentence before names, each once, in order."""
    before = encoded.sentences[max(0, encoded.number_of(sentence) - 1)]
    return list(dict.fromkeys(s.ref for s in before.slots if s.type == "C" and not salience.is_source(s)))


# Tether had put money into [Bitdeer]. Another $50 million could follow
_INVESTED = lazy_pattern(
    r"\b(?:put|puts|invest(?:ed|s|ing)|pour(?:ed|s|ing)|plough(?:ed|s)|plow(?:ed|s)|sank|inject(?:ed|s)|committed)\s[^.;:\ue043]{0,60}\b(?:in|into)\s(?:(?!and\s)[a-z-]+\s){0,3}\Z"
    r"|\b(?:stake in|shares (?:of|in)|stock of|notes of|bonds of|bet on|backed|backs|financed|lent to|lent|loaned)\s(?:(?!and\s)[a-z-]+\s){0,2}\Z"
)


# a credit line has been arranged for [X] by a bank
_LENT_TO = lazy_pattern(
    r"\b(?:arranged|granted|approved|provided|extended|lent|loaned|given|advanced|set up)\s(?:for|to)\s(?:(?!(?:and|or)\s)[a-z-]+\s){0,3}\ue043"
)


def investee(encoded: EncodedText, draft: Draft) -> str | None:
    """The company that a loan is made to, or that another one has put money into in the sentence before."""
    if draft.predicate != "raised":
        return None
    lent = _LENT_TO.search(encoded.text, draft.sentence.start, draft.sentence.end)
    if lent:
        return encoded.slots[lent.end() - 1].ref
    at = encoded.number_of(draft.sentence)
    before = encoded.sentences[at - 1] if at else draft.sentence
    if before.paragraph != draft.sentence.paragraph:
        return None
    for slot in before.slots:
        if slot.type in "Cc" and _INVESTED.search(encoded.text, max(before.start, slot.position - 90), slot.position):
            return slot.ref
    return None


# it absorbed [Antalpha]'s fleet: whose it has been so far
_TAKEN_OVER = lazy_pattern(
    r"\b(?:absorb(?:ed|s|ing)|acquir(?:ed|es|ing)|buy(?:s|ing)?|bought|took over|taken over|purchas(?:ed|es|ing)|inherit(?:ed|s|ing)|swallow(?:ed|s|ing)|snapped up)\s(?:the\s)?\Z"
)


def is_old_owner(text: str, slot: Slot) -> bool:
    """Whether another one has taken over what an English company is named as the owner of."""
    return text.startswith("'", slot.position + 1) and bool(
        _TAKEN_OVER.search(text, max(0, slot.position - 24), slot.position)
    )


def told_behind_trigger(text: str, draft: Draft, slots: Sequence[Slot]) -> Slot | None:
    """The company right behind a trigger, of which its clause tells the figure: output at [Riot] came to 514 BTC."""
    objects = [s.position for s in draft.fillers.get("object", ())]
    for slot in slots:
        if slot.type in "Cc" and slot.position >= draft.span[1] and objects and slot.position < objects[0]:
            return slot if has_figure(text, slot.position) else None
    return None

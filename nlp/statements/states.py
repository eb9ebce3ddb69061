"""The state that an English sentence goes on with: Bhutan mined them. The government holds 13,029 BTC; it now holds."""

from __future__ import annotations

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_HAS = ("holds", "sold_crypto", "mined", "pledged")
_OPENS = r"[\s\"“•*-]*(?:(?:today|now|overall|altogether|in total|since then|so far|meanwhile|but|and|yet|(?:as of|in|on|by|at) (?:the end of )?\ue044),?\s)?"
# The government holds · The Himalayan kingdom still has · It now holds
_GOES_ON = lazy_pattern(
    _OPENS
    + r"(?:(?P<it>it|they|\ue063)|(?:the|its) (?:[a-z]+ )?(?P<state>agency|customs|police|ministry|office|central bank|service|bureau|government|country|state|kingdom|nation|republic|treasury|authorities|administration|emirate))"
    r"\s(?=[a-z])"
)
# [El Salvador] bought · The German state of [Saxony] sold · The [US government] has
_HEAD = lazy_pattern(
    _OPENS
    + r"(?:(?:on|in) \ue044,?\s)?(?:(?:the )?(?:[a-z]+ )?(?:state|government|kingdom|republic|land|nation|country|emirate|authorities|police|prosecutors|treasury) (?:of|in) )?(?:the )?[\ue04a\ue041]"
    r"(?!(?:'s?)?\s(?:miners?|mining|firms?|compan(?:y|ies)|exchange|giant|lender|bank\b|market)|-)"
)
# holds 61,245 BTC, [China] 194,000 BTC and [Ukraine] 46,351 BTC
_BESIDE = lazy_pattern(
    r"(?:[,;]|\band|\bby)\s(?:and\s)?(?P<state>\ue04a)(?:'s)?,?\s(?:(?:with|has|have|holds?|at|about|some|roughly|around|nearly|over)\s){0,3}\Z"
)
_ACTS = lazy_pattern(
    r"(?:'s)?(?:,[^.;\ue043]{0,50}(?:\ue043[^.;\ue043]{0,20})?,)?\s(?:(?:customs|marshals(?: service)?|army|national guard|(?:justice|treasury) department|(?:federal |central |national |state )?(?:police|bank|customs|government|tax office)|ministry of [a-z]+|government|treasury|authorities|police|prosecutors|parliament|president \ue050)\s)?"
    r"(?:(?:has|had|have|also|now|still|already|then|first|is|was|will)\s|(?:bought|buys|set|sets|put|puts|gave|spent|built|ran|runs|won|lost|cut|paid|kept|keeps|became|drew|passed|sold|sells|held|holds|owns|owned|mined|mines|seized|seizes|moved|moves|sent|took|began|begins|started|said|says|made|makes|added|adds|[a-z]{3,12}ed)\b)"
)
# bought $5 million of it, and holds
_AND = lazy_pattern(r",\s(?:and|but)\s(?=[a-z]|\Z)")
_REACH = 3


def state_told_of(encoded: EncodedText, draft: Draft) -> Slot | None:
    """The state or authority whose coins an English sentence tells of, which it names at its head or only calls so."""
    if draft.predicate not in _HAS or draft.is_chinese:
        return None
    text, sentence = encoded.text, draft.sentence
    for target in draft.fillers.get("object", ()):
        beside = _BESIDE.search(text, max(sentence.start, target.position - 40), target.position)
        if beside:
            return encoded.slots.get(beside.start("state"))
    coins = [s.position for s in sentence.slots if s.type == "b"]
    at = min([draft.span[0], *(s.position for s in draft.fillers.get("object", ())), *coins])
    head = _head(encoded, sentence.start)
    if head is not None:
        return head if _is_clear(text, head.position + 1, at) else None
    told = _GOES_ON.match(text, sentence.start, sentence.end)
    if told is None or told.end() > at or not _is_clear(text, told.end(), at):
        return None
    number = encoded.number_of(sentence)
    reach = _REACH if told["state"] else 1
    for before in reversed(encoded.sentences[max(0, number - reach) : number]):
        if before.paragraph != sentence.paragraph and not told["state"]:
            return None
        head = _head(encoded, before.start)
        if head is not None:
            return head
    return None


def _head(encoded: EncodedText, start: int) -> Slot | None:
    """The state or authority that a sentence begins with and that does something there."""
    found = _HEAD.match(encoded.text, start)
    if found is None or not _ACTS.match(encoded.text, found.end()):
        return None
    return encoded.slots.get(found.end() - 1)


def _is_clear(text: str, start: int, end: int) -> bool:
    """Whether no company and no further clause stands between a state and what it has."""
    between = _AND.sub(" ", text[start:end])
    return "\ue043" not in between and "\ue063" not in between and not any(mark in between for mark in ",;:")

"""Whom an English description stands for that is done something to: X sent [the Toronto-based company] a letter is another than X."""

from __future__ import annotations

import re

from nlp.encoding import EncodedText, Sentence
from nlp.text.lazy import lazy_pattern

# told, wrote to, bought shares of [the Toronto-based company]
_DONE_TO = lazy_pattern(
    r"\b(?:to|from|with|against|sent|told|gave|offered|offers|sued|acquire|acquired|buy|bought|approached|urged|asked|lent|paid|shares (?:of|in)|stake in|control of)"
    r"\s(?:the )?(?:\ue04a|\ue050)(?:,\s[\ue06a\ue04a],?)?-?(?:based|headquartered|led)?\s?$"
)
_HEADS = lazy_pattern(
    r"[\s\"“]*(?:(?:in|on) \ue044,?\s|(?:then|later|first|but|and|meanwhile|still),?\s)?(?P<doer>[\ue043\ue063])(?:\s?\([^()]{0,40}\))?\s(?:has |had |first |also |then )*[a-z]+"
)
_REACH = 4


def is_done_to(text: str, start: int, at: int) -> bool:
    """Whether a description at a place of a sentence from `start` is of whom something is done to."""
    return _DONE_TO.search(text, max(start, at - 40), at) is not None


def another_than_doer(encoded: EncodedText, sentence: Sentence, match: re.Match[str], ref: str) -> str:
    """The company named last that is another than the doer of the sentence, where that one was taken for what it acts on."""
    text = encoded.text
    if match.lastgroup != "based" or not is_done_to(text, sentence.start, match.start()):
        return ref
    head = _HEADS.match(text, sentence.start, match.start())
    doer = encoded.slots.get(head.start("doer")) if head else None
    if doer is None or doer.ref != ref:
        return ref
    at = encoded.number_of(sentence)
    for near in reversed(encoded.sentences[max(0, at - _REACH) : at]):
        others = [s.ref for s in near.slots if s.type == "C" and s.ref != ref]
        if others:
            return others[-1]
    return ref

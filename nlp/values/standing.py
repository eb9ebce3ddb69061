"""Numbers that stand alone among quantities of one kind: 702 BTC in May; Larkhash, 419; the hoard: 158.

What stands beside such a number shows that it counts nothing else: no noun behind it, and before it no
date, age, rank, page or item of a list.
"""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern
from nlp.values.numerals import Numeral

_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_FREE_BEHIND = lazy_pattern(
    r"\+?(?:[,;:)]|\.(?!\d)|\s?$|\s?\n|\s[-–—]\s|—|\s\()|\s(?:[a-z]{2,12}(?:ed|wn|ught)|won|sold|kept|held|lost|left|spent|went|came|fewer|more|versus|vs|against|"
    r"from|in|on|at|by|for|to|and|but|or|as|that|which|of (?:which|them|those|these)|is|are|was|were|will|would|has|have|had|may|might|"
    r"before|after|during|since|until|through|over|last|this|lie|lies|lay|sit|sits|back|backs|remain|remains|stay|stays|secure|secures|serve|still|now|"
    r"a (?:day|month|year|quarter|week)|per (?:day|month|quarter)|apiece|each|change|changed|go|goes|leave|left|belong|belongs|end|ended|while|when|with)(?![a-z])"
)
_NO_NUMBER = lazy_pattern(
    r"(?:[$€£¥#/@×*.–—-]|(?<![a-z])(?:"
    + _MONTHS
    + r"|at|on|since|until|till|aged?|no\.?|nos\.?|number|numbers|blocks?|height|pages?|items?|chapter|route|room|"
    r"section|phase|act|rules?|top|index|level|levels|points?|version|part|parts|line|lines|code|year|years|day|days|week|weeks|quarter|round|series|class|type|"
    r"articles?|figure|table|note|notes|season|grade|tier|wave|position|(?:bip|eip|erc|cip|proposals?)\)?|unit|hall|halls|building|floor|street|avenue|highway|gate|bay|row|team|flight|bus|channel|area|zone|"
    r"district|ranked|rank|ranks|score|scored|factor|ratio|odds|mon|tues?|wed|thu|fri|sat|sun|[a-z]+day|a\.m|p\.m|between|turned|turns|turning|verse|cop|web|g|q|h|fy|site|"
    r"age of|level of|near|towards?|than|closed|closing|finished|opened|trading|trades?|traded|price|prices|priced|nasdaq|dow|s&p|percent|under|section|question|day)\s?)$"
)
_LIST_MARK = lazy_pattern(r"(?:^|\n)[ \t]*[(]?$")
_LIST_BEHIND = lazy_pattern(r"[.):](?:\s|$)")
_DATE_BEFORE = lazy_pattern(_MONTHS + r" ?\d{1,2}(?:,? (?:and|or|to|through)|,|-) ?$")
_NAME_BEFORE = lazy_pattern(r"[A-Za-z.'’-]+, $")
_SCORE = lazy_pattern(r"\s(?:to|-|–) ?\d|-\d")
_BETWEEN = lazy_pattern(r"\d(?: to| and| or|-|,) ?$")
_COMPARED = lazy_pattern(r"\s(?:versus|vs|against|compared|from|fewer|more)(?![a-z])")

_COIN_TOPIC = lazy_pattern(r"(?<![a-z])(?:bitcoins?|btc)(?![a-z])")
_HEAD = lazy_pattern(
    r"(?:^|[\n;(*•–]|\s-)\s{0,3}(?:of which |of these |total |self-|bitcoins? |btc |coins ){0,3}(?:mined|produced|earned|won|sold|let go|sent off|kept|held|retained|bought|pledged|"
    r"production|output|holdings|hoard|treasury|stash|stack|chest|coins|hodl|reserves?|on hand)(?:,? [a-z0-9 .]{2,14})?: $"
)
_COIN_NOUN = lazy_pattern(
    r"(?<![a-z])(?:coin|bitcoin|btc)? ?(?:hoard|stash|treasury|chest|kitty|war chest|harvest|haul|catch|take|hodl|coin pile|coin stack|nest egg|piggy bank|vault|coin drawer)(?:'s)?"
    r"(?: (?:contains?|contained|holds?|held|counts?|counted|was|is|were|came to|comes to|stands at|stood at|numbers|numbered|totals|totalled|totaled|of|at|now|exactly|those|down to|up to|rose to|fell to|grew to)){1,3}"
    r"(?: (?:just|only|about|some|a mere|around|roughly|nearly|almost))? $"
)
_WON = lazy_pattern(r"\s(?:self-mined|freshly mined|mined|minted|dug up|mined coins)(?![a-z])")
_OF_WON = lazy_pattern(r"(?<![a-z])of (?:the )?$")
_WON_TOO = lazy_pattern(r"\s(?:won|produced|earned|harvested|generated)(?![a-z])")
_HASH_LEFT = lazy_pattern(
    r"(?:(?<![a-z])(?:from|past|beyond|of|wants|sees|eyes|targets?|promises|foresees|expects?|reach|reaches|hit|hits|another|a further|contributed|adding|does|makes|delivers|manages|offers|runs|turns out|musters|be|had|was|were|is|"
    r"the (?:latter|former|second|other|first)|and|to|versus|against|after|than)|[;:,])\s"
    r"(?:(?:about|around|some|nearly|almost|just|only|over|roughly|still|already|a mere|at least|as many as)\s)?$"
)
_OF_MODEL = lazy_pattern(
    r"\sof (?:the|its|their|these|those|our) (?:(?:new|latest|older|used|same|air-cooled|hydro) )?(?:(?:[A-Z][A-Za-z]{3,15}) )?(?:[A-Z]{1,4}-?\d{1,4}[A-Za-z]{0,5}\+{0,2}|same (?:type|model|make|kind|sort))(?![A-Za-z0-9])"
)
_VOTES = lazy_pattern(r"\b(?:by|of|voted) \d{1,3} (?:votes |ayes |yeas )?(?:to|against) $|\bvotes (?:to|against) $")


def stands_alone(text: str, numeral: Numeral) -> bool:
    """Whether a number counts what was told before: no noun is behind it, and before it stands nothing that takes a number.

    >>> sentence = "by may 14, larkhash sold 419 to a fund"
    >>> [stands_alone(sentence, Numeral(at, at + size, 1.0, "arabic", digits_end=at + size)) for at, size in ((7, 2), (25, 3))]
    [False, True]
    """
    start, end = numeral.start, numeral.end
    if not _FREE_BEHIND.match(text, end) or _SCORE.match(text, end):
        return False
    before = text[max(0, start - 24) : start]
    if _NO_NUMBER.search(before) or _DATE_BEFORE.search(before) or _BETWEEN.search(before):
        return False
    if _LIST_MARK.search(before) and (_LIST_BEHIND.match(text, end) or not before.strip()):
        return False
    return not _may_be_age(text, numeral, before)


def _may_be_age(text: str, numeral: Numeral, before: str) -> bool:
    """Whether a number between commas behind a name can be an age: Ida Brandt, 52, said."""
    if numeral.value >= 100 or numeral.value != int(numeral.value) or not _NAME_BEFORE.search(before):
        return False
    return not _COMPARED.match(text, numeral.end)


def is_of_mining(text: str, numeral: Numeral) -> bool:
    """Whether the words beside a number make it one of bitcoin, in a text about bitcoin: Produced: 685; 511 self-mined."""
    start, end = numeral.start, numeral.end
    head = text[max(0, start - 72) : start]
    told = (
        (head.endswith(": ") and (_HEAD.search(head) or _HEAD.search(head, max(0, head.rfind("\n")))))
        or (_FREE_BEHIND.match(text, end) and _COIN_NOUN.search(head))
        or _WON.match(text, end)
        or (_OF_WON.search(head) and _WON_TOO.match(text, end))
    )
    return bool(told) and _COIN_TOPIC.search(text, max(0, start - 2000), end + 400) is not None


def is_goal(text: str, numeral: Numeral) -> bool:
    """Whether what stands before a number makes it another value of what was measured: from 6.5, past 50."""
    return _HASH_LEFT.search(text, max(0, numeral.start - 32), numeral.start) is not None


def is_of_model(folded: str, numeral: Numeral) -> bool:
    """Whether a number counts machines of a model: 5,000 of the A1566, 900 of the same type."""
    return _OF_MODEL.match(folded, numeral.end) is not None


def is_vote(text: str, numeral: Numeral) -> bool:
    """Whether a number is the second of a vote: 95 votes to 52."""
    return _VOTES.search(text, max(0, numeral.start - 20), numeral.start) is not None

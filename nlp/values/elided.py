"""Numbers that stand for a noun said before, by the words beside them: another 2,600, the 143,000 it owns, 19 of the coins."""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern
from nlp.values.numerals import Numeral

_MORE = lazy_pattern(
    r"(?<![a-z])(?:another|a further|an additional|an extra|the other|the remaining|the remainder,|on top of the|besides the|"
    r"the first|the last|the next|all but)\s(?:about |roughly |some |nearly |almost |over |just )?$"
)
_BOUND = lazy_pattern(
    r"(?<![a-z])(?:there (?:are|were|is|was)|some|about|roughly|nearly|almost|only|just|at least|more than|fewer than|as many as)\s$"
)
_OF_WHOM = lazy_pattern(
    r"of (?:whom|which) there (?:are|were) (?:at least |about |some |more than |nearly |only |over )?$"
)
_GROUPED = lazy_pattern(r"\d{1,3}(?:,\d{3})+(?!\d)")
_END = lazy_pattern(
    r"\+?(?:[,;:)]|\.(?!\d)|\s?$|\s?\n|\s[-–—]\s)|\s(?:in|by|on|at|for|from|to|as|of (?:them|those|these)|and|or|but|is|was|are|were|have|has|had|"
    r"it|they|he|she|we|that|which|during|over|last|this|next|later|more|went|came|sits?|remains?|serves?|still|already|now|with|before|after|while)(?![a-z])"
)
_OF_COINS = lazy_pattern(
    r"\s(?:of|from) (?:the|its|their|those|these|all|our|his) (?:newly |freshly )?(?:mined )?(?:coins?|bitcoins?|btc|tokens|haul|stash|hoard)(?![a-z])"
)
_INDEX = lazy_pattern(
    r"(?<![a-z])(?:nasdaq|dow|s&p|index|hang seng|nikkei|bitcoin (?:fell|rose|traded|slid|jumped))(?![a-z])[^.;]{0,36}$"
)
_NOT_AFTER = lazy_pattern(r"[$€£¥/#-]$|(?:no\.|block|height|points?|index(?: at| of| to)?|level|code|page|year)\s$")


def is_more(text: str, numeral: Numeral) -> bool:
    """Whether a number is more of what was counted: may call up [another] 28,000."""
    head = _MORE.search(text, max(0, numeral.start - 32), numeral.start)
    return head is not None and _END.match(text, numeral.end) is not None


def is_grouped(text: str, numeral: Numeral) -> bool:
    """Whether a number in thousands stands alone, as none but an amount does: let go of 3,093 in May."""
    if not _GROUPED.fullmatch(text, numeral.start, numeral.end) or not _END.match(text, numeral.end):
        return False
    if _INDEX.search(text, max(0, numeral.start - 48), numeral.start):
        return False
    return not _NOT_AFTER.search(text, max(0, numeral.start - 12), numeral.start)


def is_of_coins(text: str, numeral: Numeral) -> bool:
    """Whether a number is a part of coins: all but 19 of the coins."""
    return _OF_COINS.match(text, numeral.end) is not None


def is_of_people(text: str, numeral: Numeral) -> bool:
    """Whether a number counts what a relative clause is about: creditors, of whom there were at least 200."""
    head = _OF_WHOM.search(text, max(0, numeral.start - 48), numeral.start)
    return head is not None and _END.match(text, numeral.end) is not None


# a record for blocks won, totaling [131]
_BLOCKS = lazy_pattern(
    r"(?<![a-z])blocks (?:won|found|mined|solved|earned),?\s(?:totall?ing|totall?ed|reached|came to|numbered|were|of)\s(?:about |around |nearly |a record )?$"
)


def is_of_blocks(text: str, numeral: Numeral) -> bool:
    """Whether a number counts the blocks that a miner has found."""
    start = numeral.start
    return _BLOCKS.search(text, max(0, start - 48), start) is not None

"""What stands between a quantity and a number of the same unit: 612 BTC in May and 540 in April."""

from __future__ import annotations

from nlp.text.lazy import lazy_pattern
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity

_SMALL = r"(?:about |roughly |just |only |some |another |nearly |around )?"
_SERIES = lazy_pattern(
    r"(?:\s[a-z]+){0,3}\s(?:by|in|at|for|on|during|from|under)\s[^;]{1,40}?,?"
    rf"\s(?:and |then |to |before |but |(?<=, )){_SMALL}"
)
_SERIES_BEHIND = lazy_pattern(r"\s(?:by|in|at|for|on|during|from|under)\s")
_PAIR, _RESPECTIVELY = lazy_pattern(r",?\s(?:and|or)\s"), lazy_pattern(r",?\srespectively")
# of the 612 BTC it mined, 300 were sold
_OF, _OF_WHOLE = lazy_pattern(r"\bof (?:the|its|those|these) $"), lazy_pattern(rf"[^.;]{{0,60}},\s{_SMALL}")
_DONE = lazy_pattern(r"\s(?:were|was|are|is|have|had|remain|went|came)\s")
# 14.2 EH/s (12.9 in April)
_BRACKET, _BRACKET_BEHIND = (
    lazy_pattern(r"\s\("),
    lazy_pattern(r"\s(?:in|at|as of|on|a (?:year|month|quarter)|last|the)\s"),
)
# 212 bitcoin, or 6.8 a day
_RATE, _A_DAY = (
    lazy_pattern(rf"[^.;$]{{0,40}}[\s,](?:or|averaging|an average of)\s{_SMALL}"),
    lazy_pattern(r"\s(?:a day|per day|daily|a month|per month)(?![a-z])"),
)
# 478 of the 685 bitcoin; from 41,000 to 56,000 miners
_OF_FOLLOWING = lazy_pattern(
    r"\s(?:out )?of (?:the |its |their |those |a total of |(?:last )?[a-z]+'s )?(?:about |roughly |some )?"
)
_TO_FOLLOWING = lazy_pattern(r"\sto (?:about |roughly |nearly |more than |over )?")
_FROM = lazy_pattern(r"\bfrom (?:about |roughly |some )?$")


def joined(text: str, like: Quantity, numeral: Numeral) -> bool:
    """Whether a number behind a quantity is of its unit by what stands between and behind."""
    start, end = numeral.start, numeral.end
    return bool(
        (_SERIES_BEHIND.match(text, end) and _SERIES.fullmatch(text, like.end, start))
        or (_RESPECTIVELY.match(text, end) and _PAIR.fullmatch(text, like.end, start))
        or (_BRACKET_BEHIND.match(text, end) and _BRACKET.fullmatch(text, like.end, start))
        or (_A_DAY.match(text, end) and _RATE.fullmatch(text, like.end, start))
        or (
            _DONE.match(text, end)
            and _OF_WHOLE.fullmatch(text, like.end, start)
            and _OF.search(text, max(0, like.start - 12), like.start)
        )
    )


def is_rate(text: str, numeral: Numeral) -> bool:
    """Whether a number is what comes a day or a month, much less than the whole: 491 bitcoin, or 5.5 a day."""
    return _A_DAY.match(text, numeral.end) is not None


def leads(text: str, numeral: Numeral, following: Quantity) -> bool:
    """Whether a number right before a quantity is of its unit: a part of it, or where a change began."""
    if following.start - numeral.end > 30:
        return False
    if _OF_FOLLOWING.fullmatch(text, numeral.end, following.start):
        return True
    if following.start - numeral.end == 4 and text.startswith(" or ", numeral.end):
        return True
    begun = _FROM.search(text, max(0, numeral.start - 16), numeral.start)
    return bool(begun and _TO_FOLLOWING.fullmatch(text, numeral.end, following.start))

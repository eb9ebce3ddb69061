"""Where a name may begin and end: Latin letters need a border, Chinese must not be cut out of a longer word."""

from __future__ import annotations

import re

from nlp.entities.segments import Segments
from nlp.text.lazy import lazy_pattern

_GLUE = frozenset("$#_/\\")
# what may follow a name in Latin letters at once in Chinese text: a year, a month, a sum (CoreWeave|90亿美元)
_YEAR_AFTER = lazy_pattern(r"20[0-4]\d年")
_WORD_AFTER = lazy_pattern(r"(?:IPO|CEO|CFO|COO|CTO|CIO|CMO|ETF|ADS|ADR)(?=[\u4e00-\u9fff])")
_DATE_AFTER = lazy_pattern(r"(?:19|20)\d\d\s?年|\d{1,2}\s?月|\d[\d.,]*\s?(?:千|百|十)?[亿万]")

_EXCHANGE = lazy_pattern(
    r"(?:纳斯达克|纽交所|港交所|伦交所|纽约证券交易所|泛欧交易所|多交所|NASDAQ|NYSE(?: American)?|TSX|TSX-?V|TSX\.V|TSXV|OTC\w{0,3}|LSE|AIM|ASX|HKEX|SEHK|HKG|Cboe|CSE|FRA|FSE"
    r"|ticker(?: symbol)?|symbol|代码)(?:变更|更改|更换|改)?\s?[:为]?\s?[\"“'‘]?$",
    re.IGNORECASE,
)
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_LETTERS_BEFORE, _LETTERS = lazy_pattern(r"[A-Za-z]+$"), lazy_pattern(r"[A-Za-z]+")
_SHORT_GLUE = frozenset({"AI", "HPC", "BTC", "ETF"})
_LISTED_AT = frozenset({"US)", "HK)", "SZ)", "SH)"})
_LISTED = lazy_pattern(r"\.(?:US|HK|V|TO|L|SZ|SH|AX|O|N)(?![A-Za-z])")
# two names with a stroke between: Moreau/Brandt
_PAIR = lazy_pattern(r"(?<![\w./@#-])(?:[A-Z][a-z]+|[A-Z]{4,})/$")
_CODE = lazy_pattern(r"[A-Z][A-Z0-9]{1,5}(?:\.[A-Z]{1,2})?")


def is_ticker(folded: str, start: int, end: int) -> bool:
    """Whether ``folded[start:end]`` stands as a share's code: in brackets, after an exchange, with a suffix.

    >>> is_ticker("CleanSpark (CLSK)", 12, 16), is_ticker("CLSK rose", 0, 4)
    (True, False)
    """
    if not _CODE.fullmatch(folded, start, end):
        return False
    if _LISTED.match(folded, end) or _EXCHANGE.search(folded[max(0, start - 18) : start]):
        return True
    left, right = folded[max(0, start - 3) : start], folded[end : end + 2].lstrip()
    if left[-1:] != "(" or right[:1] not in (")", ",", ";"):
        return False
    return is_letter(left[:-1].rstrip()[-1:] or " ") or left[:-1].rstrip()[-1:] in (".", "'")


def has_borders(folded: str, start: int, end: int, segments: Segments, *, strict: bool = False) -> bool:
    """Whether ``folded[start:end]`` stands on its own; `strict` lets no Chinese word run into it: 平|台中.

    >>> has_borders("在Texas的", 1, 6, Segments(()))
    True
    >>> has_borders("Texascoin", 0, 5, Segments(()))
    False
    """
    return _left(folded, start, end, segments, strict) and _right(folded, start, end, segments, strict)


_FAMILY = lazy_pattern(
    r"家族|兄弟|高尔夫|大厦|大楼|酒店|度假村|俱乐部| (?:family|brothers|twins|sons|siblings|sisters|clan|Organization)(?![a-z])"
)


def is_family(folded: str, end: int) -> bool:
    """Whether a surname stands for the family: the Trump brothers, 特朗普家族."""
    return _FAMILY.match(folded, end) is not None


def is_glued(folded: str, start: int, end: int, ordinary: frozenset[str]) -> bool:
    """Whether a name runs into an ordinary word because a line break was lost: ``operationsGenoot said``.

    >>> is_glued("strong operationsGenoot said", 17, 23, frozenset({"operations"}))
    True
    """
    if end - start < 4 or not folded[start].isupper():
        return False
    before, after = _LETTERS_BEFORE.search(folded, max(0, start - 20), start), _LETTERS.match(folded, end)
    # in Chinese text, where names stand without blanks, CryptoHive is a name of its own
    around = (max(0, (before.start() if before else start) - 8), (after.end() if after else end) + 8)
    capital = (before and before[0][0].isupper()) or (after and after[0][0].isupper())
    if capital and (not before or before[0] not in _SHORT_GLUE) and _HAN.search(folded, *around):
        return False
    if before and not (before[0][-1].islower() and before[0].lower() in ordinary) and before[0] not in _SHORT_GLUE:
        return False
    if after and not (after[0][0].isupper() and after[0].lower() in ordinary and len(after[0]) > 1):
        return False
    return bool(before or after) and not folded[start - 1 : start].isdigit() and not folded[end : end + 1].isdigit()


def is_letter(char: str) -> bool:
    """Whether a character joins Latin words: a letter or digit that is not Chinese."""
    return char.isalnum() and char < "\u2e80"


def _left(folded: str, start: int, end: int, segments: Segments, strict: bool) -> bool:
    first, before = folded[start], folded[start - 1 : start]
    if is_letter(first):
        if before == "/" and folded[end : end + 1] == "/":  # a wire's mark: /PRNewswire/
            return folded[start - 2 : start - 1] != "/"
        if before == "/" and _PAIR.search(folded, max(0, start - 24), start):
            return True
        return not before or not (is_letter(before) or before in _GLUE or (before == "." and _in_code(folded, start)))
    return end - start > 3 or not _cuts_word(segments, start, (start, end), strict)


def _right(folded: str, start: int, end: int, segments: Segments, strict: bool) -> bool:
    last, after = folded[end - 1], folded[end : end + 1]
    if is_letter(last):
        if not after or not (is_letter(after) or after in "_@"):
            return not (after == "." and is_letter(folded[end + 1 : end + 2]) and folded[end + 1].islower())
        if _WORD_AFTER.match(folded, end):
            return last.islower()
        if last.isdigit():  # Hut 82021年收入
            return _YEAR_AFTER.match(folded, end) is not None
        return after.isdigit() and _DATE_AFTER.match(folded, end) is not None
    return end - start > 3 or not _cuts_word(segments, end, (start, end), strict)


def _in_code(folded: str, start: int) -> bool:
    """Whether the point before `start` belongs to a code or a domain, AGMH.US, not to a sentence, end.Texas."""
    before = folded[start - 2 : start - 1] if start > 1 else ""
    listed = folded[start : start + 3] in _LISTED_AT  # (Btdr.US)
    return bool(before) and is_letter(before) and (listed or not (before.islower() and folded[start].isupper()))


def _cuts_word(segments: Segments, offset: int, span: tuple[int, int], strict: bool) -> bool:
    """Whether `offset` lies inside a word that reaches beyond the span."""
    if not segments.tokens or segments.is_border(offset):
        return False
    token, (start, end) = segments.tokens[segments.index_at(offset)], span
    if strict and token.start < start and token.end == end and end - start == 2 and segments.knows(token.word):
        return True  # the end of a foreign name: 奇|尔[德里]|斯
    if token.tag.startswith("nr") or token.word[-1] == "人":
        return False
    if token.start == start and (token.end - end > 2 or _is_compound(segments, token.word[end - start :])):
        return False
    if not segments.knows(token.word):
        return False
    around = token.start <= start and end <= token.end
    return token.start < offset < token.end and (around or strict or len(token.word) > 2)


def _is_compound(segments: Segments, rest: str) -> bool:
    """Whether the rest of a word is a word of its own: 美国|公司."""
    return len(rest) > 1 and segments.knows(rest)

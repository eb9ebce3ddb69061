"""Where a numeral stands free: not inside a name, a date, a time, an ordinal or a vague amount."""

from __future__ import annotations

from collections.abc import Callable

from nlp.text.lazy import lazy_pattern
from nlp.values.numerals import Numeral

CodeTest = Callable[[str, int], object]

_CODE = lazy_pattern(r"(?<![a-z])[a-z]{2,4}$")
_NAME, _SCALED = lazy_pattern(r"[a-z]{3}$"), lazy_pattern(r"\s?[千百十]?[万亿]|%")
_PER_UNIT = lazy_pattern(r"每(?:ads|[tpe]h(?:/s)?|btc|kwh|kw[·.]h)$")
_UNIT_LETTERS = lazy_pattern(r"(?:/[a-z]{1,4}|(?<![a-z\d.,])[\d.,]{1,9} ?[a-z]{1,4})-$")
# a model number goes on behind a dash: AT2880-277
_MODEL_PART = lazy_pattern(r"(?<![a-z\d])[a-z]{1,4}\d{2,4}[a-z]?-$")
_MODEL_BEFORE = lazy_pattern(r"(?<![a-z\d])[a-z]{1,4}(?:\d{2,4}[a-z]{0,3}[,:]|\d[a-z]{0,3}:)$")
_DECIMALS_BEFORE = lazy_pattern(r"\d\.\d{1,6},$")
_GROUP_DIGITS = 3
_VAGUE_WORD = lazy_pattern(r"(?<![a-z])(?:several|many|few|some|hundreds of|tens of|couple of)\s$")
_NOT_ONE = frozenset("统唯下上每另第之任同某万单划")
_SCALES = frozenset("十百千万亿")
_ALONE = frozenset("陆零〇参伍幺")
_FORMAL = frozenset("拾佰仟")


def stands_free(text: str, numeral: Numeral, is_code: CodeTest) -> bool:
    """Whether a numeral can be a number of its own where it stands.

    `is_code` tells whether a currency code ends at a place, as letters may stand right before a number only then.
    """
    start = numeral.start
    before = text[start - 1] if start else " "
    if numeral.form == "arabic":
        return _arabic_free(text, numeral, before, is_code)
    if numeral.form == "word":
        vague = _VAGUE_WORD.search(text, max(0, start - 12), start)
        return not vague or (numeral.value < 100 and not text.startswith("dozen", numeral.start))
    return _han_free(text, numeral, before)


def _arabic_free(text: str, numeral: Numeral, before: str, is_code: CodeTest) -> bool:
    start = numeral.start
    if before.isascii():
        if before.isalpha():
            if numeral.plain and numeral.value == 1 and numeral.end == start + 1:
                # USD1 is a coin
                return bool(_PER_UNIT.search(text, max(0, start - 6), start))
            if (
                text[start] != "."
                and _NAME.search(text, max(0, start - 4), start)
                and _SCALED.match(text, numeral.digits_end)
            ):
                return True  # CoreWeave|90亿美元, Larkhash|64%股权
            code = _CODE.search(text, max(0, start - 5), start) and is_code(text, start)
            return bool(code or _PER_UNIT.search(text, max(0, start - 6), start))
        if before in "_@#" or before.isdigit():
            return False
        if start > 1:
            two = text[start - 2]
            if before in ".,:" and two.isdigit():
                # 购买A1366,|1.1万台: a comma of the sentence behind a model
                # Avalon Q2:|110 TH/s: a colon behind a model
                # 7490,|7853 and 8.36,|0.12%: a comma between numbers, none of thousands
                apart = before == "," and (
                    numeral.digits_end - start > _GROUP_DIGITS
                    or _DECIMALS_BEFORE.search(text, max(0, start - 12), start)
                )
                return before != "." and bool(apart or _MODEL_BEFORE.search(text, max(0, start - 12), start))
            if before == "-" and _MODEL_PART.search(text, max(0, start - 12), start):
                return False
            if before == "-" and "a" <= two <= "z":
                if text.endswith("-to-", 0, start):
                    return True  # 23-to-45%
                return bool(_UNIT_LETTERS.search(text, max(0, start - 16), start))
            if before == " " and two == "第":
                return False
    elif before in "第×":
        return False
    tail = text[numeral.digits_end : numeral.digits_end + 2]
    return not (tail[:1] in (".", ":") and tail[1:].isdigit() and tail[1:].isascii())


def _han_free(text: str, numeral: Numeral, before: str) -> bool:
    first = text[numeral.start]
    if before in "第初":
        return False
    if before in "数几" and first in _SCALES:
        # 数十亿, 几十万 have no numeral's value
        return False
    surface = text[numeral.start : numeral.end]
    if surface == "一":
        return before not in _NOT_ONE or text.endswith("分之", 0, numeral.start)
    if first in _ALONE:
        return len(surface) > 1 and (first in "零〇幺" or not _FORMAL.isdisjoint(surface))
    return True

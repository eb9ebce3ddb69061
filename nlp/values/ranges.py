"""Ranges and lists: two numerals of which one has the unit of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.records import Measure
from nlp.resources.values import NumeralTable
from nlp.text.lazy import lazy_pattern
from nlp.values.number_words import read_han, read_words
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, clean, quantity_of

Single = Callable[[str, Numeral], "Quantity | None"]

_GAP = 18
_LOSS = lazy_pattern(r"亏损约?$")
_SEPARATOR = lazy_pattern(
    r"\s?(?:-to-|--?|–|——?|~|～|至|到|to|and)\s?(?:about |approximately |约|亏损约?)?(?:us|hk|nz|nt|c|a|s)?[$€£¥]?"
)
# from 5 to 9 EH/s, from SEK 5 to SEK 9: two values of a change
_FROM = lazy_pattern(
    r"(?:from|从|由)\s?(?:约|about )?(?:(?:us|hk|nz|nt|c|a|s)?[$€£¥]|(?<=from )(?:sek|nok|dkk|isk|eur|usd|gbp|chf|cad|aud|nzd|inr|rub|kzt|brl|zar|pln|czk|huf|try|aed|php|idr|thb|myr|sgd|cny|rmb|rs|r)(?![a-z]))?\s?$"
)
_FROM_AVERAGE = lazy_pattern(
    r"from (?:approximately|nearly|almost|over|more than|just over|just under|an average of|a low of|a high of|a peak of|"
    r"some|around|roughly) (?:us)?\$?$"
)
# liabilities ranging from $1 billion to $10 billion: one range, though it says from
_RANGING = lazy_pattern(
    r"\b(?:rang(?:e|es|ed|ing)|counts?|counted|somewhere|anywhere) from (?:about |around |roughly |approximately )?(?:us|hk|nz|nt|c|a|s)?[$€£¥]?$"
)
# cut by $34 million to $66 million: how much it fell, and where it stands now
_BY = lazy_pattern(
    r"\bby (?:about |around |roughly |approximately |nearly |almost |over |another |a further )?(?:us|hk|nz|nt|c|a|s)?[$€£¥]?$"
)
_BETWEEN = lazy_pattern(
    r"between\s(?:about |approximately |roughly |around |nearly |some )?(?:usd? ?|eur ?|gbp ?|hk|c|a)?[$€£¥]?$"
)
_ROSE = lazy_pattern(
    r"(?:doubl|tripl|quadrupl|ris|rose|grew|grow|jump|climb|increas|drop|fell|fall|declin|decreas|cut|sank|slump|"
    r"surg|soar|expand|went|mov|rais|boost|lift|lower|reduc|trim|scal|improv|widen|narrow|shrank|shrunk|slash|bump|upgrad|"
    r"grown|brought|bring|taking|took)[a-z]*[^.;\n]{0,60}\s$"
)
_CHANGE = lazy_pattern(r"(?:增加|减少|增持|减持|上升|下降|提升|增长|上涨|下跌|下滑|扩大|缩减|降低|提高)了?约?$")
_JOIN = lazy_pattern(r"\s?(?:to|and|or|至|到|和|、|,)\s?")
_EACH = lazy_pattern(r"(?:分别|依次|respectively)[^。;]{0,28}$")
_LISTED = frozenset(("crypto", "hashrate", "power", "energy", "efficiency", "percent"))
_YEARS = range(1990, 2050)


class RangeReader:
    """Reads two numerals as a range, or the unit of one from the other.

    `single` reads the quantity of one numeral. With `open_ends`, from 10 to 20 is a range; in
    running text it tells two values of a change.
    """

    def __init__(self, table: NumeralTable, single: Single, *, open_ends: bool = False) -> None:
        self._table = table
        self._single = single
        self._open_ends = open_ends

    def read(self, text: str, one: Numeral, other: Numeral, first: Quantity | None) -> Quantity | None:
        """The range of two numerals; `first` is the quantity of the one alone."""
        if first and first.rule == "money.amount":
            # what it is money of, the second tells
            first = None
        if other.start - one.end > _GAP + (12 if first else 0):
            return None
        at = _separated(text, one, other, first)
        if at is None or not self._may_join(text, one, at):
            return None
        last = self._single(text, other)
        if first and first.start < one.start and first.measure.kind == "money":
            last = _of_sign(text, other, first, last, at)
        if last is None or last.measure.value is None or text[at[1] : last.start].strip():
            return None
        if first is None and last.start < other.start and last.measure.kind == "money":
            # 2022 to $5 million: a sign before the second alone
            return None
        if first and _is_change(text, one, other, first, last):
            return None
        if first and _is_by(text, one, first):
            return None
        low = self._lower(text, one, other, first, last)
        high = last.measure.value
        if low is not None and low > high and last.measure.kind == "money" and "-" in text[at[0] : at[1]]:
            low, high = high, low  # a $9,000-$7,000 range
        if low is None or low > high:
            return None
        start = min(first.start if first else one.start, one.start, last.start)
        kind = last.measure.kind
        measure = Measure(kind, None, last.measure.unit, last.measure.bound, clean(low), high)
        return Quantity(
            start, last.end, measure, last.factor, f"{last.rule if last.rule == 'money.amount' else kind}.range"
        )

    def _may_join(self, text: str, one: Numeral, at: tuple[int, int]) -> bool:
        word = text[at[0] : at[1]].strip(" $€£¥")
        head = max(0, one.start - 24)
        if word.startswith(("to", "至", "到")):
            if self._open_ends:
                return True
            if _RANGING.search(text, max(0, one.start - 40), one.start):
                return True
            if (average := _FROM_AVERAGE.search(text, head, one.start)) and _ROSE.search(
                text, max(0, average.start() - 60), average.start()
            ):
                return False
            return not _FROM.search(text, head, one.start)
        if word.startswith("and"):
            return bool(_BETWEEN.search(text, head, one.start))
        return True

    def _lower(self, text: str, one: Numeral, other: Numeral, first: Quantity | None, last: Quantity) -> float | None:
        """The lower end in the unit of the range, None where the two do not belong together."""
        kind = last.measure.kind
        scale = self._shared_scale(text, one, other)
        if first is None:
            return one.value * scale * last.factor
        value = first.measure.value
        same_unit = (first.measure.unit or "").split("/")[0] == (last.measure.unit or "").split("/")[0]
        if first.measure.kind == kind:
            if not same_unit or value is None:
                return None
            apart = kind in ("money", "count") and value * 1000 <= (last.measure.value or 0)
            return value * (scale if apart else 1.0)
        if first.measure.kind == "count" or (first.measure.kind == "money" and kind == "unit_price"):
            return one.value * scale * last.factor
        return None

    def _shared_scale(self, text: str, one: Numeral, other: Numeral) -> float:
        """The scale word that stands behind the second number for both: 2 to 3 million, 两到三万."""
        if not one.plain or other.value <= one.value:
            return 1.0
        if other.form == "han":
            return self._han_scale(text[one.start : one.end], text[other.start : other.end], one)
        if other.form == "word":
            return self._word_scale(text[other.start : other.end], other.value)
        if other.plain:
            return 1.0
        shown = float(text[other.start : other.digits_end].replace(",", "") or 1)
        return other.value / shown if shown > one.value else 1.0

    def _han_scale(self, first: str, last: str, one: Numeral) -> float:
        table = self._table
        rest = last.rstrip("".join(table.han_large))
        if rest == last and not any(char in table.han_units for char in first):
            rest = last[:-1] if last[-1:] in table.han_small else last
        lead = read_han(rest, table) if rest and rest != last else None
        whole = read_han(last, table)
        return whole / lead if lead and whole and lead > one.value else 1.0

    def _word_scale(self, surface: str, value: float) -> float:
        rest = surface
        while rest.rpartition(" ")[2] in self._table.word_scales:
            rest = rest.rpartition(" ")[0]
        lead = read_words(rest, self._table) if rest and rest != surface else None
        return value / lead if lead else 1.0

    def left_out(self, text: str, one: Numeral, rest: Sequence[Numeral]) -> Quantity | None:
        """A number whose unit stands behind a later one: 6.25 to 3.125 BTC; 12.5亿、14.2亿和0.56亿美元."""
        other = rest[0]
        if other.start - one.end > 5 or (one.form == "arabic" and one.plain and one.value in _YEARS):
            return None
        join = _JOIN.match(text, one.end)
        if not join or join.end() != other.start:
            return None
        following = self._single(text, other) or (self.left_out(text, other, rest[1:]) if rest[1:] else None)
        if following is None or following.start < other.start:
            return None
        kind = following.measure.kind
        listed = kind == "money" and not one.plain
        if kind not in _LISTED and not (listed or _EACH.search(text, max(0, one.start - 30), one.start)):
            return None
        if join[0].strip() == "," and kind not in ("hashrate", "crypto"):
            return None
        if kind == "percent" and join[0].strip() == "or" and (one.value or 0.0) >= 1000:
            return None  # 48,000 or 72% of them
        unit = following.measure.unit or ""
        return quantity_of(one, one.start, one.end, kind, unit, factor=following.factor, rule=f"{kind}.list")


def _is_change(text: str, one: Numeral, other: Numeral, first: Quantity, last: Quantity) -> bool:
    """Whether a value rose or fell by the one to the other: 下降5.41pct至48.97%, 增加18万股至1644万股."""
    kind = last.measure.kind
    if kind == "percent" and text[one.end : first.end] != text[other.end : last.end]:
        return True
    risen = (last.measure.value or 0.0) > 3 * (first.measure.value or 0.0)
    return kind != "percent" and risen and bool(_CHANGE.search(text, max(0, one.start - 5), one.start))


def _is_by(text: str, one: Numeral, first: Quantity) -> bool:
    """Whether the first of two, with a unit of its own, tells by how much a value changed: up by 1.2 EH/s to 5.4 EH/s."""
    if first.measure.kind == "percent" or (first.measure.kind == "money" and one.plain):
        return False
    by = _BY.search(text, max(0, one.start - 24), one.start)
    return bool(by and _ROSE.search(text, max(0, by.start() - 80), by.start()))


def _of_sign(text: str, other: Numeral, first: Quantity, last: Quantity | None, at: tuple[int, int]) -> Quantity | None:
    """The second number of a range in the currency whose sign stands before the first: $10-15 million."""
    dash = "-" in text[at[0] : at[1]] or "–" in text[at[0] : at[1]]
    bare = last is None and dash and not text[other.end : other.end + 1].isalnum()
    if not bare and not (last and last.rule == "count.large"):
        return last
    return quantity_of(other, other.start, other.end, "money", first.measure.unit or "")


def _separated(text: str, one: Numeral, other: Numeral, first: Quantity | None) -> tuple[int, int] | None:
    """Where the separator of a range stands, before `other`, behind `one` or its unit."""
    for end in (one.end, first.end) if first else (one.end,):
        match = _SEPARATOR.match(text, end)
        if match and match.end() <= other.start <= match.end() + 5:
            # 亏损2亿-亏损3亿, but not 由盈利2亿到亏损3亿
            losses = "亏损" in match[0] and not _LOSS.search(text, max(0, one.start - 4), one.start)
            return None if losses else match.span()
    if first and first.measure.kind == "money" and text[first.end : first.end + 1] == "$" and other.value > one.value:
        return (first.end, first.end) if other.start == first.end + 1 else None
    return None

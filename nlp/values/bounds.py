"""Bounds of quantities: 约, 超过, about, up to before them, 以上, or more behind them."""

from __future__ import annotations

from nlp.records import Measure
from nlp.resources.values import ContextTable
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Endings, Lexicon
from nlp.values.quantity import back_space, skip_space, with_bound

# more than 5000 or equal
_OR_EQUAL = lazy_pattern(r"\s(?:or|and) equal|\s?(?:或者?|并且?)等于")
_WITH_EQUAL = {"more_than": "at_least", "less_than": "at_most"}
# sued it over $26 million of unpaid fees: about
_AT_LAW = lazy_pattern(
    r"(?<![a-z])(?:sue[sd]?|suing|lawsuits?|disputes?|feud|spat|row|quarrel(?:led)?|clash(?:ed)?|battle)"
    r"(?:\s(?!seeking|for\s|worth|of\s|totall?ing|valued|demand|claim|at\s)[^\s.;,]{1,24}){0,8}\sover\s?$"
)
# a share of a whole that the bound stands before: 约占全网算力的[11%], 超过了全网[51%]
_OF_WHOLE = lazy_pattern(
    r"(约|大约|近|接近|超过?|逾|不到|不足)(?:占到?了?[^,。;:%]{1,14}的|(?:占|了|到了?|占了?)(?:全网|全球|市场|总量?)[^,。;:%\d]{0,8}的?)\s?$"
)
_STRICT = frozenset(("more_than", "less_than"))
_EXPECTED = lazy_pattern(r"\s?的(?:市场|分析师|华尔街|机构|平均|普遍|一致|此前|的)*(?:预期|预测|预估|共识|指引)")
_OPEN = frozenset(("exact", "approx"))


class BoundReader:
    """Reads what bounds a quantity from the words around it."""

    def __init__(self, contexts: tuple[ContextTable, ...]) -> None:
        def rows(tables: list[dict[str, tuple[str, ...]]]) -> list[tuple[str, str]]:
            return [(word, bound) for table in tables for bound, words in table.items() for word in words]

        self._before = Endings(rows([dict(context.bounds) for context in contexts]))
        self._before_money = Endings(rows([dict(context.bounds_money) for context in contexts]))
        self._after = Lexicon(rows([dict(context.bounds_after) for context in contexts]))
        self._determiners = Endings([(word, "") for context in contexts for word in context.determiners])

    def bounded(self, text: str, start: int, end: int, measure: Measure) -> tuple[Measure, int]:
        """The measure with the bound that the words around its span set, and the end of the span."""
        if measure.bound == "exact":
            measure = self._worded(text, start, end, measure)
        if measure.bound in _OPEN and text[end : end + 1] == "+" and not _goes_on(text[end + 1 : end + 2]):
            return with_bound(measure, "at_least"), end + 1
        return measure, end

    def _worded(self, text: str, start: int, end: int, measure: Measure) -> Measure:
        at = back_space(text, start)
        found = self._before.match(text, at)
        if found and text.endswith("over", 0, at) and _AT_LAW.search(text, max(0, at - 90), start):
            return measure
        if not found and measure.kind == "percent" and (whole := _OF_WHOLE.search(text, max(0, at - 22), start)):
            found = self._before.match(text, whole.end(1))
        if not found and measure.kind in ("money", "unit_price"):
            found = self._before_money.match(text, at)
        if not found and at < start and (skipped := self._determiners.match(text, at)):
            found = self._before.match(text, back_space(text, skipped[1]))
        if not found:
            found = self._after.match(text, skip_space(text, end)) or self._after.match(text, end)
        elif found[0] in _STRICT and (measure.value is None or _EXPECTED.match(text, end)):
            return measure  # 超出6500万至7000万美元, 高于1亿美元的市场预期: what is passed is told as it is
        elif found[0] in _WITH_EQUAL and _OR_EQUAL.match(text, end):
            return with_bound(measure, _WITH_EQUAL[found[0]])
        return with_bound(measure, found[0]) if found and found[0] != "none" else measure


def _goes_on(char: str) -> bool:
    return char in ("+", "_", "$") or char.isalnum()

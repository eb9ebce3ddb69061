"""Dates of texts that are single expressions, or short sentences about a date.

In news these readings would do harm (a bare 15, the week, may); where a caller says that the text
is about dates, they hold. Bare days and months lie ahead.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from nlp.records import Mention
from nlp.resources.files import read_toml
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern
from nlp.values.chart import Chart, Rule
from nlp.values.date_rules_chinese import chinese_rules
from nlp.values.date_rules_english import english_rules

_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_AMBIGUOUS = frozenset(
    ("may", "march", "mar", "sat", "sun", "second", "mon", "wed", "fall", "the second", "this", "first")
)
# inside the title of a work
_TITLE = lazy_pattern(r"《[^》]{0,20}$")
_LEADS_ON = lazy_pattern(r"(?:^|\b(?:in|of|on|by|from|to|till|until|between|and|next|last|this|during|for)|[-,])\s*$")


class DateExpressionFinder:
    """Reads date expressions with the tables of one patterns folder."""

    def __init__(self, english: list[Rule], chinese: list[Rule]) -> None:
        self._english, self._chinese = english, chinese

    @classmethod
    def load(cls, folder: Path) -> DateExpressionFinder:
        """The finder of a patterns folder."""
        en = read_toml(folder / "en" / "date_expressions.toml")
        zh = read_toml(folder / "zh" / "date_expressions.toml")
        return cls(english_rules(en), chinese_rules(zh))

    def find(self, text: FoldedText, anchor: datetime.date) -> list[Mention]:
        """The dates of a text, in order, without overlaps: the longest first.

        >>> from nlp.resources.files import patterns_folder
        >>> finder = DateExpressionFinder.load(patterns_folder())
        >>> day = datetime.date(2013, 2, 12)
        >>> [m.iso for m in finder.find(FoldedText.of("first monday of last month"), day)]
        ['2013-01-07']
        >>> [m.iso for m in finder.find(FoldedText.of("十月第一个星期一"), day)]
        ['2013-10-07']
        """
        lowered = text.folded.lower()
        folded = lowered if len(lowered) == len(text.folded) else text.folded
        chart = Chart(folded)
        chart.parse(self._chinese if _HAN.search(folded) else self._english)
        spans = sorted(
            ((start, end) for start in chart.starts("d") for end in chart.at("d", start)),
            key=lambda span: (span[0] - span[1], span[0]),
        )
        found: list[Mention] = []
        taken = bytearray(len(folded))
        for start, end in spans:
            if any(taken[start:end]):
                continue
            if iso := _placed(chart, start, end, anchor):
                found.append(Mention(start, end, text.source[start:end], "DATE", rule="date.expression", iso=iso))
                taken[start:end] = b"\1" * (end - start)
        return sorted(found, key=lambda mention: mention.start)


def _placed(chart: Chart, start: int, end: int, anchor: datetime.date) -> str | None:
    surface = chart.text[start:end]
    if (
        surface.rstrip(".") in _AMBIGUOUS
        and len(surface) < len(chart.text)
        and not _LEADS_ON.search(chart.text[:start])
    ):
        return None
    if _TITLE.search(chart.text, 0, start) and "》" in chart.text[end:]:
        return None
    try:
        period = chart.at("d", start)[end].place(anchor)
    except (ValueError, OverflowError):
        return None
    return period.iso if period else None

"""What a text has said so far, as far as later dates build on it."""

from __future__ import annotations

import bisect
import datetime
import re
from dataclasses import dataclass, field

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods

# days of an interval that is no period to compare with
_SHORT = 20
_BESIDE = lazy_pattern(r"(?:环比|高于|低于|较|(?<!占)比)\s?$")
# 第三季度毛利2亿元,上季为3亿元
_BEFORE_IT = lazy_pattern(r"(?:上个?|上一个?|前一个?)季度?(?:则|还|仅|只)?(?:为|是|录得|的)")
# 第三季度营收1亿元,第二季度为8000万元,去年全年为3亿元: an earlier period right before a bare figure
_TOLD_BESIDE = lazy_pattern(r"(?:则|还|仅|只|也|约|却)*(?:为|是|录得|达|有|净)")
# characters within which a year goes on in a text without a day of writing
_YEAR_REACH = 160
# days of a month within which the figures of the month before are told
_UPDATE_DAYS = 12
_AFTERWARDS = lazy_pattern(r"(?:此|随|其|之)后|后来")
_HEADS_CLAUSE = lazy_pattern(r"(?:[\n。;,:]|(?<![^\n]))(?:但|而|直到|就在|北京时间)?[在于]?\s?$")
# 12% less than in [the third quarter], compared to $58 million in [the third quarter]
_COMPARED = lazy_pattern(
    r"\b(?:than|compared (?:to|with)|versus|vs\.?|against|(?:up|down|\d ?%|percent) from)\s(?:(?:a|an|the|its|about)\s){0,2}(?:[$€£]?[\d.,]+\s(?:[a-z/]+\s){0,3})?(?:in\s|for\s|of\s|during\s)?$",
    re.IGNORECASE,
)
_COMPARED_REACH = 400
_SENTENCE_MARKS = "。;；！!？?\n"
_BESIDE_REACH = 80
_PERIODS = frozenset(("zh_quarter", "zh_half", "zh_year_quarter", "zh_first", "zh_months"))
# what follows the day at the head of a piece of news
_DATELINE = lazy_pattern(r"(?:消息|讯|电)[,:，：\s]")


def _is_short(iso: str) -> bool:
    """Whether an interval is of some days only: nothing is compared with the week of a year before."""
    first, _, last = iso.partition("/")
    return (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days < _SHORT


@dataclass(slots=True)
class Said:
    """What the text has said so far."""

    anchor: datetime.date | None
    vague: bool = False
    """Whether the anchor is only the end of a period told: no English day or week is counted from it."""
    ground: int | None = None
    """The year a text without a day of writing is known to be of."""
    year: int | None = None
    year_at: int = -10_000
    month: int | None = None
    period: str | None = None
    period_at: int = -10_000
    reported: str | None = None
    day: datetime.date | None = None
    last: str | None = None
    last_at: int = -10_000
    explicit: bool = False
    dateline: datetime.date | None = None
    dateline_at: int = -10_000
    certain: bool = True
    """Whether the anchor is the very day of writing."""
    told: list[tuple[int, str]] = field(default_factory=list)
    """Where each date resolved begins, and what it is."""
    since_at: int = -1
    """Where a year ends from which something only goes on: no month behind it is of it (founded in 2022, it sold in August)."""
    far_at: int = -1
    """Where the last year said ends, if it was told as long ago or to come: it goes on in its sentence only."""
    story_at: int = -1
    """Where the last date of a story ends, which its next dates follow, in a text without a day of writing: 2017年9月4日…10月31日…"""
    coming: datetime.date | None = None
    """When the first begins of what a text without a day of writing tells as still to come."""

    def next_in_story(self, number: int, match: re.Match[str]) -> int | None:
        """The year of a bare Chinese month that goes on with a story of dated events: the same, or the next behind 此后."""
        if self.last is None or self.last_at != self.story_at or match.start() - self.last_at >= _YEAR_REACH:
            return None
        between = match.string[self.last_at : match.start()]
        afterwards = _AFTERWARDS.search(between)
        if "\n" in between and not afterwards:
            return None
        year, month = int(self.last[:4]), int(self.last[5:7])
        if number >= month:
            return year
        return year + 1 if afterwards else None

    def go_on(self, name: str, iso: str | None, match: re.Match[str], *, explicit: bool) -> None:
        """Keeps whether a date that is about to be remembered is one of a story: it heads its clause, with a year or behind another."""
        dated = name in ("zh_full", "zh_month") and iso is not None
        goes_on = dated and self.last_at == self.story_at and match.start() - self.last_at < _YEAR_REACH
        if dated and (
            goes_on or (explicit and _HEADS_CLAUSE.search(match.string, max(0, match.start() - 8), match.start()))
        ):
            self.story_at = match.end()

    def near_year(self, match: re.Match[str]) -> int | None:
        """The year said before a date without one, where the text has no day of writing: in its paragraph, or the one it is known to be of."""
        if self.year is None or self.ground is not None:
            return self.year
        between = match.string[self.year_at : match.start()] if match.start() - self.year_at < _YEAR_REACH else "\n"
        ends = "\n。" if self.far_at == self.year_at else "\n"
        return None if any(mark in between for mark in ends) else self.year

    @property
    def base_year(self) -> int | None:
        """The year of writing, None where it is not known."""
        return self.anchor.year if self.anchor else self.ground

    def remember(
        self, name: str, iso: str | None, match: re.Match[str], *, explicit: bool, since: bool = False
    ) -> None:
        """Takes a resolved date in; `explicit` where its year is written, `since` where something only goes on from it."""
        if iso is None:
            return
        self.last, self.last_at = iso, match.end()
        self.told.append((match.start(), iso))
        self.explicit = explicit
        if explicit or name in ("iso", "slash", "en_year", "en_fiscal", "zh_rel_year"):
            self.year, self.year_at = int(iso[:4]), match.end()
            self.since_at = match.end() if since and name == "en_year" else -1
        if len(iso) >= 7:
            self.month = int(iso[5:7])
        if len(iso) == 10:
            self.day = datetime.date.fromisoformat(iso)
        if name.endswith("_full") and _DATELINE.match(match.string, match.end()):
            self.dateline, self.dateline_at = self.day, match.end()
        quarter = name == "zh_rel_quarter" or (name in _PERIODS and self.period is not None)
        beside = quarter and (
            _BESIDE.search(match.string, max(0, match.start() - 4), match.start())
            or (self.period is not None and _BEFORE_IT.match(match.string, match.start()))
        )
        if beside or since or name.endswith("_same") or self._is_told_beside(name, iso, match):
            # what a period is compared with is no period itself
            return
        if ("/" in iso and not _is_short(iso)) or len(iso) <= 7:
            self.period, self.period_at = iso, match.end()
            if (
                "/" in iso
                and self.reported is None
                and (periods.period_end(iso) or datetime.date.max) <= (self.anchor or datetime.date.max)
            ):
                self.reported = iso

    def _is_told_beside(self, name: str, iso: str, match: re.Match[str]) -> bool:
        """Whether a Chinese date is an earlier period that the sentence of the period only tells besides."""
        if self.period is None or not name.startswith("zh_") or iso >= self.period:
            return False
        between = (
            match.string[self.period_at : match.start()] if match.start() - self.period_at < _BESIDE_REACH else "。"
        )
        if any(mark in between for mark in _SENTENCE_MARKS) or not any(char.isdigit() for char in between):
            return False
        return _TOLD_BESIDE.match(match.string, match.end()) is not None

    def before_period(self, iso: str, match: re.Match[str]) -> bool:
        """Whether a quarter without a year is of the year before the one it is compared with: 比[四季度]增长."""
        return (
            self.period is not None
            and self.period[:4] == iso[:4]
            and iso > self.period
            and _BESIDE.search(match.string, max(0, match.start() - 4), match.start()) is not None
        )

    def month_reported(self) -> str | None:
        """The month before that of writing, where a text of a month's first days tells its end: the update is about it."""
        if self.anchor is None or self.vague or self.anchor.day > _UPDATE_DAYS:
            return None
        year, month = periods.shift_month(self.anchor, -1)
        iso = periods.month(year, month)
        end = periods.month_end(year, month)
        return iso if any(other.endswith(end) for _, other in self.told[:4]) else None

    def before_english_period(self, iso: str, match: re.Match[str]) -> bool:
        """Whether an English quarter without a year is before the one it is compared with: 12% less than in [the third quarter]."""
        return (
            self.period is not None
            and "/" in self.period
            and not _is_short(self.period)
            and match.start() - self.period_at < _COMPARED_REACH
            and iso > self.period
            and _COMPARED.search(match.string, max(0, match.start() - 60), match.start()) is not None
        )

    def told_since(self, start: int) -> list[tuple[int, str]]:
        """The dates told from `start` on: where each begins, and what it is."""
        return self.told[bisect.bisect_left(self.told, (start, "")) :]

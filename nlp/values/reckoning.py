"""Which year a bare month, quarter or weekday is of: the nearest one, the next where words look ahead.

A writer names the year of what lies far away; a bare month is close by, before or after the day of
writing. Words around it (将, will, by) push it ahead.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said

# a change that takes effect: it would rise as of April 1
_MODAL = lazy_pattern(r"\b(?:would|will|shall|to be)\b[^.;\n]*$", re.IGNORECASE)
# the end of a sentence: a full stop, but none behind an initial
_STOP = lazy_pattern(r"(?<!\b[A-Z])\.\s|(?<=U\.S)\.\s|[\n;]")
# 第三季度[将]交付
_COMING = lazy_pattern(r"[^,。;\n]{0,4}[将拟会待]|[^,。;\n]{0,4}(?:预计|预期|计划|有望|目标|料)")
# 预计[第二季度]净利润2亿元
_RESULTS = lazy_pattern(
    r"(?:归母|归属|合并|实现|扣非|公司|的|总|净|将|\s){0,4}(?:净?利润|净利|营收|营业收入|收入|毛利|业绩|亏损|盈利|净亏|每股收益)"
)
_ONCE_SET = lazy_pattern(r"原(?:定|计划|本|先|拟)[^,。;]{0,3}$")
_ENDING = lazy_pattern(r"。|\n|\.\s")
_JOINT = lazy_pattern(r"(?:至|到|to|-|–|through|until|and)\s?(?:the end of\s)?$", re.IGNORECASE)
# 2023年净利润5亿美元,[其中]第一季度1亿美元: a part of the year just said
_OF_WHICH = lazy_pattern(r"其中[,:，：在于]?\s?$|\bof (?:it|that|this|which)(?: in)?(?: the)?\s$")
# characters within which a year said before holds for a bare month, and for a bare quarter
# 2023年盈利5亿美元,其中第二季度占1亿美元
_PART_OF_YEAR = lazy_pattern(r"[^。;\n]{1,40},其中的?$")
_YEAR_HOLDS, _YEAR_HOLDS_QUARTER = 40, 60
# characters within which a deadline follows the day of the notice that sets it
_NOTICE_HOLDS = 80
# a word that looks ahead may stand so far before a date: Chinese, English
_LEFT_HAN, _LEFT_LATIN = 36, 110
_DONE_REACH = 70
# everyone pays more from [January] on, but not 5% more than, or up from, [January]'s
_STARTING, _RANGE = (
    lazy_pattern(r"\b(?<!dates )(?<!dating )(?<!dated )(?<!contract )from\s$", re.IGNORECASE),
    lazy_pattern(r"['’]s|\s(?:to|until|till|through)\b|\s?[-–]"),
)
_HAPPENED = lazy_pattern(
    r"(?<![A-Za-z-])(?:was|were|had|been|did|took|ran|rose|fell|came|left|began|grew|paid|held|kept|became|went|made|got|lost|saw|"
    r"(?!need|speed|feed|seed|exceed|proceed|indeed|planned|expected|scheduled|proposed|limited|united)[a-z]{2,14}ed)(?![a-z])",
    re.IGNORECASE,
)
_CLAUSE, _REST = 40, lazy_pattern(r",?[^,;.\n]{0,40}")
_FIGURE = lazy_pattern(
    r"(?:[%\d]|\b(?:percent|up|down|increase|decrease|rise|drop|gain|fall|higher|lower|million|billion|different|"
    r"change|changed|unchanged|slip(?:ped)?|fell|rose|grew|coins|bitcoin|BTC|order|batch|lot|machines|figures?))[^.;,]{0,20}from\s$",
    re.IGNORECASE,
)
# a month ahead has to be nearer than one past by more than this where nothing looks ahead; English tells the past
_MARGIN, _MARGIN_LATIN = 1, 9

# 财联社[6月9日]电
_AGENCY = lazy_pattern(r"[社报网]\s?$")


def _is_dateline(text: str, match: re.Match[str]) -> bool:
    """Whether a date is the one at the head of a piece of Chinese news: it is of the year of writing."""
    start = match.start()
    return text.startswith(("电", "讯"), match.end()) and _AGENCY.search(text, max(0, start - 3), start) is not None


class Reckoner:
    """Places bare months and quarters against the document's date and what the text has said."""

    def __init__(self, zh: Mapping[str, Any], en: Mapping[str, Any]) -> None:
        cues = [table["ahead"] for table in (zh, en)]
        self._before = lazy_pattern("|".join(word for table in cues for word in table["before"]), re.IGNORECASE)
        self._behind = lazy_pattern("|".join(word for table in cues for word in table["behind"]), re.IGNORECASE)
        self._past_before = lazy_pattern(
            rf"\b(?:{'|'.join(en['ahead']['past_before'])})\s$|(?:{'|'.join(zh['ahead']['past_before'])})\s?$",
            re.IGNORECASE,
        )
        self._done_before = lazy_pattern(rf"\b(?:{'|'.join(en['ahead']['done_before'])})\s$", re.IGNORECASE)
        self._past_behind = lazy_pattern("|".join(word for table in cues for word in table["past_behind"]))
        far, zh_far = en["background"], zh["background"]
        self._background = lazy_pattern(
            rf"\b(?:{'|'.join(far['before'])})\s$|(?:{'|'.join(zh_far['before'])})\s?$", re.IGNORECASE
        )
        self._background_year = lazy_pattern(rf"(?:\b(?:{'|'.join(far['before_year'])})|'s)\s$", re.IGNORECASE)
        self._background_behind = lazy_pattern("|".join(zh_far["behind"]))
        self._once_before = lazy_pattern(rf"(?:{'|'.join(zh_far['past_before'])})[^,。;\n]*$")
        self._once_behind = lazy_pattern("|".join(zh_far["past_behind"]))
        self._right_before = lazy_pattern(rf"\b(?:{'|'.join(en['ahead']['right_before'])})\s$", re.IGNORECASE)

    def ahead(self, text: str, match: re.Match[str]) -> bool:
        """Whether the words around a date look ahead of the document's day."""
        start = match.start()
        # 公司Q2净利润: what stands around letters tells the language
        end = match.end()
        around = (match[0].strip() or " ")[-1], text[end : end + 1] if match[0][-1:].isdigit() else ""
        han = any("\u4e00" <= char <= "\u9fff" for char in around)
        left = text[max(0, start - (_LEFT_HAN if han else _LEFT_LATIN)) : start]
        if self._past(text, match):
            return False
        if not han and _STARTING.search(left) and not _FIGURE.search(left) and not _RANGE.match(text, end):
            # From March 5 the firm mined, the ban took effect from March 5
            rest = _REST.match(text, end)
            clause = left[-_CLAUSE:].replace(";", ",").rpartition(",")[2], rest[0] if rest else ""
            if not any(map(_HAPPENED.search, clause)):
                return True
        return bool(self._right_before.search(left)) or self.governed(text, match, left, han=han)

    def governed(self, text: str, match: re.Match[str], left: str, *, han: bool) -> bool:
        """Whether a word that looks ahead stands in the clause of a date, or right behind it."""
        if han:
            start = max(left.rfind(mark) for mark in ("。", ";", "!", "?", "\n", ",")) + 1
        else:
            start = max((stop.end() for stop in _STOP.finditer(left)), default=0)
        return bool(self._before.search(left, start) or self._behind.match(text, match.end(), match.end() + 14))

    def _is_to_come(self, text: str, match: re.Match[str]) -> bool:
        """Whether a Chinese clause says of a period that it is still to come: 将在第三季度交付, 第三季度预计交付."""
        start = match.start()
        floor = max(text.rfind(mark, max(0, start - _LEFT_HAN), start) for mark in "。;!?\n,") + 1
        return bool(self._before.search(text, max(floor, start - _LEFT_HAN), start) or _COMING.match(text, match.end()))

    def told_of_now(self, text: str, match: re.Match[str]) -> bool:
        """Whether a date may tell when a text was written: it is neither ahead of it nor far back, like "founded in 2017"."""
        if self.ahead(text, match) or self.far_back(text, match):
            return False
        start = match.start()
        return match.lastgroup != "en_year" or not self._background_year.search(text, max(0, start - 16), start)

    def far_back(self, text: str, match: re.Match[str]) -> bool:
        """Whether a date is one of long ago from which something goes on: founded in 2017, 自2022年以来."""
        start = match.start()
        before = self._background.search(text, max(0, start - 16), start)
        return bool(before or self._background_behind.match(text, match.end()))

    def told_of_once(self, text: str, match: re.Match[str]) -> bool:
        """Whether a Chinese clause looks back on a date: 曾于2016年6月公告, 此前."""
        start = match.start()
        before = self._once_before.search(text, max(0, start - _LEFT_HAN), start)
        return bool(before or self._once_behind.match(text, match.end()))

    def year_for_month(
        self, number: int, said: Said, text: str, match: re.Match[str], *, day: int | None = None
    ) -> int | None:
        """The year of a bare month (or day of a month): one just said, else the nearest to the anchor."""
        # a day like that of writing is that of writing, where it goes on with no story of a year told
        today = said.anchor and (number, day) == (said.anchor.month, said.anchor.day)
        today = today and not said.vague and said.next_in_story(number, match) is None
        inherited = None if today or _is_dateline(text, match) else self._inherited(number, said, text, match.start())
        if inherited is not None or said.anchor is None:
            if inherited is not None:
                return inherited
            told = said.ground if (match.lastgroup or "").startswith("en") else said.near_year(match)
            return told if told is not None else self._beside_goal(number, said, text, match)
        anchor = said.anchor
        if today:
            return anchor.year
        if (story := said.next_in_story(number, match)) is not None and "zh" in (match.lastgroup or ""):
            return story
        if said.vague and (anchor.month, anchor.day) == (12, 31):
            return anchor.year  # all that is known is the year
        until, since = (number - anchor.month) % 12, (anchor.month - number) % 12
        if not until:
            later = bool(day and day > anchor.day + 2) and not self.ahead(text, match)
            return anchor.year - (later and day is not None and day > anchor.day + 20)
        if self.ahead(text, match):
            deadline = self._behind_notice(number, said, match) if day else None
            if deadline is not None:
                return deadline
            forward = until <= 9
        elif self._past(text, match):
            forward = False
        else:
            margin = _MARGIN if "zh" in (match.lastgroup or "") or day or said.vague else _MARGIN_LATIN
            forward = number > anchor.month and until + margin < since
        year = anchor.year + (number < anchor.month)
        return year if forward else year - 1

    def _beside_goal(self, number: int, said: Said, text: str, match: re.Match[str]) -> int | None:
        """The year of a bare month where a text without a day of writing tells a goal: in June, with "by year end 2022"."""
        if said.coming is None:
            return None
        return said.coming.year - (number >= said.coming.month and not self.ahead(text, match))

    def _past(self, text: str, match: re.Match[str]) -> bool:
        """Whether the words around a date look back: since May, 自2月以来."""
        start = match.start()
        before = self._past_before.search(text, max(0, start - 12), start)
        if before and before[0].lower().startswith("as ") and _MODAL.search(text, max(0, start - _LEFT_LATIN), start):
            return False
        done = self._done_before.search(text, max(0, start - _DONE_REACH), start)
        return bool(before or done or self._past_behind.match(text, match.end()))

    @staticmethod
    def _behind_notice(number: int, said: Said, match: re.Match[str]) -> int | None:
        """The year of a deadline soon after a day just told: 6月18日下发通知,要求在[6月20日]前完成."""
        if "zh" not in (match.lastgroup or "") or not said.last or len(said.last) != len("2021-06-18"):
            return None
        near = 0 <= match.start() - said.last_at < _NOTICE_HOLDS
        return int(said.last[:4]) if near and 0 <= number - int(said.last[5:7]) <= 2 else None

    @staticmethod
    def _inherited(number: int, said: Said, text: str, start: int) -> int | None:
        """The year just said, where it holds for a month at `start`; the next one behind a later month and 至."""
        if said.year is None or start - said.year_at >= _YEAR_HOLDS or _ENDING.search(text, said.year_at, start):
            return None
        if said.since_at == said.year_at and said.anchor is not None:
            return None
        over = said.month is not None and number < said.month and _JOINT.search(text, max(0, start - 14), start)
        year = said.year + bool(over)
        joined = said.month is not None and _JOINT.search(text, max(0, start - 14), start)
        return year if joined or said.anchor is None or abs(year - said.anchor.year) <= 3 else None

    def quarter(self, number: int, said: Said, text: str, match: re.Match[str]) -> str | None:
        """The interval of a bare quarter."""
        if said.anchor is None:
            told = said.near_year(match) or self._beside_goal(3 * number, said, text, match)
            return periods.quarter(told, number) if told else None
        if said.vague and (said.anchor.month, said.anchor.day) == (12, 31):
            return periods.quarter(said.anchor.year, number)
        start, year = match.start(), said.anchor.year
        ahead = self.ahead(text, match)
        holds = start - said.year_at < _YEAR_HOLDS_QUARTER and not re.search(r"[。\n]", text[said.year_at : start])
        if ahead and holds and said.year in (year, year + 1):
            return periods.quarter(said.year, number)
        if holds and said.year and said.year < year and _OF_WHICH.search(text, max(0, start - 6), start):
            return periods.quarter(said.year, number)
        if ahead and said.reported and periods.is_quarter(said.reported):
            told = (int(said.reported[5:7]) + 2) // 3 == number
            left = text[max(0, start - _LEFT_LATIN) : start]
            if told and "en" in (match.lastgroup or "") and not self.governed(text, match, left, han=False):
                return said.reported  # rose to 19 EH/s by the end of the quarter that is reported
            if told and "zh" in (match.lastgroup or "") and not self._is_to_come(text, match):
                return said.reported  # 第三季度交付1.4万台, behind 第三季度业绩
        if said.year is not None and is_part_of_year(said, text, start):
            return periods.quarter(said.year, number)
        current = (said.anchor.month - 1) // 3 + 1
        just_ended = ahead and (current - number) % 4 == 1
        if just_ended and (_RESULTS.match(text, match.end()) or _ONCE_SET.search(text, max(0, start - 6), start)):
            ahead = False  # 预计第二季度净利润2亿元, 原定第二季度完成, in July
        until, since = (number - current) % 4, (current - number) % 4
        if until and not (ahead or (number > current and until < since)):
            return periods.quarter(year - (number > current), number)
        return periods.quarter(year + (number < current), number)


def is_part_of_year(said: Said, text: str, start: int) -> bool:
    """Whether a period at `start` is told to lie in the year said before it in its clause."""
    return _PART_OF_YEAR.match(text, said.year_at, start) is not None


def nearest_weekday(anchor: datetime.date | None, number: int, *, ahead: bool) -> str | None:
    """The last day of that name up to the anchor, the next from it on with `ahead`."""
    if anchor is None:
        return None
    if ahead:
        return (anchor + datetime.timedelta(days=(number - anchor.weekday()) % 7)).isoformat()
    return (anchor - datetime.timedelta(days=(anchor.weekday() - number) % 7)).isoformat()


def shifted(anchor: datetime.date | None, count: int, unit: str, sign: int) -> str | None:
    """The year, month, week or day that lies `count` units before or after the anchor."""
    if anchor is None or count > 3000:
        return None
    unit = unit.lower().rstrip("s")
    if unit in ("年", "year"):
        return f"{anchor.year + sign * count:04d}"
    if unit in ("个月", "month"):
        return periods.month(*periods.shift_month(anchor, sign * count))
    if unit in ("周", "星期", "个星期", "week"):
        return periods.week(anchor, sign * count)
    return (anchor + datetime.timedelta(days=sign * count)).isoformat()

"""Chinese dates: each form of the pattern with its place on the calendar."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said
from nlp.values.date_numbers import small_number, year_number
from nlp.values.reckoning import Reckoner, is_part_of_year, nearest_weekday, shifted

# words that stand on what the text has said, the second row only where that is close by
_TOLD = frozenset(("同年", "当年", "次年", "翌年"))
_TOLD_NEARBY = frozenset(("上年", "上一年", "前一年", "上年度", "上一年度"))
_TOLD_DAYS = frozenset(("次日", "翌日", "同一天", "前一天", "前一日", "第二天"))
_TOLD_MONTHS = frozenset(("次月", "前一个月", "前一月", "前月"))
_NEARBY = 60
_TOLD_NEAR = 140
# 一年前毛亏2150万美元, 而一年前是正的3200万
_FIGURE_BEHIND = lazy_pattern(
    r"的\d[\d.]*%|[是为的]{0,2}(?:经营|运营|营业|调整后)?(?:正的?|负的?|净?[毛]?[盈亏](?:损|利)?|净利润?|亏损|盈利|还?[亏赚])[^,。;]{0,6}\d"
)
# 一年前的同一季只有224枚
_SAME_BEHIND = lazy_pattern(r"的?同一?个?(?:季|期|月)")
_COMPARED = lazy_pattern(r"(?:环比|高于|低于|多于|少于|较|比|于)\s?$")


class ChineseRules:
    """Resolves the Chinese forms; a method for each named group of the pattern."""

    def __init__(self, words: Mapping[str, Any], reckoner: Reckoner) -> None:
        self._words = words
        self._reckoner = reckoner

    def _base_year(self, match: re.Match[str], prefix: str, said: Said) -> int | None:
        surface = match.group(f"{prefix}_y")
        if surface:
            return year_number(surface)
        relative = match.group(f"{prefix}_r")
        if relative:
            relative = relative.rstrip("的")
            base = said.base_year
            if said.year is not None and (
                relative in _TOLD
                or (relative in _TOLD_NEARBY and match.start() - said.year_at < _NEARBY and said.explicit)
            ):
                base = said.year
            offset = {**self._words["years"], **self._words["told_years"]}[relative]
            return base + int(offset) if base is not None else None
        return None

    def _on_zh_full(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._base_year(match, "zf", said)
        month, number = small_number(match["zf_m"]), small_number(match["zf_d"])
        if year is None:
            year = self._reckoner.year_for_month(month, said, text, match, day=number)
        return periods.day(year, month, number) if year is not None else None

    def _on_zh_day(self, match: re.Match[str], said: Said, text: str) -> str | None:
        number = small_number(match["zd_d"])
        relative = match["zd_r"]
        if relative in ("同月", "当月"):  # of the month told before
            return periods.day(int(said.last[:4]), int(said.last[5:7]), number) if said.last and said.month else None
        if relative and said.anchor:
            year, month = periods.shift_month(said.anchor, int(self._words["months"][relative]))
            return periods.day(year, month, number)
        if said.day and said.last and len(said.last) == 10:
            return periods.day(said.day.year, said.day.month, number)
        if said.anchor is None:
            return None
        if number > said.anchor.day + 1 and not self._reckoner.ahead(text, match):
            year, month = periods.shift_month(said.anchor, -1)
            return periods.day(year, month, number)
        return periods.day(said.anchor.year, said.anchor.month, number)

    def _on_zh_month(self, match: re.Match[str], said: Said, text: str) -> str | None:
        month = small_number(match["zm_m"])
        year = self._base_year(match, "zm", said)
        if year is None:
            year = self._reckoner.year_for_month(month, said, text, match)
        if year is None:
            return None
        part = match["zm_p"] or ""
        if re.fullmatch(r"底|末", part):
            return periods.month_end(year, month)
        return periods.month(year, month)

    def _on_zh_quarter(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = match["zq_n"] or match["zq_b"]
        number = 4 if match["zq_l"] else 1 if surface == "首" else small_number(surface)
        year = self._base_year(match, "zq", said)
        if year is None and match["zq_l"] and said.anchor and not self._reckoner.ahead(text, match):
            # 末季 looks back on a year that has ended
            year = said.anchor.year - 1
        iso = periods.quarter(year, number) if year is not None else self._reckoner.quarter(number, said, text, match)
        if iso and year is None and said.before_period(iso, match):
            iso = periods.quarter(int(iso[:4]) - 1, number)
        end = match["zq_p"]
        return iso.split("/")[1] if iso and end in ("末", "底") else iso

    def _on_zh_months(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """1-6月: the months from one to another."""
        first, last = int(match["zg_a"]), int(match["zg_b"])
        if not 1 <= first < last <= 12:
            return None
        year = self._base_year(match, "zg", said)
        if year is None:
            year = self._reckoner.year_for_month(last, said, text, match)
        return periods.months(year, first, last) if year is not None else None

    def _on_zh_half(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._base_year(match, "zh", said)
        if year is None and is_part_of_year(said, text, match.start()):
            year = said.year
        if year is None and said.anchor:
            year = said.anchor.year
            if match["zh_n"] == "下" and said.anchor.month <= 2 and not self._reckoner.ahead(text, match):
                year -= 1
        return periods.half(year, 2 if match["zh_n"] == "下" else 1) if year is not None else None

    def _on_zh_first(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._base_year(match, "zp", said)
        count = small_number(match["zp_n"])
        if year is None:
            year = said.anchor.year if said.anchor else said.near_year(match)
        if year is None:
            return None
        if match["zp_u"] != "月":
            count *= 3
        return periods.months(year, 1, min(count, 12))

    def _on_zh_ytd(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if not said.anchor:
            return None
        if said.reported is None and said.anchor.day < 20 and said.anchor.month > 1:
            year, month = periods.shift_month(said.anchor, -1)
            return periods.months(year, 1, month)
        return f"{said.anchor.year}-01-01/{said.anchor.isoformat()}"

    def _on_zh_fuzzy(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._base_year(match, "zz", said)
        if year is None:
            year = said.anchor.year if said.anchor else said.near_year(match)
        if year is None:
            return None
        part = match["zz_p"]
        if part in ("年底", "年末", "底", "末", "岁末", "年终"):
            return f"{year:04d}-12-31"
        if part.endswith("后期"):
            return periods.half(year, 2)
        if part in ("年中", "中", "中期", "年中期"):
            return f"{year:04d}-06"
        return f"{year:04d}"

    def _on_zh_yonly(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = year_number(match["zy_y"])
        if year is not None and "年代" in match["zy_y"]:
            return f"{year:04d}-01-01/{year + 9:04d}-12-31"
        return f"{year:04d}" if year is not None else None

    def _on_zh_year_quarter(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = year_number(match["zo_y"])
        if year is None:
            return None
        number = int(match["zo_n"])
        return periods.quarter(year, number) if match["zo_u"].lower() == "q" else periods.half(year, min(number, 2))

    def _on_zh_season(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year, short = self._base_year(match, "zv", said), match["zv_w"] or match["zv_b"]
        if short:
            base = said.anchor.year if said.anchor else said.near_year(match)
            year = base + "去今明".index(match["zv_t"] or "今") - 1 if base is not None else None
        name = short or match["zv_s"]
        first, last = self._words["seasons"][name if len(name) > 1 else f"{name}季"]
        iso = periods.months(year, first, last) if year is not None else None
        return iso.split("/")[1] if iso and (match["zv_b"] or match["zv_p"] in ("末", "底")) else iso

    def _on_zh_rest(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """今年余下时间: from the day of writing to the end of the year."""
        return f"{said.anchor.isoformat()}/{said.anchor.year:04d}-12-31" if said.anchor else None

    def _on_zh_within(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """年内, 季末, 季内: of the year of writing, of the quarter reported."""
        if match["zi_u"] == "年":
            year = said.anchor.year if said.anchor else said.near_year(match)
            return f"{year:04d}" if year is not None else None
        if match["zi_q"]:
            return said.reported
        return said.reported.split("/")[-1] if said.reported else None

    def _on_zh_bare_month_part(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """月底, 月初: of the month just said, else of the month of writing."""
        base = said.last[:7] if said.last and len(said.last) in (7, 10) else None
        # 2月产出210枚, 前一个月则是245枚; 月末…: of the latest month told near by
        told = [iso[:7] for at, iso in said.told[-6:] if len(iso) == 7 and match.start() - at < _TOLD_NEAR]
        limit = said.anchor.isoformat()[:7] if said.anchor else "9999"
        base = max((month for month in told if month <= limit), default=base)
        if base is None:
            base = said.anchor.isoformat()[:7] if said.anchor else None
        if base is None:
            return None
        return periods.month_end(int(base[:4]), int(base[5:])) if match["zt_p"] in ("底", "末") else base

    def _on_zh_same(self, match: re.Match[str], said: Said, text: str) -> str | None:
        base = said.period or said.reported
        if "季" in match[0]:  # of the quarter told last, even where a year stands between
            base = next((iso for _, iso in reversed(said.told[-8:]) if periods.is_quarter(iso)), base)
        if match["zs_y"]:
            return periods.in_year(base, int(match["zs_y"])) or match["zs_y"]
        return periods.year_before(periods.year_before(base) if match["zs_r"] == "前年" else base)

    def _on_zh_rel_year(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._base_year(match, "zr", said)
        return f"{year:04d}" if year is not None else None

    def _on_zh_rel_month(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = match["zn_r"]
        if surface in _TOLD_MONTHS and said.last and len(said.last) in (7, 10):
            told = datetime.date(int(said.last[:4]), int(said.last[5:7]), 1)
            iso: str | None = periods.month(*periods.shift_month(told, int(self._words["months"][surface])))
        elif said.anchor is None:
            return None
        else:
            iso = periods.month(*periods.shift_month(said.anchor, int(self._words["months"][surface])))
        if iso and match["zn_p"] in ("底", "末"):
            return periods.month_end(int(iso[:4]), int(iso[5:7]))
        return iso

    def _on_zh_rel_week(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if said.anchor is None:
            return None
        offset = int(self._words["weeks"][match["zw_r"]])
        if match["zw_d"] == "末":
            return periods.weekend(said.anchor, offset)
        if match["zw_d"]:
            monday = said.anchor - datetime.timedelta(days=said.anchor.weekday()) + datetime.timedelta(weeks=offset)
            return (monday + datetime.timedelta(days=int(self._words["weekdays"][match["zw_d"]]))).isoformat()
        return periods.week(said.anchor, offset)

    def _on_zh_weekday(self, match: re.Match[str], said: Said, text: str) -> str | None:
        ahead = self._reckoner.ahead(text, match)
        # 7月10日呼吁节电,并预计周一用电将创新高: counted from the day on which it was said
        spoken = ahead and said.day and said.last == said.day.isoformat() and match.start() - said.last_at < _NEARBY
        base = said.day if spoken and "。" not in text[said.last_at : match.start()] else said.anchor
        return nearest_weekday(base, int(self._words["weekdays"][match["zk_d"]]), ahead=ahead)

    def _on_zh_feast(self, match: re.Match[str], said: Said, text: str) -> str | None:
        month, number = self._words["feasts"][match["zl_f"]]
        if match["zl_y"]:
            return periods.day(year_number(match["zl_y"]) or 0, month, number)
        year = self._reckoner.year_for_month(month, said, text, match, day=number)
        return periods.day(year, month, number) if year is not None else None

    def _on_zh_rel_day(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = match[0]
        base = said.anchor
        if surface in _TOLD_DAYS and said.day:
            base = said.day
        elif said.dateline and "\n" not in text[said.dateline_at : match.start()]:
            base = said.dateline
        days = int(self._words["days"].get(surface, -1))  # 昨 alone: 某委昨宣布
        return (base + datetime.timedelta(days=days)).isoformat() if base else None

    def _on_zh_rel_quarter(self, match: re.Match[str], said: Said, text: str) -> str | None:
        offset = int(self._words["quarters"][match["zu_r"]])
        iso: str | None = None
        start = said.reported
        near = said.period if match.start() - said.period_at < _NEARBY else None
        if (
            near
            and periods.is_quarter(near)
            and offset == -1
            and _COMPARED.search(text, max(0, match.start() - 4), match.start())
        ):
            # 二季度环比上季度: the one before that
            start = near
        if (
            start
            and len(start) == 21
            and start[5:7] in ("01", "04", "07", "10")
            and not (offset == 0 and self._reckoner.ahead(text, match))
        ):
            iso = periods.quarter(int(start[:4]), (int(start[5:7]) + 2) // 3 + offset)
        elif said.anchor is not None:
            iso = periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1 + offset)
        return iso.split("/")[1] if iso and match["zu_p"] else iso

    def _on_zh_dotted(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """2024.1-2026.4: the months at both ends."""
        return periods.month(int(match["zd_y"]), int(match["zd_m"]))

    def _on_zh_half_ago(self, match: re.Match[str], said: Said, text: str) -> str | None:
        return shifted(said.anchor, 6, "个月", -1)

    def _on_zh_month_quarter(self, match: re.Match[str], said: Said, text: str) -> str | None:
        return self._reckoner.quarter(int(match["zx_m"]) // 3, said, text, match)

    def _on_zh_year_part(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = said.anchor.year if said.anchor else said.near_year(match)
        if year is None:
            return None
        part = match["zj_p"]
        if (
            said.year is not None
            and match.start() - said.year_at < _NEARBY
            and "。" not in text[said.year_at : match.start()]
        ):
            year = said.year
        elif (
            said.anchor
            and said.anchor.month <= 2
            and part in ("年底", "年末")
            and not self._reckoner.ahead(text, match)
        ):
            year -= 1
        return (
            f"{year:04d}-12-31" if part in ("年底", "年末") else f"{year:04d}-06" if part == "年中" else f"{year:04d}"
        )

    def _on_zh_ago(self, match: re.Match[str], said: Said, text: str) -> str | None:
        compared = match["za_u"] == "年" and small_number(match["za_n"]) == 1 and said.period and "/" in said.period
        if compared and _COMPARED.search(text, max(0, match.start() - 4), match.start()):
            return periods.year_before(said.period)
        if compared and _SAME_BEHIND.match(text, match.end()):
            return periods.year_before(said.period)
        if compared and said.reported and _FIGURE_BEHIND.match(text, match.end()):
            return periods.year_before(said.reported)
        if match["za_a"]:  # 三四天前
            first, last = (
                shifted(said.anchor, small_number(match[group]), match["za_u"], -1) for group in ("za_n", "za_a")
            )
            if first and last and match["za_u"] == "个月":
                return f"{first}-01/{periods.month_end(int(last[:4]), int(last[5:7]))}"
            return f"{first}/{last}" if first and last and len(first) == len("2021-01-01") else None
        return shifted(
            said.anchor,
            small_number(match["za_n"]),
            match["za_u"],
            -1 if match["za_p"] in ("前", "之前", "以前") else 1,
        )

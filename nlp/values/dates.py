"""Dates: calendar expressions with their place on the calendar.

One merged pattern a language finds the expressions; they are resolved from left to right against
the document's date and what the text has said so far. News tell the past: a bare month or quarter
is the last one that began, unless the words around it look ahead.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.records import Mention
from nlp.resources.files import read_toml
from nlp.text.fold import FoldedText
from nlp.values import calendar_periods as periods

# what `DateFinder._stands` looks at twice
_GUARDED = frozenset(("en_year", "en_month", "en_weekday", "zh_day", "en_season", "en_month_end"))
_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "元": 1}


@dataclass(slots=True)
class _Said:
    """What the text has said so far."""

    anchor: datetime.date | None
    year: int | None = None
    year_at: int = -10_000
    month: int | None = None
    period: str | None = None
    period_at: int = -10_000
    reported: str | None = None
    day: datetime.date | None = None
    full: bool = False
    last: str | None = field(default=None)


_Rule = Callable[[re.Match[str], _Said, str], str | None]


class DateFinder:
    """Finds and resolves dates with the tables of one patterns folder."""

    def __init__(self, zh: Mapping[str, Any], en: Mapping[str, Any]) -> None:
        self._zh, self._en = zh, en
        # a look at the first characters spares the alternatives, thirty a language, at most places
        self._pattern = re.compile(
            rf"(?={_chinese_start(zh)})(?:{_chinese(zh)})"
            rf"|(?<![a-z0-9$])(?={_english_start(en)})(?:{_english(en)})",
            re.IGNORECASE,
        )
        self._year_groups = [group for group in self._pattern.groupindex if group.endswith("_y")]
        self._future = re.compile(
            r"(?:预计|预期|将|计划|明年|未来|拟|目标|有望|之前|前(?:完成|交付|上线|投产|实现))"
            r"|(?:\b(?:will|expect(?:s|ed|ing)?|plan(?:s|ned|ning)? (?:to|for)|target(?:s|ed|ing)?|until|schedul\w+|aim(?:s|ing)?|anticipat\w+|upcoming|forecast\w*|slated|due|set (?:to|for)|projected|would|on track|guidance|outlook)\b)",
            re.IGNORECASE,
        )

    @classmethod
    def load(cls, folder: Path) -> DateFinder:
        """The finder of a patterns folder."""
        return cls(read_toml(folder / "zh" / "dates.toml"), read_toml(folder / "en" / "dates.toml"))

    def find(
        self, text: FoldedText, anchor: datetime.date | None, *, whole_input: bool = False, year: int | None = None
    ) -> list[Mention]:
        """The dates of a text, in order, without overlaps.

        `anchor` is the document's date; where there is none, `year` is the year it is known to be of.
        """
        folded = text.folded
        said = _Said(anchor)
        matches = [m for m in self._pattern.finditer(folded) if whole_input or self._stands(folded, m)]
        if anchor is None:
            said.anchor = self._first_full(matches, guess=year is None)
            said.year = year
        found = []
        for match in matches:
            name = match.lastgroup or ""
            iso = self._resolve(name, match, said, folded)
            start, end = match.start(name), match.end(name)
            found.append(Mention(start, end, text.source[start:end], "DATE", rule=f"date.{name}", iso=iso))
            self._remember(name, iso, match, said)
            if said.anchor is None and iso is not None and len(iso) == 10:
                said.anchor = datetime.date.fromisoformat(iso)
        return found

    # guards

    @staticmethod
    def _stands(text: str, match: re.Match[str]) -> bool:
        name = match.lastgroup or ""
        if name not in _GUARDED:
            return True
        start, end = match.start(name), match.end(name)
        before, after = text[max(0, start - 12) : start], text[end : end + 12]
        if name == "en_year":
            if re.match(
                r"\s?(?:[%$€£]|usd|btc|eth|mw|gw|ph/|eh/|th/|miners|machines|units|shares|bitcoin|,\d|\.\d|\s?[\u4e00-\u9fff])",
                after,
                re.IGNORECASE,
            ):
                return False
            if re.search(r"[$€£#.,\d/-]$|\bheight\s$|\bblock\s$", before):
                return bool(re.search(r"[a-z],?\s$", before))
            return True
        if name == "en_month" and match["em_m"].lower() in ("may", "march", "mar", "dec", "sep"):
            return match["em_m"][:1].isupper() and bool(
                match["em_p"]
                or match["em_r"]
                or re.search(
                    r"(?:\b(?:in|since|of|for|during|by|from|until|through|last|and|to|early|late|mid|this|next|end|ending|between|on|as)\s|[(“\"])$",
                    before,
                    re.IGNORECASE,
                )
                or re.match(r"(?:'s| (?:report|update|halving|production|earnings|and|to|results))", after)
            )
        if name == "en_month" and not match["em_m"][:1].isupper():
            return False
        if name == "en_weekday":
            return match[0].lstrip()[:1].isupper() or match[0].lower().startswith(("last", "this", "next", "on"))
        if name == "zh_day":
            return bool(
                re.search(r"(?:^|[\n,。;:(“\"、-]|至|到|和|及|于|在|截至|月|周[一二三四五六日])\s?$", before)
            ) and not re.match(r"算|均|移|内|间|的平均|平均|后", after)
        if name == "en_season":
            return any(match[group] for group in ("es_p", "es_r", "es_y"))
        if name == "en_month_end" and match[0].lower().endswith("-end"):
            return bool(re.search(r"\b(?:by|at|before|until|through|of)\s$", before))
        return True

    def _first_full(self, matches: list[re.Match[str]], *, guess: bool) -> datetime.date | None:
        for match in matches:
            if match.lastgroup in ("zh_full", "en_full", "iso", "en_full_dmy", "slash"):
                iso = self._resolve(match.lastgroup, match, _Said(None), "")
                if iso and len(iso) == 10:
                    return datetime.date.fromisoformat(iso)
        for match in matches if guess else ():
            if match.lastgroup in ("zh_month", "zh_yonly", "en_month_year", "en_year", "zh_fuzzy"):
                iso = self._resolve(match.lastgroup, match, _Said(None), "")
                end = periods.period_end(iso)
                if end:
                    return end
        return None

    # resolution

    def _remember(self, name: str, iso: str | None, match: re.Match[str], said: _Said) -> None:
        if iso is None:
            return
        said.last = iso
        explicit = any(match.start(group) >= 0 for group in self._year_groups)
        if explicit or name in ("iso", "slash", "en_year", "zh_rel_year"):
            said.year, said.year_at = int(iso[:4]), match.end()
        if len(iso) >= 7:
            said.month = int(iso[5:7])
        if len(iso) == 10:
            said.day = datetime.date.fromisoformat(iso)
        if "/" in iso or len(iso) <= 7:
            said.period, said.period_at = iso, match.end()
            if (
                "/" in iso
                and said.reported is None
                and (periods.period_end(iso) or datetime.date.max) <= (said.anchor or datetime.date.max)
            ):
                said.reported = iso

    def _ahead(self, text: str, match: re.Match[str]) -> bool:
        start = match.start()
        han = "\u4e00" <= (match[0].strip() or " ")[-1] <= "\u9fff"
        left = text[max(0, start - (36 if han else 110)) : start]
        cut = (
            max(left.rfind(mark) for mark in ("。", ";", "!", "?", "\n", ","))
            if han
            else max(left.rfind(". "), left.rfind("\n"), left.rfind(";"))
        )
        if re.search(r"\b(?:by|until)\s$", left, re.IGNORECASE):
            return True
        return bool(self._future.search(left[cut + 1 :])) or bool(
            re.match(r"[^,。;]{0,8}(?:将|前完成|前交付|前上线)", text[match.end() : match.end() + 12])
        )

    def _year_for_month(self, number: int, said: _Said, text: str, match: re.Match[str]) -> int | None:
        """The year of a bare month: one just said, else the one that puts it last before (or next after) the anchor."""
        if (
            said.year is not None
            and match.start() - said.year_at < 40
            and "。" not in text[said.year_at : match.start()]
        ):
            later = (
                said.month is not None
                and number < said.month
                and bool(
                    re.search(
                        r"(?:至|到|to|-|–|through|until|and)\s?(?:the end of\s)?$",
                        text[max(0, match.start() - 14) : match.start()],
                        re.IGNORECASE,
                    )
                )
            )
            if said.anchor is None or abs(said.year + later - said.anchor.year) <= 3:
                return said.year + later
        if said.anchor is None:
            return said.year
        year = said.anchor.year
        if self._ahead(text, match):
            return year if number >= said.anchor.month else (year + 1 if said.anchor.month - number > 2 else year)
        if number == said.anchor.month + 1 and said.anchor.day > 20 and "_full" in (match.lastgroup or ""):
            return year
        return year - 1 if number > said.anchor.month else year

    def _quarter(self, number: int, said: _Said, text: str, match: re.Match[str]) -> str | None:
        if (
            said.year is not None
            and match.start() - said.year_at < 60
            and re.fullmatch(r"[^。\n]*", text[said.year_at : match.start()])
            and said.anchor
            and said.year in (said.anchor.year, said.anchor.year + 1)
            and self._ahead(text, match)
        ):
            return periods.quarter(said.year, number)
        if said.anchor is None:
            return periods.quarter(said.year, number) if said.year else None
        year = said.anchor.year
        current = (said.anchor.month - 1) // 3 + 1
        if self._ahead(text, match):
            return periods.quarter(year if number >= current else year + 1, number)
        return periods.quarter(year - 1 if number > current else year, number)

    def _resolve(self, name: str, match: re.Match[str], said: _Said, text: str) -> str | None:
        rule: _Rule | None = getattr(self, f"_on_{name}", None)
        if rule is None:
            raise AssertionError(f"no rule for {name}")
        try:
            return rule(match, said, text)
        except (ValueError, OverflowError):
            return None

    # Chinese rules

    def _base_year(self, match: re.Match[str], prefix: str, said: _Said) -> int | None:
        surface = match.group(f"{prefix}_y")
        if surface:
            return _year_number(surface)
        relative = match.group(f"{prefix}_r")
        if relative:
            relative = relative.rstrip("的")
            base = said.anchor.year if said.anchor else said.year
            if relative in ("同年", "当年") and said.year is not None:
                base = said.year
            elif relative in ("次年", "翌年") and said.year is not None:
                base = said.year
            return base + int(self._zh["years"][relative]) if base is not None else None
        return None

    def _on_zh_full(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._base_year(match, "zf", said)
        month, number = _number(match["zf_m"]), _number(match["zf_d"])
        if year is None:
            year = self._year_for_month(month, said, text, match)
            if year is not None and said.anchor and not self._ahead(text, match):
                iso = periods.day(year, month, number)
                if (
                    iso
                    and datetime.date.fromisoformat(iso) > said.anchor + datetime.timedelta(days=20)
                    and said.year != year
                ):
                    year -= 1
        return periods.day(year, month, number) if year is not None else None

    def _on_zh_day(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        number = _number(match["zd_d"])
        relative = match["zd_r"]
        if relative and said.anchor:
            year, month = periods.shift_month(said.anchor, int(self._zh["months"][relative]))
            return periods.day(year, month, number)
        if said.day and said.last and len(said.last) == 10:
            return periods.day(said.day.year, said.day.month, number)
        if said.anchor is None:
            return None
        if number > said.anchor.day + 1:
            year, month = periods.shift_month(said.anchor, -1)
            return periods.day(year, month, number)
        return periods.day(said.anchor.year, said.anchor.month, number)

    def _on_zh_month(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        month = _number(match["zm_m"])
        year = self._base_year(match, "zm", said)
        if year is None:
            year = self._year_for_month(month, said, text, match)
        if year is None:
            return None
        part = match["zm_p"] or ""
        if re.fullmatch(r"底|末", part):
            return periods.month_end(year, month)
        return periods.month(year, month)

    def _on_zh_quarter(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = match["zq_n"] or match["zq_b"]
        number = 1 if surface == "首" else _number(surface)
        year = self._base_year(match, "zq", said)
        iso = periods.quarter(year, number) if year is not None else self._quarter(number, said, text, match)
        end = match["zq_p"]
        return iso.split("/")[1] if iso and end in ("末", "底") else iso

    def _on_zh_half(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._base_year(match, "zh", said)
        if year is None and said.anchor:
            year = said.anchor.year
            if match["zh_n"] == "下" and said.anchor.month <= 2 and not self._ahead(text, match):
                year -= 1
        return periods.half(year, 1 if match["zh_n"] == "上" else 2) if year is not None else None

    def _on_zh_first(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._base_year(match, "zp", said)
        count = _number(match["zp_n"])
        if year is None:
            year = said.anchor.year if said.anchor else said.year
        if year is None:
            return None
        if match["zp_u"] == "季度":
            count *= 3
        return periods.months(year, 1, min(count, 12))

    def _on_zh_ytd(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        if not said.anchor:
            return None
        if said.reported is None and said.anchor.day < 20 and said.anchor.month > 1:
            year, month = periods.shift_month(said.anchor, -1)
            return periods.months(year, 1, month)
        return f"{said.anchor.year}-01-01/{said.anchor.isoformat()}"

    def _on_zh_fuzzy(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._base_year(match, "zz", said)
        if year is None:
            year = said.anchor.year if said.anchor else said.year
        if year is None:
            return None
        part = match["zz_p"]
        if part in ("年底", "年末", "底", "末", "岁末", "年终"):
            return f"{year:04d}-12-31"
        if part in ("年中", "中", "中期", "年中期"):
            return f"{year:04d}-06"
        return f"{year:04d}"

    def _on_zh_yonly(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = _year_number(match["zy_y"])
        return f"{year:04d}" if year is not None else None

    def _on_zh_same(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return periods.year_before(said.period or said.reported) if match["zs_r"] else (said.period or said.reported)

    def _on_zh_rel_year(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._base_year(match, "zr", said)
        return f"{year:04d}" if year is not None else None

    def _on_zh_rel_month(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = match["zn_r"]
        if surface == "当月" and said.last and len(said.last) >= 7 and "/" not in said.last:
            iso: str | None = said.last[:7]
        elif said.anchor is None:
            return None
        else:
            iso = periods.month(*periods.shift_month(said.anchor, int(self._zh["months"][surface])))
        if iso and match["zn_p"] in ("底", "末"):
            return periods.month_end(int(iso[:4]), int(iso[5:7]))
        return iso

    def _on_zh_rel_week(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        if said.anchor is None:
            return None
        offset = int(self._zh["weeks"][match["zw_r"]])
        if match["zw_d"]:
            monday = said.anchor - datetime.timedelta(days=said.anchor.weekday()) + datetime.timedelta(weeks=offset)
            return (monday + datetime.timedelta(days=int(self._zh["weekdays"][match["zw_d"]]))).isoformat()
        return periods.week(said.anchor, offset)

    def _on_zh_weekday(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return _last_weekday(said.anchor, int(self._zh["weekdays"][match["zk_d"]]), ahead=self._ahead(text, match))

    def _on_zh_rel_day(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = match[0]
        base = said.anchor
        if surface in ("当天", "当日", "次日", "翌日", "同日") and said.day:
            base = said.day
        return (base + datetime.timedelta(days=int(self._zh["days"][surface]))).isoformat() if base else None

    def _on_zh_rel_quarter(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        offset = int(self._zh["quarters"][match["zu_r"]])
        iso: str | None = None
        start = said.reported
        if (
            start
            and len(start) == 21
            and start[5:7] in ("01", "04", "07", "10")
            and not (offset == 0 and self._ahead(text, match))
        ):
            iso = periods.quarter(int(start[:4]), (int(start[5:7]) + 2) // 3 + offset)
        elif said.anchor is not None:
            iso = periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1 + offset)
        return iso.split("/")[1] if iso and match["zu_p"] else iso

    def _on_zh_quarter_end(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return said.reported.split("/")[-1] if said.reported else None

    def _on_zh_month_quarter(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return self._quarter(int(match["zx_m"]) // 3, said, text, match)

    def _on_zh_year_part(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = said.anchor.year if said.anchor else said.year
        if year is None:
            return None
        part = match["zj_p"]
        return (
            f"{year:04d}-12-31" if part in ("年底", "年末") else f"{year:04d}-06" if part == "年中" else f"{year:04d}"
        )

    def _on_zh_ago(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return _shifted(
            said.anchor, _number(match["za_n"]), match["za_u"], -1 if match["za_p"] in ("前", "之前", "以前") else 1
        )

    # shared rules

    def _on_iso(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        if match["is_d"]:
            return periods.day(int(match["is_y"]), int(match["is_m"]), int(match["is_d"]))
        return periods.month(int(match["is_y"]), int(match["is_m"])) if 1 <= int(match["is_m"]) <= 12 else None

    def _on_slash(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = int(match["sl_y"])
        year += 2000 if year < 100 else 0
        first, second = int(match["sl_a"]), int(match["sl_b"])
        return periods.day(year, first, second) if first <= 12 else periods.day(year, second, first)

    # English rules

    def _on_en_full(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        month, number = self._month(match["ef_m"]), int(match["ef_d"])
        return self._en_day(match, match["ef_y"], month, number, said, text)

    def _on_en_full_dmy(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return self._en_day(match, match["ed_y"], self._month(match["ed_m"]), int(match["ed_d"]), said, text)

    def _en_day(
        self, match: re.Match[str], year: str | None, month: int, number: int, said: _Said, text: str
    ) -> str | None:
        if year:
            return periods.day(int(year), month, number)
        guessed = self._year_for_month(month, said, text, match)
        if guessed is None:
            return None
        iso = periods.day(guessed, month, number)
        if (
            iso
            and said.anchor
            and not self._ahead(text, match)
            and datetime.date.fromisoformat(iso) > said.anchor + datetime.timedelta(days=2)
        ):
            iso = periods.day(guessed - 1, month, number)
        return iso

    def _month(self, surface: str) -> int:
        return int(self._en["months"][surface.lower().rstrip(".")])

    def _on_en_month_year(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return self._part_of_month(match["ey_p"], int(match["ey_y"]), self._month(match["ey_m"]))

    def _on_en_month(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        number = self._month(match["em_m"])
        relative = (match["em_r"] or "").lower()
        if relative and said.anchor:
            year = said.anchor.year
            if relative == "last":
                year -= number >= said.anchor.month
            elif relative == "next":
                year += number <= said.anchor.month
            return self._part_of_month(match["em_p"], year, number)
        guessed = self._year_for_month(number, said, text, match)
        return self._part_of_month(match["em_p"], guessed, number) if guessed is not None else None

    @staticmethod
    def _part_of_month(part: str | None, year: int, number: int) -> str:
        if part and "end" in part.lower():
            return periods.month_end(year, number)
        return periods.month(year, number)

    def _en_year(self, match: re.Match[str], group: str, said: _Said) -> int | None:
        surface = (match.group(group) or "").lower()
        digits = re.search(r"\d{4}", surface)
        if digits:
            return int(digits[0])
        short = re.search(r"'?(\d{2})$", surface)
        if short:
            return 2000 + int(short[1])
        if not surface:
            return None
        base = said.anchor.year if said.anchor else said.year
        if base is None:
            return None
        return base + (
            -1 if "last" in surface or "previous" in surface or "prior" in surface else 1 if "next" in surface else 0
        )

    def _on_en_quarter(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = (match["eq_a"] or match["eq_n"] or match["eq_b"] or "").lower()
        number = int(self._en["ordinals"].get(surface, 0) or re.sub(r"\D", "", surface)[:1])
        year = self._en_year(match, "eq_y", said)
        iso = periods.quarter(year, number) if year is not None else self._quarter(number, said, text, match)
        if iso and match["eq_p"] and "end" in match["eq_p"].lower():
            return iso.split("/")[1]
        return iso

    def _on_en_half(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = (match["eh_n"] or match["eh_h"]).lower()
        year = self._en_year(match, "eh_y", said)
        if year is None:
            year = said.anchor.year if said.anchor else said.year
        if year is None:
            return None
        return periods.half(year, 1 if surface in ("first", "h1", "1h", "1") else 2)

    def _on_en_first(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._en_year(match, "ep_y", said)
        surface = match["ep_n"].lower()
        count = int(surface) if surface.isdigit() else int(self._en["counts"][surface])
        if year is None:
            year = said.anchor.year if said.anchor else said.year
        return periods.months(year, 1, min(12, count)) if year is not None else None

    def _on_en_fuzzy(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = self._en_year(match, "ez_y", said)
        if year is None:
            year = said.anchor.year if said.anchor else said.year
        if year is None:
            return None
        part = match["ez_p"].lower()
        if "end" in part:
            return f"{year:04d}-12-31"
        if "mid" in part:
            return f"{year:04d}-06"
        return f"{year:04d}"

    def _on_en_year(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return match["en_y"]

    def _on_en_decade(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        year = int(match["ex_y"])
        return f"{year:04d}-01-01/{year + 9:04d}-12-31"

    def _on_en_weekday(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        number = int(self._en["weekdays"][match["ew_d"].lower()])
        relative = (match["ew_r"] or "").lower()
        if said.anchor is None:
            return None
        if relative == "next":
            ahead = (number - said.anchor.weekday()) % 7
            return (said.anchor + datetime.timedelta(days=ahead or 7)).isoformat()
        if relative == "last":
            back = (said.anchor.weekday() - number) % 7
            return (said.anchor - datetime.timedelta(days=back or 7)).isoformat()
        return _last_weekday(said.anchor, number, ahead=False)

    def _on_en_day(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        offset = int(self._en["days"][match[0].lower()])
        return (said.anchor + datetime.timedelta(days=offset)).isoformat() if said.anchor else None

    def _on_en_season(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        first, last = self._en["seasons"][match["es_s"].lower()]
        year = self._en_year(match, "es_y", said) or self._en_year(match, "es_r", said)
        if year is None and said.anchor:
            year = said.anchor.year
        if year is None:
            return None
        iso = periods.months(year, first, last)
        if match["es_p"] and "end" in match["es_p"].lower():
            return iso.split("/")[1]
        return iso

    def _on_en_relative(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        relative, unit = match["er_r"].lower(), match["er_u"].lower()
        if said.anchor is None:
            return None
        offset = {
            "last": -1,
            "past": -1,
            "previous": -1,
            "prior": -1,
            "preceding": -1,
            "next": 1,
            "coming": 1,
            "following": 1,
            "new": 1,
        }.get(relative.split()[-1], 0)
        if unit == "year":
            base = said.anchor.year
            if (
                relative.split()[-1] in ("previous", "prior", "preceding")
                and said.year
                and match.start() - said.year_at < 160
            ):
                base = said.year
            return f"{base + offset:04d}"
        if unit == "week":
            return periods.week(said.anchor, offset)
        if unit == "quarter":
            if said.reported and len(said.reported) == 21 and relative.split()[-1] not in ("past", "last"):
                return periods.quarter(int(said.reported[:4]), (int(said.reported[5:7]) + 2) // 3 + offset)
            return periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1 + offset)
        base_day = said.anchor
        if (
            relative.split()[-1] in ("previous", "prior", "preceding", "following")
            and said.last
            and len(said.last) >= 7
        ):
            base_day = datetime.date(int(said.last[:4]), int(said.last[5:7]), 1)
        return periods.month(*periods.shift_month(base_day, offset))

    def _on_en_month_end(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        if said.anchor is None:
            return None
        unit = match["eo_u"].lower()
        if "remainder" in match[0].lower() and unit == "year":
            return f"{said.anchor.isoformat()}/{said.anchor.year:04d}-12-31"
        if unit == "month":
            return periods.month_end(said.anchor.year, said.anchor.month)
        if unit == "quarter":
            quarter = periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1)
            return quarter.split("/")[1]
        if unit == "week":
            return periods.week(said.anchor).split("/")[1]
        return f"{said.anchor.year:04d}-12-31"

    def _on_en_ytd(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return f"{said.anchor.year}-01-01/{said.anchor.isoformat()}" if said.anchor else None

    def _on_en_midyear(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return f"{said.anchor.year:04d}-06" if said.anchor else None

    def _on_en_prior(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        return f"{said.anchor.year - 1:04d}" if said.anchor and "year" in match[0].lower() else None

    def _on_en_ago(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = match["eg_n"].lower()
        count = int(surface) if surface.isdigit() else int(self._en["counts"].get(surface, 1))
        return _shifted(said.anchor, count, match["eg_u"], -1)

    def _on_en_same(self, match: re.Match[str], said: _Said, text: str) -> str | None:
        surface = match[0].lower()
        digits = re.search(r"\d{4}", surface)
        base = said.period or said.reported
        if base is None:
            return None
        if digits:
            return (
                re.sub(r"\d{4}(?=-|$)", digits[0], base)
                if "/" not in base
                else digits[0] + base[4:11] + digits[0] + base[15:]
            )
        return periods.year_before(base)


def _last_weekday(anchor: datetime.date | None, number: int, *, ahead: bool) -> str | None:
    if anchor is None:
        return None
    if ahead:
        return (anchor + datetime.timedelta(days=(number - anchor.weekday()) % 7)).isoformat()
    return (anchor - datetime.timedelta(days=(anchor.weekday() - number) % 7)).isoformat()


def _shifted(anchor: datetime.date | None, count: int, unit: str, sign: int) -> str | None:
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


def _number(surface: str) -> int:
    """A small number in digits or Chinese.

    >>> _number("十一"), _number("二十"), _number("08")
    (11, 20, 8)
    """
    if surface.isdigit():
        return int(surface)
    if surface in ("正",):
        return 1
    if "十" in surface:
        tens, _, ones = surface.partition("十")
        return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
    return int("".join(str(_HAN[c]) for c in surface))


def _year_number(surface: str) -> int | None:
    found = re.match(r"\s*(\d{2,4})", surface)
    digits = found[1] if found else re.sub(r"[年财度全\s]", "", surface)
    digits = digits if digits.isdigit() else "".join(str(_HAN.get(c, "")) for c in digits)
    if not digits:
        return None
    year = int(digits)
    if year < 100:
        year += 2000 if year < 70 else 1900
    return year if 1000 <= year <= 2300 else None


def _words(table: Mapping[str, Any]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


def _chinese_start(zh: Mapping[str, Any]) -> str:
    """What every Chinese expression starts with."""
    first = "".join(sorted({word[0] for name in ("years", "months", "weeks", "days", "quarters") for word in zh[name]}))
    words = "|".join(_words(zh[name]) for name in ("years", "months", "weeks", "days", "quarters"))
    tens = "一二三四五六七八九十"
    return (
        rf"[\d第首前上下季周星礼年两{tens}{first}])"
        rf"(?=\d{{1,4}}(?:\s?[年月日号季财周个天星第一二三四]|[-./])|[{tens}]{{1,3}}(?:\s?月|[年个周星天季财])"
        rf"|[一二][〇零{tens}]{{3}}年|第\s?[一二三四1234]|前[\d{tens}]|[上下]半年|年[内底末初中]|首[财季]|两[年个周星天]"
        rf"|季度末|周[{tens}日天]|星期|礼拜|上月|本月|上个月|下月|去年|上年|上一年|本年|{words}"
    )


def _english_start(en: Mapping[str, Any]) -> str:
    """What every English expression starts with: digits before a few words, or two letters of one of the words."""
    tables = (word for name in ("months", "weekdays", "days", "seasons", "ordinals") for word in en[name])
    words = (*_STARTS_EN.split("|"), *tables, *(f"{count} " for count in en["counts"]))
    letters: dict[str, set[str]] = {}
    for word in words:
        if word[0].isalpha():
            letters.setdefault(word[0], set()).update((word[1], word[1].upper()))
    pairs = "|".join(f"[{a}{a.upper()}][{''.join(sorted(rest))}]" for a, rest in sorted(letters.items()))
    return rf"[\da-z])(?=(?-i:{pairs})|\d{{1,3}}(?:st|nd|rd|th)?[\s-][a-z]|[1-4][qh]|(?:19|20)\d\d"


_STARTS_EN = (
    "the |early|mid|late|end|beginning|start|middle|q1|q2|q3|q4|h1|h2|year|quarter|month|week|remainder|"
    "last|past|previous|prior|preceding|next|coming|following|current|this|a "
)


def _chinese(zh: Mapping[str, Any]) -> str:
    num = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    year = r"(?:(?<![\d.])(?:19|20|21)\d{2}\s?财?年度?|(?<![\d.])(?:19|20)\d{2}\s?(?=第?[一二三四]季度)|[一二][〇零一二三四五六七八九]{3}年|(?<!\d)\d{2}年(?=\d{1,2}月|第?[一二三四]季度|[上下]半年|底|年?初))"
    rel = _words(zh["years"])

    def lead(prefix: str) -> str:
        return rf"(?:(?:(?P<{prefix}_y>{year})|(?P<{prefix}_r>{rel})的?)\s?)?"

    def hard(prefix: str) -> str:
        return lead(prefix)[:-1]

    return "|".join(
        (
            r"(?P<iso>(?<![\d.])(?P<is_y>(?:19|20)\d{2})[-/.](?P<is_m>\d{1,2})(?:[-/.](?P<is_d>\d{1,2})(?!\d))(?![\d%]))",
            r"(?P<slash>(?<![\d/.])(?P<sl_a>\d{1,2})/(?P<sl_b>\d{1,2})/(?P<sl_y>\d{4}|\d{2})(?![\d/]))",
            rf"(?P<zh_full>{lead('zf')}(?<![\d.])(?P<zf_m>{num})\s?月\s?(?P<zf_d>{num})\s?(?:日|号))",
            rf"(?P<zh_first>{lead('zp')}(?<![此目以之])前(?P<zp_n>{num})个?(?P<zp_u>月|季度)(?!前))",
            rf"(?P<zh_quarter>{lead('zq')}(?:财年)?(?:第\s?(?P<zq_n>[一二三四1234])\s?(?:财政?)?季(?:度)?|(?P<zq_m>(?!)))(?P<zq_p>[末底初中]?))".replace(
                r"(?:第\s?(?P<zq_n>[一二三四1234])\s?(?:财政?)?季(?:度)?|(?P<zq_m>(?!)))",
                r"(?:(?<!连续)第\s?(?P<zq_n>[一二三四1234])\s?(?:财政?)?季(?:度)?|(?<![一二三四五六七八九十\d第个])(?P<zq_b>[一二三四1234首])(?:财政?)?季度)(?!报)",
            ),
            rf"(?P<zh_half>{lead('zh')}(?P<zh_n>[上下])半年(?:度)?)",
            rf"(?P<zh_month>{lead('zm')}(?<![\d.第])(?P<zm_m>{num})\s?月(?:份)?(?:\s?(?P<zm_p>底|末|初|中旬|上旬|下旬|中))?(?!球|亮|光|饼|薪|费))",
            r"(?P<zh_ytd>年内迄今|本年迄今|年初迄今)",
            r"(?P<zh_month_quarter>(?P<zx_m>3|6|9|12)月季度)",
            rf"(?P<zh_fuzzy>{hard('zz')}(?P<zz_p>年底|年末|年初|年中期?|底|末|初|中期|中|岁末|年终|早期)(?!国))",
            r"(?P<zh_year_part>(?<![\d去今明本])(?P<zj_p>年底|年末|年初|年中)(?!期))",
            r"(?P<zh_yonly>(?P<zy_y>(?<![\d.])(?:19|20|21)\d{2}\s?(?:财年|年度|年)(?:全年)?(?!来|前|后|间|的历史|期)|[一二][〇零一二三四五六七八九]{3}年))",
            r"(?P<zh_same>(?P<zs_r>去年|上年|上一年)(?:的)?(?:同期|同季度?|同月)|(?P<zs_s>(?!)))",
            rf"(?P<zh_rel_year>(?P<zr_y>(?!))?(?P<zr_r>{rel})(?:全年|年度)?)",
            rf"(?P<zh_rel_month>(?P<zn_r>{_words(zh['months'])})(?P<zn_p>[底末初]?))",
            rf"(?P<zh_rel_week>(?P<zw_r>{_words(zh['weeks'])})(?P<zw_d>[一二三四五六日天末]?)初?)",
            r"(?P<zh_weekday>(?:周|星期|礼拜)(?P<zk_d>[一二三四五六日天])(?!年|期|次))",
            rf"(?P<zh_rel_quarter>(?P<zu_r>{_words(zh['quarters'])})(?P<zu_p>末?))",
            r"(?P<zh_quarter_end>(?<![\u4e00-\u9fff\d])季度末)",
            rf"(?P<zh_rel_day>{_words(zh['days'])})",
            rf"(?P<zh_ago>(?P<za_n>{num}|两)(?P<za_u>年|个月|周|个星期|星期|天)(?P<za_p>之前|以前|前))",
            r"(?P<zh_day>(?P<zd_r>本月|上月|当月|上个月|下月)?(?<![\d.月])(?P<zd_d>\d{1,2})\s?(?:日|号)(?!线|均|报|元|本|矿|移动|内|间|历))",
        )
    )


def _english(en: Mapping[str, Any]) -> str:
    month = rf"(?:{_words(en['months'])})"
    year = r"(?:19|20)\d{2}"
    b = ""
    e = r"(?![a-z0-9])"
    ordinal = _words(en["ordinals"])
    counts = _words(en["counts"])
    of_year = r"(?:\s(?:of\s)?(?:the\s)?(?:fiscal\s(?:year\s)?)?|,\s|\s'|\sFY)"
    rel_year = rf"(?:{year}|(?:this|last|next|the previous|the prior|the)\syear(?!-))"
    return "|".join(
        (
            rf"(?P<en_full>{b}(?P<ef_m>{month})\.?\s(?P<ef_d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{{3}}|\.\d|%|\s?(?:mw|btc|eh|ph|million|percent|bitcoin))(?:,?\s(?P<ef_y>{year})(?!\d))?)",
            rf"(?P<en_full_dmy>{b}(?P<ed_d>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?(?P<ed_m>{month})\.?(?:,?\s(?P<ed_y>{year}))?{e})",
            rf"(?P<en_month_year>{b}(?P<ey_p>(?:the\s)?(?:early|mid|late|end|beginning|start|early\sdays|middle)[\s-](?:of\s)?(?:in\s)?)?(?P<ey_m>{month})\.?,?\s(?:of\s)?(?P<ey_y>{year}){e})",
            rf"(?P<en_first>{b}(?:the\s)?first\s(?P<ep_n>\d{{1,2}}|{counts})\smonths(?:\sof\s(?P<ep_y>{rel_year}))?{e})",
            rf"(?P<en_quarter>{b}(?P<eq_p>(?:the\s)?(?:early|mid|late|end|beginning|start)[\s-](?:of\s)?(?:the\s)?)?(?:(?:the\s)?(?:(?P<eq_a>{ordinal})(?:[\s-](?:fiscal\s)?quarter)|(?P<eq_n>q[1-4])|(?P<eq_b>[1-4]q)(?=\s?'?(?:20)?\d\d))(?:(?:{of_year}|-|\s?'?)(?P<eq_y>{rel_year}|(?<=['q])\d{{2}}(?!\d)))?){e})",
            rf"(?P<en_half>{b}(?:the\s)?(?:(?P<eh_n>first|second)\shalf|(?P<eh_h>h[12]|[12]h)(?=\s?'?(?:20)\d\d|\sof\s|\s(?:this|last|next)\syear))(?:(?:{of_year}|\s)(?P<eh_y>{rel_year}))?{e})",
            rf"(?P<en_fuzzy>{b}(?P<ez_p>(?:the\s)?(?:end|start|beginning|middle)\sof\s(?:the\s)?|(?:early|mid|late)[\s-](?:in\s)?|year[- ]end\s(?:of\s)?|(?:the\s)?early\sdays\sof\s)(?P<ez_y>{year}|(?:this|last|next)\syear|(?<=of\s)the\syear|(?<=the\s)year){e})",
            rf"(?P<en_ytd>{b}(?:the\s)?year[- ]to[- ]date{e})",
            rf"(?P<en_midyear>{b}mid-?year{e})",
            rf"(?P<en_prior>{b}(?:the\s(?:year|month|quarter)\s(?:prior|before|earlier)|a\syear\s(?:earlier|prior)){e})",
            rf"(?P<en_season>{b}(?P<es_p>(?:the\s)?(?:end|start|beginning|middle)\sof\s(?:the\s)?|(?:early|mid|late)[\s-])?(?:(?P<es_r>this|last|next)\s)?(?P<es_s>{_words(en['seasons'])})(?:\sof)?\s?(?P<es_y>{year})?{e})",
            rf"(?P<en_month>{b}(?P<em_p>(?:the\s)?(?:early|mid|late|end|beginning|start|early\sdays|middle)[\s-](?:of\s)?(?:in\s)?)?(?:(?P<em_r>last|this|next)\s)?(?P<em_m>{month}){e}(?!\s\d))",
            rf"(?P<en_same>{b}the\s(?:(?:same|year-ago|year-earlier|prior-year|corresponding|comparable)\s(?:period|quarter|month|three\smonths|week|date)(?:\s(?:a\syear\s(?:ago|earlier)|(?:of\s)?(?:last|the\sprevious|the\sprior)\syear|in\s{year}|of\s{year}|last\syear|one\syear\s(?:ago|earlier)))?){e})",
            rf"(?P<en_ago>{b}(?P<eg_n>\d{{1,3}}|{counts})\s(?P<eg_u>years?|months?|weeks?|days?)\sago{e})",
            rf"(?P<en_month_end>{b}(?:the\s)?(?:end\sof\s(?:the|this)\s|remainder\sof\sthe\s|(?=(?:year|month|quarter)[- ]end(?![a-z])))(?P<eo_u>year|month|quarter|week)(?:[- ]end)?{e})",
            rf"(?P<en_relative>{b}(?P<er_r>(?:the\s)?(?:last|past|previous|prior|preceding|next|coming|following|current)|this|(?:the\s)new)\s(?P<er_u>year|month|week|quarter){e}(?!-|\stwo|\sthree))",
            rf"(?P<en_weekday>{b}(?:(?P<ew_r>last|this|next)\s)?(?P<ew_d>{_words(en['weekdays'])}){e})",
            rf"(?P<en_day>{b}(?:{_words(en['days'])}){e})",
            rf"(?P<en_decade>{b}(?:the\s)?(?P<ex_y>(?:19|20)\d0)s{e})",
            rf"(?P<en_year>(?P<en_y>(?<![\d.,$#/-]){year})(?![\d%]|-\w|[,.]\d|/\d|年))",
        )
    )

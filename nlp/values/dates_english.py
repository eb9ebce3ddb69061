"""English dates, and those of both languages in digits: each form of the pattern with its place on the calendar."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said
from nlp.values.period_ends import is_close, last_end, moving_feast
from nlp.values.reckoning import Reckoner, nearest_weekday, shifted

# a period said so far back is what "a year earlier" goes by
_COMPARED_WITHIN, _WHOLE_YEAR_WITHIN = 400, 250
_SATURDAY = 5
# characters of a sentence, about
_SENTENCE = 160
# and of what is quoted
_QUOTATION = 400
_SENTENCE_END = lazy_pattern(r"[.!?]\s|\n")
# from $35 million in [the second quarter]
_COMPARED_BEFORE = lazy_pattern(
    r"\b(?:from|than|against|versus|vs\.?|compared (?:to|with)|over|above|below)\s(?:[^\s,;]+\s){0,4}?(?:(?:in|for|during|of)\s)?(?:the\s)?\Z",
    re.I,
)
# what the same month may be told for where nothing is compared with it
_SPANS = ("week", "month", "months", "quarter", "period")
_AGAINST = lazy_pattern(
    r"\b(?:from|than|against|versus|vs\.?|above|below|compar\w+|relative to)\b"
    r"|(?:%|percent|increase|decrease|growth|rise|gain|drop|decline)\s(?:over|on|to)\s\Z",
    re.I,
)
_MONTHS_OF_PERIOD = lazy_pattern(r"\b(three|six|nine|twelve|3|6|9|12)-months?\speriod")
_GUIDING = lazy_pattern(
    r"\b(?:guid(?:es?|ed|ing|ance)|sees|foresees|forecasts?|outlook|expects?|reckons with|projects|hopes for)\b"
)
_COMING = lazy_pattern(
    r"\b(?:will|expected to|scheduled (?:to|for)|due|set (?:to|for)|plans to|must|shall|(?:is|are) to)\s(?:(?!said|says|told|announced)[a-z-]+\s){0,6}$"
    r"|\b(?:by|until|till|see you|(?:report|price|resume|meet|vote|speak|decide|hear)s(?:\s[a-z]+){0,3}\son)\s$",
    re.IGNORECASE,
)
# by Monday it had recovered
_GONE = lazy_pattern(
    r"\b(?:was|were|had|became|gave|began|contained|complied|changed|sealed|recovered|put out|stood|rose|fell)\b"
)
# April 4 this year
_YEARS_ON = {"this": 0, "last": -1, "next": 1}
_BY_THEN = lazy_pattern(
    r"\b(?:had|brought|reached|rose|grew|climbed|stood|lifted|took|hit|exceeded|surpassed|increased|expanded|fell|was|were|completed)\b"
    r"[^.;\n]{0,90}(?:\.\d[^.;\n]{0,40})?\bby\s\Z",
    re.IGNORECASE,
)
# the second quarter [and six months ended June 30, 2023]
_ENDED = lazy_pattern(
    r"(?:\s?\([^()]{1,20}\))?(?:\sand\s(?:the\s)?(?:(?:full|fiscal)[\s-])?(?:year|(?:six|nine|twelve)[\s-]months?(?:\speriod)?))?"
    r",?\s(?:ended|ending)\s(?:on\s)?(?:\d\d?\s(?=[A-Za-z]))?(?P<m>[A-Za-z]{3,9})\b\.?(?:\s\d\d?\b,?)?(?:\s(?P<y>20\d\d)\b)?",
)
_TO_COME = lazy_pattern(r"[^.;\n]{0,30}\b(?:will|plan|shall|going to|so far)\b")
_AT = lazy_pattern(r"\b(?:at|as of|held by)\s$", re.IGNORECASE)


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence around a position begins, within 400 characters."""
    low = max(0, at - 400)
    return max((m.end() for m in _SENTENCE_END.finditer(text, low, at)), default=low)


class EnglishRules:
    """Resolves the English forms; a method for each named group of the pattern."""

    def __init__(self, words: Mapping[str, Any], reckoner: Reckoner) -> None:
        self._words = words
        self._reckoner = reckoner

    def _on_iso(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if match["is_d"]:
            return periods.day(int(match["is_y"]), int(match["is_m"]), int(match["is_d"]))
        return periods.month(int(match["is_y"]), int(match["is_m"])) if 1 <= int(match["is_m"]) <= 12 else None

    def _on_slash(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = int(match["sl_y"])
        year += 2000 if year < 100 else 0
        first, second = int(match["sl_a"]), int(match["sl_b"])
        return periods.day(year, first, second) if first <= 12 else periods.day(year, second, first)

    def _on_en_full(self, match: re.Match[str], said: Said, text: str) -> str | None:
        month, number = self._month(match["ef_m"]), int(match["ef_d"])
        if match["ef_b"] and said.anchor:
            return periods.day(said.anchor.year + _YEARS_ON[match["ef_b"].lower()], month, number)
        return self._en_day(match, match["ef_y"], month, number, said, text)

    def _on_en_months_to(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = (match["et_n"] or "").lower()
        count = int(surface) if surface.isdigit() else int(self._words["counts"].get(surface, 0))
        if not count:
            count = 3 if match["et_q"].lower() == "quarter" else 6 if match["et_q"].lower().startswith("half") else 12
        number = self._month(match["et_m"] or match["et_k"])
        if day := match["et_d"] or match["et_e"]:
            last = self._en_day(match, match["et_y"] or match["et_z"], number, int(day), said, text)
        else:
            year = match["et_x"]
            told = int(year) if year else self._reckoner.year_for_month(number, said, text, match)
            last = periods.month_end(told, number) if told is not None else None
        return periods.months_until(last, count) if last else None

    def _on_en_week_of(self, match: re.Match[str], said: Said, text: str) -> str | None:
        month = self._month(match["eu_m"])
        year = int(match["eu_y"]) if match["eu_y"] else self._reckoner.year_for_month(month, said, text, match)
        if year is None:
            return None
        number = self._words["ordinals"].get(match["eu_n"].lower())
        last = datetime.date.fromisoformat(periods.month_end(year, month))
        first = datetime.date(year, month, 7 * number - 6) if number else last - datetime.timedelta(days=6)
        return f"{first.isoformat()}/{(first + datetime.timedelta(days=6)).isoformat()}"

    def _on_en_full_dmy(self, match: re.Match[str], said: Said, text: str) -> str | None:
        number = int(match["ed_d"] or self._words["ordinals"][match["ed_o"].lower()])
        return self._en_day(match, match["ed_y"], self._month(match["ed_m"]), number, said, text)

    def _en_day(
        self, match: re.Match[str], year: str | None, month: int, number: int, said: Said, text: str
    ) -> str | None:
        if year:
            return periods.day(int(year), month, number)
        guessed = self._reckoner.year_for_month(month, said, text, match, day=number)
        return periods.day(guessed, month, number) if guessed is not None else None

    def _month(self, surface: str) -> int:
        return int(self._words["months"][surface.lower().rstrip(".")])

    def _on_en_month_year(self, match: re.Match[str], said: Said, text: str) -> str | None:
        return self._part_of_month(match["ey_p"], int(match["ey_y"]), self._month(match["ey_m"]))

    def _on_en_month(self, match: re.Match[str], said: Said, text: str) -> str | None:
        number = self._month(match["em_m"])
        relative = (match["em_r"] or "").lower()
        told = (match["em_b"] or "").lower()
        if told in _YEARS_ON and said.anchor:
            return self._part_of_month(match["em_p"], said.anchor.year + _YEARS_ON[told], number)
        if told and said.year:
            return self._part_of_month(match["em_p"], said.year, number)  # December of that year
        if relative and said.anchor:
            year = said.anchor.year
            if relative == "last" or relative.endswith("past"):
                year -= number >= said.anchor.month
                # 19 J/TH in March, against 25 in last March
                year -= any(iso[:7] == periods.month(year, number) for _, iso in said.told)
            elif relative == "next":
                year += number <= said.anchor.month
            return self._part_of_month(match["em_p"], year, number)
        guessed = self._reckoner.year_for_month(number, said, text, match)
        return self._part_of_month(match["em_p"], guessed, number) if guessed is not None else None

    @staticmethod
    def _part_of_month(part: str | None, year: int, number: int) -> str:
        if is_close(part):
            return periods.month_end(year, number)
        return periods.month(year, number)

    def _en_year(self, match: re.Match[str], group: str, said: Said) -> int | None:
        surface = (match.group(group) or "").lower()
        digits = re.search(r"\d{4}", surface)
        if digits:
            return int(digits[0])
        short = re.search(r"'?(\d{2})$", surface)
        if short:
            return 2000 + int(short[1])
        if not surface:
            return None
        base = said.base_year
        if base is None:
            return None
        return base + (
            -1 if "last" in surface or "previous" in surface or "prior" in surface else 1 if "next" in surface else 0
        )

    def _on_en_quarter(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = (match["eq_a"] or match["eq_n"] or match["eq_b"] or match["eq_e"] or "").lower()
        if match["eq_m"]:  # the June quarter: that which ends in June
            number = int(self._words["months"][match["eq_m"].lower()]) // 3
        elif match["eq_l"]:
            number = 1 if match["eq_l"].lower() == "opening" else 4
        else:
            number = int(self._words["ordinals"].get(surface, 0) or re.sub(r"\D", "", surface)[:1])
        year = self._en_year(match, "eq_y" if match["eq_y"] else "eq_f", said)
        if match["eq_e"] and year is None and said.last and periods.is_quarter(said.last):
            year = int(said.last[:4]) - (number > (int(said.last[5:7]) + 2) // 3)  # down from [the second]
        iso = periods.quarter(year, number) if year is not None else self._reckoner.quarter(number, said, text, match)
        if iso and year is None and said.before_english_period(iso, match):
            iso = periods.quarter(int(iso[:4]) - 1, number)
        if not match["eq_m"] and (told := _ENDED.match(text, match.end())):
            month = self._words["months"].get(told["m"].lower())
            given = told["y"] or (month and self._reckoner.year_for_month(month, said, text, match))
            if month and given:
                return periods.months_until(periods.month_end(int(given), month), 3)
        if iso and is_close(match["eq_p"]):
            return iso.split("/")[1]
        return iso

    def _on_en_half(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = (match["eh_n"] or match["eh_h"]).lower()
        year = self._en_year(match, "eh_y", said)
        if year is None:
            year = said.base_year
        if year is None:
            return None
        return periods.half(year, 1 if surface in ("first", "front", "h1", "1h", "1") else 2)

    def _on_en_first(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._en_year(match, "ep_y", said)
        surface = match["ep_n"].lower()
        count = int(surface) if surface.isdigit() else int(self._words["counts"][surface])
        if year is None:
            year = said.base_year
        return periods.months(year, 1, min(12, count)) if year is not None else None

    def _on_en_fuzzy(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = self._en_year(match, "ez_y", said)
        if year is None:
            year = said.base_year
        if year is None:
            return None
        part = match["ez_p"].lower()
        if is_close(part):
            return f"{year:04d}-12-31"
        if "mid" in part:
            return f"{year:04d}-06"
        return f"{year:04d}"

    def _on_en_year(self, match: re.Match[str], said: Said, text: str) -> str | None:
        return match["en_y"]

    def _on_en_fiscal(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if match["ef_s"]:  # 2023/24
            return f"{match['ef_s']}-01-01/{int(match['ef_s']) + 1}-12-31"
        return match["ef_f"] if len(match["ef_f"]) == 4 else f"20{match['ef_f']}"

    def _on_en_decade(self, match: re.Match[str], said: Said, text: str) -> str | None:
        year = int(match["ex_y"])
        return f"{year:04d}-01-01/{year + 9:04d}-12-31"

    def _on_en_weekday(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if said.anchor is None or said.vague:
            return None
        if match["ew_d"].lower() == "the weekend":  # the last one, its days themselves included
            return periods.weekend(said.anchor, -(said.anchor.weekday() < _SATURDAY))
        if match["ew_d"].lower() == "weekend":
            offset = {"last": -1, "next": 1}.get(match["ew_r"].lower(), 0)
            return periods.weekend(said.anchor, offset)
        number = int(self._words["weekdays"][match["ew_d"].lower()])
        relative = (match["ew_r"] or "").lower()
        if relative == "next":
            ahead = (number - said.anchor.weekday()) % 7
            return (said.anchor + datetime.timedelta(days=ahead or 7)).isoformat()
        if relative == "last":
            back = (said.anchor.weekday() - number) % 7
            return (said.anchor - datetime.timedelta(days=back or 7)).isoformat()
        coming = _COMING.search(text, max(0, match.start() - 60), match.start())
        around = max(_sentence_start(text, match.start()), match.start() - 60), match.end() + 40
        gone = coming and coming[0].lower().strip() in ("by", "until", "till") and _GONE.search(text, *around)
        return nearest_weekday(said.anchor, number, ahead=bool(coming) and not gone)

    def _on_en_day(self, match: re.Match[str], said: Said, text: str) -> str | None:
        offset = int(self._words["days"][match[0].lower()])
        if said.anchor is None or said.vague:
            return None
        return (said.anchor + datetime.timedelta(days=offset)).isoformat()

    def _on_en_feast(self, match: re.Match[str], said: Said, text: str) -> str | None:
        month, number, *moving = self._words["feasts"][match["ek_f"].lower()]
        year = self._reckoner.year_for_month(month, said, text, match, day=number)
        if year is not None and moving:
            return moving_feast(year, month, moving[0])
        return periods.day(year, month, number) if year is not None else None

    def _on_en_relative(self, match: re.Match[str], said: Said, text: str) -> str | None:
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
        if match[0].endswith("New Year"):  # after the New Year: the day
            return f"{said.anchor.year + 1:04d}-01-01"
        if unit == "year":
            base = said.anchor.year
            if (
                relative.split()[-1] in ("previous", "prior", "preceding")
                and said.year
                and match.start() - said.year_at < 160
            ):
                base = said.year
            return f"{base + offset:04d}"
        if said.vague and not (unit == "quarter" and said.reported):
            return None
        if unit == "week":
            return periods.week(said.anchor, offset)
        if unit == "quarter":
            told = relative.split()[-1] not in ("past", "last") and not (
                relative.endswith(("current", "this")) and self._looks_on(text, match)
            )
            if said.reported and len(said.reported) == 21 and told:
                return periods.quarter(int(said.reported[:4]), (int(said.reported[5:7]) + 2) // 3 + offset)
            return periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1 + offset)
        base_day = said.anchor
        if relative == "this" and (reported := said.month_reported()) and self._is_quoted_of_past(match, text):
            return reported  # the month that an update is about
        if (
            relative.split()[-1] in ("previous", "prior", "preceding", "following")
            and said.last
            and len(said.last) >= 7
        ):
            base_day = datetime.date(int(said.last[:4]), int(said.last[5:7]), 1)
        return periods.month(*periods.shift_month(base_day, offset))

    def _is_quoted_of_past(self, match: re.Match[str], text: str) -> bool:
        """Whether a date stands in what is quoted, and not of what is to come: "We worked hard [this month]"."""
        start = match.start()
        left = text[max(0, start - _QUOTATION) : start].rsplit("\n", 1)[-1]
        quoted = left.rfind("“") > left.rfind("”") or left.count('"') % 2 == 1
        return quoted and not _TO_COME.match(text, match.end()) and not self._looks_on(text, match)

    def _looks_on(self, text: str, match: re.Match[str]) -> bool:
        """Whether a sentence tells what is expected of a quarter: that one is the quarter of writing."""
        if self._reckoner.ahead(text, match):
            return True
        start = match.start()
        low = max(
            (m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 120), start)), default=max(0, start - 120)
        )
        return bool(_GUIDING.search(text, low, match.end() + 40))

    def _on_en_three_before(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The quarter before the one reported."""
        if said.reported and len(said.reported) == 21:
            return periods.quarter(int(said.reported[:4]), (int(said.reported[5:7]) + 2) // 3 - 1)
        return None

    def _was_so_by_then(self, match: re.Match[str], text: str) -> bool:
        """Whether a past verb governs a date behind "by": it brought capacity to 3 EH/s by [the end of the quarter]."""
        left = text[max(0, match.start() - 110) : match.start()]
        return bool(_BY_THEN.search(left)) and not self._reckoner.governed(text, match, left, han=False)

    def _on_en_month_end(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if said.anchor is None:
            return None
        unit = match["eo_u"].lower()
        if match["eo_l"] and unit == "year":
            return f"{said.anchor.year - (match['eo_l'].lower() == 'last'):04d}-12-31"
        if said.vague and unit != "year":
            return None
        if "remainder" in match[0].lower() and unit == "year":
            return f"{said.anchor.isoformat()}/{said.anchor.year:04d}-12-31"
        closing = match[0][-4:].lower() in ("-end", " end", "rend")
        near = closing and match.start() - said.period_at < _SENTENCE
        month = said.period if near and said.period and len(said.period) == 7 else None
        if unit == "month" and month and month == said.told[0][1] and month <= said.anchor.isoformat()[:7]:
            return periods.month_end(int(month[:4]), int(month[5:7]))
        if _AT.search(text, max(0, match.start() - 9), match.start()) and not self._reckoner.ahead(text, match):
            return last_end(said.anchor, unit)
        if unit in ("month", "quarter") and self._was_so_by_then(match, text):
            told = unit == "quarter" and said.reported and periods.is_quarter(said.reported)
            return said.reported.split("/")[1] if told and said.reported else last_end(said.anchor, unit)
        if unit == "month":
            return periods.month_end(said.anchor.year, said.anchor.month)
        if unit == "quarter":
            if closing and said.reported and periods.is_quarter(said.reported):
                return said.reported.split("/")[1]
            return periods.quarter(said.anchor.year, (said.anchor.month - 1) // 3 + 1).split("/")[1]
        if unit == "week":
            return periods.week(said.anchor).split("/")[1]
        return f"{said.anchor.year:04d}-12-31"

    def _on_en_ytd(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if said.anchor is None or said.vague:
            return None
        unit = match["ea_u"].lower()
        if unit == "year" and (told := _ENDED.match(text, match.end())) and told["m"].lower() in self._words["months"]:
            # the year-to-date ending [April 30]
            month = self._month(told["m"])
            year = int(told["y"] or self._reckoner.year_for_month(month, said, text, match) or said.anchor.year)
            return f"{year:04d}-01-01/{periods.month_end(year, month)}"
        if unit == "year" and (reported := said.month_reported()):
            return f"{reported[:4]}-01-01/{periods.month_end(int(reported[:4]), int(reported[5:7]))}"
        months = {"year": 12, "quarter": 3, "month": 1}[unit]
        first = (said.anchor.month - 1) // months * months + 1
        return f"{said.anchor.replace(month=first, day=1).isoformat()}/{said.anchor.isoformat()}"

    def _on_en_midyear(self, match: re.Match[str], said: Said, text: str) -> str | None:
        return f"{said.anchor.year:04d}-06" if said.anchor else None

    def _on_en_prior(self, match: re.Match[str], said: Said, text: str) -> str | None:
        if said.anchor is None:
            return None
        unit = (match["ei_t"] or match["ei_a"] or "year").lower()
        if unit == "year":
            return self._year_before(match, said, text) or f"{said.anchor.year - 1:04d}"
        near = said.last and len(said.last) > 4 and match.start() - said.last_at < _COMPARED_WITHIN
        day = (periods.period_end(said.last) if near else None) or (None if said.vague else said.anchor)
        if day is None:
            return None
        if unit == "quarter":
            return periods.quarter(day.year, (day.month - 1) // 3)
        if unit == "month":
            return periods.month(*periods.shift_month(day, -1))
        return shifted(day, 1, unit, -1)

    @staticmethod
    def _own_period(match: re.Match[str], said: Said, text: str) -> str | None:
        """The period that the sentence is about: the first it tells that no figure stands beside for comparison."""
        start = _sentence_start(text, match.start())
        for at, iso in said.told_since(start):
            if at < match.start() and len(iso) != 10 and not _COMPARED_BEFORE.search(text, max(start, at - 40), at):
                return iso
        return None

    @staticmethod
    def _year_before(match: re.Match[str], said: Said, text: str) -> str | None:
        """The same day or period one year earlier than what the sentence, or what was told before it, is about."""
        start = _sentence_start(text, match.start())
        told = [iso for at, iso in said.told_since(start) if not _COMPARED_BEFORE.search(text, max(start, at - 40), at)]
        own = told[0] if told else None
        if own is not None and len(own) != 10:
            return periods.year_before(own)
        whole = match[0].lower().startswith("the year")
        within = _WHOLE_YEAR_WITHIN if whole else _COMPARED_WITHIN
        compared = said.period and "/" in said.period and match.start() - said.period_at < within
        if not compared and whole:
            return None  # the year prior: all of it
        return periods.year_before((said.reported or said.period) if compared else own)

    def _on_en_same(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = match[0].lower()
        digits = re.search(r"\d{4}", surface)
        base = self._own_period(match, said, text) or said.reported or said.period
        if base is None and said.day and "quarter" in surface:
            base = periods.quarter(said.day.year, (said.day.month + 2) // 3)
        if base is None and said.day and (told := _MONTHS_OF_PERIOD.search(surface)):
            # the three-month period ended September 30, 2022, against the same three-month period in 2021
            count = int(told[1]) if told[1].isdigit() else int(self._words["counts"][told[1]])
            base = periods.months_until(said.day.isoformat(), count)
        if surface.startswith("the same") and surface.split()[-1] in _SPANS:
            start = max(_sentence_start(text, match.start()), match.start() - 60)
            if surface.endswith("week"):
                return periods.week(said.day) if said.day else None
            if not _AGAINST.search(text, start, match.start()):
                return base  # A earned $4 million in July, B $3 million in the same period
        if base is None:
            return None
        if digits:
            return (
                re.sub(r"\d{4}(?=-|$)", digits[0], base)
                if "/" not in base
                else digits[0] + base[4:11] + digits[0] + base[15:]
            )
        return periods.year_before(base)

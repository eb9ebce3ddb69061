"""English dates that go by another date of the text: three months earlier, the first half of August."""

from __future__ import annotations

import datetime
import re

from nlp.text.lazy import lazy_pattern
from nlp.values import calendar_arithmetic as calendar
from nlp.values import calendar_periods as periods
from nlp.values.date_memory import Said
from nlp.values.dates_english import EnglishRules
from nlp.values.period_ends import is_close
from nlp.values.reckoning import shifted

# a date said so far back is what "three months earlier" goes by
_TOLD_WITHIN = 250
_HALF_MONTH = 15
# what a year ago stands behind where it tells of the period compared
_FIGURE_BEFORE = lazy_pattern(
    r"(?:from|than|of|in|versus|vs\.?|with|to|million|billion|thousand|%|\d|percent|btc|bitcoin|eh/s)\s$", re.I
)
# it will report results on Thursday
_FIGURE_BEHIND = lazy_pattern(r"[^.;\n]{0,40}(?:was|were|had|been|lost|made|earned)[^.;\n]{0,24}[$€£\d]")


class EnglishToldRules(EnglishRules):
    """The rules of English dates, with those that lean on what the text has told."""

    def _on_en_half_month(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The first half of August: its days 1 to 15; the second half: the rest."""
        number = self._month(match["ec_m"])
        year = int(match["ec_y"]) if match["ec_y"] else self._reckoner.year_for_month(number, said, text, match)
        if year is None:
            return None
        month = periods.month(year, number)
        if match["ec_n"].lower() in ("first", "front"):
            return f"{month}-01/{month}-{_HALF_MONTH}"
        return f"{month}-{_HALF_MONTH + 1}/{periods.month_end(year, number)}"

    def _on_en_counted(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """Three months earlier, two years before that: counted from the date told last."""
        near = said.last if match.start() - said.last_at <= _TOLD_WITHIN else None
        base = self._own_period(match, said, text) or near
        if base is None:
            return None
        surface = match["eb_n"].lower()
        count = int(surface) if surface.isdigit() else int(self._words["counts"][surface])
        unit = match["eb_u"].lower().rstrip("s")
        if unit == "quarter":
            unit, count = "month", 3 * count
        return _moved(base, unit, -count)

    def _on_en_told_day(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The next day: of the day said last."""
        if said.day is None:
            return None
        offset = {"previous": -1, "before": -1}.get((match["ej_t"] or match["ej_b"] or "").lower(), 1)
        return (said.day + datetime.timedelta(days=offset)).isoformat()

    def _on_en_ago(self, match: re.Match[str], said: Said, text: str) -> str | None:
        surface = match["eg_n"].lower()
        count = int(surface) if surface.isdigit() else int(self._words["counts"].get(surface, 1))
        one_year = count == 1 and match["eg_u"] == "year" and match["eg_p"] == "ago"
        opens = match[0][0].isupper() and _FIGURE_BEHIND.match(text, match.end())
        if one_year and said.reported and opens:
            return periods.year_before(said.reported)  # A year ago it had been $12 million.
        if one_year and _FIGURE_BEFORE.search(text, max(0, match.start() - 16), match.start()):
            base = self._year_before(match, said, text) or (
                periods.year_before(said.reported) if said.reported else None
            )
            if base:
                return base  # up from $29.1 million a year ago
        unit = match["eg_u"].lower().rstrip("s")
        if unit == "fortnight":
            return shifted(None if said.vague else said.anchor, 14 * count, "day", -1 if match["eg_p"] == "ago" else 1)
        if unit == "decade":
            return shifted(said.anchor, 10 * count, "year", -1 if match["eg_p"] == "ago" else 1)
        if match["eg_t"] and said.anchor:
            return calendar.shift(said.anchor, match["eg_u"].lower().rstrip("s"), -count).isoformat()
        if said.vague and not match["eg_u"].lower().startswith("year"):
            return None
        return shifted(said.anchor, count, match["eg_u"], -1 if match["eg_p"] == "ago" else 1)

    def _on_en_season(self, match: re.Match[str], said: Said, text: str) -> str | None:
        first, last = self._words["seasons"][match["es_s"].lower()]
        year = self._en_year(match, "es_y", said) or self._en_year(match, "es_b" if match["es_b"] else "es_r", said)
        if year is None and said.anchor:
            led = text[max(0, match.start() - 6) : match.start()].lower().rsplit(" ", 2)[-2:-1]
            ahead = led in (["for"], ["from"]) or (led != ["over"] and self._reckoner.ahead(text, match))
            # until spring, written in the autumn
            year = said.anchor.year - (first > said.anchor.month and not ahead)
            year += ahead and first <= last < said.anchor.month
        if year is None:
            return None
        iso = periods.months(year, first, last)
        if is_close(match["es_p"]):
            return iso.split("/")[1]
        return iso

    def _on_en_to_day(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The last day of a stretch whose month stands before its first: Feb. 24-27."""
        if said.day is None or said.last != said.day.isoformat():
            return None
        return periods.day(said.day.year, said.day.month, int(match["eb_d"]))

    def _on_en_turn(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The turn of the year: the end of the one before, of this one where the words look ahead."""
        if said.anchor is None:
            return None
        return f"{said.anchor.year - (not self._reckoner.ahead(text, match)):04d}-12-31"

    def _on_en_part_now(self, match: re.Match[str], said: Said, text: str) -> str | None:
        """The start of the month: the month of writing."""
        if said.anchor is None or said.vague:
            return None
        return periods.month(said.anchor.year, said.anchor.month)


def _moved(last: str, unit: str, count: int) -> str | None:
    """The date told last, moved: periods stay periods, days become months or years where those are counted."""
    if "/" in last:
        months = 12 * count if unit == "year" else count if unit == "month" else 0
        if not months:
            return None
        first, end = last.split("/")
        start = periods.month(*periods.shift_month(datetime.date.fromisoformat(first), months))
        closing = periods.shift_month(datetime.date.fromisoformat(end), months)
        return f"{start}-01/{periods.month_end(*closing)}" if first.endswith("-01") else None
    if len(last) == len("2022"):
        return f"{int(last) + count:04d}" if unit == "year" else None
    if len(last) == len("2022-05"):
        months = 12 * count if unit == "year" else count if unit == "month" else 0
        return (
            periods.month(*periods.shift_month(datetime.date.fromisoformat(f"{last}-01"), months)) if months else None
        )
    moved = calendar.shift(datetime.date.fromisoformat(last), unit, count)
    if unit == "month" and last == periods.month_end(int(last[:4]), int(last[5:7])):
        return periods.month_end(moved.year, moved.month)
    return periods.month(moved.year, moved.month) if unit == "month" else moved.isoformat()

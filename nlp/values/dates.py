"""Dates: calendar expressions with their place on the calendar.

One merged pattern a language finds the expressions; they are resolved from left to right against
the document's date and what the text has said so far.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from nlp.records import Mention
from nlp.resources.files import read_toml
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern
from nlp.values.date_expressions import DateExpressionFinder
from nlp.values.date_guards import is_year_of_event, stands
from nlp.values.date_memory import Said
from nlp.values.date_patterns import merged_pattern, start_pattern
from nlp.values.dates_chinese import ChineseRules
from nlp.values.dates_english_told import EnglishToldRules
from nlp.values.day_of_writing import FULL_DAYS, Writing, day_of_writing, first_to_come
from nlp.values.reckoning import Reckoner

# a relative year in front of a part of it (明年3月) holds for what follows too
_LEADS = frozenset(("zf_r", "zp_r", "zq_r", "zh_r", "zm_r", "zz_r", "zg_r"))
# forms that stand on the very day of writing
_CLOSE = frozenset(("zh_rel_day", "zh_rel_week", "zh_weekday", "zh_day", "en_day", "en_weekday"))
_CHINESE_YEARS = ("zf_r", "zp_r", "zq_r", "zh_r", "zm_r", "zz_r", "zg_r", "zr_r", "zv_r", "zv_t")
_ENGLISH_YEARS = ("eq_y", "eh_y", "ep_y", "ez_y", "em_b", "ef_b")
_RELATIVE_YEAR = lazy_pattern(r"(?:this|last|next)\b|[今本去明后来]|大?前年", re.IGNORECASE)
_Rule = Callable[[re.Match[str], Said, str], str | None]


class DateFinder:
    """Finds and resolves dates with the tables of one patterns folder."""

    def __init__(self, zh: Mapping[str, Any], en: Mapping[str, Any], folder: Path) -> None:
        self._folder = folder
        self._pattern = merged_pattern(zh, en)
        self._start = start_pattern(zh, en)
        self._reckoner = Reckoner(zh, en)
        rules = (ChineseRules(zh, self._reckoner), EnglishToldRules(en, self._reckoner))
        self._rules: dict[str, _Rule] = {
            name.removeprefix("_on_"): getattr(rule, name)
            for rule in rules
            for name in dir(rule)
            if name.startswith("_on_")
        }

    @classmethod
    def load(cls, folder: Path) -> DateFinder:
        """The finder of a patterns folder."""
        return cls(read_toml(folder / "zh" / "dates.toml"), read_toml(folder / "en" / "dates.toml"), folder)

    @cached_property
    def _year_groups(self) -> list[str]:
        return [group for group in self._pattern.groupindex if group.endswith("_y") or group in _LEADS]

    @cached_property
    def _expressions(self) -> DateExpressionFinder:
        return DateExpressionFinder.load(self._folder)

    def find(
        self, text: FoldedText, anchor: datetime.date | None, *, whole_input: bool = False, year: int | None = None
    ) -> list[Mention]:
        """The dates of a text, in order, without overlaps.

        `anchor` is the document's date; where there is none, `year` is the year it is known to be of.
        With `whole_input` the text is a single expression, or a short sentence about a date: bare
        numbers, weekdays and parts of periods are read too, and look ahead.

        >>> from nlp.resources.files import patterns_folder
        >>> finder = DateFinder.load(patterns_folder())
        >>> day = datetime.date(2022, 5, 11)
        >>> [(m.text, m.iso) for m in finder.find(FoldedText.of("8月3日交付，去年第四季度签约"), day)]
        [('8月3日', '2022-08-03'), ('去年第四季度', '2021-10-01/2021-12-31')]
        >>> [(m.text, m.iso) for m in finder.find(FoldedText.of("the week after next"), day, whole_input=True)]
        [('the week after next', '2022-05-23/2022-05-29')]
        """
        if whole_input and anchor is not None:
            return self._expressions.find(text, anchor)
        folded = text.folded
        said = Said(anchor)
        seen = list(self._matches(folded))
        matches = [m for m in seen if whole_input or stands(folded, m)]
        writing = self._writing(folded, seen, matches, year) if anchor is None else Writing(anchor, certain=True)
        if anchor is None:
            said.certain = writing.certain
            said.ground = said.year = year
            goals = [m for m in matches if self._reckoner.ahead(folded, m)] if writing.day is None else []
            said.coming = first_to_come(goals, self._resolve)
        found = []
        for match in matches:
            name = match.lastgroup or ""
            if anchor is None and said.anchor is None and writing.day and match.start() >= writing.at:
                said.anchor, said.vague = writing.day, not writing.certain
            # yesterday is no day where the day of writing is only the end of some year
            close = name in _CLOSE or (anchor is None and self._is_deictic(name, match, said, writing))
            iso = self._resolve(name, match, said, folded) if said.certain or not close else None
            start, end = match.start(name), match.end(name)
            found.append(Mention(start, end, text.source[start:end], "DATE", rule=f"date.{name}", iso=iso))
            explicit = self._explicit(match)
            since = explicit and self._reckoner.far_back(folded, match)
            if anchor is None:
                said.go_on(name, iso, match, explicit=explicit and not since)
            said.remember(name, iso, match, explicit=explicit, since=since)
            if anchor is None and said.year_at == match.end() and not self._reckoner.told_of_now(folded, match):
                said.far_at = said.year_at
            if (
                said.anchor is None
                and iso is not None
                and len(iso) == 10
                and (name in FULL_DAYS or name.startswith("zh"))
                and self._reckoner.told_of_now(folded, match)
            ):
                said.anchor, said.vague = datetime.date.fromisoformat(iso), True
        return found

    def _writing(
        self, folded: str, seen: Sequence[re.Match[str]], matches: Sequence[re.Match[str]], year: int | None
    ) -> Writing:
        """The day of writing that the dates of a text without one tell."""
        standing = set(map(re.Match.start, matches))
        told = [
            m
            for m in seen
            if (m.start() in standing and self._reckoner.told_of_now(folded, m)) or is_year_of_event(folded, m)
        ]
        now = [m for m in told if not self._reckoner.told_of_once(folded, m)]
        writing = day_of_writing(now, self._resolve, year)
        return writing if writing.day else day_of_writing(told, self._resolve, year)

    @staticmethod
    def _is_deictic(name: str, match: re.Match[str], said: Said, writing: Writing) -> bool:
        """Whether a date names its year from a day of writing that the text does not tell: 今年, the end of last year.

        An English "this year" is not that of a month or year told of something past.
        """
        english = name.startswith("en_")
        if said.base_year is not None and not (english and said.vague and not writing.reported):
            return False
        if name == "en_relative":
            return match["er_u"].lower() == "year"
        words = match.group(*(_ENGLISH_YEARS if english else _CHINESE_YEARS))
        return any(word and _RELATIVE_YEAR.match(word) for word in words)

    def _matches(self, folded: str) -> Iterator[re.Match[str]]:
        """The matches of the pattern in order, without overlaps."""
        at, match_at = 0, self._pattern.match
        for start in self._start.finditer(folded):
            begin = start.start()
            if begin >= at and (match := match_at(folded, begin)):
                at = match.end()
                yield match

    def _explicit(self, match: re.Match[str]) -> bool:
        return any(match.group(*self._year_groups))

    def _resolve(self, name: str, match: re.Match[str], said: Said, text: str) -> str | None:
        try:
            return self._rules[name](match, said, text)
        except (ValueError, OverflowError):
            return None

"""The grammar of single English date expressions: its words, and the rules that build on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlp.values import calendar_arithmetic as calendar
from nlp.values import date_readings as read
from nlp.values.chart import Rule, constant, rule, spaced
from nlp.values.date_rules_days import day_rules, numeric_rules
from nlp.values.date_rules_periods import month_and_year_rules, part_rules, season_rules
from nlp.values.date_rules_ranges import range_rules
from nlp.values.date_rules_relative import duration_rules, nth_rules, relative_rules
from nlp.values.feasts import feast_rules

_THE = "(?:the)?"


def english_rules(words: Mapping[str, Any]) -> list[Rule]:
    """The rules, words first."""
    return [
        *_word_rules(words),
        *season_rules(words),
        *numeric_rules(),
        *day_rules(),
        *month_and_year_rules(),
        *relative_rules(),
        *nth_rules(),
        *duration_rules(),
        *part_rules(words),
        *feast_rules(words, of="(?:of|in)?"),
        *range_rules(),
    ]


def _word_rules(words: Mapping[str, Any]) -> list[Rule]:
    rules = [
        rule("n", r"(?<!\$)(?<!\$\s)(\d{1,3})(?![:.]\d|\s?[ap]\.?m)", int),
        rule("o", r"(\d{1,2})\s?(?:st|nd|rd|th)", int),
        rule("y", r"((?:1[0-9]|2[0-2])\d\d)", int),
        rule("yy", r"'?(\d\d)", lambda text: read.short_year(int(text))),
        rule("yy", "<y>", lambda year: year),
    ]
    for kind, table in (("n", "cardinals"), ("o", "ordinals"), ("m", "months"), ("w", "weekdays")):
        first = 1 if kind == "m" else 0
        for number, surface in enumerate(words[table]["words"], first):
            if surface:
                rules.append(rule(kind, f"(?:{spaced(surface)})", constant(number)))
    rules += [rule("tens", name, constant(number)) for name, number in words["tens"].items()]
    rules += [rule("u", f"(?:{spaced(surface)})", constant(unit)) for unit, surface in words["units"].items()]
    for offset, surface in words["relative"].values():
        rules.append(rule("rel", f"(?:{spaced(surface)})", constant(offset)))
    for offset, surface in words["days"].values():
        rules.append(rule("date", f"(?:{spaced(surface)})", constant(read.day_away(offset))))
    for surface, year in words["decades"].items():
        decade = read.fixed(calendar.months_of(year, 1, 120, "decade"))
        rules.append(rule("d", rf"(?:the\s)?{spaced(surface)}", constant(decade)))
    return [*rules, *_number_word_rules()]


def _number_word_rules() -> list[Rule]:
    return [
        rule("n", "<tens>", lambda tens: tens),
        rule("n", "<tens> -? <n>", lambda tens, n: tens + n if 0 < n < 10 else None),
        rule("y", "two thousand", lambda: 2000),
        rule("y", "two thousand (?:and)? <n>", lambda n: 2000 + n if n < 100 else None),
        rule("y", "<n> hundred (?:and)? <n>", lambda c, n: c * 100 + n if 10 < c < 20 and n < 100 else None),
        rule("y", "<n> <n>", lambda c, n: c * 100 + n if 10 < c < 21 and 9 < n < 100 and c != 20 else None),
        rule("longyear", "<n> hundred (?:and)? <n>", lambda c, n: c * 100 + n if c < 10 and n < 100 else None),
        rule("dm", f"{_THE} <o>", lambda n: n if 0 < n < 32 else None),
        rule("dm", f"{_THE} <n>", lambda n: n if 0 < n < 32 else None),
    ]

"""Quantities: numerals with their units, as measures with kind, value, unit and bound.

One pass over the numerals of a text; at each, merged patterns made from the tables look at what
stands before and behind it. A number without a unit counts only where something is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.records import Measure, Mention
from nlp.resources.files import read_toml
from nlp.resources.values import Unit, ValueTables, load_values
from nlp.text.fold import FoldedText
from nlp.values.numerals import Numeral, NumeralReader

_LATIN_END = re.compile(r"[a-z]$", re.IGNORECASE)


_LOOK = re.compile(r"\(\?[!=<][^()]*(?:\([^()]*\)[^()]*)*\)")


def _alternation(words: Iterable[str]) -> str:
    """Longest first, where a look around a word does not make it longer."""
    return "|".join(sorted(words, key=lambda word: len(_LOOK.sub("", word)), reverse=True))


def _bordered(pattern: str) -> str:
    """Alternatives of a table row, Latin ones with a right border."""
    return f"(?:{pattern})(?:(?<![A-Za-z])|(?![A-Za-z]))"


@dataclass(frozen=True, slots=True)
class _Found:
    """A quantity in the making: span of number and unit, unit, factor."""

    start: int
    end: int
    kind: str
    unit: str
    factor: float = 1.0
    rule: str = ""


class MeasureFinder:
    """Finds quantities with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables, prices: dict[str, list[str]]) -> None:
        self._reader = NumeralReader(tables.numerals)
        self._units: list[Unit] = [row.unit for row in tables.units]
        flags = re.IGNORECASE
        self._unit = re.compile("|".join(f"({_bordered(row.pattern)})" for row in tables.units), flags)
        self._currencies = list(tables.currencies)
        after, cents, before = [], [], []
        for code in self._currencies:
            row = tables.currencies[code]
            after.append(f"({_bordered(_alternation(row.get('after', ('(?!)',))))})")
            cents.append(f"({_bordered(_alternation(row.get('cents', ('(?!)',))))})")
            before.append(f"({_alternation(row.get('before', ('(?!)',)))})")
        order = sorted(
            range(len(after)), key=lambda i: -max(map(len, tables.currencies[self._currencies[i]].get("after", ("",))))
        )
        self._after_order = order
        self._after = re.compile(r"\s?(?:" + "|".join(after[i] for i in order) + ")", flags)
        self._cents = re.compile(r"\s?(?:" + "|".join(cents) + ")", flags)
        prefix = sorted(
            range(len(before)),
            key=lambda i: -max(map(len, tables.currencies[self._currencies[i]].get("before", ("",)))),
        )
        self._before_order = prefix
        self._before = re.compile(r"(?:(?<=[^a-z])|^)(?:" + "|".join(before[i] for i in prefix) + r")\s?$", flags)
        self._coins = list(tables.coins)
        coin = "|".join(f"({_bordered(_alternation(tables.coins[symbol]))})" for symbol in self._coins)
        self._coin = re.compile(r"\s?(?:个|枚|颗|只)?\s?\$?(?:" + coin + ")", flags)
        self._coin_any = re.compile(r"(?<![a-z])(?:" + coin + r")(?![a-z])", flags)
        self._price_units = list(prices)
        per = "|".join(f"({_bordered(_alternation(prices[unit]))})" for unit in self._price_units)
        self._per = re.compile(r"\s?(?:/|per |a |an |each |every |per-)\s?(?:" + per + ")", flags)
        self._per_before = re.compile(
            r"(?:每|单|per )(?:一)?(?:" + per + r")\s?(?:的)?(?:价格)?(?:约|为|约为|仅)?\s?$", flags
        )
        self._per_context = re.compile(r"(?:每|单)(?:一)?(?:" + per + r")[^,。;:!?\d]{0,14}$", flags)
        zh, en = tables.contexts["zh"], tables.contexts["en"]
        self._bounds = [
            (
                bound,
                re.compile(
                    rf"(?:{_alternation((*zh.bounds.get(bound, ()),))}|(?<![a-z])(?:{_alternation(en.bounds.get(bound, ('(?!)',)))})\s?(?:a |an |the |total of |additional )?)\s?$",
                    flags,
                ),
            )
            for bound in ("at_most", "at_least", "more_than", "less_than", "approx")
        ]
        self._bounds_after = [
            (
                bound,
                re.compile(
                    rf"\s?(?:{_alternation((*zh.bounds_after.get(bound, ()), *en.bounds_after.get(bound, ())))})", flags
                ),
            )
            for bound in ("at_least", "at_most", "approx")
        ]
        self._measure = re.compile(
            "|".join(rf"(?P<{unit}>\s?(?:{_alternation(words)}))" for unit, words in zh.nouns.items()), flags
        )
        self._bare = re.compile(rf"(?:{_alternation(zh.bare)})")
        self._not_before = re.compile(
            rf"(?:{_alternation(zh.not_before)}|(?<![a-z])(?:{_alternation(en.not_before)})\s?)\s?$", flags
        )
        self._not_after = re.compile(rf"(?:{_alternation(en.not_after)})", flags)
        self._nouns = {unit: re.compile(rf"(?:{_alternation(words)})", flags) for unit, words in en.nouns.items()}

    @classmethod
    def load(cls, folder: Path) -> MeasureFinder:
        """The finder of a patterns folder."""
        return cls(load_values(folder), read_toml(folder / "common" / "unit_prices.toml"))

    def find(self, text: FoldedText, *, bare_numbers: bool = False) -> list[Mention]:
        """The quantities of a text, in order, without overlaps.

        With `bare_numbers`, numbers without a unit count too (for single expressions).
        """
        folded = text.folded
        numerals = [n for n in self._reader.find(folded) if self._stands_free(folded, n)]
        found: list[Mention] = []
        at = 0
        index = 0
        while index < len(numerals):
            numeral = numerals[index]
            index += 1
            if numeral.start < at or (
                numeral.plain and folded[numeral.end : numeral.end + 1] in _CALENDAR and not bare_numbers
            ):
                continue
            following = numerals[index] if index < len(numerals) else None
            made = self._range(folded, numeral, following) or self._single(folded, numeral)
            if made is None and following is not None:
                made = self._left_out(folded, numeral, numerals[index : index + 1])
            if made is None and bare_numbers:
                made = (
                    _Found(numeral.start, numeral.end, "count", "item", rule="bare"),
                    self._measure_of(numeral, "count", "item", 1.0),
                )
            if made is None:
                continue
            span, measure = made
            if span.start < at:
                continue
            measure = self._bounded(folded, span, measure)
            if measure.bound in ("exact", "approx") and _UNIT_GAP.match(folded, span.end):
                span = _Found(span.start, span.end + 1, span.kind, span.unit, span.factor, span.rule)
                measure = _with_bound(measure, "at_least")
            found.append(
                Mention(
                    span.start,
                    span.end,
                    text.source[span.start : span.end],
                    "QUANTITY",
                    rule=f"measure.{span.rule or span.kind}",
                    measure=measure,
                )
            )
            at = span.end
        return _compared(text, found, numerals)

    # guards

    @staticmethod
    def _stands_free(text: str, numeral: Numeral) -> bool:
        before = text[numeral.start - 1] if numeral.start else " "
        if numeral.form == "arabic":
            if re.search(r"第\s?$", text[max(0, numeral.start - 2) : numeral.start]):
                return False
            if before.isascii() and (before.isalnum() or before in "_@#"):
                return (
                    bool(
                        re.search(
                            r"(?:us|hk|usd|cad|rmb|cny|rm|eur|gbp|aud|sgd|nok|sek|inr|rs|a|c|s)$",
                            text[max(0, numeral.start - 3) : numeral.start],
                            re.IGNORECASE,
                        )
                    )
                    and before.isalpha()
                )
            if before in ".,:" and numeral.start > 1 and text[numeral.start - 2].isdigit():
                return False
            if (
                before == "-"
                and numeral.start > 1
                and text[numeral.start - 2].isascii()
                and text[numeral.start - 2].isalpha()
            ):
                return bool(
                    re.search(
                        r"(?:/[a-z]{1,4}|mw|gw|kw|[ept]h)-$",
                        text[max(0, numeral.start - 6) : numeral.start],
                        re.IGNORECASE,
                    )
                )
            tail = text[numeral.digits_end : numeral.digits_end + 2]
            if tail[:1] == "." and tail[1:].isdigit():
                return False
            return not (tail[:1] == ":" and tail[1:].isdigit())
        if numeral.form == "word":
            return (
                not re.search(
                    r"\b(?:several|many|few|some|hundreds of|tens of)\s$",
                    text[max(0, numeral.start - 12) : numeral.start],
                    re.IGNORECASE,
                )
                or numeral.value < 100
            )
        if numeral.form == "han":
            if text[numeral.start : numeral.end] == "一" and before in "统唯下上每另第之任同某万单划":
                return False
            return before not in "第初" and not (numeral.end - numeral.start == 1 and text[numeral.start] in "陆零〇")
        return True

    # single quantities

    def _single(self, text: str, numeral: Numeral) -> tuple[_Found, Measure] | None:
        special = self._fraction(text, numeral)
        if special:
            return special
        per_hash = _PER_HASH.search(text, max(0, numeral.start - 10), numeral.start)
        if per_hash:
            joules = _JOULES.match(text, numeral.end)
            if joules:
                return self._made(numeral, per_hash.start(), joules.end(), "efficiency", "J/TH")
        prefix = self._prefix(text, numeral.start)
        if prefix:
            return self._money(text, numeral, prefix)
        at = numeral.end
        gap = _PARTS.match(text, at)
        unit_at = gap.end() if gap else at
        unit = self._unit.match(text, unit_at)
        if unit and not (unit_at > at and text[at] == "-" and numeral.form == "han"):
            made = self._with_unit(text, numeral, unit)
            if made:
                return made
        money = self._money_after(text, numeral)
        if money:
            return money
        coin = self._coin.match(text, at)
        if coin and not _COIN_NOUN.match(text, coin.end()):
            symbol = self._coins[(coin.lastindex or 1) - 1]
            return self._made(numeral, numeral.start, coin.end(), "crypto", symbol)
        return self._count(text, numeral)

    def _made(
        self, numeral: Numeral, start: int, end: int, kind: str, unit: str, factor: float = 1.0, rule: str = ""
    ) -> tuple[_Found, Measure]:
        return _Found(start, end, kind, unit, factor, rule), self._measure_of(numeral, kind, unit, factor)

    @staticmethod
    def _measure_of(numeral: Numeral, kind: str, unit: str, factor: float) -> Measure:
        bound = "approx" if numeral.approximate else ("at_least" if numeral.open else "exact")
        if numeral.low is not None and numeral.high is not None:
            return Measure(kind, None, unit, bound, _clean(numeral.low * factor), _clean(numeral.high * factor))
        return Measure(kind, _clean(numeral.value * factor), unit, bound)

    def _fraction(self, text: str, numeral: Numeral) -> tuple[_Found, Measure] | None:
        before = text[max(0, numeral.start - 6) : numeral.start]
        if before.endswith("百分之"):
            return self._made(numeral, numeral.start - 3, numeral.end, "percent", "%")
        parts = _NAMED_FRACTION.match(text, numeral.end)
        if parts:
            above = self._reader.parse(parts[1])
            if above is not None and numeral.value:
                span = _Found(numeral.start, parts.end(), "percent", "%", rule="fraction")
                return span, Measure("percent", round(100 * above / numeral.value, 2), "%")
        if numeral.form == "word":
            named = _TRILLION.match(text, numeral.end)
            if (
                named
                and numeral.value < 10
                and (
                    named[1].lower() != "quarters"
                    or re.match(r" of (?:the|its|all|total)", text[named.end() : named.end() + 9])
                )
            ):
                by = {"quarters": 4, "fourths": 4, "thirds": 3, "fifths": 5, "tenths": 10}[named[1].lower()]
                if numeral.value < by:
                    return _Found(numeral.start, named.end(), "percent", "%", rule="fraction"), Measure(
                        "percent", round(100 * numeral.value / by, 2), "%"
                    )
        return None

    def _prefix(self, text: str, start: int) -> tuple[int, str] | None:
        window = text[max(0, start - 6) : start]
        match = self._before.search(window)
        if not match or not match.lastindex:
            return None
        code = self._currencies[self._before_order[match.lastindex - 1]]
        return start - len(window) + match.start(match.lastindex), code

    def _money(self, text: str, numeral: Numeral, prefix: tuple[int, str]) -> tuple[_Found, Measure]:
        start, code = prefix
        end, factor = numeral.end, 1.0
        trillion = _SHORT_SCALE.match(text, end)
        if trillion and numeral.plain:
            end, factor = trillion.end(), 1e12
        short = _PLUS.match(text, end)
        if short and numeral.plain:
            end, factor = short.end(), {1: 1e3, 2: 1e6, 3: 1e9}[short.lastindex or 1]
        plus = _SPACED_CODE.match(text, end)
        if plus:
            end = plus.end()
        named = self._after.match(text, end)
        if named and named.lastindex:
            other = self._currencies[self._after_order[named.lastindex - 1]]
            if code in ("USD", "CNY") or other == code:
                code, end = other, named.end()
        spaced = _PER_SECOND.search(text, max(0, start - 4), start)
        if spaced and spaced.end() == start:
            code, start = spaced[0].strip().upper(), spaced.start()
        made = self._priced(text, numeral, start, end, code, factor)
        if plus:
            span, measure = made
            made = span, _with_bound(measure, "at_least")
        return made

    def _money_after(self, text: str, numeral: Numeral) -> tuple[_Found, Measure] | None:
        named = self._after.match(text, numeral.end)
        if named and named.lastindex:
            code = self._currencies[self._after_order[named.lastindex - 1]]
            return self._priced(text, numeral, numeral.start, named.end(), code, 1.0)
        cents = self._cents.match(text, numeral.end)
        if cents and cents.lastindex:
            return self._priced(text, numeral, numeral.start, cents.end(), self._currencies[cents.lastindex - 1], 0.01)
        if numeral.form == "arabic" and not numeral.plain and "\u4e00" <= text[numeral.end - 1] <= "\u9fff":
            window = text[max(0, numeral.start - 10) : numeral.start]
            if (
                re.search(
                    r"(?:价格|售价|报价|单价|炒到|炒至|跌到|跌至|涨到|涨至|月薪|年薪|掉价到|到|从|价格才|才)(?:了|约|近)?$",
                    window,
                )
                and re.search(r"价|炒|薪|元", text[max(0, numeral.start - 24) : numeral.start + 24])
                and not self._measure.match(text, numeral.end)
                and not self._coin.match(text, numeral.end)
            ):
                return self._made(numeral, numeral.start, numeral.end, "money", "CNY", rule="money.bare")
        return None

    def _priced(
        self, text: str, numeral: Numeral, start: int, end: int, code: str, factor: float
    ) -> tuple[_Found, Measure]:
        """Money, or a unit price where per something is said around it."""
        per = self._per.match(text, end)
        if per and per.lastindex:
            unit = self._price_units[per.lastindex - 1]
            # "a share", "a coin", but not "a machine learning …"
            if not re.match(r"\s?a ", text[end : end + 3]) or unit in ("share", "BTC", "kWh", "TH", "MWh"):
                return self._made(numeral, start, per.end(), "unit_price", f"{code}/{unit}", factor)
        window = text[max(0, start - 14) : start]
        before = self._per_before.search(window)
        if before and before.lastindex:
            return self._made(
                numeral,
                start - len(window) + before.start(),
                end,
                "unit_price",
                f"{code}/{self._price_units[before.lastindex - 1]}",
                factor,
            )
        window = text[max(0, start - 24) : start]
        context = self._per_context.search(window)
        if context and context.lastindex and not re.search(r"产出|开采|每天|算力", window[context.start() :]):
            return self._made(
                numeral,
                start,
                end,
                "unit_price",
                f"{code}/{self._price_units[context.lastindex - 1]}",
                factor,
                "unit_price.context",
            )
        return self._made(numeral, start, end, "money", code, factor)

    def _with_unit(self, text: str, numeral: Numeral, match: re.Match[str]) -> tuple[_Found, Measure] | None:
        unit = self._units[(match.lastindex or 1) - 1]
        end, start, kind = match.end(), numeral.start, unit.kind
        surface = match[0].lower()
        if kind == "hashrate":
            window = text[max(0, start - 4) : start]
            per = re.search(r"每秒\s?$", window)
            if per:
                start -= len(window) - per.start()
        elif kind == "multiple":
            if numeral.form == "han" and numeral.value == 1:
                return None
            if surface in ("x", "times") and numeral.form == "arabic" and numeral.value > 1000:
                return None
            if surface == "times" and re.match(r"\s(?:a|per)\s", text[end : end + 6]):
                return None
            if surface == "x" and match.start() == numeral.end and text[end : end + 1].isdigit():
                return None
        elif kind == "power" and surface in ("w", "瓦") and numeral.value < 10 and numeral.plain:
            return None
        elif (
            kind == "other"
            and surface in ("m", "in", "db", "v", "mb", "feet", "foot")
            and match.start() > numeral.end
            and surface in ("m", "in", "v")
        ):
            return None
        elif kind == "energy" and surface == "度" and not re.match(r"的?电", text[end : end + 2]) and numeral.plain:
            return None
        if (
            kind == "percent"
            and numeral.start
            and text[numeral.start - 1] == "-"
            and not text[numeral.start - 2 : numeral.start - 1].isdigit()
        ):
            pass
        return self._made(numeral, start, end, kind, unit.unit, unit.factor)

    def _count(self, text: str, numeral: Numeral) -> tuple[_Found, Measure] | None:
        per_second = _WORDS_AFTER.match(text, numeral.end)
        if per_second and text[max(0, numeral.start - 3) : numeral.start].rstrip().endswith("每秒"):
            start = text.rfind("每秒", 0, numeral.start)
            return self._made(numeral, start, numeral.end + 1, "hashrate", "TH/s", 1e-12)
        if self._not_before.search(text, max(0, numeral.start - 14), numeral.start):
            return None
        if numeral.form == "word" or (numeral.form == "arabic" and not _is_han(text[numeral.end : numeral.end + 2])):
            made = self._count_english(text, numeral)
            if made or numeral.form == "word":
                return made
        if numeral.form == "han" and text[numeral.start : numeral.end] == "一":
            return None
        if not numeral.plain and _PEOPLE.match(text, numeral.end):
            return self._made(numeral, numeral.start, numeral.end, "count", "item", rule="count.people")
        match = self._measure.match(text, numeral.end)
        if match and match.lastgroup:
            return self._count_chinese(text, numeral, match)
        if numeral.form == "han" and 2 <= numeral.value <= 99 and self._bare.match(text, numeral.end):
            return self._made(numeral, numeral.start, numeral.end, "count", "item", rule="count.bare")
        return None

    def _count_chinese(self, text: str, numeral: Numeral, match: re.Match[str]) -> tuple[_Found, Measure]:
        unit = match.lastgroup or "item"
        end = match.end()
        word = match[0].strip()
        ahead = text[end : end + 12]
        if word in ("枚", "个", "颗"):
            if re.match(r"[^,。;]{0,8}?(?:矿机|机器|阿瓦隆|蚂蚁)", ahead):
                unit = "machine"
            elif re.match(r"[^,。;]{0,6}?芯片", ahead):
                unit = "chip"
            elif word == "枚" or re.search(
                r"(?:比特币|btc|以太坊|持仓|产出|持有)[^。;]{0,30}$", text[max(0, numeral.start - 40) : numeral.start]
            ):
                symbol = self._coin_near(text, numeral.start)
                if symbol and (
                    word == "枚"
                    or not re.match(r"\s?[\u4e00-\u9fff]{2}", ahead)
                    or re.match(r"(?:[,。;)、]|以上|增[加长]|减少|$)", ahead)
                ):
                    return self._made(numeral, numeral.start, end, "crypto", symbol, rule="crypto.context")
        elif word in ("台", "部") and re.match(r"[^,。;]{0,4}(?:变压器|发电机|电脑|车|设备投)", ahead):
            unit = "item"
        elif word in ("张", "块", "颗") and re.search(
            r"(?:gpu|显卡|芯片)[^,。;]{0,8}$", text[max(0, numeral.start - 14) : numeral.start], re.IGNORECASE
        ):
            unit = "chip"
        elif word in ("张", "片", "块", "颗") and re.match(
            r"[^,。;]{0,14}?(?:gpu|显卡|芯片|晶圆|h100|b200|b300|h200|加速卡)", ahead, re.IGNORECASE
        ):
            unit = "chip"
        return self._made(numeral, numeral.start, end, "count", unit)

    def _coin_near(self, text: str, at: int) -> str | None:
        """The coin named last before a place, within some sentences; bitcoin where none is."""
        symbol = None
        for match in self._coin_any.finditer(text, max(0, at - 160), at):
            symbol = self._coins[(match.lastindex or 1) - 1]
        return symbol or ("BTC" if "比特币" in text[max(0, at - 2000) : at + 500] else None)

    def _count_english(self, text: str, numeral: Numeral) -> tuple[_Found, Measure] | None:
        if (
            numeral.form == "arabic"
            and numeral.plain
            and numeral.value < 2100
            and numeral.value > 1899
            and numeral.end - numeral.start == 4
        ):
            return None
        words = _NOTHING.match(text, numeral.end)
        if not words:
            return (
                self._made(numeral, numeral.start, numeral.end, "count", "item")
                if numeral.form == "word" and numeral.value >= 1000
                else None
            )
        following = [w.strip(" -.'").lower() for w in re.sub(r"(?i)\bclass [ab]\b", "", words[0]).split()]
        if (
            numeral.form == "word"
            and numeral.value > 1
            and following[:2] in (["of", "the"], ["of", "its"], ["of", "these"], ["of", "those"])
        ):
            return self._made(numeral, numeral.start, numeral.end, "count", "item", rule="count.of")
        if text[numeral.end : numeral.end + 1] == "-":
            return None
        if (
            re.search(
                r"(?:just|only|exactly|total of)\s$", text[max(0, numeral.start - 9) : numeral.start], re.IGNORECASE
            )
            is None
            and numeral.value == 1
            and numeral.form == "word"
        ):
            return None
        top = re.search(r"\btop\s$", text[max(0, numeral.start - 4) : numeral.start], re.IGNORECASE)
        for position, word in enumerate(following[:6]):
            if self._not_after.fullmatch(word):
                return None
            for unit, pattern in self._nouns.items():
                if pattern.fullmatch(word) and not (
                    position and following[position - 1] in ("and", "of", "to", "for", "by", "bitcoin's", "from")
                ):
                    return self._made(numeral, numeral.start, numeral.end, "count", unit)
            if re.fullmatch(r"[a-z]{1,2}\d{2,4}[a-z+]*", word):
                return self._made(numeral, numeral.start, numeral.end, "count", "machine")
            if word in _STOPS:
                break
            if (
                position < 3
                and word.endswith("s")
                and not word.endswith(("ss", "us", "is", "'s"))
                and word not in _NO_NOUNS
            ):
                return self._item(text, numeral, following, position)
            if word in ("people", "staff", "personnel", "percentage"):
                return self._made(numeral, numeral.start, numeral.end, "count", "item")
        if top and following and following[0] not in _STOPS:
            return self._made(numeral, numeral.start, numeral.end, "count", "item")
        return None

    def _item(self, text: str, numeral: Numeral, following: Sequence[str], position: int) -> tuple[_Found, Measure]:
        unit = "item"
        rest = following[position + 1 : position + 5]
        if rest and rest[0] == "of":
            for word in rest[1:]:
                for name, pattern in self._nouns.items():
                    if pattern.fullmatch(word):
                        unit = name
        return self._made(numeral, numeral.start, numeral.end, "count", unit)

    # ranges and lists

    def _range(self, text: str, one: Numeral, other: Numeral | None) -> tuple[_Found, Measure] | None:
        if other is None or other.start - one.end > 18:
            return None
        separator = _RANGE.match(text, one.end)
        unit_between = None
        if not separator:
            unit_between = self._single(text, one)
            if not unit_between:
                return None
            separator = _RANGE.match(text, unit_between[0].end)
            if not separator:
                if (
                    unit_between[1].kind == "money"
                    and text[unit_between[0].end : unit_between[0].end + 1] == "$"
                    and other.start == unit_between[0].end + 1
                    and other.value > one.value
                ):
                    separator = re.compile("").match(text, unit_between[0].end)
                if not separator:
                    return None
        if separator.end() < other.start - 5 or separator.end() > other.start:
            return None
        word = separator[0].strip().lower()
        head = text[max(0, one.start - 14) : one.start].lower()
        if word in ("to", "至", "到") and re.search(r"(?:from|从|由)\s?(?:约|about )?(?:us)?\$?\s?$", head):
            return None
        if word == "and" and not re.search(r"between\s(?:about |approximately )?(?:us)?\$?$", head):
            return None
        end = self._single(text, other)
        if end is None or end[1].value is None:
            return None
        gap = text[separator.end() : end[0].start]
        if gap.strip():
            return None
        span, measure = end
        first = unit_between or self._single(text, one)
        low = one.value * span.factor
        start = first[0].start if first and first[0].start < one.start else one.start
        if (
            first is not None
            and first[1].kind == measure.kind
            and first[1].value is not None
            and (first[1].unit or "").split("/")[0] == (measure.unit or "").split("/")[0]
        ):
            low = first[1].value
            if (
                one.plain
                and not other.plain
                and one.value < other.value
                and first[1].kind in ("money", "count")
                and low * 1000 <= (measure.value or 0)
            ):
                low *= (
                    (measure.value or 0) / float(text[other.start : other.digits_end].replace(",", "") or 1)
                    if other.form == "arabic"
                    else 1.0
                )
        elif first is not None and first[1].kind == "money" and measure.kind == "unit_price":
            low = one.value * span.factor
        elif first is not None and first[1].kind != measure.kind and first[1].kind not in ("count",):
            return None
        elif one.plain and not other.plain and other.form == "arabic" and one.form == "arabic":
            scale = other.value / float(text[other.start : other.digits_end].replace(",", ""))
            low = one.value * scale * span.factor
        if (
            self._prefix(text, one.start) is None
            and measure.kind == "money"
            and self._prefix(text, other.start) is not None
            and first is None
        ):
            return None
        high = measure.value
        if high is None or low > high:
            return None
        made = _Found(start, span.end, measure.kind, span.unit, span.factor, f"{measure.kind}.range")
        return made, Measure(measure.kind, None, measure.unit, measure.bound, _clean(low), high)

    def _left_out(self, text: str, one: Numeral, rest: Sequence[Numeral]) -> tuple[_Found, Measure] | None:
        """A number whose unit stands behind the next one: 6.25 to 3.125 BTC, 21.2 and 20.6 EH/s."""
        if not rest or (one.form == "arabic" and one.plain and 1989 < one.value < 2050):
            return None
        join = _LIST_JOIN.match(text, one.end)
        if not join or join.end() != rest[0].start or self._not_before.search(text, max(0, one.start - 12), one.start):
            return None
        following = self._single(text, rest[0])
        if following is None or following[1].kind not in (
            "crypto",
            "hashrate",
            "power",
            "energy",
            "efficiency",
            "percent",
        ):
            return None
        if join[0].strip() == "," and following[1].kind not in ("hashrate", "crypto"):
            return None
        span = following[0]
        return self._made(one, one.start, one.end, span.kind, span.unit, span.factor, f"{span.kind}.list")

    def _bounded(self, text: str, span: _Found, measure: Measure) -> Measure:
        if measure.bound != "exact":
            return measure
        left = text[max(0, span.start - 28) : span.start]
        for bound, pattern in self._bounds:
            if pattern.search(left):
                return _with_bound(measure, bound)
        for bound, pattern in self._bounds_after:
            if pattern.match(text, span.end):
                return _with_bound(measure, bound)
        return measure


_RANGE = re.compile(r"\s?(?:--?|–|—|~|～|至|到|to|and)\s?(?:us|hk|c|a)?[$€£¥]?", re.IGNORECASE)
_UNIT_GAP = re.compile(r"\+(?![\w+])")
_PARTS = re.compile(r"[\s-]?")
_NAMED_FRACTION = re.compile(r"分之([一二两三四五六七八九十\d]{1,3})")
_TRILLION = re.compile(r"[\s-](quarters|thirds|fifths|tenths|fourths)(?= of\b|\b)", re.IGNORECASE)
_SHORT_SCALE = re.compile(r"\s?T(?![A-Za-z/])")
_PLUS = re.compile(r"\s(?:(K)|(M|MM)|(B|BN))(?![A-Za-z])")
_SPACED_CODE = re.compile(r"-plus(?![a-z])|\+")
_PER_SECOND = re.compile(r"cad |aud |usd |sgd |hkd ", re.IGNORECASE)
_WORDS_AFTER = re.compile(r"次(?:哈希)?(?:运算|计算)?")
_NOTHING = re.compile(r"(?:\s+(?:&|[$#@]?[A-Za-z][\w'&/+.-]*)){1,7}")
_LIST_JOIN = re.compile(r"\s?(?:to|and|or|至|到|和|、|,)\s?")
_CALENDAR = frozenset("年月日")
_PEOPLE = re.compile(r"(?:人口|用户|客户|民众|居民|会员|粉丝|订阅)")
_COIN_NOUN = re.compile(
    r"\s?(?:miners?(?![a-z])|mining|etfs?|atms?|wallets?|companies|firms|addresses|network|transactions|machines|rigs|exchanges|"
    r"矿机|矿工|矿企|矿商|矿场|矿池|挖矿|巨型|网络|合约|地址|交易|区块(?!奖励|补贴)|基础|数据|公司|企业|项目|钱包|设施|自动|现货|持有|作为支付)",
    re.IGNORECASE,
)
_PER_HASH = re.compile(r"每(?:太哈希|th(?:/s)?|t)\s?(?:约|为)?$", re.IGNORECASE)
_JOULES = re.compile(r"\s?(?:焦耳?|j(?![a-z])|瓦特?|w(?![a-z]))", re.IGNORECASE)
_STOPS = frozenset(
    "of in to and from for at on by is was are were the with as or that which than has have had will but per while since "
    "after before during until when where who its it this these those a an be said if not through against between".split()
)
_NO_NOUNS = frozenset(
    "times plus versus previous various across perhaps besides less press always afterwards s's".split()
)


def _is_han(text: str) -> bool:
    return bool(re.match(r"\s?[\u4e00-\u9fff]", text))


def _clean(value: float) -> float:
    """The value without binary noise of a multiplication (1.1 x 3 is 3.3)."""
    return float(f"{value:.12g}")


def _with_bound(measure: Measure, bound: str) -> Measure:
    return Measure(measure.kind, measure.value, measure.unit, bound, measure.minimum, measure.maximum)


_COMPARED = re.compile(
    r"[^.;。]{0,40}?(?:compared (?:with|to)|versus|vs\.?|up from|down from|from)\s(?:a |the |about |roughly )?$",
    re.IGNORECASE,
)


def _compared(text: FoldedText, found: list[Mention], numerals: Sequence[Numeral]) -> list[Mention]:
    """Adds numbers without a unit that are compared with a quantity: 181 bitcoins compared with 179."""
    extra: list[Mention] = []
    taken = [(m.start, m.end) for m in found]
    ends = [m.end for m in found]
    import bisect

    for numeral in numerals:
        if numeral.form != "arabic" or (numeral.plain and 1989 < numeral.value < 2050):
            continue
        index = bisect.bisect_right(ends, numeral.start) - 1
        if index < 0 or any(s < numeral.end and numeral.start < e for s, e in taken[max(0, index) : index + 2]):
            continue
        last = found[index]
        measure = last.measure
        if measure is None or measure.kind not in ("crypto", "hashrate", "power") or numeral.start - last.end > 60:
            continue
        if not re.match(
            r"(?:compared (?:with|to)|,? (?:up|down) from|,? versus)",
            text.folded[last.end : numeral.start].strip(),
            re.IGNORECASE,
        ):
            continue
        if not _COMPARED.fullmatch(text.folded, last.end, numeral.start) or not re.match(
            r"\s?(?:in|for|a year|[,.;]|$)", text.folded[numeral.end : numeral.end + 8]
        ):
            continue
        factor = 1.0
        if measure.kind != "crypto" and measure.value:
            shown = re.match(r"[\d.,]+", last.text)
            factor = measure.value / float(shown[0].replace(",", "")) if shown else 1.0
        extra.append(
            Mention(
                numeral.start, numeral.end, text.source[numeral.start : numeral.end], "QUANTITY",
                rule=f"measure.{measure.kind}.compared",
                measure=Measure(measure.kind, _clean(numeral.value * factor), measure.unit),
            )
        )  # fmt: skip
    return sorted([*found, *extra], key=lambda m: m.start) if extra else found

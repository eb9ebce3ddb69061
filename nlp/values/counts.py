"""Numbers without a unit that count something: Chinese measure words, English nouns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.resources.values import ValueTables
from nlp.values.lexicon import Endings, Lexicon
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, back_space, quantity_of, skip_space

_MACHINES_AHEAD = re.compile(r"[^,。;]{0,8}?(?:矿机|机器|阿瓦隆|蚂蚁)")
_CHIPS_AHEAD = re.compile(r"[^,。;]{0,6}?芯片")
_CARDS_AHEAD = re.compile(r"[^,。;]{0,14}?(?:gpu|显卡|芯片|晶圆|h100|b200|b300|h200|加速卡)")
_CARDS_BEFORE = re.compile(r"(?:gpu|显卡|芯片)[^,。;]{0,8}$")
_NO_MACHINES_AHEAD = re.compile(r"[^,。;]{0,4}(?:变压器|发电机|电脑|车|设备投)")
_HELD_BEFORE = re.compile(r"(?:比特币|btc|以太坊|持仓|产出|持有)[^。;]{0,30}$")
_NOUN_AHEAD = re.compile(r"\s?[\u4e00-\u9fff]{2}")
_CLAUSE_AHEAD = re.compile(r"(?:[,。;)、]|以上|增[加长]|减少|$)")
_WORDS = re.compile(r"(?:\s+(?:&|[$#@]?[a-z][\w'&/+.-]*)){1,7}")
_CLASS = re.compile(r"\bclass [ab]\b")
_MODEL = re.compile(r"[a-z]{1,2}\d{2,4}[a-z+]*")
_ONLY = re.compile(r"(?:just|only|exactly|total of)\s$")
_TOP = re.compile(r"(?<![a-z])top\s$")
_OF_LISTS = [["the"], ["its"], ["these"], ["those"]]
_JOINTS = frozenset(("and", "of", "to", "for", "by", "bitcoin's", "from"))
_PEOPLE = frozenset(("people", "staff", "personnel", "percentage"))
_STOPS = frozenset(
    "of in to and from for at on by is was are were the with as or that which than has have had will but per while since "
    "after before during until when where who its it this these those a an be said if not through against between".split()
)
_NO_NOUNS = frozenset(
    "times plus versus previous various across perhaps besides less press always afterwards s's".split()
)


class CountReader:
    """Reads counts with the tables of one patterns folder."""

    def __init__(self, tables: ValueTables) -> None:
        zh, en = tables.contexts["zh"], tables.contexts["en"]
        self._measures = Lexicon([(word, unit) for unit, words in zh.nouns.items() for word in words])
        self._bare = Lexicon([(word, "") for word in zh.bare])
        self._people = Lexicon([(word, "") for word in zh.people])
        self._not_before = Endings([(word, "") for word in (*zh.not_before, *en.not_before)])
        self._not_after = re.compile("|".join(en.not_after))
        self._nouns = {unit: re.compile("|".join(words)) for unit, words in en.nouns.items()}
        coins = [(name, symbol) for symbol, names in tables.coins.items() for name in names]
        self._symbols = [symbol for _, symbol in coins]
        self._coin = re.compile(r"(?<![a-z])(?:" + "|".join(f"({name})" for name, _ in coins) + r")(?![a-z])")

    def forbidden(self, text: str, start: int) -> bool:
        """Whether a number at `start` belongs to a name or a list: 第, 编号, phase, no."""
        return self._not_before.match(text, back_space(text, start)) is not None

    def read(self, text: str, numeral: Numeral) -> Quantity | None:
        """The count of a numeral, None where it counts nothing."""
        end = numeral.end
        following = text[skip_space(text, end) : end + 2][:1]
        chinese = "\u4e00" <= following <= "\u9fff"
        if numeral.form == "han" and not chinese:
            return None
        if self.forbidden(text, numeral.start):
            return None
        if numeral.form == "word" or (numeral.form == "arabic" and not chinese):
            made = self._english(text, numeral)
            if made or numeral.form == "word":
                return made
        if numeral.form == "han" and end - numeral.start == 1 and text[numeral.start] == "一":
            return None
        if not numeral.plain and self._people.match(text, end):
            return quantity_of(numeral, numeral.start, end, "count", "item", rule="count.people")
        measure = self._measures.match(text, skip_space(text, end))
        if measure:
            return self._chinese(text, numeral, measure)
        if numeral.form == "han" and 2 <= numeral.value <= 99 and self._bare.match(text, end):
            return quantity_of(numeral, numeral.start, end, "count", "item", rule="count.bare")
        return None

    def _chinese(self, text: str, numeral: Numeral, measure: tuple[str, int]) -> Quantity:
        unit, end = measure
        word = text[numeral.end : end].strip()
        start = numeral.start
        if word in ("枚", "个", "颗"):
            if _MACHINES_AHEAD.match(text, end, end + 12):
                unit = "machine"
            elif _CHIPS_AHEAD.match(text, end, end + 12):
                unit = "chip"
            elif symbol := self._held_coin(text, start, end, word):
                return quantity_of(numeral, start, end, "crypto", symbol, rule="crypto.context")
        elif word in ("台", "部") and _NO_MACHINES_AHEAD.match(text, end, end + 12):
            unit = "item"
        elif word in ("张", "块", "颗") and _CARDS_BEFORE.search(text, max(0, start - 14), start):
            unit = "chip"
        elif word in ("张", "片", "块", "颗") and _CARDS_AHEAD.match(text, end, end + 12):
            unit = "chip"
        return quantity_of(numeral, start, end, "count", unit)

    def _held_coin(self, text: str, start: int, end: int, word: str) -> str | None:
        """The coin that 枚, 个 or 颗 counts where its name is left out."""
        if word != "枚" and not _HELD_BEFORE.search(text, max(0, start - 40), start):
            return None
        symbol = self._coin_near(text, start)
        if word != "枚" and _NOUN_AHEAD.match(text, end) and not _CLAUSE_AHEAD.match(text, end, end + 12):
            return None
        return symbol

    def _coin_near(self, text: str, at: int) -> str | None:
        """The coin named last before a place, within some sentences; bitcoin where none is."""
        symbol = None
        for match in self._coin.finditer(text, max(0, at - 160), at):
            symbol = self._symbols[(match.lastindex or 1) - 1]
        return symbol or ("BTC" if "比特币" in text[max(0, at - 2000) : at + 500] else None)

    def _english(self, text: str, numeral: Numeral) -> Quantity | None:
        start, end = numeral.start, numeral.end
        if numeral.form == "arabic" and numeral.plain and end - start == 4 and 1899 < numeral.value < 2100:
            return None
        words = _WORDS.match(text, end)
        if not words:
            large = numeral.form == "word" and numeral.value >= 1000
            return quantity_of(numeral, start, end, "count", "item") if large else None
        surface = words[0]
        if "class " in surface:
            surface = _CLASS.sub("", surface)
        following = [word.strip(" -.'") for word in surface.split()]
        if numeral.form == "word" and numeral.value > 1 and following[0] == "of" and following[1:2] in _OF_LISTS:
            return quantity_of(numeral, start, end, "count", "item", rule="count.of")
        if numeral.value == 1 and numeral.form == "word" and not _ONLY.search(text, max(0, start - 9), start):
            return None
        unit = self._counted(following)
        if unit is None and _TOP.search(text, max(0, start - 5), start) and following[0] not in _STOPS:
            unit = "item"
        return quantity_of(numeral, start, end, "count", unit) if unit else None

    def _counted(self, following: Sequence[str]) -> str | None:
        """The unit of what the words behind a number name, None where they name nothing counted."""
        for position, word in enumerate(following[:6]):
            if self._not_after.fullmatch(word):
                return ""
            unit = self._unit_of(word)
            if unit and not (position and following[position - 1] in _JOINTS):
                return unit
            if _MODEL.fullmatch(word):
                return "machine"
            if word in _STOPS:
                return None
            if position < 3 and _plural(word):
                return self._unit_behind(following[position + 1 : position + 5])
            if word in _PEOPLE:
                return "item"
        return None

    def _unit_of(self, word: str) -> str:
        for unit, pattern in self._nouns.items():
            if pattern.fullmatch(word):
                return unit
        return ""

    def _unit_behind(self, rest: Sequence[str]) -> str:
        """The unit that an of-phrase gives a noun: thousands of pallets of miners."""
        found = "item"
        if rest and rest[0] == "of":
            for word in rest[1:]:
                found = self._unit_of(word) or found
        return found


def _plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and word not in _NO_NOUNS

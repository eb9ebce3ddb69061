"""Money whose word several countries share: crowns, rials, dinars, pesos, yuan. The text tells whose it is."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.text.lazy import lazy_pattern
from nlp.values.quantity import Quantity

_FIRST_HAN = "\u4e00"
# words that alone stand for the money of one country, whatever others the text tells of
_OF_ONE_LAND = frozenset(("卢布", "里拉"))
# so many words of a place tell that a text is of it
_TOLD_OF = 2


class SharedMoney:
    """Tells currencies of one word apart, with the table of currencies: 挪威克朗 and 瑞典克朗 share 克朗."""

    def __init__(self, currencies: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        rows = [(word, code) for code, row in currencies.items() for word in row.get("after", ())]
        words = {word: code for word, code in rows if word[:1] >= _FIRST_HAN}
        self._lands: dict[str, dict[str, str]] = {}
        for shared in words:
            lands = {word[: -len(shared)]: code for word, code in words.items() if word.endswith(shared)}
            lands.pop("", None)
            if len(shared) > 1 and len(set(lands.values())) > 1 and shared not in _OF_ONE_LAND:
                self._lands[shared] = lands
        self._places = {
            shared: lazy_pattern("|".join(sorted(lands, key=len, reverse=True)))
            for shared, lands in self._lands.items()
        }

    def told_apart(self, text: str, found: Sequence[Quantity]) -> list[Quantity]:
        """The quantities, with money of a shared word in the currency of the country named last before it, or first behind it."""
        for shared in self._lands:
            if shared in text:
                named = [(match.end(), match[0]) for match in self._places[shared].finditer(text)]
                found = [self._of_land(text, quantity, shared, named) for quantity in found] if named else found
        return list(found)

    def _of_land(self, text: str, quantity: Quantity, shared: str, named: Sequence[tuple[int, str]]) -> Quantity:
        at = text.find(shared, quantity.start, quantity.end)
        if at < 0 or quantity.measure.kind not in ("money", "unit_price"):
            return quantity
        before = bisect.bisect_right(named, at, key=lambda land: land[0])
        return _in_currency(quantity, self._lands[shared][named[max(before - 1, 0)][1]])


class YuanReader:
    """Tells whose 元 a text speaks of, with the words of places: `mainland`, `taiwan`, `hong_kong`."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._words = {name: lazy_pattern("|".join(words[name])) for name in ("mainland", "taiwan", "hong_kong")}

    def told(self, text: str, found: Sequence[Quantity]) -> list[Quantity]:
        """The quantities, with sums in 元 alone in the currency of the text."""
        code = self._currency(text)
        return [_in_yuan(quantity, text, code) for quantity in found] if code else list(found)

    def _currency(self, text: str) -> str | None:
        if "人民币" in text:
            return None
        if "新台币" in text:
            return "TWD"
        if "元" not in text or self._words["mainland"].search(text):
            return None
        if "港元" in text and _tells_of(self._words["hong_kong"], text):
            return "HKD"
        return "TWD" if _tells_of(self._words["taiwan"], text) else None


def _tells_of(words: re.Pattern[str], text: str) -> bool:
    return len({match[0] for match in words.finditer(text)}) >= _TOLD_OF


def _in_yuan(quantity: Quantity, text: str, code: str) -> Quantity:
    named = not (quantity.measure.unit or "").startswith("CNY") or text[quantity.end - 1] not in "元块"
    return quantity if named or quantity.measure.kind == "count" else _in_currency(quantity, code)


def _in_currency(quantity: Quantity, code: str) -> Quantity:
    unit = quantity.measure.unit or ""
    return quantity._replace(measure=replace(quantity.measure, unit=code + unit[3:]))

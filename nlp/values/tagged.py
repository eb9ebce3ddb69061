"""The values of quantities that a model found and the grammar left alone: a number in a row, a sum in a call, 14 joules.

A model tells where a quantity stands, not what it is. Its number is read as a single expression; the unit
is the one behind it, that of the row it stands in, or that of the quantity before it that it goes on with.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.records import Measure, Mention
from nlp.resources.values import ValueTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Lexicon
from nlp.values.quantity import clean

if TYPE_CHECKING:
    from nlp.values.measures import MeasureFinder

# how far off a quantity may stand with which a number goes on
_NEAR, _BEHIND = 260, 40
# how often the greater of two such numbers may hold the smaller
_ALIKE, _CLOSE = 1_000, 50
_ROUND = 1e4
# what may be gone on with from one sentence to the next, and in words; what in the same sentence alone
_FREE, _SAME = frozenset(("crypto", "count")), frozenset(("percent", "efficiency", "energy", "money", "unit_price"))
_ENDING = lazy_pattern(r"[.;!?](?:\s|$)|\n|[。;!?]")
_DIGIT = lazy_pattern(r"\d")
# what a number goes on with, sooner than with a share or a sum
_COUNTED = frozenset(("crypto", "hashrate", "power", "energy", "efficiency", "count"))
_HASH_LETTERS = {"t": 1.0, "p": 1e3, "e": 1e6}
_SCALED = lazy_pattern(r"[万萬亿億]|(?<![a-z])(?:million|billion|trillion|bn|mn)(?![a-z])|\d\s?[mb](?![a-z])")
_CELL = lazy_pattern(r"[|/\t:]")
_NUMBER = lazy_pattern(r"[-+~≈(]?\d[\d.,]*\)?")
_JOULES = lazy_pattern(r"\s?-?(?:焦耳?|joules?|j)(?![a-z])")
_COINS = lazy_pattern(r"\s?(?:枚|颗|coins?(?![a-z])|tokens?(?![a-z]))")
_UNIT_WORD = lazy_pattern(r"[\s-]?[^\W\d_]{1,12}")
# a 5,500-machine order, 5,000-odd rigs: no unit
_PLAIN_NOUN = lazy_pattern(r"-(?:odd|machine|rig|miner|strong|plus|person|man)")
_POINTS = ("点", "點")
# still mined [288] in the quarter
_MINED = lazy_pattern(
    r"(?:(?<![a-z])(?:mined|produced|hodled)\s(?:about |around |just |only |some |nearly )?|(?:挖出|产出|产币|挖得|挖到)(?:了|约|近)*\s?)$"
)


class TaggedReader:
    """Reads the values of tagged quantities with the tables of one patterns folder."""

    def __init__(self, finder: MeasureFinder, tables: ValueTables) -> None:
        self._finder = finder
        units = [(row.pattern, (row.unit.kind, row.unit.unit, row.unit.factor)) for row in tables.units if not row.single]
        coins = [(name, ("crypto", symbol, 1.0)) for symbol, names in tables.coins.items() for name in names]
        money = [
            (name, ("money", code, 1.0))
            for code, row in tables.currencies.items()
            for name in (*row.get("names", ()), code.lower())
        ]
        self._units: Lexicon[tuple[str, str, float]] = Lexicon([*units, *coins, *money])
        words = [word for context in tables.contexts.values() for word in context.left_out.get("counted", ())]
        self._counted = lazy_pattern(rf"(?:{'|'.join(words)})[^,。;\n\d]{{0,8}}$") if words else None

    def read(self, text: FoldedText, tagged: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
        """Those of the tagged quantities whose value can be told, with it; `known` are the quantities of the grammar."""
        made = sorted((m for m in known if m.measure is not None), key=lambda m: m.start)
        for mention in sorted(tagged, key=lambda m: m.start):
            measure = self._measure(text, mention, made)
            if measure is not None:
                mention = replace(mention, measure=measure)
                made.insert(bisect_left([m.start for m in made], mention.start), mention)
        return [m for m in made if m.rule.startswith("model.")]

    def _measure(self, text: FoldedText, mention: Mention, known: Sequence[Mention]) -> Measure | None:
        lower = text.folded.lower()
        surface = lower[mention.start : mention.end]
        found = self._finder.find(FoldedText.of(surface), bare_numbers=True)
        if not found or found[0].measure is None or found[0].start > 0:
            return None
        number, rest = found[0].measure, surface[found[0].end :]
        if _JOULES.match(rest):
            return _as(number, "efficiency", "J/TH", 1.0)
        if len(found) > 1:
            return None
        if number.kind == "other" and (number.unit or "").lower() in _HASH_LETTERS:
            return _as(number, "hashrate", "TH/s", _HASH_LETTERS[(number.unit or "").lower()])
        if found[0].rule not in ("measure.bare", "measure.count.large", "measure.count.range", "measure.count"):
            return number if not rest.strip() else None
        if rest.strip() in _HASH_LETTERS:
            return _as(number, "hashrate", "TH/s", _HASH_LETTERS[rest.strip()])
        if _COINS.match(rest):
            like = next((m.measure for m in _before(known, mention) if m.measure and m.measure.kind == "crypto"), None)
            return _as(number, "crypto", (like and like.unit) or "BTC", 1.0)
        if rest.strip():
            if not _UNIT_WORD.fullmatch(rest) or _PLAIN_NOUN.match(rest):
                return None
            # what has no unit of the schema is reported as it is written
            written = text.source[mention.start : mention.end][found[0].end :].strip(" -")
            return _as(number, "other", written, 1.0) if written.isascii() or written in _POINTS else number
        return self._of_row(lower, mention, number) or self._of_another(lower, mention, number, known) or number

    def _of_row(self, lower: str, mention: Mention, number: Measure) -> Measure | None:
        """The value by the unit in the head of the row: Hashrate, PH/s / 812 / 840."""
        line = max(lower.rfind("\n", 0, mention.start) + 1, mention.start - 120)
        cells = [cell.strip() for cell in _CELL.split(lower[line : mention.start])]
        # "PH/s" holds the mark between cells
        while len(cells) > 1 and (not cells[-1] or _NUMBER.fullmatch(cells[-1])):
            cells.pop()
        if not cells[-1]:
            return None
        end = lower.rfind(cells[-1], line, mention.start) + len(cells[-1])
        if not _CELL.search(lower, end, mention.start):
            return None
        head, unit, at = lower[line:end], None, 0
        while at < len(head):
            inside = at and head[at].isascii() and head[at].isalnum() and head[at - 1].isalnum()
            match = None if inside else self._units.match(head, at)
            whole = match is not None and match[1] > at and not head[match[1] : match[1] + 1].isalpha()
            if match and whole:
                unit = match[0]
            at = match[1] if match and whole else at + 1
        if unit is None:
            return None
        scale = 1e6 if "million" in head or "百万" in head else 1e3 if "thousand" in head or "千" in head else 1.0
        return _as(number, unit[0], unit[1], unit[2] * (scale if unit[0] == "money" else 1.0))

    def _of_another(self, lower: str, mention: Mention, number: Measure, known: Sequence[Mention]) -> Measure | None:
        """The value by the quantity that the number goes on with."""
        value = number.value if number.value is not None else number.maximum
        if value is None:
            return None
        if self._counted and self._counted.search(lower, max(0, mention.start - 24), mention.start):
            return number
        if _MINED.search(lower, max(0, mention.start - 24), mention.start):
            return _as(number, "crypto", "BTC", 1.0)
        before = [m for m in _before(known, mention) if mention.start - m.end <= _NEAR]
        if value >= _ROUND and _SCALED.search(lower[mention.start : mention.end]):
            money = next((m for m in _before(known, mention) if m.measure and m.measure.kind == "money"), None)
            if money is None:
                money = next((m for m in known if m.measure and m.measure.kind == "money"), None)
            return _as(number, "money", money.measure.unit, 1.0) if money and money.measure and money.measure.unit else None
        behind = [m for m in known if 0 <= m.start - mention.end <= _BEHIND][:1]
        for like in (*(m for m in before if _kind(m) in _COUNTED), *behind, *before):
            if _goes_on(like, lower, mention, value):
                measure = self._alike(like, number, value)
                if measure is not None:
                    return measure
        return None

    def _alike(self, like: Mention, number: Measure, value: float) -> Measure | None:
        """The value in the unit of another quantity, if it can be one of its kind."""
        measure = like.measure
        if measure is None or measure.unit is None or measure.kind == "other":
            return None
        theirs = measure.value if measure.value is not None else measure.maximum
        if not theirs or (measure.kind == "count" and value != int(value)):
            return None
        factor = 1.0
        if measure.kind in ("hashrate", "power", "energy"):
            written = self._finder.find(FoldedText.of(_digits(like.text)), bare_numbers=True)
            if written and written[0].measure and written[0].measure.value:
                factor = theirs / written[0].measure.value
        ratio, most = abs(value * factor / theirs), _ALIKE if measure.kind in _FREE else _CLOSE
        return _as(number, measure.kind, measure.unit, factor) if 1 / most <= ratio <= most else None


def _goes_on(like: Mention, lower: str, mention: Mention, value: float) -> bool:
    """Whether a number may be of the kind of another quantity, by how it is written and what stands between."""
    kind = _kind(like)
    if kind in _FREE:
        return True
    if not _DIGIT.search(mention.text) or (value >= _ALIKE and "," in mention.text and kind not in _SAME - {"percent", "efficiency"}):
        return False
    if kind == "percent" and value > 100:
        return False
    between = (like.end, mention.start) if like.end <= mention.start else (mention.end, like.start)
    return kind not in _SAME or not _ENDING.search(lower[slice(*between)])


def _digits(surface: str) -> str:
    found = _NUMBER.search(surface)
    return found[0].strip("(~≈)") if found else ""


def _kind(mention: Mention) -> str:
    return mention.measure.kind if mention.measure else ""


def _before(known: Sequence[Mention], mention: Mention) -> list[Mention]:
    """The quantities before a mention, the nearest first."""
    return [m for m in reversed(known) if m.end <= mention.start]


def _as(number: Measure, kind: str, unit: str, factor: float) -> Measure:
    """A number in a unit."""

    def scaled(value: float | None) -> float | None:
        return None if value is None else clean(value * factor)

    return Measure(kind, scaled(number.value), unit, number.bound, scaled(number.minimum), scaled(number.maximum))

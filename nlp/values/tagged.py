"""The values of quantities that a model found and the grammar left alone: a number in a row, a sum in a call, 14 joules.

A model tells where a quantity stands, not what it is. Its number is read as a single expression; the unit is the one behind it, that
in the head of its row, that of coins behind a word of mining, or that of another quantity that it goes on with: one before it, or one
right behind it. Millions are money in the currency of the text, unless a noun says what they count. What none of this tells is a
count of things.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from nlp.records import Measure, Mention
from nlp.resources.values import ValueTables
from nlp.text.fold import FoldedText, lowered
from nlp.text.lazy import lazy_pattern
from nlp.values.lexicon import Lexicon
from nlp.values.quantity import clean

if TYPE_CHECKING:
    from nlp.values.measures import MeasureFinder

# how far off a quantity may stand with which a number goes on, and how many are looked at
_NEAR, _BEHIND, _LOOKED_AT = 260, 40, 12
# how often the greater of two such numbers may hold the smaller
_ALIKE, _CLOSE = 1_000, 50
_ROUND = 1e4
# what may be gone on with from one sentence to the next, and in words; what in the same sentence alone
_FREE, _SAME = frozenset(("crypto", "count")), frozenset(("percent", "efficiency", "energy", "money", "unit_price"))
# what a number goes on with, sooner than with a share or a sum
_COUNTED = frozenset(("crypto", "hashrate", "power", "energy", "efficiency", "count"))
_ENDING = lazy_pattern(r"[.;!?](?:\s|$)|\n|[。;!?]")
_DIGIT = lazy_pattern(r"\d")
_HASH_LETTERS = {"T": 1.0, "P": 1e3, "E": 1e6}
_SCALED = lazy_pattern(r"[万萬亿億]|(?<![a-z])(?:million|billion|trillion|bn|mn)(?![a-z])|\d\s?[mb](?![a-z])")
_HEAD = 120
# no clock time
_CELL = lazy_pattern(r"[|/\t]|:(?!\d)|(?<!\d):")
# what fills a cell that is no head of a row
_FILLED = lazy_pattern(r"[-+~≈(]?[$€£¥]?\d|n/?a$|[-–—]*$")
_NUMBER = lazy_pattern(r"[-+~≈(]?\d[\d.,]*\)?")
# behind a unit or a currency: it is a price
_PRICE = lazy_pattern(r"\s?(?:/|per\s|每)")
_PRICED = lazy_pattern(r"(?:/|per\s|每|电价|单价|price)\s?$")
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "元": "CNY"}
_SCALE = lazy_pattern(r"\s?(?:(millions?|mn|m)(?![a-z])|(billions?|bn)(?![a-z])|(thousands?|k)(?![a-z]))")
_SCALE_AHEAD = lazy_pattern(r"(百万|千万|亿|万|千)$")
_SCALES = {"百万": 1e6, "千万": 1e7, "亿": 1e8, "万": 1e4, "千": 1e3}
_JOULES = lazy_pattern(r"\s?-?(?:焦耳?|joules?|j)(?![a-z])")
_MOST_JOULES = 1_000
_COINS = lazy_pattern(r"\s?(?:枚|颗|coins?(?![a-z])|tokens?(?![a-z]))")
_UNIT_WORD = lazy_pattern(r"[ -]?[^\W\d_]{1,12}")
# a 5,500-machine order, 5,000-odd rigs: no unit
_PLAIN_NOUN = lazy_pattern(r"-(?:odd|machine|rig|miner|strong|plus|person|man)(?![a-z])")
_POINTS = ("点", "點")
# still mined [288] in the quarter, but not [266] blocks
_MINED = lazy_pattern(
    r"(?:(?<![a-z])(?:mined|produced|hodled)\s(?:about |around |just |only |some |nearly )?|(?:挖出|产出|产币|挖得|挖到)(?:了|约|近)*\s?)$"
)
_THING_BEHIND = lazy_pattern(
    r"\s(?!(?:in|over|during|for|by|at|as|of|and|or|but|with|on|from|through|since|last|this|a|per|more|compared|versus|while|it|between|against|so|last)(?![a-z]))[a-z]|个?(?:区块|台|块)"
)
_HAN_SCALES = frozenset("十百千万亿")
_NO_THING = lazy_pattern(r"[一二两三四五六七八九十]{1,2}(?:位数|部分|等[库奖品功]|车间|倍体|件套)")
_BARE = ("measure.bare", "measure.count.large", "measure.count.range", "measure.count")


@dataclass(slots=True)
class _Known:
    """The quantities of a text whose values are known, in order."""

    mentions: list[Mention] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        at = bisect_left(self.starts, mention.start)
        self.mentions.insert(at, mention)
        self.starts.insert(at, mention.start)

    def before(self, start: int) -> Iterator[Mention]:
        """Those before a place, the nearest first."""
        at = bisect_left(self.starts, start)
        return (self.mentions[number] for number in range(at - 1, -1, -1))

    def behind(self, end: int) -> Iterator[Mention]:
        """Those behind a place, the nearest first."""
        return islice(self.mentions, bisect_left(self.starts, end), None)


class TaggedReader:
    """Reads the values of tagged quantities with the tables of one patterns folder."""

    def __init__(self, finder: MeasureFinder, tables: ValueTables) -> None:
        self._finder = finder
        units = [
            (row.pattern, (row.unit.kind, row.unit.unit, row.unit.factor)) for row in tables.units if not row.single
        ]
        coins = [(name, ("crypto", symbol, 1.0)) for symbol, names in tables.coins.items() for name in names]
        money = [
            (name, ("money", code, 1.0))
            for code, row in tables.currencies.items()
            for name in (*row.get("names", ()), code.lower())
        ]
        self._units: Lexicon[tuple[str, str, float]] = Lexicon([*units, *coins, *money])
        words = [word for context in tables.contexts.values() for word in context.left_out.get("counted", ())]
        self._counted = lazy_pattern(rf"(?<![a-z])(?:{'|'.join(words)})[^,。;\n\d]{{0,8}}$") if words else None

    def read(self, text: FoldedText, tagged: Sequence[Mention], known: Sequence[Mention]) -> list[Mention]:
        """Those of the tagged quantities whose value can be told, with it; `known` are the quantities of the grammar."""
        lower, made, of = lowered(text.folded), [], _Known()
        for mention in sorted((m for m in known if m.measure is not None), key=lambda m: m.start):
            of.mentions.append(mention)
            of.starts.append(mention.start)
        for mention in sorted(tagged, key=lambda m: m.start):
            measure = self._measure(text, lower, mention, of)
            if measure is not None:
                made.append(replace(mention, measure=measure))
                of.add(made[-1])
        return made

    def _measure(self, text: FoldedText, lower: str, mention: Mention, known: _Known) -> Measure | None:
        surface, written = lower[mention.start : mention.end], text.source[mention.start : mention.end]
        if _is_vague(lower, mention):
            return None
        found = self._finder.find(FoldedText.of(surface), bare_numbers=True)
        if not found or found[0].measure is None or found[0].start > 0:
            return None
        number, rest = found[0].measure, surface[found[0].end :]
        if _JOULES.match(rest):
            wanted = number.kind == "count" and (number.value or 0) < _MOST_JOULES
            return _as(number, "efficiency", "J/TH", 1.0) if wanted else None
        if len(found) > 1:
            return None
        letter = written[found[0].end - 1 :].strip() if number.kind == "other" else rest.strip() and written.strip()[-1]
        if letter in _HASH_LETTERS and len(rest.strip()) <= 1:
            return _as(number, "hashrate", "TH/s", _HASH_LETTERS[letter])
        if found[0].rule not in _BARE:
            return number if not rest.strip() else None
        if _COINS.match(rest):
            return _as(number, "crypto", _coin(known, mention), 1.0)
        if rest.strip():
            if not _UNIT_WORD.fullmatch(rest) or _PLAIN_NOUN.match(rest):
                return None
            # what has no unit of the schema is reported as it is written
            unit = written[found[0].end :].strip(" -")
            return _as(number, "other", unit, 1.0) if unit.isascii() or unit in _POINTS else number
        return self._of_row(lower, mention, number) or self._of_another(lower, mention, number, known) or number

    def _of_row(self, lower: str, mention: Mention, number: Measure) -> Measure | None:
        """The value by the unit in the head of the row: Hashrate, PH/s / 812 / 840."""
        least = mention.start - _HEAD
        line = max(lower.rfind("\n", 0, mention.start) + 1, 0)
        if line < least:
            border = _CELL.search(lower, least, mention.start)
            if border is None:
                return None
            line = border.end()
        borders = [match.start() for match in _CELL.finditer(lower, line, mention.start)]
        ends = [*borders, mention.start]
        # the cells before the number that hold none are the head; a unit may hold the mark between cells
        last = len(borders)
        while last >= 0:
            start = ends[last - 1] + 1 if last else line
            if not _FILLED.match(lower[start : ends[last]].strip()):
                break
            last -= 1
        if last < 0 or last == len(borders):
            return None
        return self._headed(lower[line : ends[last]], number, lower[mention.start : mention.end])

    def _headed(self, head: str, number: Measure, surface: str) -> Measure | None:
        """A number in the unit that the head of its row tells last, nothing where that is a price."""
        unit, at = None, 0
        while at < len(head):
            if head[at] in _SIGNS:
                unit, at = (("money", _SIGNS[head[at]], 1.0), at, at + 1), at + 1
                continue
            inside = at and head[at].isascii() and head[at].isalnum() and head[at - 1].isalnum()
            match = None if inside else self._units.match(head, at)
            end = match[1] if match else at
            whole = end > at + 1 and not (head[end - 1].isascii() and head[end : end + 1].isalpha())
            if match and (whole or head[at:end] == "%"):
                unit, at = (match[0], at, end), end
            else:
                at += 1
        if unit is None:
            return None
        (kind, name, factor), start, end = unit
        if _PRICE.match(head, end) or _PRICED.search(head, 0, start) or (kind == "energy" and "价" in head):
            return None
        if kind == "money" and not _SCALED.search(surface):
            behind, ahead = _SCALE.match(head, end), _SCALE_AHEAD.search(head, 0, start)
            factor *= _scale(behind.lastindex) if behind else _SCALES[ahead[1]] if ahead else 1.0
        return _as(number, kind, name, factor)

    def _of_another(self, lower: str, mention: Mention, number: Measure, known: _Known) -> Measure | None:
        """The value by the quantity that the number goes on with."""
        value = number.value if number.value is not None else number.maximum
        if value is None or (self._counted and self._counted.search(lower, max(0, mention.start - 24), mention.start)):
            return None
        if _MINED.search(lower, max(0, mention.start - 24), mention.start) and not _THING_BEHIND.match(
            lower, mention.end
        ):
            return _as(number, "crypto", _coin(known, mention), 1.0)
        if value >= _ROUND and _SCALED.search(lower[mention.start : mention.end]):
            near = (*known.before(mention.start), *known.behind(mention.end))
            money = next((m.measure for m in near if m.measure and m.measure.kind == "money"), None)
            return _as(number, "money", money.unit, 1.0) if money and money.unit else None
        before = [m for m in islice(known.before(mention.start), _LOOKED_AT) if mention.start - m.end <= _NEAR]
        behind = [m for m in islice(known.behind(mention.end), 1) if m.start - mention.end <= _BEHIND]
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
        theirs = measure.value if measure.value is not None else measure.minimum
        if not theirs or (measure.kind == "count" and value != int(value)):
            return None
        factor = 1.0
        if measure.kind in ("hashrate", "power", "energy"):
            written = self._finder.find(FoldedText.of(_digits(like.text)), bare_numbers=True)
            if written and written[0].measure and written[0].measure.value:
                factor = theirs / written[0].measure.value
        ratio, most = abs(value * factor / theirs), _ALIKE if measure.kind in _FREE else _CLOSE
        return _as(number, measure.kind, measure.unit, factor) if 1 / most <= ratio <= most else None


def _is_vague(lower: str, mention: Mention) -> bool:
    """Whether a tagged number is no quantity where it stands: 数|十亿美元, 两位|数, 三|等库, 两部|分."""
    surface = lower[mention.start : mention.end]
    if surface[:1] in _HAN_SCALES and lower[max(0, mention.start - 1) : mention.start] in ("数", "几"):
        return True
    return _NO_THING.match(lower, mention.start) is not None


def _scale(group: int | None) -> float:
    return {1: 1e6, 2: 1e9, 3: 1e3}[group or 1]


def _coin(known: _Known, mention: Mention) -> str:
    """The coin that was told last before a mention."""
    units = (m.measure.unit for m in known.before(mention.start) if m.measure and m.measure.kind == "crypto")
    return next(units, None) or "BTC"


def _goes_on(like: Mention, lower: str, mention: Mention, value: float) -> bool:
    """Whether a number may be of the kind of another quantity, by how it is written and what stands between."""
    kind = _kind(like)
    if kind in _FREE:
        return True
    grouped = value >= _ALIKE and "," in mention.text
    if not _DIGIT.search(mention.text) or (grouped and kind not in ("energy", "money", "unit_price")):
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


def _as(number: Measure, kind: str, unit: str, factor: float) -> Measure:
    """A number in a unit."""

    def scaled(value: float | None) -> float | None:
        return None if value is None else clean(value * factor)

    return Measure(kind, scaled(number.value), unit, number.bound, scaled(number.minimum), scaled(number.maximum))

"""Numbers whose unit is left out and told by what was said before: 612 bitcoin, up from 540.

Read when all quantities of a text are known. Each number that belongs to none takes the unit of
the quantity before it where a word says how the two belong together, or of the noun it is said of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from nlp.records import Measure
from nlp.resources.values import ValueTables
from nlp.text.lazy import lazy_pattern
from nlp.values.elided import is_grouped, is_more, is_of_blocks, is_of_coins, is_of_people
from nlp.values.joints import is_rate, joined, leads
from nlp.values.numerals import Numeral
from nlp.values.quantity import Quantity, quantity_of
from nlp.values.rows import RowReader
from nlp.values.standing import is_goal, is_of_mining, is_of_model, is_vote, stands_alone
from nlp.values.unit_prices import priced_alike

_YEARS = range(1990, 2050)
_SENTENCE, _NEAR = 140, 260
_LOOK_BACK = 6
_ENDING = lazy_pattern(r"[.;!?](?:\s|$)|\n|[。;!?]")
_PUNCTUATION = r"\+?(?:[,;:)|]|\.(?!\d)|\s?$|\s?\n|\s[-–—]\s|—|\s\("
_RISE = lazy_pattern(
    r"(?:doubl|tripl|quadrupl|ris|rose|grew|grow|jump|climb|increas|drop|fell|fall|declin|decreas|cut|sank|slump|"
    r"surg|soar|expand|went|mov|rais|boost|dip|slip|slid|edg|eas|shr[aiu]nk|advanc|more|less|up|down)[a-z]*"
)
_HASHRATE = lazy_pattern(r"(?<![a-z])hash ?rate(?![a-z])(?! (?:index|price|market))")
_MINED = lazy_pattern(r"(?<![a-z])(?:mined|produced)\s(?:about |roughly |some |just |only |nearly )?$")
_COIN = lazy_pattern(r"(?<![a-z])(?:bitcoins?|btc|hodl)(?![a-z])")
_NAME = lazy_pattern(
    r"(?:,|\band|;|\bwhile|\bbut)\s(?:(?:[A-Z][\w&.'-]*\s){1,3}|the (?:first|second|third|fourth|other|latter)\s)(?:at |with |had |has |held |by )?$"
)
_TO_NUMBER = lazy_pattern(r"\s(?:to|-)\s\d[\d,.]{0,12}(?<!\D)")
_SOME = lazy_pattern(r"\s(?:of (?:them|those|these|which|its own|their own)|more|fewer)(?![a-z])")
_OF_THEM = lazy_pattern(r"\sof (?:them|those|these)(?![a-z])")
_MACHINES = lazy_pattern(r"(?<![a-z])(?:rigs?|machines?|miners?|units?|asics?|servers?)(?![a-z])")
# what has or uses so many of what was counted before: Some 900 people worked there. Now it has 11.
_KEEPS = lazy_pattern(
    r"(?<![a-z])(?:has|have|had|needs|need|needed|uses|used|employs|employed|keeps|kept|counts|counted|hired)\s(?:(?:about|just|only|some|nearly|barely|fewer than)\s)?$"
)
_KEPT = lazy_pattern(r"\.(?:\s|$)|;|\s(?:there|here|now|today|left)(?![a-z])")
_MODEL = lazy_pattern(r"(?<![A-Za-z])[A-Z]{1,3}\d{2,4}(?![\d,])")
# between coins and a number that stands alone: it may count these
_OTHERS = lazy_pattern(
    r"(?<![a-z])(?:rigs?|machines?|servers?|boxes|units|fleet|ordered|orders?|hash ?rate|capacity|shares?|stock|employees|people|staff|jobs|workers|index|points|mw|megawatts?)(?![a-z])"
)
_WORD_BEHIND = lazy_pattern(r"\s[a-z]")
_FROM_NUMBER = lazy_pattern(r"\d\sto\s$")
_NAME_END = lazy_pattern(r"[,;)]|\.(?!\d)|\s?$|\sand\s|\n")
_COUNTED = frozenset(("crypto", "hashrate", "power", "count"))
_THINGS = frozenset(("crypto", "count"))
_MEASURED = _COUNTED | {"energy", "efficiency"}
_CRYPTO = frozenset(("crypto",))
_COUNTS = frozenset(("count",))
_SKIPPED = frozenset(("percent", "multiple", "money", "unit_price"))


Bounded = Callable[[str, Quantity], Quantity]


class _Place(NamedTuple):
    """A number without a unit, and the quantities before it, the last one first."""

    text: str
    folded: str
    numeral: Numeral
    before: Sequence[Quantity]

    def last(self, kinds: frozenset[str], within: int, *, skip: frozenset[str] = _SKIPPED) -> Quantity | None:
        """The last quantity of some kinds before the number, where none but of those to skip stands between."""
        for quantity in self.before:
            if self.numeral.start - quantity.end > within:
                return None
            if quantity.measure.kind in kinds:
                return quantity
            if quantity.measure.kind not in skip:
                return None
        return None

    def sentence(self, start: int) -> str | None:
        """What stands from a place up to the number, None where a sentence ends between."""
        between = self.text[start : self.numeral.start]
        return None if _ENDING.search(between) else between


def _words(table: Mapping[str, tuple[str, ...]], key: str) -> str:
    return "|".join(sorted(table.get(key, ()), key=len, reverse=True))


class LeftOutReader:
    """Reads numbers without a unit with the table of one language."""

    def __init__(self, tables: ValueTables) -> None:
        context = tables.contexts["en"]
        table = context.left_out
        self._rows = RowReader(tables, context)
        self._rules: dict[str, Callable[[_Place], Quantity | None]] = {
            "part": self._part, "compare": self._compare, "change": self._change, "verbs": self._verb,
        }  # fmt: skip
        groups = "|".join(f"(?P<{key}>{_words(table, key)})" for key in self._rules)
        fillers = _words(table, "fillers")
        self._before = lazy_pattern(rf"(?<![a-z-])(?:{groups})\s(?:(?:{fillers})\s){{0,2}}$")
        self._amount = lazy_pattern(
            rf"(?<![a-z])(?:{_words(table, 'amounts')})(?:\s(?:{_words(table, 'amount_links')})){{1,4}}\s$"
        )
        self._counts_time = lazy_pattern(rf"\s(?:{'|'.join(context.not_after)})(?![a-z])")
        self._link = lazy_pattern(rf"(?:(?<![a-z-])(?:{_words(table, 'links')})\s(?:(?:{fillers})\s){{0,2}}|:\s?)$")
        self._noun = lazy_pattern(rf"(?<![a-z])(?:{_words(table, 'nouns')})(?![a-z])")
        self._threshold = lazy_pattern(rf"[\s-](?:{_words(table, 'thresholds')})(?![a-z])")
        self._behind = lazy_pattern(rf"{_PUNCTUATION}|\s(?:{_words(table, 'behind')})(?![a-z]))")

    def read(
        self, text: str, folded: str, found: Sequence[Quantity], numerals: Sequence[Numeral], bounded: Bounded
    ) -> list[Quantity]:
        """The quantities found, and those whose unit is left out, in order."""
        made, index = list(found), 0
        for numeral in numerals:
            while index < len(made) and made[index].end <= numeral.start:
                index += 1
            if index < len(made) and made[index].start < numeral.end:
                continue
            least = 2 if numeral.form == "word" else 1e-9
            if numeral.form == "han" or numeral.value < least or _is_year(text, numeral):
                continue
            place = _Place(text, folded, numeral, made[max(0, index - _LOOK_BACK) : index][::-1])
            following = made[index] if index < len(made) else None
            quantity = self._read(place) or self._lead(place, following) or self._either(place, following)
            quantity = quantity or self._alone(place)
            if quantity:
                made.insert(index, bounded(text, quantity))
        return priced_alike(text, self._in_money(text, made))

    def _in_money(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """The quantities, with millions that are money without a sign as such: revenue of 58.7 million."""
        code = next((quantity.measure.unit for quantity in found if quantity.measure.kind == "money"), None) or "USD"
        for index, quantity in enumerate(found):
            if quantity.rule != "count.large":
                continue
            start = quantity.start
            before = found[index - 1] if index else None
            head = self._before.search(text, max(0, start - 48), start)
            compared = head and head["compare"] and before and before.measure.kind == "money"
            if compared and before and not _ENDING.search(text, before.end, start) and start - before.end < _SENTENCE:
                found[index] = _money(quantity, before.measure.unit or "USD")
            elif self._amount.search(text, max(0, start - 64), start):
                found[index] = _money(quantity, code)
        return found

    def _read(self, place: _Place) -> Quantity | None:
        text, numeral = place.text, place.numeral
        if made := self._rows.read(text, numeral):
            return made
        if is_of_blocks(text, numeral):
            return quantity_of(numeral, numeral.start, numeral.end, "count", "item", rule="count.blocks")
        if self._threshold.match(text, numeral.end):
            return self._mark(place)
        head = self._before.search(text, max(0, numeral.start - 48), numeral.start)
        clause = head and head["part"] and head["part"].startswith("of wh") and _WORD_BEHIND.match(text, numeral.end)
        made = None
        if self._behind.match(text, numeral.end) or (clause and not self._counts_time.match(text, numeral.end)):
            made = self._rules[head.lastgroup or ""](place) if head else None
            made = made or self._alike(place) or self._in_series(place) or self._of_noun(place) or self._named(place)
        return made or self._elided(place)

    def _elided(self, place: _Place) -> Quantity | None:
        """The number that stands for a noun said before: another 2,600, the 143,000 it owns, 19 of the coins."""
        text, numeral = place.text, place.numeral
        start, end = numeral.start, numeral.end
        if is_of_coins(text, numeral):
            like = place.last(_CRYPTO, _NEAR)
            unit = like.measure.unit if like else "BTC"
            return quantity_of(numeral, start, end, "crypto", unit or "BTC", rule="crypto.of")
        if is_more(text, numeral) or is_grouped(text, numeral):
            like = place.last(_THINGS, 2 * _NEAR, skip=_MEASURED | _SKIPPED)
            if like:
                return self._as(place, like, "elided", 1000.0)
        if is_of_people(text, numeral):
            return quantity_of(numeral, start, end, "count", "item", rule="count.whom")
        if _SOME.match(text, end) and numeral.value >= 2 and _OF_THEM.match(text, end):
            window = text[max(0, start - 160) : start]
            machine = _MACHINES.search(window) or _MODEL.search(place.folded[max(0, start - 160) : start])
            return quantity_of(numeral, start, end, "count", "machine" if machine else "item", rule="count.them")
        return None

    @staticmethod
    def _as(place: _Place, like: Quantity, rule: str, apart: float = 60.0) -> Quantity | None:
        """The number in the unit of a quantity, where the two are not too far apart."""
        measure = like.measure
        value = measure.value or measure.maximum or 0.0
        mine = place.numeral.value * like.factor
        if measure.kind == "count" and place.numeral.value % 1:
            return None
        if not value or not value / apart <= mine <= value * apart:
            return None
        numeral = place.numeral
        return quantity_of(
            numeral, numeral.start, numeral.end, measure.kind, measure.unit or "", factor=like.factor,
            rule=f"{measure.kind}.{rule}",
        )  # fmt: skip

    def _compare(self, place: _Place) -> Quantity | None:
        like = place.last(_MEASURED, _SENTENCE)
        return self._as(place, like, "compared") if like and place.sentence(like.end) else None

    def _change(self, place: _Place) -> Quantity | None:
        like = place.last(_MEASURED, _SENTENCE)
        if not like or place.sentence(like.end) is None:
            return None
        rise = _RISE.search(place.text, max(0, like.start - 50), place.numeral.start)
        return self._as(place, like, "compared") if rise else None

    def _part(self, place: _Place) -> Quantity | None:
        like = place.last(_COUNTED, _NEAR)
        whole = like.measure.value if like else None
        if not like or not whole or place.numeral.value * like.factor > whole:
            return None
        return self._as(place, like, "part", 1000.0)

    def _verb(self, place: _Place) -> Quantity | None:
        like = place.last(_CRYPTO, _NEAR)
        if like:
            return self._as(place, like, "done", 1000.0)
        text, numeral = place.text, place.numeral
        if not _MINED.search(text, max(0, numeral.start - 30), numeral.start):
            return None
        if not _COIN.search(text, max(0, numeral.start - 160), numeral.start):
            return None
        return quantity_of(numeral, numeral.start, numeral.end, "crypto", "BTC", rule="crypto.done")

    def _alike(self, place: _Place) -> Quantity | None:
        """More or some of what was counted: 15,200 of them, 2,900 of its own, 5,000 more."""
        if not _SOME.match(place.text, place.numeral.end):
            return None
        like = place.last(_THINGS, 2 * _NEAR, skip=_MEASURED | _SKIPPED)
        return self._as(place, like, "alike", 1000.0) if like else None

    def _in_series(self, place: _Place) -> Quantity | None:
        """The next of a series: 612 BTC in May and 540 in April; of the 612 BTC, 300 were sold."""
        like = place.last(_MEASURED, _SENTENCE)
        between = place.sentence(like.end) if like else None
        if not like or not between or not joined(place.text, like, place.numeral):
            return None
        return self._as(place, like, "series", 1000.0 if is_rate(place.text, place.numeral) else 60.0)

    def _lead(self, place: _Place, following: Quantity | None) -> Quantity | None:
        """The number that leads to a quantity: 478 of the 685 bitcoin, from 41,000 to 56,000 miners."""
        if not following or following.measure.kind not in _MEASURED:
            return None
        return self._as(place, following, "lead") if leads(place.text, place.numeral, following) else None

    def _either(self, place: _Place, following: Quantity | None) -> Quantity | None:
        """The first of two prices or sums that "or" joins: 6 or 7 cents."""
        numeral = place.numeral
        if not following or following.measure.kind not in ("money", "unit_price") or numeral.value >= 1000:
            return None
        joined_by_or = place.text[numeral.end : following.start] == " or "
        return self._as(place, following, "either", 10.0) if joined_by_or else None

    def _mark(self, place: _Place) -> Quantity | None:
        """The number of a threshold of coins: past the 50,000 mark."""
        like = place.last(_CRYPTO, _NEAR)
        return self._as(place, like, "mark", 3.0) if like and place.numeral.value >= 100 else None

    def _of_noun(self, place: _Place) -> Quantity | None:
        """The number of a noun of coins: its bitcoin holdings rose to 10,273."""
        text, start = place.text, place.numeral.start
        floor = max(0, start - 110, place.before[0].end if place.before and not _skipped(place.before[0]) else 0)
        window = text[floor:start]
        cut = max((match.end() for match in _ENDING.finditer(window)), default=0)
        window = window[cut:]
        if (
            not self._link.search(window)
            or "$" in window
            or _FROM_NUMBER.search(window)
            or not self._whole(place, window)
        ):
            return None
        if hashrate := _HASHRATE.search(window):
            like = place.last(frozenset(("hashrate",)), 2 * _NEAR) if hashrate else None
            return self._as(place, like, "noun", 10.0) if like else None
        if not self._noun.search(window):
            return None
        if not _COIN.search(window):
            like = place.last(_CRYPTO, 2 * _NEAR)
            return self._as(place, like, "noun", 1000.0) if like else None
        numeral = place.numeral
        return quantity_of(numeral, start, numeral.end, "crypto", "BTC", rule="crypto.noun")

    def _whole(self, place: _Place, window: str) -> bool:
        """Whether a number is no first part of something else: from 441 to 429 days, a vote of 101 to 42."""
        other = _TO_NUMBER.match(place.text, place.numeral.end)
        return not other or (window.endswith("from ") and bool(self._behind.match(place.text, other.end())))

    def _named(self, place: _Place) -> Quantity | None:
        """The number of a further name in a list: CleanSpark 40.1 EH/s and Riot 33.7."""
        numeral = place.numeral
        if numeral.value < 10 and numeral.value == int(numeral.value):
            return None
        if not _NAME_END.match(place.text, numeral.end) or not _NAME.search(
            place.folded[max(0, numeral.start - 48) : numeral.start]
        ):
            return None
        like = place.last(_COUNTED - {"count"}, _SENTENCE)
        if not like or place.sentence(like.end) is None:
            return None
        return self._as(place, like, "named", 30.0)

    def _alone(self, place: _Place) -> Quantity | None:
        """The number that stands alone among quantities: Larkhash, 419; the hoard: 158; 50 is the mark for June."""
        text, numeral = place.text, place.numeral
        start, end = numeral.start, numeral.end
        if is_of_model(place.folded, numeral):
            return quantity_of(numeral, start, end, "count", "machine", rule="count.model")
        if is_vote(text, numeral):
            return quantity_of(numeral, start, end, "count", "item", rule="count.vote")
        if made := self._kept(place):
            return made
        if is_of_mining(text, numeral):
            return quantity_of(numeral, start, end, "crypto", "BTC", rule="crypto.mining")
        if (
            numeral.form != "arabic"
            or not numeral.plain
            or (text[start] == "0" and text[start + 1 : start + 2].isdigit())
        ):
            return None
        if (like := self._bracketed(place)) or (like := self._like_alone(place)):
            return self._as(place, like, "alone", 1000.0 if like.measure.kind == "crypto" else 10.0)
        return None

    def _kept(self, place: _Place) -> Quantity | None:
        """The number of what was counted in the sentence before: Some 900 people worked there. Now it has 11."""
        text, numeral = place.text, place.numeral
        if numeral.value % 1 or not _KEPT.match(text, numeral.end):
            return None
        if not _KEEPS.search(text, max(0, numeral.start - 32), numeral.start):
            return None
        like = place.last(_COUNTS, _SENTENCE)
        return self._as(place, like, "kept", 1000.0) if like else None

    @staticmethod
    def _bracketed(place: _Place) -> Quantity | None:
        """The figure that a number in brackets right behind compares: 58.4 (52.9)."""
        like = place.before[0] if place.before else None
        if like is None or like.measure.kind not in _MEASURED or place.numeral.start - like.end != 2:
            return None
        text, end = place.text, place.numeral.end
        return like if text.startswith(" (", like.end) and text.startswith(")", end) else None

    @staticmethod
    def _like_alone(place: _Place) -> Quantity | None:
        """The last quantity before a number that stands alone, where the number can only be another of its kind."""
        text, numeral = place.text, place.numeral
        like = place.last(_MEASURED, _NEAR, skip=_SKIPPED | {"count"} if numeral.value % 1 else _SKIPPED)
        if like is None or not stands_alone(text, numeral):
            return None
        value, kind = numeral.value, like.measure.kind
        if kind == "crypto":
            if value < 10 and not value % 1 and not _SOME.match(text, numeral.end):
                return None
            share = place.before[0] if place.before[0].measure.kind == "percent" and value < 100 else None
            if share and _NAME.search(place.folded[max(0, numeral.start - 48) : numeral.start]):
                return share if place.sentence(share.end) is not None else None
            return None if _OTHERS.search(text, like.end, numeral.end + 24) else like
        hashes = kind == "hashrate" and (value >= 10 or value % 1) and is_goal(place.text, place.numeral)
        return like if hashes else None


def _money(quantity: Quantity, code: str) -> Quantity:
    measure = quantity.measure
    made = Measure("money", measure.value, code, measure.bound, measure.minimum, measure.maximum)
    return quantity._replace(measure=made, rule="money.amount")


def _skipped(quantity: Quantity) -> bool:
    return quantity.measure.kind in ("percent", "multiple")


def _is_year(text: str, numeral: Numeral) -> bool:
    return numeral.plain and numeral.value in _YEARS and text[numeral.start : numeral.end].isdigit()

"""When a fact holds: the date of a draft, and whether it is still to come."""

from __future__ import annotations

import bisect
import datetime
import re
from collections.abc import Mapping

from nlp.digests import is_digest
from nlp.encoding import EncodedText, Sentence, Slot
from nlp.schema import Predicate
from nlp.statements.chinese import (
    dates_other,
    is_chinese_aside,
    is_compared,
    is_deadline,
    is_event,
    is_step_back,
    length_told,
    months_of,
    owns,
    speaks_of_now,
)
from nlp.statements.clauses import dated_elsewhere, dates_directly, is_after_doing, is_base, is_other_time
from nlp.statements.drafts import Draft, Way
from nlp.statements.moods import starts_there
from nlp.statements.paired import paired_dates
from nlp.statements.spoken_periods import is_of_now, is_of_other_firm, is_unfinished, last_of, period_spoken_of
from nlp.statements.time_cues import (
    AS_OF,
    BASE_PERIOD,
    COMPARISON,
    EARLIER,
    FIGURES,
    FROM_BASE,
    GREW,
    LASTING,
    TOLD,
    TOLD_BEHIND,
    UP_TO,
)
from nlp.statements.trade_counts import is_of_sales
from nlp.text.lazy import lazy_pattern

_EVENT = lazy_pattern(
    r"\b(?:opened?|opens|opening|launch(?:ed|es|ing)?|began|begun|start(?:ed|s)?|complet(?:ed|es)|acquired|energi[sz]ed|unveil(?:ed|s)|released?|"
    r"introduc(?:ed|es)|exit(?:ed|s|ing)?|deployed|closed|commission(?:ed|s)|announced|broke ground|entered|shut|expand(?:ed|s)?|became|spun)\b"
)
# figures of a day, not of a period
_STOCKS = frozenset({"cash", "assets", "debt", "receivables", "contract_liabilities", "inventory", "market_value"})
_PERIODIC = ("mined", "reported")
_MINES = lazy_pattern(r"产|挖|采|收获")
# [11月3日],X宣布…: the day on which a plan was told
_TOLD_THEN = lazy_pattern(r"[^。;]{0,40}?(?:宣布|表示|称|公告|披露|透露|报[道导]|消息|签|达成|公布|发布|说|批准|通过)")
# what has the date of a period only where the sentence speaks of that
_IN_PERIOD = ("raised", "supplied")
_PLANS = ("operates_in", "has_capacity", "acquired", "relocated_to")
_STATES = ("mined", "reported", "holds", "has_capacity", "raised")


def _is_short(iso: str) -> bool:
    """Whether a date is a day or some days: no period that a firm reports on."""
    first, _, last = iso.partition("/")
    if len(first) < 10:
        return False
    return not last or (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days < 20


# a figure that moved did so in the period that is spoken of
_MOVED = lazy_pattern(
    r"\b(?:rose|grew|reached|increased|climbed|jumped|surged|fell|dropped|declined|averag(?:e|ed|ing)|ended|expanded|hit)\b"
)
# topped [2023]'s $502 million
_OWN_PERIOD = lazy_pattern(r"'s?\s(?:[a-z-]+\s){0,2}")
# 633, 463 and 268 BTC, respectively, in [April]
_OF_ALL = lazy_pattern(r"(?:,?\srespectively)?,?\s(?:(?:in|for|during|at|as of|by)\s)?(?:the\s)?")
# in [May 2021], and Kazakhstan introduced: another subject, another date
_NEW_CLAUSE = lazy_pattern(r",\s(?:and|while|but|whereas)\s(?:the\s)?[\ue043\ue04a\ue041]\s[a-z]")
_WEEKDAY = lazy_pattern(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_TELLS = lazy_pattern(r"\b(?:said|says|posted|reported|announced|disclosed|released|revealed|reports|posts)\b")
# an increase of 56% on its income in [January], a 37% increase from [January]
_GREW_FROM = lazy_pattern(
    r"(?:\b(?:increase|decrease|rise|fall|drop|decline|gain|growth|jump|up|down)\s(?:of\s)?(?:about\s)?\ue070"
    r"|\ue070\s(?:increase|decrease|rise|fall|drop|decline|gain|growth|jump))\s(?:on|over|from)\b[^,;.\ue061-\ue07a]{0,60}$"
)
_PERIOD = lazy_pattern(r"\d{4}-\d{2}$|\d{4}-\d{2}-01/\d{4}-\d{2}-\d{2}$")
# for the year ended [March 31]: the day that a period is named by
_ENDED = lazy_pattern(r"\b(?:year|quarter|months|period)\s(?:ended|ending)\s(?:on )?$")
# in fiscal [2024], the full year [2024]: a year that a firm reports on
_FISCAL = lazy_pattern(r"\b(?:fiscal|full)[\s-](?:year\s)?$")
_CHINESE_PERIOD = lazy_pattern(r"\d{4}$|\d{4}-\d{2}$|\d{4}-\d{2}-01/\d{4}-\d{2}-\d{2}$")
_STOCK_AND_FLOW = ("holds", "mined", "sold_crypto", "pledged")
_THAT_MONTH = lazy_pattern(r"当月|该月")
_UNTIL = lazy_pattern(r"[到至]$")
_REACH = 250
# 据其发布的[2024年]运营业绩报告, in that year: how a paper is called
_PAPER_OF_YEAR = lazy_pattern(r"度?[^,。;:\ue041-\ue07a]{0,8}(?:报告|公告|更新)")
_ITS_PAPER = lazy_pattern(r"(?:发布|公布|披露|提交|更新)(?:了)?的?(?:最新的?)?$")
_SAME_TIMES = lazy_pattern(r"[^,。;\n\ue044]{0,8}同期")
_OWN_TIME = lazy_pattern(r"目前|眼下|如今|当前|现在|\ue044")


class Calendar:
    """The dates of one document, around the day it was written."""

    def __init__(self, encoded: EncodedText, way: Way, today: str | None) -> None:
        self._encoded, self._way, self._today = encoded, way, today
        self._digest = is_digest(encoded)
        self._paired: dict[int, Mapping[int, Slot]] = {}
        self._periods = [slot for slot in encoded.slots.values() if self._is_period(slot)]

    def date(self, draft: Draft, predicate: Predicate) -> Slot | None:
        """The date of a draft: the nearest in its sentence, or the period that the text speaks of."""
        english = draft.is_english
        text, sentence = self._encoded.text, draft.sentence
        if english and predicate.name in LASTING and not _EVENT.search(text, sentence.start, sentence.end):
            return None
        told = self.paired(draft)
        if told is not None:
            return told
        if not english:
            return self._chinese(draft, predicate)
        best = self._nearest(draft)
        spoken_of = period_spoken_of(text, draft) if best is None else None
        if best is None and is_of_now(text, draft):
            return None
        if best is None and predicate.name in (
            "holds",
            "has_capacity",
            "sold_crypto",
            *_PERIODIC,
            *(_IN_PERIOD if spoken_of else ()),
        ):
            moved = predicate.name in _PERIODIC or _MOVED.search(text, sentence.start, sentence.end)
            reach = 4 * _REACH if spoken_of else _REACH if moved else 0
            compared = any(is_base(text, target) for target in draft.fillers.get("object", ()))
            end = sentence.start if compared or predicate.name == "has_capacity" else draft.span[0]
            before = [
                s
                for s in self._periods
                if sentence.start - reach < s.position < end
                and not self._is_telling(s)
                and (s.position >= sentence.start or not self._is_elsewhere(draft, s))
                and not _GREW_FROM.search(text, max(sentence.start - reach, s.position - 80), s.position)
            ]
            best = last_of(spoken_of, before, self._periods, draft)
            if best is None and predicate.name == "reported" and not _STOCKS.intersection(draft.literals.values()):
                # the period that a report is about
                best = next((s for s in self._periods if s.position < sentence.start), None)
                best = None if best is not None and self._is_elsewhere(draft, best) else best
        return best

    def _is_elsewhere(self, draft: Draft, slot: Slot) -> bool:
        """Whether an English period before the sentence is not over yet, or one of another firm."""
        return is_unfinished(draft, slot, self._today) or is_of_other_firm(self._encoded, draft, slot)

    def _is_telling(self, date: Slot) -> bool:
        """Whether an English date is when a firm told its figures: [Last week], X reported revenue of …."""
        return _is_short(iso_of(date)) and TOLD_BEHIND.match(self._encoded.text, date.position + 1) is not None

    def paired(self, draft: Draft) -> Slot | None:
        """The date of a draft's object in a list of figures that has a list of as many dates."""
        sentence = draft.sentence
        dates = self._paired.get(sentence.start)
        if dates is None:
            dates = paired_dates(self._encoded.text, sentence.slots, sentence.start, sentence.end)
            if not dates and _SAME_TIMES.match(self._encoded.text, sentence.start):
                # 2017年和2018年…分别为…。同期净利润分别为…: the dates of the sentence before
                before = self._encoded.sentences[max(0, self._encoded.number_of(sentence) - 1)]
                told = [*(s for s in before.slots if s.type == "D"), *sentence.slots]
                dates = paired_dates(self._encoded.text, told, sentence.start, sentence.end)
            self._paired[sentence.start] = dates
        return next((dates[s.position] for s in draft.fillers.get("object", ()) if s.position in dates), None)

    def _chinese(self, draft: Draft, predicate: Predicate) -> Slot | None:
        text, sentence = self._encoded.text, draft.sentence
        if predicate.name == "subsidiary_of" or (
            predicate.name in LASTING and not is_event(text, sentence.start, draft.anchor, sentence.end)
        ):
            return None
        if starts_there(text, draft):
            return None
        best = self._nearest(draft) or self._leading(draft)
        if predicate.name == "holds" and best is not None and self._is_of_output(draft, best):
            return None
        if predicate.name in ("has_capacity", "operates_in") and best is not None and self._is_of_news(draft, best):
            return None
        if predicate.name in _PERIODIC:
            best = self._of_length(draft, best or self._told_inside(draft))
        stock = predicate.name == "holds" or (
            predicate.name == "reported" and bool(_STOCKS.intersection(draft.literals.values()))
        )
        if best is None and (stock or (predicate.name in ("pledged", "has_capacity") and self._goes_on(sentence))):
            best = self._day_before(sentence)
        if best is None and predicate.name in ("mined", "sold_crypto"):
            day = self._day_before(sentence)
            best = day if day is not None and self.is_that_month(draft, day) else None
        if best is None and (predicate.name in (*_PERIODIC, "sold_crypto") or is_of_sales(draft)):
            return None if self.is_of_state(draft) else self._period_before(sentence)
        return best

    def is_of_state(self, draft: Draft) -> bool:
        """Whether a sentence on sold coins has a state or body at its head, of which the one before has not spoken."""
        sentence = draft.sentence
        head = next(iter(sentence.slots), None)
        if (
            draft.predicate != "sold_crypto"
            or head is None
            or head.type not in "AJ"
            or head.position > sentence.start + 4
        ):
            return False
        at = bisect.bisect_left(self._encoded.starts, sentence.start)
        return bool(at) and all(s.ref != head.ref for s in self._encoded.sentences[at - 1].slots)

    def _is_of_output(self, draft: Draft, date: Slot) -> bool:
        """Whether a period is that of the coins of another clause: [2月]产出86枚,总持仓增至1,793枚."""
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)
        if not months_of(date) or date.position > target or "," not in self._encoded.text[date.position : target]:
            return False
        between = self._encoded.text[date.position : target]
        return "期末" not in between and bool(_MINES.search(between)) and "\ue062" in between

    def _is_of_news(self, draft: Draft, date: Slot) -> bool:
        """Whether a day is the one on which a firm told or signed something: [8月14日]宣布与X签约,提供[200MW]."""
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)
        told = _TOLD_THEN.match(self._encoded.text, date.position + 1, target)
        return months_of(date) == 0 and bool(told) and "," in self._encoded.text[date.position : target]

    def _told_inside(self, draft: Draft) -> Slot | None:
        """The last period that the sentence has named before the figure, however far: [一季度]收入3亿元,其中…,…."""
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)
        if _STOCKS.intersection(draft.literals.values()):
            return None
        told = [s for s in draft.sentence.slots if s.type == "D" and s.position < target and months_of(s)]
        return told[-1] if told and not self._unfit(draft, told[-1]) else None

    def _of_length(self, draft: Draft, best: Slot | None) -> Slot | None:
        """The period named before that is as long as the one that the clause speaks of: 全年, 当季; else the one found."""
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)
        months = length_told(self._encoded.text, draft.sentence.start, target)
        if months == 1 and best is None:
            best = self._day_before(draft.sentence)  # 截至[10月31日]持有…。当月产出…
        if not months or (best is not None and months_of(best) == months):
            return best
        floor = max(0, draft.sentence.start - 2 * _REACH)
        if self._digest:
            floor = max(floor, self._encoded.text.rfind("\n", 0, draft.sentence.start) + 1)
        fit = [
            slot
            for slot in self._encoded.slots.values()
            if slot.type == "D"
            and floor <= slot.position < target
            and months_of(slot) == months
            and not is_compared(self._encoded.text, slot)
        ]
        return fit[-1] if fit else best

    def is_that_month(self, draft: Draft, date: Slot) -> bool:
        """Whether a Chinese figure is one of the month that a date before its sentence names: 当月产出[629枚]."""
        if date.position >= draft.sentence.start:
            return False
        target = min((s.position for s in draft.fillers.get("object", ())), default=draft.anchor)
        return draft.predicate in (*_PERIODIC, "sold_crypto") and bool(
            _THAT_MONTH.search(self._encoded.text, draft.sentence.start, target)
        )

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether only a semicolon stands between a sentence and the one before."""
        return self._encoded.text[max(0, sentence.start - 1) : sentence.start] == ";"

    def _day_before(self, sentence: Sentence) -> Slot | None:
        """The day that the sentence right before, in the same paragraph, gives a stand of: 截至[9月30日]."""
        text = self._encoded.text
        at = bisect.bisect_left(self._encoded.starts, sentence.start)
        if not at or self._encoded.sentences[at - 1].paragraph != sentence.paragraph:
            return None
        if _OWN_TIME.search(text, sentence.start, sentence.end):
            return None
        days = [
            s
            for s in self._encoded.sentences[at - 1].slots
            if s.type == "D" and UP_TO.search(text, max(0, s.position - 4), s.position)
        ]
        return days[-1] if days else None

    def _leading(self, draft: Draft) -> Slot | None:
        """The date that a Chinese sentence opens with, which holds for all its clauses."""
        for slot in draft.sentence.slots:
            if slot.type == "D" and slot.position < draft.anchor:
                head = self._encoded.text[draft.sentence.start : slot.position]
                return None if len(head) > 8 or "," in head or self._unfit(draft, slot) else slot
        return None

    def _period_before(self, sentence: Sentence) -> Slot | None:
        """The reporting period that the text speaks of when a sentence begins."""
        text = self._encoded.text
        floor = max(0, sentence.start - 2 * _REACH)
        if self._digest:
            floor = max(floor, text.rfind("\n", 0, sentence.start) + 1)
        before = [
            slot
            for slot in self._encoded.slots.values()
            if slot.type == "D"
            and slot.position < sentence.start
            and _CHINESE_PERIOD.match(iso_of(slot))
            and not is_compared(text, slot)
            and not text.startswith("单", slot.position + 1)  # 二季度单季: only an aside
            and not FROM_BASE.search(text, max(0, slot.position - 3), slot.position + 3)
        ]
        near = [slot for slot in before if slot.position >= floor]
        near = [slot for slot in near if not is_step_back(slot)] or near
        opening = [slot for slot in near if self._opens(slot)]
        found = opening or near
        return found[-1] if found else None

    def _opens(self, slot: Slot) -> bool:
        """Whether a date stands at the head of its sentence, so that it holds for what follows."""
        at = bisect.bisect_right(self._encoded.starts, slot.position) - 1
        head = self._encoded.text[self._encoded.starts[at] : slot.position]
        return len(head) <= 12 and "," not in head

    def _unfit(self, draft: Draft, slot: Slot) -> bool:
        """Whether a date in a Chinese sentence dates something else."""
        text, sentence = self._encoded.text, draft.sentence
        if is_chinese_aside(text, slot) or (draft.predicate == "regulates" and is_deadline(text, slot)):
            return True
        if (
            self._today
            and iso_of(slot) == self._today[:4]
            and _PAPER_OF_YEAR.match(text, slot.position + 1)
            and _ITS_PAPER.search(text, max(sentence.start, slot.position - 8), slot.position)
        ):
            return True
        coming = self._today and iso_of(slot).partition("/")[0] > self._today
        if coming and draft.predicate in _STOCK_AND_FLOW and any(c in text[slot.position : draft.anchor] for c in ",;"):
            return True
        told = draft.fillers.get("object") or draft.fillers.get("hashrate") or draft.fillers.get("count")
        targets = told or ()
        places = [s.position for s in targets] or [draft.anchor]
        if is_compared(text, slot) and (
            any(c in text[slot.position : max(places)] for c in ",;")
            or any(GREW.fullmatch(text, slot.position + 1, target.position) for target in told or ())
        ):
            return True
        return any(
            dates_other(self._encoded, sentence.slots, target, slot)
            or speaks_of_now(text, sentence.start, target.position, slot)
            for target in targets
        )

    def _is_period(self, slot: Slot) -> bool:
        """Whether a date is a period that is spoken of, not one that is only compared with."""
        if slot.type != "D":
            return False
        ended = _ENDED.search(self._encoded.text, max(0, slot.position - 24), slot.position)
        if not (ended or _PERIOD.match(iso_of(slot)) or self._is_fiscal(slot)):
            return False
        if self._today and iso_of(slot)[:10] > self._today:
            return False
        surface = slot.mention.text.lower() if slot.mention else ""
        before = self._encoded.text[max(0, slot.position - 70) : slot.position]
        return not (EARLIER.search(surface) or BASE_PERIOD.search(before))

    def _is_fiscal(self, slot: Slot) -> bool:
        """Whether a year is an English firm's own: fiscal 2024, FY2024, full-year 2024."""
        if len(iso_of(slot)) != len("2025") or slot.mention is None:
            return False
        if slot.mention.text.lower().startswith(("fy", "full", "the full")):
            return True
        return _FISCAL.search(self._encoded.text, max(0, slot.position - 14), slot.position) is not None

    def _nearest(self, draft: Draft) -> Slot | None:
        text = self._encoded.text
        english = draft.is_english
        taken = {s.position for name, slots in draft.fillers.items() for s in slots if name.endswith("date")}
        targets = draft.fillers.get("object", ())
        anchors = [s.position for s in targets] + [draft.span[0]]
        best: tuple[float, Slot] | None = None
        for slot in draft.sentence.slots:
            if slot.type != "D" or slot.position in taken or is_other_time(text, slot):
                continue
            if not english and self._unfit(draft, slot):
                continue
            if english and _is_of_relative(text, draft, slot):
                continue
            if any(dated_elsewhere(text, draft.sentence.slots, target, slot) for target in targets):
                continue
            if self._is_no_period_of(draft, slot):
                continue
            if english and draft.predicate in FIGURES and any(is_after_doing(text, t, slot) for t in targets):
                continue
            grew = english and _GREW_FROM.search(text, max(0, slot.position - 80), slot.position)
            if grew and not any(_OWN_PERIOD.fullmatch(text, slot.position + 1, target.position) for target in targets):
                continue
            day = len(iso_of(slot)) == len("2025-01-31")
            if day and draft.predicate in _STATES and TOLD.search(text, max(0, slot.position - 60), slot.position):
                continue
            if any(self._compares(target, slot) for target in targets):
                continue
            cost = min(self._distance(slot.position, anchor) for anchor in anchors)
            if draft.group and _OF_ALL.fullmatch(text, draft.group[-1].position + 1, slot.position):
                cost = 0.0
            if any(dates_directly(text, target, slot) for target in targets):
                cost = 0.0
            if any(_OWN_PERIOD.fullmatch(text, slot.position + 1, target.position) for target in targets):
                cost = -1.0
            if not english and any(owns(text, slot, target) for target in targets):
                cost = -1.0
            if best is None or cost < best[0]:
                best = (cost, slot)
        return best[1] if best and best[0] < 26 else None

    def _is_no_period_of(self, draft: Draft, date: Slot) -> bool:
        """Whether a date is a day on which something stood or was told, and the fact runs over a period."""
        if draft.predicate not in ("mined", "reported") or _STOCKS.intersection(draft.literals.values()):
            return False
        text, sentence = self._encoded.text, draft.sentence
        if draft.is_english and self._is_telling(date):
            return True
        if (
            draft.is_chinese
            and UP_TO.search(text, max(0, date.position - 4), date.position)
            and date.position > min((s.position for s in draft.fillers.get("object", ())), default=date.position)
        ):
            return True  # EBITDA为负1亿元,截至[季末]现金…: the day of the next figure
        if AS_OF.search(text, max(0, date.position - 12), date.position):
            return True
        weekday = date.mention is not None and bool(_WEEKDAY.search(date.mention.text))
        return weekday and bool(_TELLS.search(text, sentence.start, sentence.end))

    def _compares(self, target: Slot, date: Slot) -> bool:
        """Whether a date after the target tells when the figure was so that the target is compared with."""
        if date.position < target.position or target.type not in "mbhwnp":
            return False
        text = self._encoded.text
        return bool(COMPARISON.search(text, max(target.position + 1, date.position - 80), date.position))

    def _distance(self, one: int, other: int) -> float:
        """The way from a date to what it dates; what follows it after a comma is another clause's."""
        if one < other:
            turn = 14.0 if _NEW_CLAUSE.search(self._encoded.text, one, other) else 0.0
            return self._way.cost(one + 1, other) + turn
        cost = self._way.cost(other + 1, one)
        return cost + (3.0 if cost < 4.0 or "," not in self._encoded.text[other:one] else 14.0)

    def without_day_told(self, draft: Draft) -> None:
        """Takes the day of the news from a plan, which has no other date than the one when it is to come true."""
        if draft.predicate not in _PLANS or not self._today:
            return
        text = self._encoded.text
        draft.fillers["date"] = [
            slot
            for slot in draft.fillers.get("date", ())
            if len(iso_of(slot)) != len("2025-01-31")
            or iso_of(slot) > self._today
            or not _TOLD_THEN.match(text, slot.position + 1, draft.span[0])
        ]

    def is_ahead(self, draft: Draft) -> bool:
        """Whether the date of a draft lies after the day of the document."""
        today = self._today
        if not today:
            return False
        dates = draft.fillers.get("date", ())
        if draft.predicate == "regulates":
            dates = [s for s in dates if not _UNTIL.search(self._encoded.text, s.position - 2, s.position)]
        # a firm's own year may begin months before the calendar's
        next_year = str(int(today[:4]) + 1)
        dates = [s for s in dates if not (iso_of(s) == next_year and self._is_fiscal(s))]
        starts = [iso_of(slot).partition("/")[0] for slot in dates]
        return any(start and start > today[: len(start)] for start in starts)


# X, which held 10 BTC at the end of [March], sold shares: the date is of what the relative clause tells
_WHICH = lazy_pattern(r",\s(?:which|who|whose)\s[^,]*\Z")


def _is_of_relative(text: str, draft: Draft, date: Slot) -> bool:
    """Whether a date stands in a relative clause that is over when a draft's trigger comes."""
    return "," in text[date.position : draft.span[0]] and bool(
        _WHICH.search(text[draft.sentence.start : date.position])
    )


def iso_of(slot: Slot) -> str:
    """The ISO form of a date, empty where it has none."""
    return (slot.mention.iso or "") if slot.mention else ""

"""By how much a figure rose or fell, and against what: yoy, qoq and their falls."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.schema import Predicate
from nlp.statements.chinese import compared_with, is_chinese_base, is_earlier
from nlp.statements.clauses import is_base
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern
from nlp.values.calendar_periods import is_quarter

Cues = Mapping[str, re.Pattern[str]]

_AGAINST = lazy_pattern(
    r"\b(?:from|compared (?:to|with)|versus|vs\.?|over|than|on|against|in)\s"
    # up 18% from $37 million in the year before, 27% compared to the 1,395 BTC it produced during that period in 2022
    r"(?:(?:the |about |around |roughly |nearly |just |over )*[\ue06d\ue062]\s(?:(?:we|it|\ue063|that|was|were|which|had|been) ){0,3}"
    r"(?:(?:mined|produced|earned|generated|recorded|reported|made|posted) )?)?(?:in\s|for\s|during\s|over\s)?(?:the\s)?$"
)
# $29 million against $24 million in H1 2023, an [18%] increase
_CHANGE_NOUN = lazy_pattern(
    r"\s(?:[a-z-]+ )?(?:increase|rise|jump|growth|surge|gain|improvement|decline|decrease|drop|fall|reduction|higher|lower|more|less)\b"
)
_CHANGE_VERB = lazy_pattern(
    r"\b(?:up|down|rose|grew|fell|dropped|increased|decreased|increase of|rise of|growth of|gain of|jump of|decrease of|decline of|drop of|fall of)\s"
    r"(?:by )?(?:about |around |roughly |nearly |some |over |more than )?\Z"
)
_YEAR_AGO = lazy_pattern(
    r"\b(?:(?:last|previous|prior|preceding|a|one) year|year[- ](?:ago|earlier|prior|before)|same (?:period|quarter|month|time))\b"
)
_QUARTER_AGO = lazy_pattern(r"\b(?:last|previous|prior|preceding) quarter\b")
# slipped to 31% from [47%]: what a figure was before is no change
_WAS = lazy_pattern(
    r"\b(?:from|compared (?:to|with)|versus|vs\.?|(?:well|far|just|slightly) (?:below|above)|(?:below|above|than) the)\s"
    r"(?:about |around |roughly |nearly |just |a |an |the )*$"
)
# 环比下降40%,较2021年同期的5亿元[下降25%]: what is said of the percent before
_NEW_BASE = lazy_pattern(r"^.*[\ue070\ue078][,;]?(?:并|且|同时|亦|也|而)*(?=较|比\s?\ue044|相较)")
# how far behind a percent a cue may stand: right beside it, and where only words lie between
_NEAR, _FAR = 24, 44
_WORDS_ALONE = lazy_pattern(r"[a-z' -]*")
# a 27% year-over-year [drop] in revenue, a 27% year-over-year revenue [decline]
_NOUN_BEHIND = lazy_pattern(r"\s(?:(?:revenue|sales|production|output|profit|net|gross|total)\s)*")


def change_role(
    text: str, sentence: Sentence, slot: Slot, left: int, stop: int, cues: Cues, date: Slot | None = None
) -> str | None:
    """The role of a percent or a multiple: by cue words around it, or by the date that it is measured against."""
    before = text[max(left, slot.position - 30) : slot.position]
    if _WAS.search(before) or _is_against_month(text, sentence.slots, slot):
        return None
    after = text[slot.position + 1 : min(stop, slot.position + 1 + _FAR)]
    before = _NEW_BASE.sub("", before)
    role = _by_cue(before, after, cues)
    if role is not None:
        return role
    seen = compared_with(text, sentence.slots, slot, date)
    if seen is not None:
        return seen + ("_fall" if "fall" in cues and cues["fall"].search(before[-14:]) else "")
    told = _FROM_IT.search(before)
    if told is not None:
        against = _kind_of_base(text, sentence.slots, slot.position - len(before) + told.start("date"))
        if against is not None:
            return against + ("_fall" if told["fall"] else "")
    grown = _BY_ITSELF.search(before)
    if grown and any(_is_base_year(text, other, date) for other in sentence.slots if other.position < slot.position):
        return "yoy_fall" if grown["fall"] else "yoy"  # 从[2023年]的1亿元增至2亿元,增长了[一倍]
    base = _by_date(text, sentence.slots, slot, date) or _by_date_before(text, sentence.slots, slot, date)
    fall = cues.get("fall")
    if base is None or fall is None:
        return None
    # up 20% from Q2 [and down 11% from …]: the next change
    own = after[:24].partition(",")[0].partition(" and ")[0]
    return base + ("_fall" if fall.search(before[-24:]) or fall.search(own) else "")


def _kind_of_base(text: str, slots: Sequence[Slot], at: int) -> str | None:
    """Yoy or qoq by the date of the figure that a Chinese one is compared with: 去年同期, 上季度."""
    base = next((s for s in slots if s.position == at and s.mention is not None), None)
    if base is None or base.mention is None:
        return None
    if _STEP_BACK.match(base.mention.text):
        return "qoq"
    return "yoy" if _YEAR_BACK.search(base.mention.text) or text.startswith("同期", at + 1) else None


_YEAR_BACK = lazy_pattern(r"同期|同月|同季|[去上前]年|一年前")
_STEP_BACK = lazy_pattern(r"[上前]一?个?(?:财政?)?季")


def _by_date(text: str, slots: Sequence[Slot], slot: Slot, date: Slot | None) -> str | None:
    for other in slots:
        if other.type in "px" and slot.position < other.position:
            return None
        if other.type != "D" or not slot.position < other.position < slot.position + 80 or other.mention is None:
            continue
        if not _AGAINST.search(text, slot.position, other.position):
            continue
        words = other.mention.text.lower()
        if _YEAR_AGO.search(words) or _is_year_before(other, date):
            return "yoy"
        if _QUARTER_AGO.search(words) or _is_quarter_before(other, date):
            return "qoq"
    return None


def _by_date_before(text: str, slots: Sequence[Slot], slot: Slot, date: Slot | None) -> str | None:
    """What a percent is told against where the figure compared stands before it: $29 million against $24 million in H1 2023, up [18%]."""
    at = slot.position
    if not (_CHANGE_NOUN.match(text, at + 1) or _CHANGE_VERB.search(text, max(0, at - 40), at)):
        return None
    before = [other for other in slots if other.type == "D" and at - 40 < other.position < at]
    if not before or before[-1].mention is None or before[-1] is date:
        return None
    base = before[-1]
    if not _AGAINST_SUM.search(text, max(0, base.position - 60), base.position):
        return None
    if _is_year_before(base, date) or _YEAR_AGO.search(base.mention.text.lower() if base.mention else ""):
        return "yoy"
    return "qoq" if _is_quarter_before(base, date) else None


# against [$24 million] in …
_AGAINST_SUM = lazy_pattern(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|from)\s(?:about |around |roughly |approximately |a |the |revenues? of |net loss of )*"
    r"[\ue06d\ue062]\s(?:(?:mined|produced|reported|recorded|earned) )?(?:in|for|during|over)\s(?:the\s)?\Z"
)


def _is_quarter_before(slot: Slot, date: Slot | None) -> bool:
    """Whether one date is the quarter right before the other, which is a quarter as well."""
    one = slot.mention.iso if slot.mention else None
    other = date.mention.iso if date and date.mention else None
    if not one or not other or not is_quarter(one) or not is_quarter(other):
        return False
    return int(one[:4]) * 12 + int(one[5:7]) + 3 == int(other[:4]) * 12 + int(other[5:7])


_MONTH_AGO = lazy_pattern(r"\b(?:(?:last|previous|prior|preceding) month|month (?:before|earlier|prior))\b")


def _is_against_month(text: str, slots: Sequence[Slot], slot: Slot) -> bool:
    """Whether an English percent is told against the month before: neither yoy nor qoq."""
    behind = [s for s in slots if slot.position < s.position < slot.position + 60 and s.type in "pxD"]
    if not behind or behind[0].type != "D" or behind[0].mention is None:
        return False
    against = _AGAINST.search(text, slot.position, behind[0].position)
    return against is not None and _MONTH_AGO.search(behind[0].mention.text.lower()) is not None


def _is_year_before(slot: Slot, date: Slot | None) -> bool:
    """Whether one date is the other, a year before."""
    one = slot.mention.iso if slot.mention else None
    other = date.mention.iso if date and date.mention else None
    if not one or not other or len(one) != len(other) or not other[:4].isdigit() or not one[:4].isdigit():
        return False
    return int(one[:4]) + 1 == int(other[:4]) and one[4:10] == other[4:10]


# 去年同期为[1亿元],增长[91%]: against the figure right before
_FROM_IT = lazy_pattern(
    r"(?P<date>\ue044)(?:的|则|仅|还|为|是|录得|约|只有|同期|有|\s)*[\ue06d\ue062\ue068\ue077\ue06e]\)?,(?:则|仍|均|也|大幅|大|再|合|即)*"
    r"(?:增长|增加|增幅|涨幅|升幅|提升|提高|上升|上涨|猛增|激增|飙升|增|升|涨|(?P<fall>下降|下滑|减少|降低|下跌|缩减|降幅|跌幅|减幅|锐减|骤降|降|减|跌))(?:了|约|近|达|为|超过|超|逾|幅度|高达|到)*$"
)
# 增加了[3.5倍]: against what is told before
_BY_ITSELF = lazy_pattern(r"(?:增加|增长|上升|提高|(?P<fall>减少|下降|下滑|降低))(?:了|约|近|超过|逾|超|达)*\s?$")
_SETS_OUT = lazy_pattern(r"(?:从|由)\s?$")


def _is_base_year(text: str, slot: Slot, date: Slot | None) -> bool:
    """Whether a date is the year before another one, from which a Chinese figure rose or fell: 从[2023年]的…."""
    return (
        slot.type == "D"
        and _is_year_before(slot, date)
        and _SETS_OUT.search(text, max(0, slot.position - 3), slot.position) is not None
    )


# … and more than [30%]: the second change of a list
_ANOTHER = lazy_pattern(r"\b(?:and|or|but|while)\s(?:[a-z]+\s){0,3}$")


def _by_cue(before: str, after: str, cues: Cues) -> str | None:
    fall = cues.get("fall")
    base = None
    behind: re.Match[str] | None = None
    for name in ("yoy", "qoq"):
        pattern = cues.get(name)
        # 20% year-over-year and 30% [sequentially]
        found = pattern.match(after, 1) if pattern and after.startswith(" ") else None
        if found and _ANOTHER.search(before):
            fell = fall is not None and fall.search(before[-14:])
            return name + ("_fall" if fell else "")
    for name in ("yoy", "qoq"):
        pattern = cues.get(name)
        if pattern:
            hits = [m.start() for m in pattern.finditer(before)]
            if hits and (base is None or hits[-1] > base[1]):
                base = (name, hits[-1])
    if base is None:
        for name in ("yoy", "qoq"):
            pattern = cues.get(name)
            found = pattern.search(after) if pattern else None
            if found and _reaches(after, found):
                behind = found
                base = (name, 0)
                break
    if base is None:
        return None
    if behind and fall and _is_fall_behind(after, behind, fall):
        return base[0] + "_fall"
    tail = before[base[1] :] if base[1] else before[-14:]
    falling = bool(fall and (fall.search(tail) or fall.match(after[:12].lstrip())))
    return base[0] + ("_fall" if falling else "")


_OTHER_CHANGE = lazy_pattern(r"\b(?:and|but|while|or)\s(?:[a-z]+\s){0,3}[\ue070\ue078]")


def _reaches(after: str, cue: re.Match[str]) -> bool:
    """Whether a cue behind a percent is its own: no comma lies between, and far off nothing but words."""
    if _OTHER_CHANGE.search(after, 0, cue.start()):
        return False  # 8.8% from September and up [535%] YoY: the cue of the next one
    if cue.end() <= _NEAR:
        return "," not in after[: cue.start()]
    return _WORDS_ALONE.fullmatch(after, 0, cue.start()) is not None


# 同比、环比均下降[9%]: one change against both
_AGAINST_BOTH = lazy_pattern(
    r"(?:同比(?:和|与|及|以及|、|,)?环比|环比(?:和|与|及|以及|、|,)?同比|同环比)(?:均|都|双双|皆|各)*[^,;。\ue041-\ue07a]{0,8}$"
)
_PAIR = {
    **dict.fromkeys(("yoy", "qoq"), ("yoy", "qoq")),
    **dict.fromkeys(("yoy_fall", "qoq_fall"), ("yoy_fall", "qoq_fall")),
}


def _is_fall_behind(after: str, cue: re.Match[str], fall: re.Pattern[str]) -> bool:
    """Whether a percent is called a fall behind it: a 61% drop compared to the year before, a 27% year-over-year drop."""
    noun = _NOUN_BEHIND.match(after, cue.end())
    called = fall.search(after, 0, cue.start()) if _WORDS_ALONE.fullmatch(after, 0, cue.start()) else None
    return called is not None or (noun is not None and fall.match(after, noun.end()) is not None)


_DIFFERENCE = lazy_pattern(
    r"\b(?:up|down|(?:increase|decrease|rise|growth|decline|drop|fall|reduction) of)\s(?:by )?(?:about |around |roughly |approximately )?\Z"
)


def add_changes(draft: Draft, predicate: Predicate, encoded: EncodedText, cues: Cues) -> None:
    """yoy, qoq and their falls: percents and multiples after the object, by their cue words."""
    if "yoy" not in predicate.qualifiers:
        return
    targets = draft.fillers.get("object") or draft.fillers.get("hashrate") or draft.fillers.get("count")
    if not targets:
        return
    text, sentence = encoded.text, draft.sentence
    if is_base(text, targets[-1]):
        return
    _add_led(draft, encoded, targets[-1], cues)
    start = targets[-1].position
    stop = sentence.end
    # a sale may be told by several words, the last of them far behind its figure
    floor = start + 1 if draft.predicate == "supplied" and targets[-1].type in "hnk" else draft.span[1]
    growth = "_growth" in draft.frame_id or ("_of_list" in draft.frame_id and targets[-1].type == "p")
    if not growth and not draft.is_english and is_chinese_base(text, sentence.slots, targets[-1]):
        return
    for slot in sentence.slots:
        if slot.position > start and slot.type == targets[-1].type and slot.type in "mb":
            if is_chinese_base(text, sentence.slots, slot) or is_earlier(sentence.slots, targets[-1], slot):
                continue
            if _DIFFERENCE.search(text, max(0, slot.position - 30), slot.position):
                continue  # up $5 million, or 14%, from Q2 2021
            if is_base(text, slot):
                continue  # a 76% increase from $29 million in June and a 90% increase year-over-year
            stop = slot.position
            break
    for slot in sentence.slots:
        itself = slot.position == start
        if slot.type not in "px" or itself != growth:
            continue
        if not itself and not floor <= slot.position < stop:
            continue
        if not itself and _RATE.search(text, max(0, slot.position - 8), slot.position):
            continue
        left = sentence.start if itself else min(start, draft.span[0])
        date = next(iter(draft.fillers.get("date", ())), None)
        role = change_role(text, sentence, slot, left, sentence.end if itself else stop, cues, date)
        both = role and _AGAINST_BOTH.search(text, max(left, slot.position - 24), slot.position)
        for against in _PAIR[role] if both and role else (role,):
            if against and not draft.fillers.get(against):
                draft.fillers[against] = [slot]


# 环比少一成,毛利率[28%]: a figure of its own
_RATE = lazy_pattern(r"(?:率|份额|占比|比重|占|持股)(?:则|为|是|达|约|到|升至|降至)*$")
# 同比增长[92%]至2.5亿美元: the change before the figure
_LED = lazy_pattern(r"[\ue070\ue078](?:,)?(?:至|到|达到?|升至|增至|降至|为)(?:约|近|逾|超过|了)*$")


def _add_led(draft: Draft, encoded: EncodedText, target: Slot, cues: Cues) -> None:
    """The change that stands right before a Chinese figure and leads to it."""
    if draft.is_english:
        return
    led = _LED.search(encoded.text, max(0, target.position - 8), target.position)
    slot = encoded.slots.get(led.start()) if led else None
    if slot is None or slot is target:
        return
    role = _by_cue(encoded.text[max(draft.sentence.start, slot.position - 16) : slot.position], "", cues)
    if role and not draft.fillers.get(role):
        draft.fillers[role] = [slot]

"""What looks like a date and is none: 2021 miners, may, 29日均."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nlp.text.lazy import lazy_pattern

# a season alone: in the autumn, but not in the summer heat
_IN_THE = lazy_pattern(
    r"\b(?:in|by|during|since|until|through|after|before|over|for|from|throughout)\s$", re.IGNORECASE
)
_BY, _ALONE = (
    lazy_pattern(r"\b(?:by|until|till|before|after|come|since|from|in|during|than)\s$", re.IGNORECASE),
    lazy_pattern(r"\s?(?:[,.;:!?)\n\"”]|$)"),
)
_NO_NOUN = lazy_pattern(
    r"[,.;:!?)\n]|$|\s(?:that|when|from|and|but|as|with|after|before|to|for|at|of|it|they|on|in|into|by|whether|while|though"
    r"|because|so|or|last|this|is|was|were|are|will|would|had|has|have|which|under|over|until|than|its|their|a|an|the)\b",
    re.IGNORECASE,
)
# a name of three words around what could be a month: Tan Jun Wei
_SURNAME = lazy_pattern(r"\s[A-Z][a-z]+(?:[\s.,'’]|[\u4e00-\u9fff]|$)")
_GIVEN = lazy_pattern(r"[A-Z][a-z]+\s$")


_NO_YEAR_BEHIND = lazy_pattern(
    r"\s?(?:[〕\])】]\s?第?\d{1,5}\s?号|[%$€£]|usd|btc|eth|mw|gw|ph/|eh/|th/|miners|machines|units|shares|bitcoin|,\d|\.\d|\s?(?!的)[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_NO_YEAR_BEFORE = lazy_pattern(r"(?:[$€£#.,\d/]|(?<!\d{4})-)$|\bheight\s$|\bblock\s$")
# the year of an event or a law is part of its name: at Hashforum 2031, the 2031 Hash Summit, the Coinage Act of 1933
_ACT_BEFORE = lazy_pattern(r"\b(?:Act of|Bill)\s$")
_NAME_BEFORE = lazy_pattern(r"\b(?:[Aa]t|[Tt]he|[a-z]+['’]s?)\s(?:[A-Z][\w'’]+\s)?(?!Fiscal|Year)[A-Z]\w{3,}\s$")
# Istanbul Chain Week 2031
_EVENT_BEFORE = lazy_pattern(
    r"\b[A-Z]\w+\s(?:Week|Days|Conference|Summit|Forum|Fest|Festival|Awards|Congress|Convention|Symposium|Hackathon|Olympics)\s$"
)
_NAME_BEHIND = lazy_pattern(
    r"[」』”’\"'》]{1,2}\s?(?:大会|峰会|会议|论坛|展会|活动)"
    # 2031“云岫杯”矿业大赛, 第九届(2031)国际矿业展览会
    r"|\s?[“「『\"][^”」』\"\n]{1,16}[”」』\"][^,。;\n]{0,10}(?:大赛|大会|峰会|论坛|评选|展会)"
    r"|\)(?!年)[^,。;()\n]{2,24}(?:大会|展览会|博览会|峰会|论坛|大赛)|\s(?:[A-Z]\w+\s){0,2}(?:conference|event|summit|expo|forum|olympics|world cup)(?![a-z])",
    re.IGNORECASE,
)
# a programme or an event that is known by a year: paid for under Horizon 2020, Bitcoin 2031
_PROGRAMME = lazy_pattern(r"\b(?:Horizon|Agenda|Vision|Strategy|Roadmap|Bitcoin|Consensus|Olympics|Expo)\s$")
_WORD_BEFORE = lazy_pattern(r"[a-z],?\s$")
_DOUBTFUL_MONTHS = frozenset(("may", "march", "mar", "dec", "sep"))
_MONTH_BEFORE = lazy_pattern(
    r"(?:\b(?:in|since|of|for|during|by|from|until|through|last|and|to|early|late|mid|this|next|end|ending|between|throughout|on|as|new|ended|closed|finished|began|started|entered|exited|closing|starting|than|versus|over|before|after|against|till|come|when|a|the|its|their|his|our|that|past)\s|[(“\"]|['’]s\s)$",
    re.IGNORECASE,
)
_MONTH_BEHIND = lazy_pattern(
    r"(?:'s| (?:was|saw|brought|gave|had|with|report|update|halving|production|output|earnings|and|to|results))"
)
_PAST_VERBS = frozenset(("was", "saw", "brought", "gave", "had", "with"))
# and Jan Aygul wrote
_NAME_ALONE = lazy_pattern(r"(?:\band|\bby|\bwith|,|\b(?:analyst|chief|director|officer|CEO|CFO))\s$")
_OVER = lazy_pattern(r"\bover\s$", re.IGNORECASE)
# grown in the last year: a length
_IN = lazy_pattern(r"\bin\s$", re.IGNORECASE)
_DAY_BEFORE = lazy_pattern(r"(?:^|[\n,。;:(“\"、~—–-]|至|到|和|及|于|在|截至|月|周[一二三四五六日])\s?$")
# what is said to have happened on a day, whoever stands before it: 社20日报道, 网站14日讯
_TOLD_BEHIND = lazy_pattern(
    r"(?:[向对](?=[^,。;:\d]{1,12}(?:表示|确认|说|称|证实|透露|介绍))|讯|[一当]天|电(?![价力站厂量网费])|消息|报[道导]|晚间?|早间|上午|下午|凌晨|盘[前中后]|在|就(?=[\u4e00-\u9fff“]{2})|发[表布生]|表示|宣布|说(?!明)|称|通报|举行|召开|公[布告]|披露|透露|指出|正式|开始(?!的))"
)
_SPAN_BEFORE = lazy_pattern(r"[近续达长过每第前后约超满隔逾共的]$|[a-z0-9.%]$")
_NO_DAY_BEHIND = lazy_pattern(r"算|均|移|内|间|的平均|平均|后")
_END_BEFORE = lazy_pattern(
    r"\b(?:by|at|before|until|till|through|of|for|to|towards?|past|after|near|come|since)\s$", re.IGNORECASE
)

# our [year-end] guidance
_GOAL_BEHIND = lazy_pattern(
    r"\s(?:\d{4}\s)?(?:(?:hash\s?rate|production)\s)?(?:(?:bitcoin\s)?price\s(?:prediction|forecast)|guidance|targets?|goals?|outlook)\b",
    re.IGNORECASE,
)

# Feb. 24-[27]
_FIRST_DAY = lazy_pattern(r"\b([A-Z][a-z]{2,8})\.?\s([0-3]?\d)[-–]$")
_MONTHS = frozenset(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
_OVER_WEEKEND, _WEEKEND_OF = (
    lazy_pattern(r"\b(?:over|at|on|during|since|from|throughout)\s$", re.IGNORECASE),
    lazy_pattern(r"\s(?:of|rates?|traffic|trading|hours|edition|market)\b"),
)
_SAME_ALONE = lazy_pattern(
    r"th(?:e|at) same (?:week|month|date)|that same (?:[\w-]+ )?(?:period|quarter|months)", re.IGNORECASE
)
_COMPARED = lazy_pattern(r"\b(?:than|against|versus|vs\.?|from|over|with) (?:in |on |that of |those of )?$")
_NO_FEAST = lazy_pattern(r"\b(?:Happy|Lunar|Chinese|Vietnamese|Islamic|Jewish|Persian)\s$")

_Guard = Callable[[re.Match[str], str, str], bool]

_QUARTER_TOLD = lazy_pattern(r"(?<![a-z])quarter(?!ly)(?:(?!\.\s)[^\n])*$", re.IGNORECASE)


def stands(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a date where it stands."""
    name = match.lastgroup or ""
    guard = _GUARDS.get(name)
    if guard is None:
        return True
    start, end = match.span(name)
    return guard(match, text[max(0, start - 30) : start], text[end : end + 30])


def is_year_of_event(text: str, match: re.Match[str]) -> bool:
    """Whether a year belongs to the name of a conference or the like: no date, but it tells of the present."""
    start, end = match.span()
    return match.lastgroup == "en_year" and _of_event(text[max(0, start - 30) : start], text[end : end + 30])


def _of_event(before: str, after: str) -> bool:
    return bool(_NAME_BEFORE.search(before) or _EVENT_BEFORE.search(before) or _NAME_BEHIND.match(after))


def _is_year(match: re.Match[str], before: str, after: str) -> bool:
    if (
        _NO_YEAR_BEHIND.match(after)
        or _ACT_BEFORE.search(before)
        or _PROGRAMME.search(before)
        or _of_event(before, after)
    ):
        return False
    return not _NO_YEAR_BEFORE.search(before) or bool(_WORD_BEFORE.search(before))


def _is_month(match: re.Match[str], before: str, after: str) -> bool:
    month = match["em_m"]
    if after[:1] == "-" and after[1:2].isupper():
        return False  # Sept-Îles
    if month.lower() in _DOUBTFUL_MONTHS:
        behind = _MONTH_BEHIND.match(after)
        # Theresa May was
        person = behind and behind[0][1:] in _PAST_VERBS and _GIVEN.search(before)
        led = match["em_p"] or match["em_r"] or _MONTH_BEFORE.search(before) or (behind and not person)
        body = month.isupper() and before.endswith("he ")  # the DEC of New York
        return month[:1].isupper() and bool(led) and not body
    if len(match[0]) == 3 and _SURNAME.match(after) and _GIVEN.search(before):
        return False
    if month == "APR" or (month == "Jan" and _NAME_ALONE.search(before) and _SURNAME.match(after)):
        return False  # 锁仓之后APR是21%, the daily APR; and Jan Aygul wrote
    return month[:1].isupper()


def _is_relative(match: re.Match[str], before: str, after: str) -> bool:
    if not match["er_r"].lower().endswith(("last", "past")):
        return True
    return not (_OVER.search(before) or (_IN.search(before) and match["er_u"].lower() != "quarter"))


def _is_weekday(match: re.Match[str], before: str, after: str) -> bool:
    if match[0].lower() == "the weekend":
        return bool(_OVER_WEEKEND.search(before)) and not _WEEKEND_OF.match(after)
    return match[0].lstrip()[:1].isupper() or match[0].lower().startswith(("last", "this", "next", "on"))


def _is_day(match: re.Match[str], before: str, after: str) -> bool:
    if match[0][0] in "今昨明":
        return True  # 昨(7)日
    if ")" in match[0]:
        return False
    told = _TOLD_BEHIND.match(after) and not _SPAN_BEFORE.search(before)
    return bool(told or _DAY_BEFORE.search(before)) and not _NO_DAY_BEHIND.match(after)


def _is_season(match: re.Match[str], before: str, after: str) -> bool:
    if not any(match.group("es_p", "es_r", "es_y", "es_b")):
        if match["es_s"].lower() in ("summer", "winter") and before.lower().endswith("in "):
            return False  # the rivers shrink in winter
        return (
            bool(_BY.search(before) and (_ALONE.match(after) or _NO_NOUN.match(after)))
            and match["es_s"].lower() != "fall"
        )
    if (match["es_p"] or "").lower() == "the " and not match["es_y"] and not match["es_b"]:
        falls = match["es_s"].lower() == "fall" and after.startswith(" of")  # hit by the fall of a lender
        return bool(_IN_THE.search(before) and _NO_NOUN.match(after)) and not falls
    return True


def _is_end(match: re.Match[str], before: str, after: str) -> bool:
    if not match[0].lower().endswith(("-end", "yearend")):
        return True
    return bool(match["eo_l"] or _END_BEFORE.search(before) or _GOAL_BEHIND.match(after))


def _is_quarter(match: re.Match[str], before: str, after: str) -> bool:
    # $17 million in the second quarter, down from $21 million in [the first]
    start = match.start()
    return not match["eq_e"] or _QUARTER_TOLD.search(match.string, max(0, start - 140), start) is not None


def _is_same(match: re.Match[str], before: str, after: str) -> bool:
    # in the same week, on that same date: when something else happened, unless it is compared
    return not _SAME_ALONE.fullmatch(match[0]) or bool(_COMPARED.search(before))


def _is_fiscal(match: re.Match[str], before: str, after: str) -> bool:
    return not match["ef_s"] or int(match["ef_u"]) == (int(match["ef_s"]) + 1) % 100


def _is_to_day(match: re.Match[str], before: str, after: str) -> bool:
    first = _FIRST_DAY.search(before)
    return first is not None and int(first[2]) < int(match["eb_d"]) < 32 and first[1][:3] in _MONTHS


def _is_feast(match: re.Match[str], before: str, after: str) -> bool:
    # the Lunar New Year moves; Happy New Year
    return match[0][:1].isupper() and match[0] != "New year" and not _NO_FEAST.search(before)


_GUARDS: Mapping[str, _Guard] = {
    "en_same": _is_same,
    "en_feast": _is_feast,
    "en_fiscal": _is_fiscal,
    "en_to_day": _is_to_day,
    "en_year": _is_year,
    "en_month": _is_month,
    "en_quarter": _is_quarter,
    "en_relative": _is_relative,
    "en_weekday": _is_weekday,
    "zh_day": _is_day,
    "en_season": _is_season,
    "en_month_end": _is_end,
}

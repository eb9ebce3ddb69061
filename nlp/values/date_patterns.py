"""The pattern of a language's dates; each form is a named group, its parts are groups of their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nlp.text.lazy import lazy_pattern


def merged_pattern(zh: Mapping[str, Any], en: Mapping[str, Any]) -> re.Pattern[str]:
    """One pattern for the dates of both languages, to be tried where `start_pattern` finds a start."""
    return lazy_pattern(
        rf"(?=[{_first_chinese(zh)}])(?:{_chinese(zh)})|(?<![a-z0-9$])(?=[\da-z])(?:{_english(en)})", re.IGNORECASE
    )


def start_pattern(zh: Mapping[str, Any], en: Mapping[str, Any]) -> re.Pattern[str]:
    """What every date starts with, to be searched for: sixty alternatives need a try at a few places only.

    The first character stands in front as one class, since the search skips with it; what may follow
    is looked up behind it.
    """
    return lazy_pattern(
        rf"[A-Za-z{_first_chinese(zh)}](?=(?<=[A-Za-z])(?<![A-Za-z0-9$].)(?:{_english_starts(en)})"
        rf"|(?:(?<=[A-Za-z]\d2)|(?<=[a-z] \d2))0\d\d年|(?<=\d)(?<!\d\d)(?:{_digit_starts(en)})|(?<=[^A-Za-z\d])(?:{_chinese_starts(zh)}))"
    )


_RELATIVE = ("years", "months", "weeks", "days", "quarters", "feasts")
_NUMERALS = "一二三四五六七八九十"
# what a body does [昨]: 某委昨宣布
_TOLD = "(?:收|亦|在|再|已|起|报|称|证实|公告|披露|透露|开盘|收盘|宣布|发布|公布|表示|指出|通过|召开|印发|下发|在京)"
_AGO = "(?:年|个月|周|个?星期|天)[之以前]"
_ENGLISH_STARTS = (
    "fy\tthe\tfull\tearly\tmid\tlate\tend\tbeginning\tstart\tmiddle\tq1\tq2\tq3\tq4\th1\th2\tyear\tquarter\tmonth\tweek\t"
    "remainder\tlast\tpast\tprevious\tprior\tpreceding\tnext\tcoming\tfollowing\tcurrent\tthis\ta "
)


def _first_chinese(zh: Mapping[str, Any]) -> str:
    """The first characters of the dates in Chinese, as the inside of a class."""
    first = "".join(sorted({word[0] for name in _RELATIVE for word in zh[name]}))
    return rf"\d第首前上下季月周星礼年末半春夏秋冬{_NUMERALS}两岁当同{first}"


def _chinese_starts(zh: Mapping[str, Any]) -> str:
    """What follows the first character of a Chinese date that is no digit."""
    follow: dict[str, list[str]] = {
        "第": [r"\s?[一二三四1234]"],
        "首": ["[财季]", rf"[\d{_NUMERALS}]"],
        "前": [rf"[\d{_NUMERALS}]"],
        "上": ["半财?年"],
        "下": ["半财?年"],
        "年": ["[内底末初中]"],
        "末": ["季"],
        "半": ["年[之以]?前"],
        **{name: ["末"] for name in "春夏秋冬"},
        "去": ["[春夏秋冬]"],
        "季": ["度?末", "内"],
        "月": ["[底末]"],
        "周": [rf"[{_NUMERALS}日天]"],
        "星": ["期"],
        "礼": ["拜"],
        "两": [rf"[{_NUMERALS}]?{_AGO}"],
        "当": [r"月\s?\d"],
        "同": [r"月\s?\d"],
        **{name: ["[春夏秋冬]", r"\s?\(\d"] for name in "今昨明"},
    }
    follow["昨"] = [*follow["昨"], _TOLD]
    for word in (word for name in (*_RELATIVE, "told_years") for word in zh[name]):
        follow.setdefault(word[0], []).append(re.escape(word[1:]))
    words = "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in follow.items())
    second = "".join(sorted({c for rest in follow.values() for part in rest for c in part if c >= "\u2e80"}))
    numeral = rf"[{_NUMERALS}]{{0,2}}(?:\s?月|[季财]|{_AGO})|[〇零{_NUMERALS}]{{3}}年"
    return rf"(?<=[{_NUMERALS}])(?:{numeral})|(?=[\s\d({second}])(?:{words})"


def _digit_starts(en: Mapping[str, Any]) -> str:
    """What follows the first digit of a date that starts with digits, in either language."""
    words = [re.escape(word[1:]) for name in ("ordinals", "counts") for word in en[name] if word[0].isdigit()]
    return "|".join(
        (
            r"\d?\s?[月日号季财/]",
            rf"\d?{_AGO}",
            r"\d年[\d第一二三四上下底年初]",
            r"\d年(?<=年[、和及至到与]\d\d年)",
            r"\d{3}(?:\s?[年财全第一二三四]|[/.-]\d)",
            r"\d?\s?[-~至到—–]{1,2}\s?\d{1,2}\s?月",
            r"\d(?:\d\d)?\s?[qQhH][1-4]",
            r"\d{0,2}(?:[sS][tT]|[nNrR][dD]|[tT][hH])?[\s-][A-Za-z]",
            r"(?<=[1-4])[qQhH]",
            r"(?<=[\d ]\d[-–]\d)(?:\d(?!\d)|(?!\d))",
            r"(?:(?<=1)9|(?<=2)0)\d\d",
            *words,
        )
    )


def _english_starts(en: Mapping[str, Any]) -> str:
    """What follows the first letter of an English date: the second letter of one of its words."""
    tables = (word for name in ("months", "weekdays", "days", "seasons", "feasts", "ordinals") for word in en[name])
    words = (*_ENGLISH_STARTS.split("\t"), *tables, *(f"{count} " for count in en["counts"]))
    letters: dict[str, set[str]] = {}
    for word in words:
        if word[0].isalpha():
            second = word[1:2]
            letters.setdefault(word[0], set()).update((second, second.upper()) if second.isalnum() else (r"\s",))
    return "|".join(f"(?<=[{a}{a.upper()}])[{''.join(sorted(rest))}]" for a, rest in sorted(letters.items()))


def _words(table: Mapping[str, Any]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


def _chinese(zh: Mapping[str, Any]) -> str:
    num = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
    # the name of a firm that ends in a digit may be glued to it: Hut 82021年
    year = r"(?:(?:(?<![\d.])|(?<=[a-z]\d)|(?<=[a-z] \d))(?:19|20|21)\d{2}\s?财?年度?|(?<![\d.])(?:19|20)\d{2}\s?(?=第?[一二三四]季度|[上下]半年)|[一二][〇零一二三四五六七八九]{3}年|(?<!\d)\d{2}年(?=\d{1,2}月|第?[一二三四]季度|[上下]半年|底|年?初))"
    rel = _words(zh["years"])
    lead_words = _words({**zh["years"], **zh["told_years"]})

    def lead(prefix: str) -> str:
        return rf"(?:(?:(?P<{prefix}_y>{year})|(?P<{prefix}_r>{lead_words}))的?\s?)?"

    def hard(prefix: str) -> str:
        return lead(prefix)[:-1]

    return "|".join(
        (
            r"(?P<iso>(?<![\d.])(?P<is_y>(?:19|20)\d{2})[-/.](?P<is_m>\d{1,2})(?:[-/.](?P<is_d>\d{1,2})(?!\d))(?![\d%]))",
            r"(?P<slash>(?<![\d/.])(?P<sl_a>\d{1,2})/(?P<sl_b>\d{1,2})/(?P<sl_y>\d{4}|\d{2})(?![\d/]))",
            # 2024.1-2026.4: two months
            r"(?P<zh_dotted>(?<![\d.])(?P<zd_y>(?:19|20)\d{2})\.(?P<zd_m>1[0-2]|0?[1-9])(?:(?=[-~至到—–](?:19|20)\d{2}\.(?:1[0-2]|0?[1-9])(?![\d.%点元万亿美]))|(?<=\d{4}\.\d[-~至到—–]\d{4}\.\d)(?![\d.%点元万亿美])|(?<=\d{4}\.\d\d[-~至到—–]\d{4}\.\d)(?![\d.%点元万亿美])|(?<=\d{4}\.\d[-~至到—–]\d{4}\.\d\d)(?![\d.%点元万亿美])|(?<=\d{4}\.\d\d[-~至到—–]\d{4}\.\d\d)(?![\d.%点元万亿美])))",
            rf"(?P<zh_full>{lead('zf')}(?<![\d.])(?P<zf_m>{num})\s?月\s?(?P<zf_d>{num})(?:\s?(?:日|号)|(?=\s?[-~至到—–]{{1,2}}\s?\d{{1,2}}[日号])|(?(zf_y)(?<=\d)(?=报[道导]|讯|消息|[;。)\n]|,(?!\d)|$)|(?!))))",
            rf"(?P<zh_first>{lead('zp')}(?:(?<![此目以之提])前|(?<=[年财])头|(?<!期)首(?=[\d一二三四五六七八九十]{{1,2}}个月))(?!一个?月)(?P<zp_n>{num})个?(?P<zp_u>月|季度?)(?!前))",
            rf"(?P<zh_quarter>{lead('zq')}(?:财年)?(?:第\s?(?P<zq_n>[一二三四1234])\s?(?:财政?)?季(?:度)?|(?P<zq_m>(?!)))(?P<zq_p>[末底初中]?))".replace(
                r"(?:第\s?(?P<zq_n>[一二三四1234])\s?(?:财政?)?季(?:度)?|(?P<zq_m>(?!)))",
                r"(?:(?<!连续)第\s?(?P<zq_n>[一二三四1234])\s?(?:(?:财政?)?季(?:度)?|(?=(?:和|及|与|、)第?[一二三四]季))|(?<![一二三四五六七八九十第个])(?<!(?<![A-Za-z]\s)\d)(?P<zq_b>[一二三四1234首])(?:财政?)?(?:季度|(?<=首)季)|(?<![周期岁学月春夏秋冬赛世始])(?P<zq_l>末)季度?(?![节风候后前赛]))(?!(?<!度)报)",
            ),
            rf"(?P<zh_months>{lead('zg')}(?<![\d.第/-])(?P<zg_a>\d{{1,2}})\s?[-~至到—–]{{1,2}}\s?(?P<zg_b>\d{{1,2}})\s?月份?(?!\d))",
            rf"(?P<zh_half>{lead('zh')}(?P<zh_n>[上下]|(?<=年)(?=半年度))半财?年(?:度)?)",
            r"(?P<zh_month_quarter>(?<!\d)(?P<zx_m>3|6|9|12)\s?月季(?:度|(?![度花节末后])))",
            rf"(?P<zh_month>{lead('zm')}(?<![\d.第])(?P<zm_m>{num})\s?月(?:份)?(?:\s?(?P<zm_p>底|末|初|中旬|上旬|下旬|上中旬|中下旬|[上下]半月|中(?![标签选国心介断央])))?(?!球|亮|光|饼|薪|费))",
            rf"(?P<zh_year_quarter>(?P<zo_y>{year}|(?<![\d.])(?:(?:19|20)\d{{2}}|2\d)(?=\s?[qh][1-4]))的?\s?(?P<zo_u>[qh])(?P<zo_n>[1-4])(?![a-z0-9]))",
            rf"(?P<zh_season>{hard('zv')}(?P<zv_s>{_words(zh['seasons'])}|[春夏秋冬](?=[末初,。;、)]))(?P<zv_p>末|底|初)?|(?P<zv_t>[今去]|(?<!俄)明)(?P<zv_w>[春夏秋冬])(?![奥令营虫游])|(?P<zv_b>[春夏秋冬])末)",
            r"(?P<zh_rest>(?P<zb_r>今年|本年|全年|年内)(?:余下|剩余|剩下|接下来)的?(?:时间|时日|日子|几个月|月份|季度))",
            r"(?P<zh_within>(?<![\d一二三四五六七八九十百数几多两半今去明本前后当每整近财同])(?:(?P<zi_u>年)内|季度?末|(?P<zi_q>季内(?=[\u4e00-\u9fff])))(?!部|置|容|需|迄))",
            r"(?P<zh_bare_month_part>(?:(?<=[至到于在跟从赶等,。;:!?、\n])|(?<=于是))月(?P<zt_p>[底末])(?!的?光))",
            r"(?P<zh_ytd>年内迄今|本年迄今|年初迄今|年初至今|年内至今)",
            rf"(?P<zh_fuzzy>{hard('zz')}(?P<zz_p>年底|年末|年初|年?中后期|年?后期|年中期?|底|末|初|中期|中|岁末|年终|早期)(?!国))",
            r"(?P<zh_year_part>(?<![\d去今明本一二两三四五六七八九十百几数多半每整来])(?<![\d十]\s)(?P<zj_p>年底|年末|年初|年中)(?!期))",
            rf"(?P<zh_yonly>(?P<zy_y>(?:(?<![\d.])|(?<=[a-z]\d)|(?<=[a-z] \d))(?:19|20|21)\d{{2}}\s?(?:财年|年度|年代|年)(?:全年)?(?!来(?!自)|间|的历史|期|的?同期|{_words(zh['feasts'])})|(?<![\d.])(?:19|20)\d{{2}}\s?全年|(?:(?<=[至到])|(?<=[至到] ))(?:19|20)\d{{2}}\s?年(?=间)|(?:(?<=\d{{4}}年[、和及至到与])|(?<=\d{{4}}年[、和及与]\d\d年[、和及与]))\d\d年(?![\d前后内])|[一二][〇零一二三四五六七八九]{{3}}年))",
            r"(?P<zh_same>(?P<zs_r>去年|上年|上一年|前年)(?:的)?(?:同期|同季度?|同月|这个时候|此时)|(?<![\d.])(?P<zs_y>(?:19|20)\d{2})\s?年的?同期)",
            rf"(?P<zh_rel_year>(?P<zr_y>(?!))?(?P<zr_r>{rel})(?:全年|年度|年内(?!迄))?)",
            rf"(?P<zh_rel_month>(?P<zn_r>{_words(zh['months'])})(?!\s?\d{{1,2}}\s?[日号](?![线均内间历]))(?P<zn_p>底|末|初|[中上下]旬|))",
            rf"(?P<zh_rel_week>(?<![回成此])(?P<zw_r>{_words(zh['weeks'])})(?P<zw_d>(?:[一二三四五六日天末](?![度次番]))?)初?)",
            r"(?P<zh_weekday>(?<![几数两])(?:周|星期|礼拜)(?P<zk_d>[一二三四五六日天])(?!年|期|次))",
            rf"(?P<zh_rel_quarter>(?P<zu_r>{_words(zh['quarters'])})(?P<zu_p>末?))",
            rf"(?P<zh_feast>(?:(?P<zl_y>{year})的?)?(?P<zl_f>{_words(zh['feasts'])})(?!假期|长假|档))",
            rf"(?P<zh_rel_day>(?!后天[然气性]|[前后]日[均产]|同一天还)(?:{_words(zh['days'])})|昨(?={_TOLD}))",
            rf"(?P<zh_ago>(?<![\d.])(?:(?P<za_a>[一两二三四五六七八])(?=[二三四五六七八九]\D))?(?P<za_n>{num}|两)(?P<za_u>年|个月|周|个星期|星期|天)(?P<za_p>之前|以前|前))",
            r"(?P<zh_half_ago>(?<![上下前后近大多一二两三四五六七八九十\d个])半年[之以]?前)",
            r"(?P<zh_day>(?:[今昨明]\s?\((?=\d{1,2}\s?\)\s?日))?(?:(?P<zd_r>本月|上月|[当同]月|上个月|下月)\s?|(?<![\d.月])(?<!月\s))(?P<zd_d>\d{1,2})(?:\s?\))?\s?(?:日|号)(?!线|均|报(?!道|导)|元|本|矿|移动|内|间|历|(?<=号)(?:主?机组|楼|厂|反应堆|变压器|变电站|井|炉|仓)))",
        )
    )


def _english(en: Mapping[str, Any]) -> str:
    month = rf"(?:{_words(en['months'])})"
    # only a month that is cut short has a dot of its own: 3 Feb. 2031, but not 3 February.
    short = "".join(
        rf"(?<!{end})" for end in ("ary", "march", "april", "may", "june", "july", "august", "ember", "ober")
    )
    year = r"(?:19|20)\d{2}"
    b = ""
    e = r"(?![a-z0-9])"
    ordinal = _words(en["ordinals"])
    counts = _words(en["counts"])
    of_year = r"(?:\s(?:of\s)?(?:the\s)?(?:fiscal\s(?:year\s)?)?|,\s|\s'|\sFY)"
    rel_year = rf"(?:{year}|(?:this|last|next|the previous|the prior|the)\syear(?!-))"
    # [the first] and second quarters of 2022
    quarters_ahead = rf"(?=(?:,\s(?:{ordinal}))?,?\s(?:and|through|to|&)\s(?:the\s)?(?:{ordinal})\s(?:fiscal\s)?quarters?(?:{of_year}(?P<eq_f>{rel_year}))?(?![a-z]))"
    return "|".join(
        (
            rf"(?P<en_months_to>{b}(?=[tsaefno\d])(?:(?<!by\s)(?:the\s)?(?P<et_n>{counts}|[369]|12)\smonths\s(?:ended|to|through\sto|through)|the\s(?P<et_q>quarter|half[\s-]year|(?:fiscal\s|financial\s)?year)\sto)\s(?:(?P<et_e>[0-3]?\d)\s(?P<et_k>{month})(?:,?\s(?P<et_z>{year}))?{e}|(?P<et_m>{month})(?:\.?\s(?P<et_d>[0-3]?\d)(?!\d)(?:,?\s(?P<et_y>{year})(?!\d))?|\s(?P<et_x>{year})(?!\d)|(?<!\.)(?<=[a-z]){e})))",
            rf"(?P<en_week_of>{b}(?=[tfsl])(?:the\s)?(?P<eu_n>{ordinal}|last)\sweek\sof\s(?P<eu_m>{month}){e}(?:,?\s(?P<eu_y>{year}))?)",
            rf"(?P<en_full>(?=[jfmasondtw])(?:(?:{_words(en['weekdays'])}),?\s)?(?P<ef_m>{month})(?:{short}\.\s?|\s)(?P<ef_d>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|,\d{{3}}|\.\d|%|\s?(?:mw|btc|eh|ph|million|percent|bitcoin(?!['’]s))|(?<=\d)[a-z])(?:,?\s(?P<ef_y>{year})(?!\d)|\s(?:of\s)?(?P<ef_b>this|last|next)\syear{e})?)",
            rf"(?P<en_full_dmy>(?=[\dt])(?:(?P<ed_d>[0-3]?\d)(?:st|nd|rd|th)?\s(?:of\s)?|the\s(?P<ed_o>{ordinal})\sof\s)(?P<ed_m>{month})(?:{short}\.)?(?:,?\s(?P<ed_y>{year}))?{e})",
            rf"(?P<en_month_year>(?=[jfmasondtelb])(?P<ey_p>(?:the\s)?(?:(?:early|mid|late|(?:early|first|last)\sdays|first\sweeks|last\sday)[\s-](?:of\s)?(?:in\s)?|(?:end|close|beginning|start|middle)[\s-](?:of\s)?))?(?P<ey_m>{month})\.?,?\s(?:of\s)?(?P<ey_y>{year}){e})",
            rf"(?P<en_first>(?=[tf])(?:the\s)?first\s(?P<ep_n>\d{{1,2}}|{counts})\smonths(?:\sof\s(?P<ep_y>{rel_year}))?{e})",
            rf"(?P<en_quarter>(?=[telmbsqfjd\d])(?P<eq_p>(?:the\s)?(?:early|mid|late|end|close|beginning|start)[\s-](?:of\s)?(?:the\s)?)?(?:(?:(?:the\s)?(?P<eq_a>{ordinal})(?:[\s-](?:fiscal\s)?quarters?|{quarters_ahead})|(?:(?<=\sin\s)|(?<=\s(?:on|of)\s)|(?<=\s(?:from|than)\s)|(?<=\s(?:below|above)\s))the\s(?P<eq_e>first|second|third|fourth)(?=\s?(?:[.,;)](?!\d)|\n|$))|(?:the\s)?(?P<eq_m>march|june|september|december)[\s-]quarter|(?:the\s)?(?P<eq_l>final|last|closing|opening)\s(?:quarter|three\smonths)(?=\sof\s{rel_year}{e})|(?P<eq_n>q[1-4])|(?P<eq_b>[1-4]q)(?=\s?'?(?:20)?\d\d))(?:(?:{of_year}|-|\s?'?)(?P<eq_y>{rel_year}|(?<=['q])\d{{2}}(?!\d)))?){e})",
            rf"(?P<en_half_month>(?=[tfsbl])(?:the\s)?(?P<ec_n>first|second|front|back|latter)\shalf\sof\s(?P<ec_m>{month}){e}(?:,?\s(?P<ec_y>{year}))?)",
            rf"(?P<en_half>(?=[tfsh12])(?:the\s)?(?:(?P<eh_n>first|second|front|back|latter)[\s-]half|(?P<eh_h>h[12]|[12]h)(?=\s?'?(?:20)\d\d|'?2\d(?!\d)|\sof\s|\s(?:this|last|next)\syear))(?:(?:{of_year}|\s|'?)(?P<eh_y>{rel_year}|(?<=['h12])2\d(?!\d)))?{e})",
            rf"(?P<en_fuzzy>(?=[tesbmly])(?P<ez_p>(?:the\s)?(?:end|close|start|beginning|middle)\sof\s(?:the\s(?!{year}\s[a-z]))?|(?:early|mid|late)[\s-](?:in\s)?|year[- ]?end\s(?:of\s)?|(?:the\s)?early\sdays\sof\s)(?P<ez_y>{year}|(?:this|last|next)\syear|(?<=of\s)the\syear|(?<=the\s)year){e})",
            rf"(?P<en_ytd>(?=[tyqm])(?<!best\s)(?<!strongest\s)(?<!biggest\s)(?<!largest\s)(?<!highest\s)(?<!worst\s)(?:the\s)?(?P<ea_u>year|quarter|month)[- ]to[- ]date{e})",
            rf"(?P<en_midyear>(?=m)mid-?year{e})",
            rf"(?P<en_prior>(?=[ta1])(?:the\s(?P<ei_t>year|month|quarter)\s(?:prior|before|earlier)|a\s(?P<ei_a>year|month|quarter|week|day)\s(?:earlier|prior|before(?=\s?(?:[.,;:)\n]|$)))|(?P<ei_m>twelve|12)\smonths\s(?:earlier|before(?=\s?(?:[.,;:)\n]|$)))){e})",
            rf"(?P<en_season>(?=[tesbmlnfaw])(?P<es_p>(?:the\s)?(?:end|start|beginning|middle)\sof\s(?:the\s)?|(?:early|mid|late)[\s-]|the\s)?(?:(?P<es_r>this|last|next)\s)?(?P<es_s>{_words(en['seasons'])})(?:(?:\sof)?\s(?P<es_y>{year})|(?P<es_b>\sof\s(?:this|last|next)\syear))?{e})",
            rf"(?P<en_month>(?=[jfmasondtelbp])(?P<em_p>(?:the\s)?(?:(?:early|mid|late|(?:early|first|last)\sdays|first\sweeks|last\sday)[\s-](?:of\s)?(?:in\s)?|(?:end|close|beginning|start|middle)[\s-](?:of\s)?))?(?:(?P<em_r>this\spast|last|this|next)\s)?(?P<em_m>{month}){e}(?!\s\d)(?:\s(?:of\s)?(?P<em_b>this|last|next|that|the\ssame)\syear{e})?)",
            rf"(?P<en_same>(?=t)th(?:e|at(?=\ssame))\s(?:(?:same|year-ago|year-earlier|year-before|prior-year|corresponding|comparable|equivalent|like)\s(?:(?:(?:three|six|nine|twelve|3|6|9|12)-months?\s)?period|quarter|month|three\smonths|week|date|(?:stretch|months|half|spell|(?:six|nine|twelve)\smonths)(?=\s(?:(?:of|in)\s(?:{year}|last)|last\syear|(?:a|one)\syear\s)))(?:\s(?:(?:a|one)\syear\s(?:ago|earlier|before|prior)|the\syear\s(?:before|prior|earlier)|(?:of\s|in\s)?(?:last|the\sprevious|the\sprior|the\spreceding)\syear|in\s{year}|of\s{year}|last\syear|one\syear\s(?:ago|earlier)))?){e}(?!\sof\stime))",
            rf"(?P<en_ago>(?=[aotfsen\d])(?P<eg_n>\d{{1,3}}|{counts})\s(?P<eg_u>years?|months?|weeks?|days?|fortnights?|decades?)\s(?P<eg_p>ago|from\snow){e}(?P<eg_t>\stoday{e})?)",
            rf"(?P<en_month_end>(?=[teryqmwl])(?:(?P<eo_l>last|this)\syear's\s)?(?:the\s)?(?:(?:end|close)\sof\s(?:the|this)\s|remainder\sof\sthe\s|(?=(?:year|month|quarter)(?:[- ]|'s )end(?![a-z])|yearend(?![a-z])))(?P<eo_u>year|month|quarter|week)(?:(?:[- ]|'s )end(?![a-z])|(?<=year)end(?![a-z]))?{e})",
            rf"(?P<en_relative>(?=[tlpncf])(?P<er_r>(?:the\s)?(?:last|past|previous|prior|preceding|next|coming|following|current)|this|(?:the\s)new)\s(?P<er_u>year|month|week|quarter){e}(?!-|\stwo|\sthree))",
            rf"(?P<en_three_before>the\s(?:previous|prior|preceding)\sthree\smonths{e})",
            rf"(?P<en_weekday>(?=[lntmwfs])(?:(?P<ew_r>last|this|next)\s)?(?P<ew_d>{_words(en['weekdays'])}|(?<=last\s)weekend|(?<=this\s)weekend|(?<=next\s)weekend|the\sweekend){e})",
            rf"(?P<en_feast>{b}(?=[cntehlivms])(?P<ek_f>{_words(en['feasts'])}){e}(?!\s(?:tree|gift|sale|present|part(?:y|ies)|resolution|card|greeting|light)s?{e}|'))",
            rf"(?P<en_told_day>(?=[ta])(?:the\s(?P<ej_t>next|following|previous)\sday|the\sday\s(?P<ej_b>before)(?=\s?(?:[.,;)\n]|$))|a\sday\s(?P<ej_l>later)){e})",
            rf"(?P<en_counted>(?=[otfsenta\d])(?P<eb_n>\d{{1,2}}|{counts})\s(?P<eb_u>years?|quarters?|months?|weeks?|days?)\s(?P<eb_p>earlier|previously|before\sthat){e}(?!\sthan{e}))",
            rf"(?P<en_turn>(?=t)(?:the\s)turn\sof\sthe\syear{e})",
            rf"(?P<en_part_now>(?=t)the\s(?:start|beginning|middle)\sof\s(?:the|this)\smonth{e})",
            rf"(?P<en_day>{b}(?:{_words(en['days'])}){e})",
            rf"(?P<en_decade>(?=[t12])(?:the\s)?(?P<ex_y>(?:19|20)\d0)s{e})",
            rf"(?P<en_fiscal>{b}(?=[tf2])(?:(?P<ef_s>(?<![\d.,$/-])20[0-4]\d)/(?P<ef_u>\d\d)(?![\d/%-]|[.,]\d)|(?:fy\s?'?|fiscal\s(?=20)|(?:the\s)?fiscal\syear\s(?=20)|(?:the\s)?financial\syear\s(?=20))(?P<ef_f>20[0-4]\d|[12]\d)(?!\d|[.,/]\d)){e})",
            r"(?P<en_to_day>(?<=[\d ][\d][-–])(?P<eb_d>[0-3]?\d)(?![\d%/-]|[.,]\d|\s?[a-z]?[a-z]h/s))",
            rf"(?P<en_year>(?=[12tf])(?:(?:(?:the\s)?full[\s-]year\s(?:of\s)?)|the\swhole\sof\s)?(?P<en_y>(?:(?<![\d.,$#/-])|(?<=(?<![\d/-])(?:19|20)\d\d-)){year})(?![\d%]|-(?!{year}(?![\w-]))\w|[,.]\d|/\d|年))",
        )
    )

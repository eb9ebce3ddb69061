"""Clauses: whom a relative clause, a possessive or a foreign subject makes the doer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.encoding import Sentence, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# Core Scientific (CORZ), which held 10 BTC
_RELATIVE = lazy_pattern(
    r"(?:\sitself)?\s?(?:\([^()]{0,60}\)\s?){0,2},?\s(?:which|that|who|whose|where (?:he|she|they))\s|\s?(?:\([^()]{0,60}\)\s?){0,2},\s(?:holding|owning)\s"
)
# a move by Metaplanet, [holding] 1,100 BTC
_PARTICIPLE = lazy_pattern(r"\s?(?:\([^()]{0,60}\)\s?){0,2},\s(?=\Z)")
_HAVING = ("holding", "owning")
# Riot's recently announced acquisition of
_POSSESSIVE = lazy_pattern(r"'s?\s(?:[a-z0-9$-]+,?\s){0,4}$")
_ADVERBS = r"(?:(?:also|now|currently|recently|already|reportedly|then|since|has|have|had|not|successfully)\s){0,3}"
_VERB = lazy_pattern(
    r"\s?(?:\([^()]{0,30}\)\s?)?(?:,[^,;.]{0,60},)?\s"
    + _ADVERBS
    + r"(?:is|are|was|were|has|have|had|will|would|may|might|could|can|plans?|"
    r"holds?|owns?|makes?|brings?|spends?|spent|produces?|leads?|accounts?|remains?|controls?|[a-z]{3,14}ed|sold|bought|held|made|saw|fell|rose|lost|grew|built|drew|ran)\b"
)
# to double its fleet and, by June, [reach] 5 EH/s; aims to reach 25 EH/s, [producing] 12 BTC a day
_DEPENDENT = lazy_pattern(
    r"\s*(?:and |or |then |also |thereby |by \ue044,? )*(?:[a-z]{2,12}ing\b|(?:increase|reach|add|expand|grow|build|deploy|bring|raise|boost|scale|"
    r"acquire|buy|sell|launch|develop|install|energize|complete|double|triple|host|operate|produce|mine)\b)"
)


def is_dependent(clause: str) -> bool:
    """Whether a clause, up to and with its trigger, is an infinitive or a participle of the clause before it."""
    return bool(_DEPENDENT.match(clause))


_SPEECH = lazy_pattern(
    r"\s?(?:\([^()]{0,30}\)\s?)?(?:,[^,;.]{0,60},)?\s"
    + _ADVERBS
    + r"(?:said|told|noted|added|stated|explained|commented|revealed|wrote|estimated|"
    r"expected|announced|credited|pointed|confirmed|highlighted|described|called|emphasi[sz]ed|reported|disclosed|argued|believed|joined)\b"
)
_LEAD = lazy_pattern(
    r"[\s\"“]*(?:(?:meanwhile|however|but|and|while|in addition|also|after|since|as|in \ue044|on \ue044|[a-z]+ly),?\s){0,2}(?:the |former |president |senator ){0,2}"
)


def doer(text: str, slots: Sequence[Slot], at: int) -> Slot | None:
    """The slot, of several in order, that a relative clause or a possessive names as the doer of the trigger at `at`."""
    for slot in reversed(slots):
        if slot.position >= at:
            continue
        between = text[slot.position + 1 : at]
        match = _RELATIVE.match(between)
        if match and not re.search(r"[,;:]", between[match.end() :]):
            return slot
        if len(between) < 60 and _POSSESSIVE.fullmatch(between):
            return slot
        if text.startswith(_HAVING, at) and _PARTICIPLE.fullmatch(between):
            return slot
        return None
    return None


# American Bitcoin, a firm co-founded by Hut 8, has raised; American Bitcoin, Hut 8's unit, has raised
_APPOSED = lazy_pattern(
    r"(?:'s?)?\s?(?:\([^()]{0,40}\)\s?)?,\s(?:(?:an?|the|one of|formerly|founded|backed|led|co-founded|unlike|like|along with|alongside|followed by|ahead of|just behind|behind|owned|controlled|run|listed|which|whose|(?:in|of|with|for|from) which)\s[^,;:]{0,90})?"
)


def head_of(text: str, slots: Sequence[Slot], slot: Slot, at: int) -> Slot:
    """The company that a slot inside an apposition only describes, or the slot itself."""
    if not re.fullmatch(
        r"[^,;:]{0,60}(?<!\sand),\s(?:(?:has|have|had|is|was|will|also|now|recently|[a-z]{3,12}(?:ed|s))\s(?:[^,;:]|,\s(?:and\s)?\ue04a|,\s\ue06a)*|[a-z]{3,12}(?:ed|s)\s|)",
        text[slot.position + 1 : at],
    ):
        return slot
    before = [s for s in slots if s.type == "C" and s.position < slot.position]
    if before and _APPOSED.fullmatch(text, before[-1].position + 1, slot.position):
        return before[-1]
    return slot


# [Waha], from which CleanSpark bought a site, had 16 MW: behind the relative clause it goes on with whom that is of
_OF_WHICH = lazy_pattern(
    r"(?P<firm>\ue043)(?:\s?\([^()]{0,40}\))?,\s(?:(?:from|of|to|with|for|by|in|at|behind)\s)?(?:which|whom|whose\s[a-z]+)\s[^,;:]{0,50}\ue043"
    r"[^,;:]{0,70},\s(?:[a-z]+ly\s)?(?:has|have|had|is|was|runs?|operates?|owns?|holds?|plans?|mined|[a-z]{3,12}ed)\s"
)


def whose_clause(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company before a relative clause with another one in it, where a figure stands behind that clause."""
    found = _OF_WHICH.search(text, draft.sentence.start, draft.sentence.end)
    if found is None or not any(s.position >= found.end() for s in draft.fillers.get("object", ())):
        return None
    return next((s for s in slots if s.position == found.start("firm")), None)


_OTHER_TIME = lazy_pattern(
    r"(?<![a-z])(?:(?:due|maturing|mature|matures|expiring|expires?|until|maturity)(?:\s(?:in|on|of|by|date))?"
    r"|since(?:\s(?:its|the|their|it|\ue063))?(?:\s[a-z]+){0,2}(?:\s(?:in|on))?|(?:founded|established|incorporated|launched) in|(?:prior to|before|after)"
    r"|(?:compared (?:to|with)|versus|vs\.?|over|than|against)|(?:more|less|fewer|higher|lower|better|worse|above|below|down|up)\s(?:[a-z]+\s)?than\s(?:in|for|during|at|of)|(?:\ue070|\bup|\bdown|increase|decrease|decline|rise|drop)[^,.;]{0,24}\bfrom)\s(?:the\s)?$"
)


def is_other_time(text: str, date: Slot) -> bool:
    """Whether a date is no day of a fact: when a note falls due, since when something is so."""
    at = date.position
    if _TODAYS_LEVEL.match(text, at + 1):
        return True
    found = _OTHER_TIME.search(text, max(0, at - 40), at) if text[at - 1 : at].isspace() else None
    if found is None:
        return False
    # before [the end of 2022]: a deadline
    surface = date.mention.text.lower() if date.mention else ""
    return not (found[0].startswith("before") and surface.startswith(_ENDS))


# at [today]'s level, [yesterday]'s announcement
_TODAYS_LEVEL = lazy_pattern(
    r"'s?\s(?:(?:share|closing|current|market|network)\s)?(?:levels?|prices?|rates?|difficulty|announcement|news|disclosure|filing|statement|press release)\b"
)
_ENDS = ("the end of", "end of", "year-end", "year end", "yearend", "the close of")


def is_led_by_other(text: str, sentence: Sentence, at: int) -> bool:
    """Whether a sentence begins with a person, a place or an authority that itself does what the trigger says."""
    for slot in sentence.slots:
        if slot.position >= at or slot.type in "Cc":
            return False
        if slot.type in "PJA" and _LEAD.fullmatch(text, sentence.start, slot.position):
            tail = text[slot.position + 1 : min(at + 16, sentence.end)]
            return bool(_VERB.match(tail)) and not (slot.type == "P" and _SPEECH.match(tail))
    return False


# shared research showing that listed miners [make up] 31.6% · while such firms collectively [hold] 725,000 BTC
_GENERIC_DOER = lazy_pattern(
    r"(?:[,;:.“\"]\s?|\b(?:that|as|while|when|where|since|because|if|but|how|whether|and|says?|said)\s)"
    r"(?:(?!(?:its|their|our|own|s)\s)[a-z.\ue04a-]+\s){0,5}"
    r"(?:miners|firms|companies|investors|holders|users|traders|whales|governments|countries|states|treasuries|"
    r"corporations|funds|manufacturers|operators|pools|players|buyers|sellers|banks|exchanges|platforms|wallets|"
    r"addresses|individuals|institutions|people|analysts|customers|households|nations|they)\s"
    r"(?:(?:has|have|had|are|were|will|would|could|may|might|can|must|now|also|together|still|already|all|each|"
    r"only|then|do|did|been|be|[a-z]+ly)\s){0,3}$"
)


# X报告称,矿企今年已[出售]10亿美元的比特币
_MINERS_AT_LARGE = lazy_pattern(
    r"(?:[,。;:称示为指]|表明)(?:这些|各|许多|不少|众多|多家|上市|大型|公开|头部|比特币|加密货币|加密)*(?:矿企|矿工|矿商|挖矿公司)(?:们)?"
    r"(?=\ue044|今年|已|近期|正|普遍|也|都|纷纷|平均|累计|总|共|开始|不得|面临|持有|出售|售出)[^,。;:\ue043\ue063]*$"
)
_THEY = lazy_pattern(r"\bthey\b")


def is_done_by_many(text: str, sentence: Sentence, at: int) -> bool:
    """Whether what the trigger at `at` says is done by miners, holders, companies at large."""
    if _MINERS_AT_LARGE.search(text, max(sentence.start, at - 60), at):
        return True
    found = _GENERIC_DOER.search(text, max(sentence.start, at - 90), at)
    if found is None or not _THEY.search(found[0]):
        return found is not None
    # X stated that as of July 17, they had 900 ETH
    return not any(s.type == "C" and s.position < found.end() for s in sentence.slots)


_OF_FIGURE = lazy_pattern(
    # 5 BTC mined in June, 5 BTC mined over the same period a year ago
    # $9 million, or $0.07 a share, in 2021
    # 900 BTC, worth about $40 million, at the end of 2022
    r"(?:\s?\([^()]{0,20}\)|,?\s(?:(?:then|now)\s)?(?:worth|valued at)\s(?:[a-z]+\s){0,2}\ue06d,?|,\s(?:or|about)\s[\ue075\ue06d](?:\s(?:loss|profit|earnings))?(?:\s(?:per|a)\s(?:diluted\s|basic\s)?share)?,?)?"
    r"(?:\s(?:mined|produced|earned|generated|recorded|reported))?"
    r"\s(?:(?:in|for|at|during|over|by|as of|on|of|from)\s)?(?:the\s)?(?:end of\s)?"
)
# debts of $50 million after missing a payment in [July]: when something else was done
_AFTER_DOING = lazy_pattern(
    r"\b(?:after|before|since|following|despite|without)\s(?:(?:[a-z]+ly|first|also)\s)?(?:having\s)?[a-z]{3,}ing\s[^.;,\ue044]{0,80}$"
)

# $950 million, 24% above the average price as of [May 24]
_PREMIUM = lazy_pattern(
    r"\ue070\s(?:premium|discount|above|below|over|more than|higher than|lower than)\b[^.;\ue044]{0,80}\b(?:as of|on|at|of|through)\s(?:the close (?:on|of) )?$"
)


def is_after_doing(text: str, target: Slot, date: Slot) -> bool:
    """Whether a date stands in a phrase behind a figure that tells what was done before: after missing a payment in [July]."""
    if date.position <= target.position:
        return False
    if _PREMIUM.search(text, max(target.position + 1, date.position - 110), date.position):
        return True
    return _AFTER_DOING.search(text, max(target.position + 1, date.position - 110), date.position) is not None


# several banks failed in [March]
_AFTER_WHAT = lazy_pattern(
    r"\b(?:after|since|before|until|following)\s(?:[a-z.]+\s|\ue069\s|\ue04a\s|\ue043\s|\ue063\s){1,8}(?:in|on)\s$"
)


def is_of_what_came_before(text: str, date: Slot) -> bool:
    """Whether a date is of what only came before or after what its sentence tells: after several banks failed in [March]."""
    return _AFTER_WHAT.search(text, max(0, date.position - 70), date.position) is not None


_COMPARED = lazy_pattern(
    r"\b(?:from|compared|versus|vs\.?|against|up from|down from|than|while|whereas|to|exceeding|followed by)\b"
)


def dated_elsewhere(text: str, slots: Sequence[Slot], target: Slot, date: Slot) -> bool:
    """Whether a date belongs to another figure that the text compares with the target: 5 BTC, up from 3 in [June]."""
    if is_in_brackets_behind(text, target, date):
        return True
    for slot in slots:
        if slot is target or slot.type != target.type or slot.position >= date.position:
            continue
        if not _OF_FIGURE.fullmatch(text, slot.position + 1, date.position):
            continue
        if is_base(text, slot):
            return True
        one, other = sorted((slot.position, target.position))
        if _COMPARED.search(text, one + 1, other):
            return True
    return False


# $148 million ($119 million in [Q2]), $148 million ([2024]: $119 million): the date of the figure in the brackets
_HEAD_OF_BRACKETS = lazy_pattern(
    r"\s?\((?:(?:up|down|compared|compared to|compared with|versus|vs\.?|from|against|and)\s){0,2}"
    r"(?:(?P<figure>[\ue061-\ue07a])\s(?:(?:in|for|at|during|as of|on)\s)?(?:the\s)?|(?:(?:in|for)\s)?(?:the\s)?)"
)
_FIGURE_BEHIND = lazy_pattern(r"\s?[:=,]?\s?(?:was |of |[-~] ?)?(?P<figure>[\ue061-\ue07a])\s?\)")


def is_in_brackets_behind(text: str, target: Slot, date: Slot) -> bool:
    """Whether a date stands in brackets right behind a figure, with another figure of its kind that it is the date of."""
    if not target.position < date.position < target.position + 60:
        return False
    head = _HEAD_OF_BRACKETS.fullmatch(text, target.position + 1, date.position)
    if head is None:
        return False
    if head["figure"] is None:
        head = _FIGURE_BEHIND.match(text, date.position + 1)
    return head is not None and head["figure"] == text[target.position]


def dates_directly(text: str, target: Slot, date: Slot) -> bool:
    """Whether a date follows a figure with at most a preposition between them."""
    return target.position < date.position and bool(_OF_FIGURE.fullmatch(text, target.position + 1, date.position))


_BASE = lazy_pattern(
    # more than 250% is no base, from more than 250% is
    r"\b(?:from|compared (?:to|with)|versus|vs\.?|against|(?<!more )(?<!less )(?<!fewer )(?<!greater )than|than\sthe)\s"
    r"(?:(?:over|more than|less than|fewer than|just|about|around|only|a|an|its|\ue063|the|approximately|roughly|nearly)\s){0,2}$"
)


def is_base(text: str, slot: Slot) -> bool:
    """Whether a figure is what another is compared with: up from 5 BTC."""
    at = slot.position
    return text[at - 1 : at].isspace() and bool(_BASE.search(text, max(0, at - 36), at))


# 5月刚完成融资的[启明机房]: what stands before 的 tells of the company behind it
_CHINESE_HEAD = lazy_pattern(r"[^,。;:\n\ue043\ue063]{0,24}的[^,。;:\n的\ue041-\ue07a]{0,12}(?=\ue043)")


def head_of_modifier(text: str, sentence: Sentence, span: tuple[int, int], end: int) -> Slot | None:
    """The company behind the 的 of a Chinese clause that has no subject of its own.

    `span` is the trigger's, `end` where trigger and object end.
    """
    left = text[sentence.start : span[0]]
    clause = left[max(left.rfind(mark) for mark in ",。;:\n") + 1 :]
    if "\ue043" in clause or "\ue063" in clause:
        return None
    match = _CHINESE_HEAD.match(text, end)
    if not match or text.startswith("\ue04d", match.end() + 1):
        return None  # 部署3 EH/s的[比特大陆]S21: the maker of a model
    return next((slot for slot in sentence.slots if slot.position == match.end()), None)


_OWNS = lazy_pattern(r"\b(?:owns|controls|launch(?:es|ed)|form(?:s|ed)|creat(?:es|ed)|established|set up|spun)\b")


def owned_after(draft: Draft, text: str) -> list[int]:
    """Where the firms stand that a clause says another one owns: no subjects of what follows."""
    owners = [s.position for s in draft.fillers.get("object", ())]
    return [
        slot.position
        for slot in draft.fillers.get("subject", ())
        if owners and _OWNS.search(text, owners[0], max(owners[0], slot.position))
    ]

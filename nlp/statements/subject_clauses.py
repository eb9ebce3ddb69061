"""How a clause shows whose its fact is: by what stands before and behind its trigger and its figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.encoding import Sentence, Slot
from nlp.statements.drafts import Draft
from nlp.statements.events import owned
from nlp.statements.lists import coordinated
from nlp.text.lazy import lazy_pattern

# With a market cap of $1 billion, [Bitdeer] …: the subject of a clause that comes first stands behind it
_FRONTED = lazy_pattern(
    r"[\s\"“]*(?:(?:however|meanwhile|but|and|also|additionally|in addition|(?:(?:in|on)\s)?\ue044),?\s)?(?:with|by|after|since|as|while|having|despite|following|at|for|in|on|despite|once|when|using|including|boasting|holding|mining|adding|armed with|thanks to|based on|under|as part of|through|per|upon|during|including)\b"
)
_THEN_SUBJECT = lazy_pattern(r",\s(?:the )?(?:[a-z\ue04a-]+(?:-based|-listed)? ){0,4}$")


def named_after(text: str, sentence: Sentence, draft: Draft, slots: Sequence[Slot]) -> Slot | None:
    """The subject behind the trigger: of a fronted clause, or the owner of what follows (…of Riot's fleet)."""
    fronted = _FRONTED.match(text, sentence.start)
    end = max([draft.span[1], *(s.position + 1 for s in draft.fillers.get("object", ()))])
    label = _LABEL.match(text, end)
    for slot in slots:
        if label and slot.position == label.end():
            return slot
        if slot.position < draft.span[1]:
            continue
        if text[slot.position + 1 : slot.position + 3] == "'s" and slot.type in "Cc":
            return slot
        if fronted and slot.position >= end and _THEN_SUBJECT.search(text, end, slot.position):
            return slot
        if draft.is_english and slot.position >= end and _told_by(text, end, slot):
            return slot
    return None


# Revenue rose 12%, [Riot] said: who tells it tells it of itself
_TOLD_AFTER = lazy_pattern(
    r"\s?(?:\([^()]{0,30}\)\s?)?\s(?:has\s|had\s|also\s)?(?:said|says|announced|reported|disclosed|revealed|confirmed|added|stated|told\s[a-z]+)\b(?!\sof\b)"
)
_SAID_COMPANY = lazy_pattern(r"[,”\"]\s(?:said|says|announced)\s(?:the\s)?(?:[a-z-]+\s){0,2}\Z")


def _told_by(text: str, end: int, slot: Slot) -> bool:
    """Whether a company behind a figure is who tells it: …, Riot said."""
    before = text[max(end, slot.position - 40) : slot.position]
    if _SAID_COMPANY.search(before):
        return True
    return before[-2:] == ", " and bool(_TOLD_AFTER.match(text, slot.position + 1))


# what a sentence without a company tells of one only where it goes on with it
OF_A_NAME = (
    "en.operates",
    "en.capacity.machines",
    "en.supplied.sell",
    "en.reported.market_share",
    "zh.operates.place_",
    "zh.operates.share",
)
SAYS = lazy_pattern(
    r"(?:'s?)?\s(?:[a-z\ue050]+\s){0,4}(?:said|says|wrote|estimates?|shows?|calculates?|reckons|notes?|noted)\b"
)
# The site in Texas …; A plan for …
OF_OURS = lazy_pattern(
    r"[\s\"“]*(?:the|an?|this|another|new|all|both|one|construction|work|operations)\s(?:[a-z0-9-]+\s){0,3}"
    r"(?:plan|site|facility|campus|mine|farm|plant|data cent(?:er|re)|project|phase|building|expansion|operations|location|work)s?\b"
    r"|[\s\"“•*-]*(?:the |its |our )?(?:currently |total |presently |current |average )?(?:deployed|installed|operating|operational|active|energi[sz]ed|own|proprietary|present) (?:mining )?(?:fleet|miners|machines|rigs)\b"
)
# sizable building programs got under way in Ohio
BUILT = lazy_pattern(
    r"\b(?:under (?:way|construction)|on (?:schedule|track)|broken ground|go(?:es|ing)? up|be(?:ing)? (?:built|added|expanded|energi[sz]ed)|switched on|powered (?:up|on)|energi[sz]ed|brought online|(?:building|construction|expansion) (?:work|program(?:me)?|project|activit(?:y|ies))s?)\b"
)
# [5,000 万美元]信贷额度:[Hut 8]宣布…: a label tells what its item says
_LABEL = lazy_pattern(r"[\u4e00-\u9fff]{0,10}:\s?")


def does_itself(draft: Draft, text: str, slot: Slot) -> bool:
    """Whether a pronoun stands right before a Chinese trigger inside a clause of another: Y拿着[它]押出的300枚."""
    return slot.type == "c" and draft.is_chinese and not _CLAUSE_MARK.match(text, slot.position - 1)


_CLAUSE_MARK = lazy_pattern(r"[,;:。\n]")
# X和Y新增508枚和37枚,而[Z]新增139枚: the clause of the last figure has a company of its own
_OF_ITS_OWN = lazy_pattern(r"\s?(?:而|但|另|同时|此外)\s?(?P<firm>\ue043)[^,;。\ue043\ue063]*$")


def heads_own_clause(text: str, sentence: Sentence, draft: Draft) -> Slot | None:
    """The company behind 而 that the clause of a figure begins with, where its trigger stands in a clause before."""
    target = next(iter(draft.fillers.get("object", ())), None)
    if target is None or target.type not in "bhwnmp":
        return None
    start = max(text.rfind(mark, sentence.start, target.position) for mark in ",;") + 1
    if start <= draft.span[0]:
        return None
    found = _OF_ITS_OWN.match(text[start : target.position])
    return next((s for s in sentence.slots if found and s.position == start + found.start("firm")), None)


def own_of(draft: Draft, text: str, sentence: Sentence, chosen: Slot) -> Slot:
    """Of a list of companies the one whose figure this is: A and B mined 100 and 200 coins."""
    if len(draft.group) < 2:
        return chosen
    group = coordinated(text, list(sentence.slots), chosen)
    return group[draft.group.index(draft.fillers["object"][0])] if len(group) == len(draft.group) else chosen


# [He] plans a second hall; Chief executive [P] wants 400 MW: the firm that a person speaks for
LED_BY_PERSON = lazy_pattern(
    r"[\s\"“]*(?:(?:and|but|meanwhile|now|so),?\s)?(?:(?:he|she)\s(?=[a-z])|(?:[a-z-]+,?\s){0,5}\ue050(?:,[^,;.]{0,60},)?\s(?!said|says|told|wrote|noted)[a-z])"
)
# At [Bitdeer]'s farm in Rockdale, …
PLACE_OF = lazy_pattern(
    r"[\s\"“•*-]*(?:(?:meanwhile|elsewhere|and|but),?\s)?(?:in|at|on|inside|from|across)\s(?:the\s)?(?:[a-z]+\s){0,2}?[\ue043\ue063](?='s?\s|,\s)"
)


def is_passed(before: Sequence[Slot], owner: Slot) -> bool:
    """Whether another company than the owner that a phrase names stands before a trigger."""
    return any(s.type in "Cc" and s.ref != owner.ref for s in before)


_OF_ALL = ("holds", "mined", "has_capacity", "reported", "sold_crypto", "raised")
_APIECE = lazy_pattern(r"\b(?:each|apiece|respectively|both)\b")
# [X]、[Y]等10家上市矿企合计
_TOGETHER = lazy_pattern(
    r"等?(?:\ue069|[一二两三四五六七八九十]家)?[^,。;\ue041-\ue07a]{0,12}(?:\ue044[^,。;\ue041-\ue07a]{0,4})?"
    r"(?:合计|总共|共计|合共|一共|加起来|总计|合起来|加在一起)"
)


def is_of_all(text: str, draft: Draft, group: Sequence[Slot]) -> bool:
    """Whether a figure is one of several firms together, which no single one has."""
    if len(group) < 2 or len(draft.group) > 1 or draft.predicate not in _OF_ALL:
        return False
    if draft.is_chinese:
        return _TOGETHER.match(text, group[-1].position + 1, draft.sentence.end) is not None
    joined = re.fullmatch(r",?\s(?:and|&)\s", text[group[-2].position + 1 : group[-1].position])
    return joined is not None and not _APIECE.search(text, draft.sentence.start, draft.sentence.end)


def unit_of(text: str, slots: Sequence[Slot], slot: Slot, draft: Draft) -> Slot:
    """The subsidiary where a slot only names its owner, and the clause goes on to the trigger: X旗下子公司[Y]与Z签署."""
    unit = owned(text, slots, slot)
    fits = unit.type == "C" and unit.position < draft.span[0] and draft.predicate != "subsidiary_of"
    return unit if fits and draft.is_chinese else slot


BACKER = lazy_pattern(
    r"(?:等)?(?:领投|参投|跟投|支持的|提供的|投资的|管理的|-backed|-led|\s(?:led|acted|served|advised|arranged|underwrote|will act)\b)"
)


# [X]和Y投了[3000万元],估值4亿元: who puts money in at a price has neither raised it nor is worth that
INVESTS = lazy_pattern(
    r"(?:(?:、|和|与|及|以及)\ue043){0,4}(?:等(?:机构)?)?(?:旗下[^,。;\ue043]{0,8})?(?:(?:、|和|与|及|以及)[^,。;\ue043]{0,8}\ue043)?"
    r"(?:一家|独家|又|再|也|则|共同|联合|一起|共|合计|各|领头|\ue044|向(?:它|其|公司|\ue063)){0,3}"
    r"(?:投了|投入了?|注资|注入了?|给了|拿出|掏出|掏了|出资)(?:约|近|逾|超过|共)?\ue06d,[^。;\n\ue06d]{0,10}估值"
)


def is_worth_or_money(draft: Draft) -> bool:
    """Whether a Chinese draft tells what a firm is worth, or money that it got."""
    told = draft.literals.get("metric") == "market_value" or draft.predicate == "raised"
    return told and draft.is_chinese


# [El Salvador] still holds 6,000 BTC
_AT_ONCE = lazy_pattern(r"\s(?:(?:also|now|still|already|currently|alone|itself|has|had|have|then)\s){0,3}\Z")

_IN_PLACE = lazy_pattern(
    r"\b(?:of|in|at|near|from|to|across|outside|into|for|by|with)\s(?:the\s)?(?:\ue06a,?\s)?\Z|,\s\Z"
)


# X持有100枚,而[某国政府]目前持有…: at the head of its clause, right before the verb
_HEADS_ZH = lazy_pattern(r"(?:^|[,。;:\n“])(?:而|但|不过|同时|此外|另外|其中|据悉|目前|\ue044|,|\s)*\Z")
_DOES_ZH = lazy_pattern(
    r"(?:政府|当局|王国政府|王室|央行|本身|自己)?(?:目前|现在|现|如今|已经|已|仍然|仍|还|则|也|亦|又|共|累计|总计|\ue044|名下|手里|手中|账上|至今|合计|曾|先后|随后|一共|据称|据估计|,){0,5}\Z"
)


def holder(text: str, draft: Draft, before: Sequence[Slot]) -> Slot | None:
    """The state or authority right before its verb, whatever company its sentence names further off."""
    if not before or before[-1].type not in "AJ":
        return None
    at = before[-1].position
    if draft.is_chinese:
        heads = _HEADS_ZH.search(text, max(0, draft.sentence.start - 1, at - 14), at)
        return before[-1] if heads and _DOES_ZH.match(text, at + 1, draft.span[0]) else None
    if not draft.is_english:
        return None
    if _IN_PLACE.search(text, max(0, at - 16), at):
        return None
    return before[-1] if _AT_ONCE.match(text, at + 1, draft.span[0]) else None

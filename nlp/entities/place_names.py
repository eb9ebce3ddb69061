"""Towns and sites in Latin letters that a text calls so in one place and by the name alone in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.entities.priorities import PLACED
from nlp.records import Mention
from nlp.text.lazy import lazy_pattern

# Rockdale|工厂, where firms have theirs
_SITE_AFTER = lazy_pattern(
    r" ?(?:的?(?:矿场|矿区|工厂|园区|基地|站点|设施|数据中心|电站|电厂|机房|场地|地块|项目|业务|厂区|校区)|地区|当地|市(?![场值])|镇|县|附近|郊)"
)
_PLACED_BEFORE = lazy_pattern(r"(?:在|位于|坐落于|落户|迁往|迁至|搬到|前往|来自|抵达|运往) ?\Z")
# what firms do and have, in both languages
_FIRM_AFTER = lazy_pattern(
    r" ?(?:公司|集团|宣布|表示|签|股价|CEO|首席|创始人|旗下|与|和|向|将|已)"
    r"|(?:'s|’s)? (?:said|says|announced|signed|bought|agreed|told|filed|reported|Inc|Corp|CEO|CFO|chief|shares?|stock|founder|spokes\w+|has|and)(?![a-z])|,? (?:Inc|Corp|LLC|Ltd)| ?\("
)
_FIRM_BEFORE = lazy_pattern(
    r"(?:公司|矿企|矿商|企业|与|和|由|向)\s?\Z|(?:miner|company|firm|with|from|by|and|of|operator|developer|host) \Z"
)
# the word for a site behind its name
_SITE_WORD = lazy_pattern(
    r"(?: (?:mining |bitcoin |data |hosting |power |crypto |wind |solar |hydro )*(?:[Ss]ite|[Ff]acility|[Cc]ampus|[Pp]lant|[Cc]ent(?:er|re)|[Mm]ine|[Ff]arm|[Pp]roject|[Ll]ocation)"
    r"|\s?(?:比特币|加密)?(?:矿场|数据中心|园区|站点|设施|基地|工厂|电站|电厂|矿区|项目))\Z"
)
# a town by the name of its site
_IN = lazy_pattern(r"(?<![A-Za-z])(?:in|near|outside|around) \Z|(?:在|位于|于) ?\Z")
_LEAST = 4


def as_places(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The `mentions`; what is taken for a firm and has the name of a town or a site of the text is that."""
    towns = {m.text: m for m in mentions if m.label == "JURISDICTION" and m.text.isascii() and len(m.text) >= _LEAST}
    sites = _sites(folded, mentions)
    firms = [m for m in mentions if m.rule == "latin.company" and (m.text in towns or m.text in sites)]
    if not firms:
        return list(mentions)
    acting = {m.text for m in firms if _is_acting(folded, m)}
    changed = {id(m): _as_place(folded, m, towns, sites, acting) for m in firms}
    return [changed.get(id(m), m) for m in mentions]


def _sites(folded: str, mentions: Iterable[Mention]) -> dict[str, Mention]:
    """The sites that the form of their names gives away, by the name without the word for a site."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.label == "FACILITY" and mention.text[0].isascii() and not mention.rule.startswith("registry"):
            word = _SITE_WORD.search(folded, mention.start, mention.end)
            if word and word.start() - mention.start >= _LEAST:
                found.setdefault(folded[mention.start : word.start()], mention)
    return found


def _is_acting(folded: str, mention: Mention) -> bool:
    """Whether words of firms stand beside a name."""
    return (
        _FIRM_AFTER.match(folded, mention.end) is not None
        or _FIRM_BEFORE.search(folded, max(0, mention.start - 10), mention.start) is not None
    )


def _as_place(
    folded: str, mention: Mention, towns: dict[str, Mention], sites: dict[str, Mention], acting: set[str]
) -> Mention:
    led = _PLACED_BEFORE.search(folded, max(0, mention.start - 6), mention.start)
    beside = _SITE_AFTER.match(folded, mention.end) or (led and not _FIRM_AFTER.match(folded, mention.end))
    town = towns.get(mention.text)
    if town is not None and (beside or (mention.text not in acting and not town.rule.startswith("registry"))):
        return replace(mention, label="JURISDICTION", rule="place.again", priority=PLACED, confidence=0.7, ref=town.ref)
    town_there = " " not in mention.text and _IN.search(folded, max(0, mention.start - 9), mention.start)
    if mention.text in sites and mention.text not in acting and not town_there:
        return replace(mention, label="FACILITY", rule="facility.again", priority=PLACED, confidence=0.7)
    return mention


def unite_sites(folded: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The `mentions`, one ref for what has one name: the Copper Bend site, the Copper Bend facility, Copper Bend."""
    sites = _sites(folded, mentions)
    if not sites:
        return list(mentions)
    united = []
    for mention in mentions:
        if mention.label == "FACILITY" and not mention.rule.startswith("registry"):
            word = _SITE_WORD.search(folded, mention.start, mention.end)
            site = sites.get(folded[mention.start : word.start() if word else mention.end])
            mention = replace(mention, ref=site.ref) if site and site.ref != mention.ref else mention
        united.append(mention)
    return united

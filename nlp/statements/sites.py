"""Where capacity stands: the place right behind a figure, the site that was named before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.drafts import Draft
from nlp.statements.lists import coordinated
from nlp.statements.not_its_own import is_in_dateline, is_land_of
from nlp.text.lazy import lazy_pattern

_THE_SITE = lazy_pattern(
    r"\b(?:the|this|that) (?:new |same |whole )?(?:site|facility|campus|plant|data cent(?:er|re))\b(?! (?:in|near|at|of)\b)|(?:该|此|这座|这个)(?:矿场|数据中心|园区|站点|设施|场地|基地|电厂|工厂)"
)
_SITE_REACH = 700
# 84 MW [in Molde] · 3.1 EH/s is [in the U.S.]
_AT = lazy_pattern(
    r"(?:\s\([^()]{0,20}\))?\s(?:(?:of it|of [a-z]+|(?!and|or|to|from|by|with|at|in|near|across|outside|for|but|while|which|that|as|up|down|between)[a-z-]+)\s){0,4}"
    r"(?:in|at|near|outside|across)\s(?:(?:the|its|our|\ue063(?:'s)?)\s)?(?:\ue06a,?\s)?(?=[\ue04a\ue046])"
)


# its 20 MW [Project Marie], a 60 MW [Quill campus]
_NAMED = lazy_pattern(r"(?:\s\([^()]{0,20}\))?\s(?:(?!and|or|to|from|by|with|at|in|near|for|of)[a-z-]+\s){0,2}\ue046")
# [德克萨斯州]的一个5兆瓦
_BEFORE = lazy_pattern(r"\ue04a(?:省|州|市|县|郡)?(?:境内|当地)?的(?:约|近|超过|一个|一座|一处|\ue069|总计|合计|共)*$")


def place_capacity(draft: Draft, encoded: EncodedText) -> None:
    """Gives a draft of capacity the place right behind its figure, or the site that the sentence speaks of."""
    if draft.predicate != "has_capacity":
        return
    for target in draft.fillers.get("object", ()):
        ahead = _BEFORE.search(encoded.text, max(0, target.position - 16), target.position)
        slot = encoded.slots.get(ahead.start()) if ahead else None
        if slot is not None and slot in draft.sentence.slots:
            draft.fillers["jurisdiction"] = coordinated(encoded.text, draft.sentence.slots, slot)
        named = _NAMED.match(encoded.text, target.position + 1)
        if named and draft.is_english and not draft.fillers.get("facility"):
            draft.fillers["facility"] = [encoded.slots[named.end() - 1]]
        at = _AT.match(encoded.text, target.position + 1)
        slot = encoded.slots.get(at.end()) if at else None
        if slot is not None:
            draft.fillers["facility" if slot.type == "F" else "jurisdiction"] = coordinated(
                encoded.text, draft.sentence.slots, slot
            )
    if draft.is_english and not draft.fillers.get("facility") and not draft.fillers.get("jurisdiction"):
        for place in (
            _labelled(draft, encoded)
            or _only_place(draft, encoded)
            or _further(draft, encoded)
            or _again(draft, encoded)
        ):
            draft.fillers["facility" if place.type == "F" else "jurisdiction"].append(place)
    if draft.is_chinese and not draft.fillers.get("facility") and not draft.fillers.get("jurisdiction"):
        stands = _place_of(draft, encoded)
        draft.fillers["jurisdiction"] = coordinated(encoded.text, draft.sentence.slots, stands) if stands else []
        there = None if stands else _there(draft, encoded)
        draft.fillers["jurisdiction"] += [there] if there else []
    if not draft.fillers.get("facility"):
        site = _site_before(draft, encoded)
        draft.fillers["facility"] = [site] if site else []
    if draft.is_english:
        _without_site_of_total(draft, encoded.text)


# The Texas site would lift [the miner's hashrate to] 15 EH/s: what the firm has at all its sites
_OF_FIRM = lazy_pattern(
    r"\b(?:lift|bring|brought|rais|boost|tak|took|increas|push|driv|grow|expand)[a-z]*\s(?:up )?(?:\ue063(?:'s)?|its|their|the (?:company|miner|firm|group)'s|\ue043's?)\s"
    r"(?:(?:total |overall |group |combined |global |companywide )+(?:operating |power |mining |data center )*(?:capacity|portfolio|fleet)|(?:total |overall |own |operating |self-mining |installed )*hash ?rate)"
    r"(?: capacity)?\s(?:to|past|above|beyond)\s(?:about |around |roughly |some |over |more than |nearly |an? |at least )*$"
)


def _without_site_of_total(draft: Draft, text: str) -> None:
    """Takes the site that a firm grows by out of a figure that is the total of the firm."""
    for target in draft.fillers.get("object", ()):
        if _OF_FIRM.search(text, max(draft.sentence.start, target.position - 110), target.position):
            for role in ("jurisdiction", "facility"):
                draft.fillers[role] = [s for s in draft.fillers.get(role, ()) if s.position > target.position]


def place_partnership(draft: Draft, encoded: EncodedText) -> None:
    """Gives a Chinese partnership the place of the site that it only calls so: 将与X合作运营[该中心]."""
    if draft.predicate != "partnered_with" or not draft.is_chinese or draft.frame_id.endswith(".model"):
        return
    if not draft.fillers.get("jurisdiction") and not draft.fillers.get("facility"):
        there = _there(draft, encoded)
        draft.fillers["jurisdiction"] = [there] if there else []


# [Tydal], Norway: 225 MW · [Tydal] (Norway) – 225 MW: the place that a line of a list begins with
_LABEL = lazy_pattern(r"[\s•*·-]*(?:the )?(?=[\ue04a\ue046])[^.:;]{1,60}?\s?(?::|\s[-–—])\s")
# 20 MW [at a shuttered smelter near] Bratsk · 9,000 rigs, mostly from Canaan, [spread across two halls in] Ohio
_FURTHER = lazy_pattern(
    r"(?:\s\([^()]{0,20}\))?(?:(?:\s[a-z-]+){0,2},\s(?:mostly|mainly|largely|chiefly|primarily|most of them|all of them|many of them)\s[^,.;:]{1,50},(?=\s))?"
    r"(?:\s(?:(?!(?:and|or|from|by|but|while|which|that|as|than)\s)[a-z-]+|\ue069)){0,7}\s(?:in|at|near|outside|across)\s(?:the\s)?(?:\ue06a,?\s)?(?=[\ue04a\ue046])"
)


# 在[俄亥俄],X有三栋楼,每栋100兆瓦 · X[怀俄明]的两块地 · 建在[阿瓦萨]城郊: where a Chinese sentence says that its figures are
_STANDS_AT = lazy_pattern(
    r"(?:(?<!现)(?<!总部)在|位于|坐落于?|设在|建在|开在|落户|扎根|(?<!位)(?<!由)(?<!对)于|落在|\ue043)\ue06a?(?:的)?$"
)
_SITE_AFTER = lazy_pattern(
    r"(?:省|州|市|县|郡|城郊|郊外|郊区|境内|当地|北部|南部|东部|西部|中部|的|那|这|个|座|处|两|三|四|五|\ue069|新|老|自营|水电|天然气|挖矿|比特币)*"
    r"(?:矿场|机房|场子|园区|站点|基地|厂|数据中心|设施|地块|块地|电站|项目|机器|算力|矿机)"
)
_AWAY = lazy_pattern(r"(?:总部|注册|上市|从|自|由|离开|撤出|退出|迁出|运往|去往|发往|卖给|来自)[^,;]{0,3}$")


def _place_of(draft: Draft, encoded: EncodedText) -> Slot | None:
    """The place that a Chinese sentence names before a figure, with no other firm between the two."""
    text = encoded.text
    target = min((s.position for s in draft.fillers.get("object", ())), default=0)
    for slot in reversed([s for s in draft.sentence.slots if s.position < target and s.type in "JCF"]):
        start = max(draft.sentence.start, slot.position - 8)
        fronted = text.startswith(",", slot.position + 1) and _STANDS_AT.search(text, start, slot.position)
        if slot.type != "J":
            if slot.type == "F" or not text.startswith(("有", "的", "在", "又", "还"), slot.position + 1):
                return None
            continue
        if _AWAY.search(text, start, slot.position):
            return None
        stands = _STANDS_AT.search(text, start, slot.position) or slot.position == draft.sentence.start
        return slot if fronted or (stands and _SITE_AFTER.match(text, slot.position + 1)) else None
    return None


# 该园区将有120兆瓦: the place of the site that was spoken of
_SAME_SITE = lazy_pattern(
    r"(?:该|此|这座|这个|这处|新)(?:[^,。;\ue041-\ue07a]{0,4})(?:矿场|数据中心|园区|站点|设施|场地|基地|电厂|工厂|机房|项目|中心|厂区|矿区)(?!公司|运营商|集团)"
)
_SITE_AT = lazy_pattern(
    r"[^,。;\ue041-\ue043\ue045-\ue069\ue06b-\ue076\ue078-\ue07a]{0,14}(?:矿场|数据中心|园区|站点|设施|基地|电厂|工厂|机房|项目|中心|厂|矿区|落成|建设|新建|兴建|开建)"
)


def _there(draft: Draft, encoded: EncodedText) -> Slot | None:
    """The place of the site that a Chinese sentence only calls so, told in one of the sentences before."""
    text, sentence = encoded.text, draft.sentence
    target = min((s.position for s in draft.fillers.get("object", ())), default=0)
    if draft.predicate == "partnered_with":
        target = min(sentence.end, draft.span[1] + 16)
    if not _SAME_SITE.search(text, sentence.start, target):
        return None
    at = encoded.number_of(sentence)
    for before in reversed(encoded.sentences[max(0, at - 4) : at]):
        if before.paragraph != sentence.paragraph:
            return None
        told = [s for s in before.slots if s.type == "J" and _SITE_AT.match(text, s.position + 1)]
        told = [s for s in told if not _AWAY.search(text, max(before.start, s.position - 8), s.position)]
        if told:
            return told[-1]
    return None


_IN = lazy_pattern(
    r"(?<!based )(?<!headquartered )(?<!listed )\b(?:in|at|near|outside)\s(?:the\s)?(?:\ue04a\s(?:state|province|region|county)\sof\s)?(?:\ue06a,?\s)?$"
)


def _labelled(draft: Draft, encoded: EncodedText) -> list[Slot]:
    """The place that a line begins with whose figure follows a colon or a dash."""
    label = _LABEL.match(encoded.text, draft.sentence.start, draft.sentence.end)
    targets = [s.position for s in draft.fillers.get("object", ())]
    if label is None or not targets or targets[0] < label.end():
        return []
    named = [s for s in draft.sentence.slots if s.type in "FJ" and s.position < label.end()]
    return [s for s in named if s.type == "F" or not is_in_dateline(encoded.text, s, draft.sentence.start)]


def _further(draft: Draft, encoded: EncodedText) -> list[Slot]:
    """The place that the words behind a figure lead to."""
    for target in draft.fillers.get("object", ()):
        at = _FURTHER.match(encoded.text, target.position + 1, draft.sentence.end)
        slot = encoded.slots.get(at.end()) if at else None
        if slot is not None:
            return coordinated(encoded.text, draft.sentence.slots, slot)
    return []


def _only_place(draft: Draft, encoded: EncodedText) -> list[Slot]:
    """The only site, or else the only places that something is in, before the figure in an English sentence."""
    targets = [s.position for s in draft.fillers.get("object", ())]
    before = [s for s in draft.sentence.slots if targets and s.type in "FJ" and s.position < targets[0]]
    before = [
        s
        for s in before
        if s.type == "F" or not (is_in_dateline(encoded.text, s, draft.sentence.start) or is_land_of(encoded.text, s))
    ]
    sites = [s for s in before if s.type == "F"]
    if sites or not before:
        return sites if len(sites) == 1 else []
    group = coordinated(encoded.text, draft.sentence.slots, before[0])
    if group != before:
        return []
    start = max(draft.sentence.start, before[0].position - 24)
    stands = _IN.search(encoded.text, start, before[0].position) or (
        _WHOSE.search(encoded.text, start, before[0].position)
        and _SITE_NOUN.match(encoded.text, group[-1].position + 1)
        and "," not in encoded.text[group[-1].position + 1 : targets[0]]
    )
    return group if stands else []


# X's [Nevada] data center
_WHOSE = lazy_pattern(
    r"(?:'s?|\ue063|\b(?:the|their))\s(?:(?:new|first|second|largest|planned|northern|southern|main)\s)?$"
)
_SITE_NOUN = lazy_pattern(
    r"(?:,\s\ue06a,?)?\s(?:[a-z-]+\s){0,2}?(?:sites?|facilit(?:y|ies)|data ?cent(?:er|re)s?|campus(?:es)?|plants?|mines?|farms?)\b"
)
# The site draws 26 MW · It will house 26 MW · These machines add up to 2 EH/s: what is told of the site before
_SITE_AGAIN = lazy_pattern(
    r"[\s\"“]*(?:(?:once|when) [^,.;]{1,40},\s)?(?:(?:the|this|that|these|those|both|all) (?:new |same |whole |two )?(?:sites?|facilit(?:y|ies)|campus(?:es)?|plants?|data ?cent(?:er|re)s?|farms?|halls?|miners|machines|rigs|projects?)\s"
    r"(?!(?:in|near|at|of|from|that|which)\b)|there,?\s|\ue063\s(?:about |roughly |nearly )?(?=\ue077(?!\s(?:[a-z-]+ ){0,2}(?:portfolio|pipeline|fleet|total|network|of)\b))|\ue063\s(?:draws|houses|consumes|(?:will|can|is to|is expected to|is set to|would) (?:draw|house|consume|supply|offer|provide|host))\s)"
)
_BUILT = lazy_pattern(r"\b(?:site|facility|campus|plant|data ?cent(?:er|re)|farm|mine|hall|complex|warehouse)s?\b")


def _again(draft: Draft, encoded: EncodedText) -> list[Slot]:
    """The place of the site that the sentence before has told of, where an English sentence goes on with that site."""
    sentence = draft.sentence
    if not _SITE_AGAIN.match(encoded.text, sentence.start, sentence.end):
        return []
    if any(s.type in "FJC" for s in sentence.slots):
        return []
    at = encoded.number_of(sentence)
    before = encoded.sentences[at - 1] if at else None
    if before is None or before.paragraph != sentence.paragraph:
        return []
    named = [s for s in before.slots if s.type == "F"]
    if len({s.ref for s in named}) == 1:
        return named[:1]
    places = [s for s in before.slots if s.type == "J"]
    if named or not places or not _BUILT.search(encoded.text, before.start, before.end):
        return []
    start = max(before.start, places[0].position - 12)
    told = _IN.search(encoded.text, start, places[0].position) or _SITE_NOUN.match(
        encoded.text, places[-1].position + 1
    )
    return places if told and coordinated(encoded.text, before.slots, places[0]) == places else []


def _site_before(draft: Draft, encoded: EncodedText) -> Slot | None:
    """The site that was named last, where a sentence speaks of the site."""
    sentence = draft.sentence
    if not _THE_SITE.search(encoded.text, sentence.start, sentence.end):
        return None
    named = [s for s in encoded.slots.values() if s.type == "F" and s.position < draft.span[0]]
    return named[-1] if named and draft.span[0] - named[-1].position < _SITE_REACH else None


# a [joint] mining project in Brazil: both of the two are there
_JOINT = lazy_pattern(
    r"\bjoint\s(?:[a-z-]+\s){0,3}(?:project|mine|site|facility|farm|campus|operation|plant|data cent(?:er|re))s?\b|\bjointly\s(?:build|develop|operate|run|own|mine)"
)


def _is_joint(draft: Draft, text: str) -> bool:
    """Whether an English partnership is to run a site together."""
    return draft.is_english and bool(_JOINT.search(text, draft.sentence.start, draft.sentence.end))


def own_sites(drafts: Sequence[Draft], text: str) -> Iterable[Draft]:
    """Who has capacity at a place, runs machines there with another, or orders machines for it, works there."""
    for draft in drafts:
        if draft.predicate == "ordered_from" and not draft.is_english:
            yield from _at(draft, draft.fillers.get("destination", ()))
        if draft.predicate not in ("has_capacity", "partnered_with"):
            continue
        if draft.frame_id.startswith("en.partner") and not draft.fillers.get("object"):
            continue  # the place is the partner: a memorandum with the government of Oman
        if draft.predicate == "partnered_with" and draft.frame_id.endswith(".model"):
            continue  # only a guess that there is a deal
        sites = draft.fillers.get("facility", ())
        if not sites:
            sites = [*sites, *draft.fillers.get("jurisdiction", ())]
        yield from _at(draft, sites)
        if draft.predicate == "partnered_with" and _is_joint(draft, text):
            yield from _at(draft, sites, draft.fillers.get("object", ()))


def _at(draft: Draft, sites: Sequence[Slot], who: Sequence[Slot] = ()) -> Iterable[Draft]:
    """Where the subject of a draft, or `who`, works."""
    for slot in sites:
        made = Draft(draft.frame_id, "operates_in", draft.sentence, draft.anchor, span=draft.span)
        made.fillers["object"] = [slot]
        made.fillers["subject"] = list(who or draft.fillers.get("subject", ()))
        made.subject_open = draft.subject_open and not who
        made.modality, made.confidence = draft.modality, 0.7
        made.undated = draft.predicate == "ordered_from"  # the day of the order is none of the site
        yield made


# Hut 8 of [Miami] · Luxor, of [Seattle], · clients out of [Dubai] · the [Austin] giant that hosts
_SEAT_BEFORE = lazy_pattern(
    r"(?:[\ue043\ue063](?:\s\([^()]{0,40}\))?,?\s(?:out )?of|\bout of|\bfounders (?:met|studied|live) in"
    r"|\b(?:headquartered|headquarters|head office|offices?|seat|domiciled|incorporated|registered|(?:is|are) (?:run|managed|directed))(?: (?:is|are|lies?|sits?))? (?:in|at|near|from|out of))\s(?:the )?(?:\ue06a,?\s)?$"
)
_SEAT_AFTER = lazy_pattern(
    r"(?:-based|-headquartered|-listed)?\s(?:[a-z-]+\s){0,2}(?:giant|firm|company|outfit|start-?up|upstart|group|lender|landlord|house|consultancy|bank|exchange|brokerage)\b"
)


# 与[俄罗斯]数据中心运营商X合作, [阿联酋]主权基金旗下的X: where a company is from
_HAILS_FROM = lazy_pattern(
    r"(?:的)?(?:[^,。;:、的在与和将从向为对建设\ue041-\ue07a]{0,14}(?:商|厂|企|公司|集团|机构|平台|基金|家族办公室|券商|银行|企业|矿池|巨头|交易所|财团|初创|龙头|大学|媒体|矿工|独角兽))?"
    r"(?:旗下的?)?[“\"]?\ue043"
)


# 与[日本]一家大型电力公司签约: a party without a name
_WITH_ONE = lazy_pattern(r"(?:与|和|同|跟|向|从|由|给|为)\ue06a?$")
_ONE_OF = lazy_pattern(
    r"(?:的)?(?:一家|某家?|多家|几家|两家|三家|当地)[^,。;\ue043]{0,16}(?:公司|企业|电厂|矿企|银行|基金|机构|客户|买家|运营商|供应商)"
)


def without_origins(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """The drafts of Chinese rules without the places that only tell where a company is from."""
    kept = []
    for draft in drafts:
        if not draft.is_chinese:
            kept.append(draft)
            continue
        if draft.predicate in ("partnered_with", "acquired", "has_capacity"):
            hosts = draft.predicate == "partnered_with" and is_hosting(draft, text)
            draft.fillers["jurisdiction"] = [
                s for s in draft.fillers.get("jurisdiction", ()) if not is_from(s, text, hosts=hosts)
            ]
        if draft.predicate != "operates_in" or not any(is_from(s, text) for s in draft.fillers.get("object", ())):
            kept.append(draft)
    return kept


# [怀俄明州]的Medicine Bow站点: in Chinese the place of a site that is named itself stands right before it
_BEFORE_SITE = lazy_pattern(r"(?:省|州|市|县|郡|境内|当地|[东西南北中]部)?的?\s?(?=\ue046)")


def at_named_sites(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """Chinese drafts of who works where, with the site that has a name in the stead of the place right before it."""
    for draft in drafts:
        if draft.predicate == "operates_in" and draft.is_chinese:
            draft.fillers["object"] = [_named_site(slot, encoded) for slot in draft.fillers.get("object", ())]
    return list(drafts)


def _named_site(slot: Slot, encoded: EncodedText) -> Slot:
    """The site that a place only tells the whereabouts of, or else the place."""
    site = _BEFORE_SITE.match(encoded.text, slot.position + 1) if slot.type == "J" else None
    return encoded.slots[site.end()] if site else slot


def is_hosting(draft: Draft, text: str) -> bool:
    """Whether the sentence of a Chinese draft speaks of hosting or of a lease."""
    return bool(_HOSTING.search(text, draft.sentence.start, draft.sentence.end))


_HOSTING = lazy_pattern(r"托管|租约|租赁|承租|租户|机位|数据中心租")


def is_from(slot: Slot, text: str, *, hosts: bool = False) -> bool:
    """Whether a place tells where the company behind it is from; where that one `hosts`, its place is the deal's."""
    if slot.type != "J":
        return False
    found = _HAILS_FROM.match(text, slot.position + 1)
    if found:
        return not hosts or len(found[0]) > 2
    start = slot.position
    return bool(_WITH_ONE.search(text, max(0, start - 3), start) and _ONE_OF.match(text, start + 1))


def without_seats(drafts: Sequence[Draft], text: str) -> list[Draft]:
    """Drops the places of English drafts where a company only has its seat, or is from."""
    return [draft for draft in drafts if draft.predicate != "operates_in" or not _is_seat(draft, text)]


# Black Pearl in [Winkler County] · Helios, its campus near [Dickens]: where a site lies that is named itself
_OF_SITE = lazy_pattern(
    r"\ue046(?:\s(?:site|facility|campus|data cent(?:er|re)|plant|mine|farm|complex|station))?(?:,\s(?:its|their|the|an?|\ue063(?:'s)?)\s(?:[a-z0-9-]+\s){0,4}|,?\s)(?:in|near|at|outside)\s(?:the )?(?:[a-z]+\s)?$"
)


def _is_seat(draft: Draft, text: str) -> bool:
    """Whether the place of a draft only tells where a company comes from."""
    places = [slot.position for slot in draft.fillers.get("object", ()) if slot.type == "J"]
    return draft.is_english and any(
        _SEAT_BEFORE.search(text, max(draft.sentence.start, at - 60), at)
        or _SEAT_AFTER.match(text, at + 1)
        or _OF_SITE.search(text, max(draft.sentence.start, at - 80), at)
        for at in places
    )

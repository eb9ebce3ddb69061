"""Where a name stands in its clause: behind a preposition, as the source of the news, or where it can act."""

from __future__ import annotations

from collections.abc import Collection

from nlp.encoding import Slot
from nlp.grammatical_objects import has_figure, is_acted_on
from nlp.owners import is_acting_unit, only_points
from nlp.text.lazy import lazy_pattern

_OBLIQUE = {
    "zh": lazy_pattern(
        r"(?:与|和|同|跟|从|向|自|由|被|据|根据|对|对于|给|为|于|在|按|按照|除|除了|包括|通过|经|就|及|(?<!\d)、|依据|收购|投资|使用|采用|选用|搭载|配备|引进|依托|采购|订购|购买|购入|买入|入股|参股|旗下|子公司|来自|客户|租户|租客|供应商|供货商|承销商|审计师|合作方|合作伙伴|(?<![,。;:\s])竞争对手|(?<![,。;:\s争])对手|债主|债权人|大股东|股东|母公司|投资方|投资人|代工厂|承租方|承租人|继|紧随|紧跟|追随|效仿|仿效|有别于|不同于|步|受|针对|面对|围绕|关于|例如|譬如|诸如|像|随着|自从|鉴于|作为|贷款方|托管方|服务商|超过了|相当于|不如|好过|参考|援引|引述|比|较|替|帮助|帮|兼任|加入|(?<![目日此当之以提])前|前任|原(?=$)|曾任|曾在|出身|时任|《|超越|超过|起诉|状告|(?<![寻查])找|押在|押给|交给|卖给|租给|借给|发给|让给|抵押给|托付给|拉来|请来|转投|投奔|打败|击败|取代|落后于?|领先|对标|看齐|追平)\s?(?:了|其|的|全资)?$"
    ),
    "en": lazy_pattern(
        r"(?:\b(?:with|from|to|by|for|of|at|per|via|against|than|including|like|into|in|on|through|between|alongside|under|and|&|behind|acquired?|acquiring|buy|buying|bought|unlike|toward|towards|versus|vs\.?|told|after|before|despite|amid|among|above|below|beating|surpass(?:ed|es|ing)|overtak(?:es|ing)|overtook|outpac(?:ed|es|ing)|topp(?:ed|ing)|trails?|trailing|only|joined|joining|sued?|suing|(?<=[a-z,] )fellow|(?<=[a-z,] )(?<!'s )rival|pass(?:ed|es|ing)|leapfrogg(?:ed|ing)|eclips(?:ed|es|ing)|dethron(?:ed|es|ing)|outrank(?:ed|s)|outperform(?:ed|s|ing)|reliev(?:ed|es)|accus(?:ed|es|ing)|ask(?:ed|s)|pa(?:id|ys|ying)|lent|lends|g(?:ave|ives)|charg(?:ed|es)|evict(?:ed|s|ing)|warn(?:ed|s)|fin(?:ed|es)|urg(?:ed|es)|(?<!-)own(?:s|ed)|visit(?:ed|s)|approach(?:ed|es)|circling|stalking|courting|target(?:ing|s)|(?<=\s)(?:host(?:s|ed|ing)?|hir(?:es|ed|ing)|engag(?:es|ed|ing)|select(?:s|ed|ing)|appoint(?:s|ed|ing)|enlist(?:s|ed)|advis(?:es|ed|ing)|us(?:es|ing)|fund(?:s|ed|ing)|financ(?:es|ed|ing)|support(?:s|ed|ing)|upgrad(?:es|ed)|downgrad(?:es|ed)|rat(?:es|ed)|favou?r(?:s|ed|ing))))(?:\s(?:the|its|\ue063|fellow|rival|miner|bitcoin|parent|subsidiary|unit|arm|division|affiliate|company|firm|maker|giant|leading|us-based)){0,3}\s?[“\"(]?$"
    ),
}
# with the exchange operator X
_DESCRIBED = lazy_pattern(
    r"\b(?:with|from|to|by|for|of|via)\s(?:[a-z0-9&-]+,?\s){0,5}(?:provider|firm|company|miner|maker|giant|exchange|lender|bank|manager|developer|operator|partner|rival|leader|startup|start-up|platform|manufacturer|producer|group|investor|pool|fund|subsidiary|affiliate|chipmaker|custodian|broker|hyperscaler|client|customer|supplier|peer)\s?[“\"(]?$"
)
# how the English phrases end
_LATIN_END = lazy_pattern(r"[a-z&.]\s?[“\"(]?$")
# a preposition with a description between it and the name: 从加密货币交易所X, 与服务供应商X
_PHRASE = lazy_pattern(
    r"(?:透过|从(?!而|事|此)|向(?!来|好)|与(?!此|会|否)|同(?=一家|另)|跟(?!踪|进)|由(?!于)|被)[^,。;:、的了是将已\ue000-\uf8ff]{1,14}[\"“]?$"
    r"|(?:设计|施工|承建|供货|供应|代工|托管|承销|融资|贷款|监理|审计|运维)(?:工作|任务|服务)?的(?:则|正)?是$"
    r"|(?:通过|透过|经由|经过)[\ue04a\ue06a]的?$"
)
# … and Riot reported, with Bit Digital selling: a name with a clause of its own
_OWN_CLAUSE = lazy_pattern(
    r"(?:(?:,|[a-z0-9\ue041-\ue07a]),?\s(?:and|while|as)\s\x00\s?(?:\([^()]{0,30}\)\s)?(?:(?:also|now|recently)\s)?"
    r"(?:is|was|has|had|will|saw|held|holds|sold|made|mined|led|began|took|gave|went|came|ran|rose|fell|grew|built|bought|got|kept|left|lost|paid|put|shut|spent|won|told|drew|cut|beat|hit|became|did|said|plans?|[a-z]{3,12}(?:ed|s|ing))\s(?!(?:by|to be)\b)"
    r"|[;,.]\s(?:and|while|but)\s\x00(?:\s?\([^()]{0,30}\))?,\s(?:which|whose|who)\s|\b(?:after|before|since|because|when|once|though)\s(?:(?:rival|fellow|peer|larger|smaller|bitcoin|mining|miner|giant|company|firm|competitor)\s){0,3}\x00\s?(?:\([^()]{0,30}\)\s)?(?:has|had|is|was|will|would|said|says|told|plans|sold|bought|won|lost|[a-z]{3,12}ed)\s(?!(?:by|to be)\b)"
    r"|,\swith\s(?:[a-z-]+\s){0,2}\x00\s?(?:\([^()]{0,30}\)\s)?(?:[a-z]+ly\s)?[a-z]{2,12}ing\b)"
)
_SOURCE_AFTER = lazy_pattern(
    r"\s?(?:\([^)]{0,20}\)\s?)?(?:消息|讯(?!问)|电(?![力价网厂站])|报道|报(?![告价收亏盈净营出])|分析[师员]|策略师|研究员|数据(?!中心)|编译|记者|快讯|】|reported? (?:that(?!\s(?:its?|\ue063)\s)|on|earlier)|analysts?|data\b(?! cent)|reports(?: that\b|\s?[,.:;]|$))"
)
_OWN_REPORT = lazy_pattern(
    r"(?:'s?)?\s?(?:\([^)]{0,20}\)\s?)?[^,。;]{0,8}?(?:财报|公告|年报|季报|业绩|招股书|招股说明书|向<?[\ue041]|earnings|results|filing|press release|announcement)"
)
# NEW YORK, Aug. 14 /[PRNewswire]/ -- · LONDON ([Reuters]) -
_WIRE = lazy_pattern(r"/\ue043/|\(\ue043\)\s?(?:--|[-–—])")
_SOURCE_BEFORE = lazy_pattern(
    r"(?:据|根据|来源[::]?|引述|援引|转自|via|source[::]?|according to|data from|reports? by|per)\s?(?:the )?(?:(?:(?:[a-z\ue04a-]+ ){0,2}(?:news|media)(?: outlet| agency| site| website| portal| organi[sz]ation)?|newspaper|daily|broadcaster|news wire|newswire) )?$"
)

_BEFORE_MODEL = lazy_pattern(r"(?:'s?)?\s?(?:的|旗下)?\s?(?:最新|新一代|全新|latest |new |newest |model )?\ue04d")
# a $14 million [X] loan: who has lent the money
_LENT = lazy_pattern(
    r"\s(?:term |bridge |secured |equipment |bank )?(?:loan|bonds?|credit (?:line|facility)|mortgage)\b"
)
# 96 [AMD] GPUs, largely [Auradine] models: the maker of what is counted
_BEFORE_KIT = lazy_pattern(
    r"\s(?:[a-z0-9]+ )?(?:gpus?|asics?|chips|rigs|miners|machines|servers|hardware|units|computers|models|boxes|equipment)\b"
)
_COUNTED = lazy_pattern(
    r"(?:[\ue06e\ue06b\ue069]\s(?:of\s)?(?:(?:new|used|more|additional|of|its|their|the|efficient|older|newer|air-cooled|hydro)\s){0,2}"
    r"|,?\s(?:mostly|mainly|largely|chiefly|primarily|predominantly)\s)$"
)
# 将摆放[EZ Blockchain]出品的集装箱, 用的是[比特微]刚出厂的机型: the maker of what the clause is about
_MADE_ZH = lazy_pattern(
    r"\s?(?:\([^()]{0,20}\)\s?)?(?:刚刚?|最新|新近|自家|所|早年|专门)*(?:出品|出厂|生产|制造|研制|设计|承建|供货|供应|代工|交付|推出|发来|运来|提供)的"
)
_CLAUSE_HEAD = lazy_pattern(r"(?:^|[,。;:\n”】])\s?$")
_COMPANIES = ("\ue043", "\ue063")


# others like [X] have taken another way
_OTHERS_LIKE = lazy_pattern(r"\b(?:others|firms|companies|miners|rivals|peers|outfits) (?:like|such as)\s$")
_DO_SOMETHING = lazy_pattern(
    r"(?:\s?\([^()]{0,40}\))?\s(?:have|are|had|own|hold|plan|did|went|took|chose|[a-z]{3,12}ed)\b"
)
# And [X] avoided the courthouse
_FIRST_WORD = lazy_pattern(r"(?:^|[.!?\n]\s?[\"“]?)(?:and|unlike many,)\s$")


def is_oblique(text: str, slot: Slot) -> bool:
    """Whether a name stands after a preposition, or is the object of a verb right before it."""
    position = slot.position
    if text[position - 2 : position - 1] in _COMPANIES and text[position - 1] == "(":
        position -= 2  # 比特微(MicroBT): the name in brackets stands where the other does
    before = text[max(0, position - 42) : position]
    if only_points(text, slot.position):
        return True
    if is_acting_unit(text, before, slot.position):
        return False
    if _LENT.match(text, slot.position + 1):
        return True
    if _BEFORE_MODEL.match(text, slot.position + 1):
        return True  # 20,000 [Bitmain] Antminer S19: the maker before its model does nothing
    if _BEFORE_KIT.match(text, slot.position + 1) and _COUNTED.search(before):
        return True
    if before.endswith(("据", "根据")) and _OWN_REPORT.match(text, slot.position + 1):
        return False
    if _FIRST_WORD.search(before):
        return False
    if _OTHERS_LIKE.search(before):
        return not _DO_SOMETHING.match(text, slot.position + 1)
    if is_acted_on(text, slot.position) or (
        _MADE_ZH.match(text, slot.position + 1) and not _CLAUSE_HEAD.search(before[-2:])
    ):
        return True
    if _LATIN_END.search(before[-4:]) and (_OBLIQUE["en"].search(before) or _DESCRIBED.search(before)):
        if has_figure(text, slot.position):
            return False
        return not _OWN_CLAUSE.search(before + "\x00" + text[slot.position + 1 : slot.position + 60])
    return bool(_OBLIQUE["zh"].search(before[-8:]) or _PHRASE.search(before[-16:]))


def is_source(text: str, slot: Slot, sources: Collection[str] = ()) -> bool:
    """Whether a name is where the news comes from."""
    if text[slot.position - 1 : slot.position + 2 : 2] == "//":
        return True  # Aug. 14, 2025 /PRNewswire/
    if slot.ref not in sources and text[slot.position - 1 : slot.position + 2 : 2] == "【】":
        return False  # a heading
    if slot.ref not in sources and _OWN_REPORT.match(text, slot.position + 1):
        return False
    if _WIRE.match(text, max(0, slot.position - 1)):
        return True
    if _SOURCE_AFTER.match(text, slot.position + 1) or _SOURCE_BEFORE.search(
        text, max(0, slot.position - 24), slot.position
    ):
        return True
    return slot.ref in sources


# [财联社]6月30日电 · [ChainCatcher] 消息 · 据[CoinDesk]: credited beyond doubt, whatever the name is otherwise
_CREDIT_AFTER = lazy_pattern(
    r"\s?(?:\([^)]{0,20}\)\s?)?(?:\ue044\s?)?(?:消息(?!称|人士)|讯(?=[,:，\s])|电(?=[,:，\s])|报道|记者|快讯)"
)


# according to [X] · citing [X]
_CREDIT_BEFORE = lazy_pattern(r"\b(?:according to|citing|reported by|relayed by|as told to)\s(?:the )?$")


# a mine owner [对X表示]: who was told it
_TOLD_TO = lazy_pattern(
    r"(?:记者|客户端|编辑部)?(?:独家)?(?:表示|坦言|透露|介绍|直言|讲述|感叹|说道?|称(?!赞|呼)|指出|回应)(?=[,:“「『，：]|\s)"
)


def is_credited(text: str, slot: Slot) -> bool:
    """Whether a name is only credited with the news: it takes no part in what is told."""
    position = slot.position
    return bool(
        (text[position - 1 : position] in ("对", "向") and _TOLD_TO.match(text, position + 1))
        or _CREDIT_BEFORE.search(text, max(0, position - 20), position)
        or _WIRE.match(text, max(0, position - 1))
        or _CREDIT_AFTER.match(text, position + 1)
        or text[position - 1 : position + 2 : 2] == "//"
    )


# (Reporting by [P] and [Q]; editing by [R] of Reuters): who has written the news
_BYLINE = lazy_pattern(
    r"\b(?:reporting|editing|writing|edited|compiled)(?: and (?:reporting|editing|writing))? by\s[^.;()]{0,90}$"
)


def is_in_byline(text: str, person: Slot) -> bool:
    """Whether an English text only names a person as one of its writers."""
    return bool(_BYLINE.search(text, max(0, person.position - 120), person.position))


# X will host [Y]'s machines: the owner of what the verb is about
_NEW_CLAUSE = lazy_pattern(r"[,;:]|\b(?:and|while|but|as|that|because|after|before|when|said|says)\b")


def owner_within(text: str, one: Slot, other: Slot) -> bool:
    """Whether a name only owns what another name's clause speaks of."""
    if not text.startswith("'s", other.position + 1):
        return False
    return not _NEW_CLAUSE.search(text, one.position + 1, other.position)


# X, which took over [Celsius]'s miners: the owner of what a verb is done to
_DONE_BEFORE = lazy_pattern(
    r"(?<![a-z])(?!(?:that|said|says|as|while|and|but|when|where|because|after|since|before|if|though|than|whereas|told)\s)[a-z]{2,}\s(?:the )?$"
)


def is_owner_done_to(text: str, slot: Slot) -> bool:
    """Whether a company only owns what an English verb is done to."""
    if not text.startswith(("'s ", "' "), slot.position + 1):
        return False
    return bool(_DONE_BEFORE.search(text, max(0, slot.position - 24), slot.position))

"""Who regulates: the authority, or the place that acts as one, behind a measure."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

from nlp.encoding import EncodedText, Slot
from nlp.statements.demonyms import Offices
from nlp.statements.drafts import Draft, Way
from nlp.statements.lists import coordinated
from nlp.text.lazy import lazy_pattern

PLACE_ONLY = lazy_pattern(
    r"(?:'s)?\s?(?:的)?(?:上市|大型|中小|头部|本土|主要|部分|多家){0,2}(?:矿工|矿企|市场|公司|居民|境内|比特币|矿场|参议员|(?:总统|总理|首相)(?![^,。;]{0,12}(?:签署|批准|下令|颁布|否决))|矿商|数据中心|企业|投资|miners?|companies|residents?|senator|firms?|-based|-listed|-traded|market|mining|bitcoin|crypto|investors|data cent|(?:state|country|nation|province|county)\s(?:to|that|where|with|of)\b)"
)
# what a place does that acts as one: 伊朗已…, 中国大陆对…, 新疆等地…, Norway will …; anything else is a place where something happens
_PLACE_ACTS = lazy_pattern(
    r"\s?(?:[东西南北中]{1,2}部)?(?:\([^()]{0,20}\)\s?)?(?:等\ue069[^,。;\ue041-\ue07a]{0,4}(?:地区|省份|城市)|等(?:地|国|省|多地|\ue069)?(?:区|份)?|\ue069)?(?:部分(?:地区|市县|城市)|多地)?(?:政府|当局|官方|方面|监管(?:机构|部门|当局)|有关部门|相关部门|多部门|议会|国会|议员|立法者|(?:总统|总理|首相)[^,。;]{0,12}(?=签署|批准|下令|颁布|否决))?"
    r"(?:\ue044起?|\(\ue044\)|,|、|;|\ue04a)*\s?(?:此前|目前|近期|近日|日前|最近|随后|还|又|再度|重新|又一次|随即|旋即|还|也|均|都|再|再次|首次|正式|率先|一直以来|一直|进一步|陆续|相继|强制|明确|集中|全面)*"
    r"(?:虽|只|仅|签署|下令|已|将|正|拟|或|曾|不|未|要|就|会|可能|打算|准备|宣布|计划|决定|开始|表示|称|承诺|同意|提议|考虑|于|自|从|在|对|针对|把|以|因|为|根据|通过|出台|发布|颁布|印发|发文|下发|公布|推出|提出|制定|设立|成立|建立|实施|执行|启动|开展|展开|批准|禁|允许|准许|限|取|打|压|整|清|关|叫停|暂停|停|征|提高|上调|下调|降低|收紧|放宽|放开|加|推|支持|鼓励|促进|成为|认|承认|立法|合法|调查|起诉|制裁|约谈|警告|提醒|要求|命令|勒令|责令|严|查|断|拒|否决|恢复|延长|取消|免|减|给予|给(?=矿|挖|所有矿)|提供|颁|向|与|秉持|所有|的(?:禁令|限制|打击|监管|调查|新规|法案|政策|清退|整治|挖矿禁令|加密货币禁令|矿业禁令)|(?:'s?)?\s(?:(?:[a-z]+ ){0,2}(?:ministry|government|regulators?|parliament|president|central bank|authorities|lawmakers|utility|grid operator|police|governor|senate|assembly|legislature|officials|prime minister|commissioners?|council|county|courts?|judges?|legislators|state|province|town|city|house|congress|agency|watchdog|prosecutors|customs|treasury|tax office|commission)\b(?:\s\ue050)?|has|have|had|will|would|is|was|plans?|may|could|should|to|bans?|banned|approve|passed|passes|impos|introduc|propos|order|start|beg[ai]n|announc|allow|legali|recogni|tax|crack|restrict|suspend|halt|shut|move|consider|adopt|launch|grant|issu|require|rais|cut|end|lift|offer|warn|seiz|ration|set|sign|vote|reject|intend|expect|seek|investigat|probe|and|government|authorit|lawmaker|regulator|parliament|legislat|officials|recently|also|then|later|soon|now|effectively|temporarily|already|eventually|subsequently|province|officially|formally|first|again|in|on|this|last|became|becomes|gave|gives|puts?\b|made|makes|lets?\b|took|takes|told|tells|drew|keeps|kept|froze|wants|sought|withdrew|forbade|forbids|wrote|won|chose|brought|says|said|stop|[a-z]{2,14}ed\b))"
)


_GOVERNMENT = lazy_pattern(
    r"(?:等(?:地|国|省|多地)?)?(?:的)?(?:政府|当局|官方|监管(?:机构|部门|当局|层)|有关部门|相关部门|多部门|议会|国会|警方|执法部门|长\ue050(?=签|宣|否|批|下|提|要|拒)|[^,。;的与和\ue041-\ue07a]{0,8}(?:部长|司长|局长|署长|主席|发言人|官员|州长|省长|市长|总统|总理|首相|总检察长|国王|酋长|委员会|管理局)\ue050?(?:近日|日前|\ue044|已|正式|今日|周<i>)*(?=签令|力挺|欢迎|下令|呼吁|警告|公开|支持|反对|承诺|下文|提议|宣布|签署|下令|建议|拟|已|表示,?(?:将|应|必须|须|有必要|不应|政府应)|称,?(?:将|应|必须|须|政府应)|主张|要求|批准|否决))"
)


_ASIDE = lazy_pattern(
    r",\s(?:for (?:example|instance|its part)|meanwhile|however|in turn|too|similarly|likewise|by contrast),(?=\s)"
)
# machines from [China], which had outlawed mining
_WHICH = lazy_pattern(
    r",\swhich(?=\s(?:(?:has|have|had|also|since|itself|long|already)\s){0,3}[a-z]{3,12}(?:ed|de|ds|ns|es)\b)"
)


def _acts(text: str, slot: Slot) -> bool:
    """Whether an authority, or a place that acts as one, may be the subject of what follows it."""
    if slot.type == "A" or _GOVERNMENT.match(text, slot.position + 1):
        return True
    aside = _ASIDE.match(text, slot.position + 1) or _WHICH.match(text, slot.position + 1)
    behind = aside.end() if aside else slot.position + 1
    return bool(_PLACE_ACTS.match(text, behind)) and not PLACE_ONLY.match(text, behind)


def _governs(text: str, start: int, slot: Slot, at: int) -> bool:
    """Whether a place at the head of a Chinese clause does what the trigger behind it says: 某国[拨出]."""
    head = max([start, *(text.rfind(mark, start, slot.position) + 1 for mark in ",;:。\n")])
    if not _LEAD.fullmatch(text, head, slot.position) or PLACE_ONLY.match(text, slot.position + 1):
        return False
    return at - slot.position < 12 and not re.search(r"[的,;a-z\ue041-\ue07a]", text[slot.position + 1 : at])


# what may stand before the subject of a sentence: a date, a source
_LEAD = lazy_pattern(
    r"\s*(?:据|中共|[^,。;]{0,12}(?:消息|讯|报[道导]),?|\ue044|\ue043|\ue06a|,|\s|日前|近日|此外|随后|同时|不过|但|the |in |on )*"
)
_SAME_RULER = lazy_pattern(
    r"\bthe (?:government|country|state|nation|kingdom|ministry|regulator|agency|commission|authorities|watchdog|utility|senate|parliament|central bank|grid operator|department|bureau|court|judge|council|province|region|city|county)\b"
    r"|\b(?:the|this|a second|another) (?:new |draft |proposed |two-year |temporary )?(?:bill|law|legislation|measures?|act|decree|rules?|regulations?|proposal|moratorium|directive|ordinance|draft|policy|amendments?|document|resolution)\b"
    r"|(?:^|\ue063\s)(?:the |local )?(?:lawmakers|legislators|legislature|parliament|officials|authorities|regulators|police|government)\b|^(?:the|this) (?:[a-z]+ )?(?:ban|prohibition|restrictions?|circular|notice|guidance|guidelines)\b|^it\s(?!(?:is|was|remains|takes|took|has been|will be|may be|seems|appears)\b)|^(?:it|\ue063)\s(?:also |will |has |had |now |then |would |plans )|(?P<place>该(?:国|州|省|市|县|地区|自治区)|当地)|该(?:机构|部门|局|会(?!议)|部(?!分|位|署|落)|委(?!托)|行(?!为|业|动)|院|司(?!法)|署|厅|委员会|机关|政府|法案|草案|法律|法令|条例|禁令|通知|文件|计划|政策|规定|提案|办法|新规|指南)|当局|政府|监管机构|议会|^(?P<police>警方)(?=(?:共|一共|还|也|随后|当场|总共|并|已)*(?:查获|查扣|没收|缴获|起获|扣押|收缴|销毁))|(?:^|[,。;\n])《?(?:目前|此前|随后)?(?:挖矿|矿业|若干)?(?:法案|草案|条例|通知|文件|新规|禁令|办法|指南|措施|公告|意见|征求意见稿|方案|会议(?=\s?(?:还|也|同时)?(?:强调|指出|要求|明确|提出)))|(?:关停|清退|取缔|停产|关闭|拉闸)的?(?:名单|清单)"
)
_POLICE = lazy_pattern(r"警|公安")
_LAND = lazy_pattern(
    r"\b(?:country|government|nation|kingdom|authorities|parliament|lawmakers|legislators|regulators)\b"
)
_OFFICE = (
    r"(?:lawmakers|legislators|authorities|officials|regulators|police|parliament|government|senators|courts?|judges?|prosecutors|"
    r"(?:council|commission)(?:ers|ors)?|president|prime minister|governor|mayor|ministers?|leaders)"
)
# lawmakers in [Paraguay] want; banned by [Kosovo]
_OFFICE_IN = lazy_pattern(rf"\b{_OFFICE}\s(?:in|of|from)\s(?:the )?(?:\ue06a,?\s)?(?=\ue04a)")
_BY = lazy_pattern(r"\b(?:[a-z]{2,12}ed|set|made|put in place)\sby\s(?:the )?(?=[\ue04a\ue041])")
_PASSIVE = lazy_pattern(r"\b(?:was|were|been)\s(?:[a-z]+ly\s|also\s|since\s|then\s)?$")
# mining is banned in [China] · In [China], a blanket ban
_IS = lazy_pattern(r"\b(?:is|are|was|were|been|remains?|became|becomes)\s(?:[a-z]+\s){0,2}$")
_DONE_IN = lazy_pattern(
    r"\s(?:again\s|entirely\s|outright\s|completely\s)?(?:in|across|throughout)\s(?:the )?(?:\ue06a,?\s)?(?=\ue04a)"
)
_WHERE = lazy_pattern(
    r"\s*(?:but |and |meanwhile, |elsewhere, )?(?:in|across)\s(?:the )?(?=\ue04a,\s(?:an?|the|its|new)\s)"
)
# President [X] signed a law that taxes miners in [Y]
_HEAD_OF_STATE = lazy_pattern(r"[^,;]{0,30}\b(?:president|prime minister|governor|premier)\s\ue050\s")
# the energy ministry of [Ruritania] has …: the place names who acts
_BODY_OF = lazy_pattern(
    r"\b(?:ministry|bank|government|parliament|senate|regulator|watchdog|authorit(?:y|ies)|operator|department|agency|commission|cabinet|legislature|council|office|court|police)\s(?:of|in)\s(?:the )?$"
)
_PLACE_BEFORE = lazy_pattern(
    r"(?:在|位于|(?<!由)于|从|向|至|到|\b(?:in|at|near|from|to|of|across|outside|into))\s?(?:the )?(?:\ue06a的?)?$"
)


# reporters learnt from [the bureau]: it told, and what follows is its work
_LEARNT = lazy_pattern(r"(?:处|方面)?(?:\ue044)?(?:获悉|了解到|获知|证实)")
# [the bureau] issued a paper, and two clauses on: what it says is its order
_ORDERS = lazy_pattern(
    r"(?:等[^,。;\ue041-\ue07a]{0,6})?(?:联合|共同|近日|日前|\ue044|\(\ue044\)|已|又|再|再次|随后|连夜|紧急|正式|专门|会同|,)*"
    r"(?:发文|下文|行文|印发|下发|发布|出台|公布|通知|通告|通报|公告|要求|下令|宣布|决定|规定|部署|明确|责令|致函|去函|发函|批复|颁布|签署|颁令|启动|开展|展开|获悉|了解到|处获悉)"
)
_ORDER_REACH = 74
# what restricts by itself: 列为[淘汰类]产业, 实行[差别电价]
_OWN_RESTRICTION = lazy_pattern(r"淘汰类|差别电价|惩罚性电价|阶梯电价")

# the minister of [X] said, [Y]'s ban on mining: whose measure it is, whoever tells of it
_OWN_MEASURE = lazy_pattern(
    r"(?:境内|全境|全国|当局|政府)?的?(?:现行|全面|临时|永久|冬季)?的?(?:加密货币|加密|比特币|虚拟货币)?(?:挖矿|采矿|矿业)(?=禁令|限令|禁挖令)"
)
_TOLD_BEFORE = lazy_pattern(r"(?:^|[,。;:\n“「]|表示|指出|称|说)(?:目前|如今|此外|另外)?$")


_FIRM_STOPS = lazy_pattern(
    r"(?<![从自])[\ue043\ue063][^,;:令求]{0,16}(?:矿场|数据中心|业务|设施|站点|矿机|园区|机房|项目|产线)?[^,;:令求]{0,4}$"
)


# [加密委员会]挑战参议院的立法,该法案…: who is against a bill does not make it
_OPPOSES = lazy_pattern(r"[^,。;\ue041\ue04a]{0,12}(?:反对|挑战|抵制|游说|质疑|抨击|联名|抗议)")


def _is_against(text: str, slot: Slot, draft: Draft) -> bool:
    """Whether an authority is against the bill of which a further clause tells."""
    told = _OPPOSES.match(text, slot.position + 1, draft.span[0])
    return told is not None and re.search(r",(?:该|这)", text[told.end() : draft.span[0]]) is not None


# the IMF rejected [Oman]'s plan to subsidise power: who is against a favour does not grant it, but whose plan it is
_REFUSES = lazy_pattern(
    r"\)?\s(?:\([^()]{0,30}\)\s)?(?:(?:has|have|had|also|again|now|firmly|flatly)\s){0,3}(?:reject(?:s|ed)|rebuff(?:s|ed)|refus(?:es|ed)|turn(?:s|ed) down|block(?:s|ed)|halt(?:s|ed)|push(?:es|ed) back|"
    r"veto(?:es|ed)|oppos(?:es|ed)|declin(?:es|ed)|shoots down|shot down|warn(?:s|ed)|caution(?:s|ed)|question(?:s|ed)|criticis(?:es|ed)|criticiz(?:es|ed)|objects? to|objected to)\s"
    r"(?:[a-z]+\s){0,3}?(?:(?P<place>\ue04a)'s?|the\s(?:country|nation|government|state|kingdom|ministry)'s|its|their|\ue063's)\s"
)
# the IMF did not support the plan, worried that cheap power …
_DID_NOT = lazy_pattern(
    r"\)?\s(?:\([^()]{0,30}\)\s)?(?:did|does|do|would|will|could)(?:\snot|n't)\s(?:support|back|endorse|approve|welcome|accept)\b[^.;]{0,40},"
)
_FAVOURS = ("en.regulates.support", "en.regulates.for_miners", "en.regulates.permit", "en.regulates.tax")


# [the grid operator] paid Riot to shut down: no order
_PAYS = lazy_pattern(
    r"(?:,[^.;,]{0,40},)?\s(?:(?:has|have|had|also|will|would|again|then)\s){0,2}(?:pay|pays|paid|credits?|credited|compensat(?:es|ed)|reward(?:s|ed))\s[^.;]{0,60}\bto\s(?:[a-z]+\s)?\Z"
)


class Rulers:
    """Finds the authority or place that does what a draft of regulation says."""

    def __init__(self, encoded: EncodedText, way: Way, offices: Offices) -> None:
        self._encoded, self._way, self._offices = encoded, way, offices

    def of(self, draft: Draft) -> list[Slot]:
        """The authority or place that acts: near the trigger, no place where something only happens."""
        text, sentence = self._encoded.text, draft.sentence
        passive = draft.is_english and bool(_PASSIVE.search(text, sentence.start, draft.span[0]))
        near = [] if passive else self._near(draft)
        acting = (
            self._own(draft)
            or [s for s in near if s.type == "A"]
            or self._by_adjective(draft, near, passive)
            or near
            or (not passive and self._leading(draft))
            or self._ordering(draft)
            or self._named(draft)
            or self._meant(draft)
        )
        if not acting or self._is_of_firm(draft, acting[-1]):
            return []
        if draft.is_english and _PAYS.match(text, acting[-1].position + 1, draft.span[0]):
            return []
        refused = self._refused(draft, acting[-1])
        if refused is not None:
            return refused
        group = coordinated(text, list(sentence.slots), acting[-1])
        first = sentence.slots.index(group[0]) if group[0] in sentence.slots else 0
        if first and sentence.slots[first - 1].type == "A":
            # 甲部联合乙部、丙院
            other = sentence.slots[first - 1]
            if re.fullmatch(r"\s?(?:联合|会同|联同|协同|携同)\s?", text[other.position + 1 : group[0].position]):
                group = [other, *group]
        return list(group)

    def _own(self, draft: Draft) -> list[Slot]:
        """The place whose Chinese measure a clause begins with: [X国]的挖矿禁令."""
        text = self._encoded.text
        return [
            s
            for s in draft.sentence.slots
            if s.type == "J"
            and 0 < draft.span[0] - s.position < 20
            and (told := _OWN_MEASURE.match(text, s.position + 1))
            and told.end() == draft.span[0]
            and _TOLD_BEFORE.search(text, max(draft.sentence.start, s.position - 4), s.position)
        ]

    def _by_adjective(self, draft: Draft, near: Sequence[Slot], passive: bool) -> list[Slot]:
        """The country that an English sentence names by its office: [Kazakh] authorities, seized by [Iranian] officials."""
        if not draft.is_english:
            return []
        text, sentence, slots = self._encoded.text, draft.sentence, self._encoded.slots.values()
        start = max([sentence.start, *(s.position + 1 for s in near)])
        behind = min(sentence.end, draft.span[1] + 70)
        return (not passive and self._offices.before(text, start, draft.span[0], slots)) or self._offices.behind(
            text, draft.span[1], behind, slots
        )

    def _refused(self, draft: Draft, ruler: Slot) -> list[Slot] | None:
        """Whose plan it is that an authority refuses, or nobody's where it names none; None where it refuses nothing."""
        at = ruler.position + 1
        if not draft.frame_id.startswith(_FAVOURS) or at > draft.span[0]:
            return None
        if _DID_NOT.match(self._encoded.text, at, draft.span[0]):
            return []
        found = _REFUSES.match(self._encoded.text, at, draft.sentence.end)
        if not found:
            return None
        own = draft.frame_id != "en.regulates.tax"
        return [s for s in draft.sentence.slots if own and s.position == found.start("place")]

    def _is_of_firm(self, draft: Draft, ruler: Slot) -> bool:
        """Whether a Chinese clause says that a firm itself stops: 由于某省停电,[X]的矿场暂停运营."""
        if ruler.type != "J" or not draft.is_chinese:
            return False
        text = self._encoded.text
        start = max(text.rfind(mark, draft.sentence.start, draft.span[0]) for mark in ",;:") + 1
        return ruler.position < start and bool(_FIRM_STOPS.search(text, start, draft.span[0]))

    def _near(self, draft: Draft) -> list[Slot]:
        """The authorities and places that act shortly before a trigger."""
        text, sentence = self._encoded.text, draft.sentence
        near = [
            s
            for s in sentence.slots
            if s.type in "AJ"
            and s.position < draft.span[0]
            and self._way.cost(s.position + 1, draft.span[0]) < 24
            and (_acts(text, s) or _governs(text, sentence.start, s, draft.span[0]))
            and not _is_against(text, s, draft)
            and (
                not _PLACE_BEFORE.search(text, max(0, s.position - 12), s.position)
                or _BODY_OF.search(text, max(sentence.start, s.position - 24), s.position)
                or _WHICH.match(text, s.position + 1)
            )
        ]
        if near and draft.is_english:
            # the nearer one: … police seized 985 machines, and [Kuwait] banned
            near = [min(near, key=lambda s: self._way.cost(s.position + 1, draft.span[0]) - 6.0 * (s.type == "A"))]
        return near

    def _named(self, draft: Draft) -> list[Slot]:
        """The place whose lawmakers, or the authority by whom something is done, in an English sentence."""
        if not draft.is_english:
            return []
        text, sentence = self._encoded.text, draft.sentence
        found = _OFFICE_IN.search(text, sentence.start, draft.span[0]) or _BY.search(
            text, draft.span[0], min(sentence.end, draft.span[1] + 70)
        )
        if not found and _IS.search(text, max(sentence.start, draft.span[0] - 24), draft.span[0]):
            found = _DONE_IN.match(text, draft.span[1], sentence.end)
        found = found or _WHERE.match(text, sentence.start, draft.span[0])
        if found:
            return [s for s in sentence.slots if s.position == found.end()]
        if _HEAD_OF_STATE.match(text, sentence.start):
            places = [s for s in sentence.slots if s.type == "J"]
            if not places:
                # a text about one country: President P signed a law
                before = [s for s in self._encoded.slots.values() if s.type == "J" and s.position < sentence.start]
                places = before[:1] if len({s.ref for s in before}) == 1 else []
            return places if len(places) == 1 else []
        return []

    def _meant(self, draft: Draft) -> list[Slot]:
        """The authority or place that 该国, 当局, 法案 stand for."""
        text, sentence = self._encoded.text, draft.sentence
        found = list(_SAME_RULER.finditer(text[sentence.start : draft.span[1]].lstrip()))
        if not found:
            return []
        at = draft.span[1] - len(text[sentence.start : draft.span[1]].lstrip()) + found[-1].start()
        if any(s.type in "CA" and at < s.position < draft.span[0] for s in sentence.slots):
            return []
        kinds = "J" if found[-1]["place"] else "AJ"
        floor = sentence.start - (160 if found[-1][0].isascii() is False else 400)
        before = [s for s in self._encoded.slots.values() if floor <= s.position < at and s.type in kinds]
        if kinds == "J":
            return before[-1:]
        acting = [s for s in before if _acts(text, s)]
        if found[-1]["police"]:
            # 警方共查获: those named before, no ministry
            acting = [s for s in acting[-1:] if s.mention and _POLICE.search(s.mention.text)]
        if found[-1][0].isascii():
            # Russia extended its ban to Norland. It now covers …: no place to which something is only done
            free = [s for s in acting if not _PLACE_BEFORE.search(text, max(0, s.position - 12), s.position)]
            if not acting and before and _LAND.search(found[-1][0]) and len({s.ref for s in before}) == 1:
                return before[-1:]  # Kosovo is short of power. The country banned …: the one place told of
            return (free or acting)[-1:]
        return self._first_of_last(
            [
                s
                for s in acting
                if (s.type == "A" and _LEARNT.match(text, s.position + 1))
                or (
                    not _PLACE_BEFORE.search(text, max(0, s.position - 12), s.position)
                    and not _OPPOSES.match(text, s.position + 1)
                )
            ]
        )

    def _first_of_last(self, slots: Sequence[Slot]) -> list[Slot]:
        """Of slots in order the first one in the last sentence that holds any."""
        starts = self._encoded.starts
        last = bisect.bisect_right(starts, slots[-1].position) if slots else 0
        return [s for s in slots if bisect.bisect_right(starts, s.position) == last][:1]

    def _ordering(self, draft: Draft) -> list[Slot]:
        """The authority that gives an order, or tells of one, a clause or two before a Chinese trigger, and no firm between."""
        if not draft.is_chinese:
            return []
        text, end = self._encoded.text, draft.span[1]
        weak = draft.literals.get("action") == "restrict"
        for slot in reversed(draft.sentence.slots):
            if slot.position >= end:
                continue
            if slot.type in "Cc" or end - slot.position > _ORDER_REACH:
                break
            if weak and not _OWN_RESTRICTION.search(text, slot.position, end):
                continue  # 清理, 规范: words of another measure, as often as not
            if slot.type == "A" and _ORDERS.match(text, slot.position + 1) and not _is_against(text, slot, draft):
                return [slot]
        return []

    def _leading(self, draft: Draft) -> list[Slot]:
        """The authority or place that a sentence begins with, and what it says of itself: X国宣布将…."""
        text, sentence = self._encoded.text, draft.sentence
        for slot in sentence.slots:
            if slot.position >= draft.span[0] or slot.type in "Cc":
                break
            if slot.type in "AJ" and _LEAD.fullmatch(text, sentence.start, slot.position):
                return [slot] if _acts(text, slot) and not _is_against(text, slot, draft) else []
        return []

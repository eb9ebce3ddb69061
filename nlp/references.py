"""References: which company 公司, 我们, its and the Company stand for, and what a sentence is about.

The method is salience by subject: the company that a sentence is about (its first company that is
no source, no partner after a preposition) stays the topic until another sentence has its own. A
description in the same sentence prefers the subject of that sentence. In a call transcript 我们 and
we are the host company.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache, partial
from types import MappingProxyType

from nlp.digests import begins_item, is_digest, is_headline
from nlp.encoding import EncodedText, Sentence, Slot, has_chinese, other_party
from nlp.owners import is_acting_unit, only_points, takes_part_only
from nlp.records import Mention
from nlp.speakers import (
    GOES_ON,
    firm_called,
    firm_of_last_person,
    firm_of_speaker,
    is_thing_latter,
    last_but_one,
    of_trade,
)

_OBLIQUE = {
    "zh": re.compile(
        r"(?:与|和|同|跟|从|向|自|由|被|据|根据|对|对于|给|为|于|在|按|按照|除|除了|包括|通过|经|就|及|(?<!\d)、|依据|收购|投资|使用|采用|选用|搭载|配备|引进|依托|采购|订购|购买|购入|买入|入股|参股|旗下|子公司|来自|客户|租户|租客|供应商|供货商|承销商|审计师|合作方|合作伙伴|竞争对手|对手|债主|债权人|大股东|股东|母公司|投资方|投资人|代工厂|承租方|承租人|继|紧随|紧跟|追随|效仿|仿效|有别于|不同于|步|受|针对|面对|围绕|关于|例如|譬如|诸如|像|随着|自从|鉴于|作为|贷款方|托管方|服务商|超过了|相当于|不如|好过|参考|援引|引述|比|较|替|帮助|帮|兼任|加入|(?<![目日此当之以提])前|前任|原(?=$)|曾任|曾在|出身|时任|《|超越|超过|起诉|状告|(?<![寻查])找|押在|押给|交给|卖给|租给|借给|发给|让给|抵押给|托付给|拉来|请来|转投|投奔|打败|击败|取代|落后于?|领先|对标|看齐|追平)\s?(?:了|其|的|全资)?$"
    ),
    "en": re.compile(
        r"(?:\b(?:with|from|to|by|for|of|at|per|via|against|than|including|like|into|in|on|through|between|alongside|under|and|&|behind|acquired?|acquiring|buy|buying|bought|unlike|toward|towards|versus|vs\.?|told|after|before|despite|amid|among|above|below|beating|surpass(?:ed|es|ing)|overtak(?:es|ing)|overtook|outpac(?:ed|es|ing)|topp(?:ed|ing)|trails?|trailing|only|joined|joining|sued?|suing|(?<=[a-z,] )fellow|(?<=[a-z,] )(?<!'s )rival|pass(?:ed|es|ing)|leapfrogg(?:ed|ing)|eclips(?:ed|es|ing)|dethron(?:ed|es|ing)|outrank(?:ed|s)|outperform(?:ed|s|ing)|reliev(?:ed|es)|accus(?:ed|es|ing)|ask(?:ed|s)|pa(?:id|ys|ying)|lent|lends|g(?:ave|ives)|charg(?:ed|es)|evict(?:ed|s|ing)|warn(?:ed|s)|fin(?:ed|es)|urg(?:ed|es)|own(?:s|ed)|visit(?:ed|s)|approach(?:ed|es)|circling|stalking|courting|target(?:ing|s)|(?<=\s)(?:host(?:s|ed|ing)?|hir(?:es|ed|ing)|engag(?:es|ed|ing)|select(?:s|ed|ing)|appoint(?:s|ed|ing)|enlist(?:s|ed)|advis(?:es|ed|ing)|us(?:es|ing)|fund(?:s|ed|ing)|financ(?:es|ed|ing)|support(?:s|ed|ing)|upgrad(?:es|ed)|downgrad(?:es|ed)|rat(?:es|ed)|favou?r(?:s|ed|ing))))(?:\s(?:the|its|\ue063|fellow|rival|miner|bitcoin|parent|subsidiary|unit|arm|division|affiliate|company|firm|maker|giant|leading|us-based)){0,3}\s?[“\"(]?$"
    ),
}
# with the exchange operator X
_DESCRIBED = re.compile(
    r"\b(?:with|from|to|by|for|of|via)\s(?:[a-z0-9&-]+,?\s){0,5}(?:provider|firm|company|miner|maker|giant|exchange|lender|bank|manager|developer|operator|partner|rival|leader|startup|start-up|platform|manufacturer|producer|group|investor|pool|fund|subsidiary|affiliate|chipmaker|custodian|broker|hyperscaler|client|customer|supplier|peer)\s?[“\"(]?$"
)
# how the English phrases end
_LATIN_END = re.compile(r"[a-z&.]\s?[“\"(]?$")
# a preposition with a description between it and the name: 从加密货币交易所X, 与服务供应商X
_PHRASE = re.compile(
    r"(?:从(?!而|事|此)|向(?!来|好)|与(?!此|会|否)|同(?=一家|另)|跟(?!踪|进)|由(?!于)|被)[^,。;:、的了是将已\ue000-\uf8ff]{1,14}[\"“]?$"
    r"|(?:设计|施工|承建|供货|供应|代工|托管|承销|融资|贷款|监理|审计|运维)(?:工作|任务|服务)?的(?:则|正)?是$"
)
# … and Riot reported, with Bit Digital selling: a name with a clause of its own
_OWN_CLAUSE = re.compile(
    r"(?:(?:,|[a-z0-9\ue041-\ue07a]),?\s(?:and|while|as)\s\x00\s?(?:\([^()]{0,30}\)\s)?(?:(?:also|now|recently)\s)?"
    r"(?:is|was|has|had|will|saw|held|holds|sold|made|mined|led|began|took|gave|went|came|ran|rose|fell|grew|built|bought|got|kept|left|lost|paid|put|shut|spent|won|told|drew|cut|beat|hit|became|did|said|plans?|[a-z]{3,12}(?:ed|s|ing))\s(?!(?:by|to be)\b)"
    r"|[;,.]\s(?:and|while|but)\s\x00,\s(?:which|whose|who)\s|\b(?:after|before|since|because|when|once|though)\s(?:(?:rival|fellow|peer|larger|smaller|bitcoin|mining|miner|giant|company|firm|competitor)\s){0,3}\x00\s?(?:\([^()]{0,30}\)\s)?(?:has|had|is|was|will|would|said|says|told|plans|sold|bought|won|lost|[a-z]{3,12}ed)\s(?!(?:by|to be)\b)"
    r"|,\swith\s(?:[a-z-]+\s){0,2}\x00\s?(?:\([^()]{0,30}\)\s)?(?:[a-z]+ly\s)?[a-z]{2,12}ing\b)"
)
_SOURCE_AFTER = re.compile(
    r"\s?(?:\([^)]{0,20}\)\s?)?(?:消息|讯(?!问)|电(?![力价网厂站])|报道|报(?![告价收亏盈净营出])|分析[师员]|策略师|研究员|数据(?!中心)|编译|记者|快讯|】|reported? (?:that|on|earlier)|analysts?|data\b(?! cent)|reports(?: that\b|\s?[,.:;]|$))"
)
_OWN_REPORT = re.compile(
    r"(?:'s?)?\s?(?:\([^)]{0,20}\)\s?)?[^,。;]{0,8}?(?:财报|公告|年报|季报|业绩|招股书|招股说明书|向<?[\ue041]|earnings|results|filing|press release|announcement)"
)
# NEW YORK, Aug. 14 /[PRNewswire]/ -- · LONDON ([Reuters]) -
_WIRE = re.compile(r"/\ue043/|\(\ue043\)\s?(?:--|[-–—])")
_SOURCE_BEFORE = re.compile(
    r"(?:据|根据|来源[::]?|引述|援引|转自|via|source[::]?|according to|data from|reports? by|per)\s?(?:the )?$"
)

# one look at the first character spares the alternatives at most places
_ANAPHOR = re.compile(
    r"(?=[我本该此这這上公集商后前其它自twoi]|[企矿平交机运厂开初](?:(?<=[这该此]家\ue04a.)|(?<=[该此]\ue04a.)|(?<=\ue04a的.)|(?<=\ue04a这家.))|h(?:is|er)\s|[a-z-](?:(?<=-based .)|(?<=-led .)|(?<=the \ue04a .)|(?<=the \ue04d .)))(?:"
    r"(?P<speaker>我们|我司|本公司|本集团|(?<![a-z])(?:we|our|ours)(?![a-z]))"
    r"|(?P<described>(?:该|此|这家|這家|本|这间|上述|这一)(?:[^,。;:\ue041-\ue07a]{0,6}?)(?:矿企|矿商|公司|企业|集团|平台|矿池|(?<=该)[池厂]|商行|机构|厂商|制造商|交易所|矿工|运营商|开发商|银行|供应商|工厂|基金|托管商|服务商|矿机商|经销商|巨头|龙头|创企|独角兽|新贵)(?!\ue043))"
    r"|(?P<placed>(?:(?<=[这该此]家\ue04a)|(?<=[该此]\ue04a)|(?<=\ue04a这家)|(?<=这家\ue04a的)|(?<=家总部在\ue04a的)|(?<=家总部[位设][于在]\ue04a的)|(?<=家[位设]于\ue04a的)|(?<=家来自\ue04a的))(?:上市|比特币|加密|老牌|本土|国有|民营)?(?:矿企|矿商|公司|企业|集团|平台|矿池|机构|厂商|制造商|交易所|矿工|运营商|开发商|初创公司|初创企业|巨头|创企)(?!\ue043))"
    r"|(?P<bare>(?:(?<=[\n。,;:!?“\"(、】])|(?<=\ue044)|^|(?<=[为使让称示露认测出到计将了月日度底内期被]))(?:公司|集团|商行)(?=[^、))]))"
    r"|(?P<latter>后者|对方|(?<![a-z])the latter(?![a-z]))|(?P<former>前者|自身(?=则|也|将|已|仍|转)|(?<![a-z])the former(?= (?:has|had|is|was|will|now|also|currently|[a-z]{3,}(?:ed|s))\b))"
    r"|(?P<pronoun>(?<![尤极与若如何])其(?![中他余它次实后间])|它(?!们))"
    r"|(?P<english>(?<![a-z])(?:the|this|that) (?!(?:[a-z-]+ )?(?:parent|holding|shell|sister) )(?!(?:[a-z-]+ ){0,2}(?:grid|system|network|transmission|power) (?:operator|company|producer))(?:(?!(?:the|an?|its|their|our|this|that|which|who|of|for|from|by|with|to|at|on|in|as|and|said|says) )[a-z-]+ ){0,3}?(?:company|firm|miner|maker|manufacturer|group|startup|operator|provider|producer|developer|issuer|lender|exchange|chipmaker|corporation|bitcoin miner)(?![a-z-])(?!\s\ue043))"
    r"|(?P<own>(?<![a-z])(?:his|her) (?:own )?(?:[a-z-]+ )?(?:company|firm|startup|start-up)(?![a-z-])(?!,?\s\ue043))"
    r"|(?P<based>(?:(?<=-based )|(?<=\ue050-led )|(?<=the \ue04a )|(?<=the \ue04d )(?=maker|manufacturer|producer|developer))(?!(?:[a-z-]+ ){0,2}(?:grid|system|network|transmission|power) (?:operator|company|producer))(?:(?!(?:the|an?|its|their|our|this|that|which|of|for|from|by|with|to|at|on|in|as|and) )[a-z-]+ ){0,3}?(?:company|firm|miner|maker|manufacturer|operator|provider|developer|startup)(?![a-z])(?!,?\s\ue043))"
    r"|(?P<it>(?<![a-z])(?:its|it)(?![a-z'])))"
)
_NOT_COMPANY = re.compile(
    r"(?:is|was|'s|as) (?:expected|estimated|reported|unclear|possible|likely|important|worth|that|clear|said|believed)"
)


_BEFORE_MODEL = re.compile(r"(?:'s?)?\s?(?:的|旗下)?\s?(?:最新|新一代|全新|latest |new |newest )?\ue04d")
_COMPANIES = ("\ue043", "\ue063")


# others like [X] have taken another way
_OTHERS_LIKE = re.compile(r"\b(?:others|firms|companies|miners|rivals|peers|outfits) (?:like|such as)\s$")
_DO_SOMETHING = re.compile(
    r"(?:\s?\([^()]{0,40}\))?\s(?:have|are|had|own|hold|plan|did|went|took|chose|[a-z]{3,12}ed)\b"
)
# And [X] avoided the courthouse
_FIRST_WORD = re.compile(r"(?:^|[.!?\n]\s?[\"“]?)(?:and|unlike many,)\s$")


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
    if _BEFORE_MODEL.match(text, slot.position + 1):
        return True  # 20,000 [Bitmain] Antminer S19: the maker before its model does nothing
    if before.endswith(("据", "根据")) and _OWN_REPORT.match(text, slot.position + 1):
        return False
    if _FIRST_WORD.search(before):
        return False
    if _OTHERS_LIKE.search(before):
        return not _DO_SOMETHING.match(text, slot.position + 1)
    if _LATIN_END.search(before[-4:]) and (_OBLIQUE["en"].search(before) or _DESCRIBED.search(before)):
        return not _OWN_CLAUSE.search(before + "\x00" + text[slot.position + 1 : slot.position + 60])
    return bool(_OBLIQUE["zh"].search(before[-8:]) or _PHRASE.search(before[-16:]))


def is_source(text: str, slot: Slot, sources: Collection[str] = ()) -> bool:
    """Whether a name is where the news comes from."""
    if text[slot.position - 1 : slot.position + 2 : 2] == "//":
        return True  # Aug. 14, 2025 /PRNewswire/
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
_CREDIT_AFTER = re.compile(
    r"\s?(?:\([^)]{0,20}\)\s?)?(?:\ue044\s?)?(?:消息(?!称|人士)|讯(?=[,:，\s])|电(?=[,:，\s])|报道|记者|快讯)"
)


# according to [X] · citing [X]
_CREDIT_BEFORE = re.compile(r"\b(?:according to|citing|reported by|relayed by|as told to)\s(?:the )?$")


def is_credited(text: str, slot: Slot) -> bool:
    """Whether a name is only credited with the news: it takes no part in what is told."""
    position = slot.position
    return bool(
        _CREDIT_BEFORE.search(text, max(0, position - 20), position)
        or _WIRE.match(text, max(0, position - 1))
        or _CREDIT_AFTER.match(text, position + 1)
        or text[position - 1 : position + 2 : 2] == "//"
    )


def main_company(mentions: Sequence[Mention], title: str | None = None, sources: Collection[str] = ()) -> str | None:
    """The company that a document is about: named most often, in the title counted thrice."""
    counts: Counter[str] = Counter()
    folded_title = (title or "").lower()
    for mention in mentions:
        ref = mention.ref or mention.id
        if mention.label == "COMPANY" and ref not in sources:
            counts[ref] += 1
            name = mention.text.lower()
            if name in folded_title or (len(first := name.split(" ")[0]) > 4 and first in folded_title.split(" ")):
                counts[ref] += 2
    return max(counts, key=lambda ref: counts[ref]) if counts else None


# the characters at the head of a text that tell whom it is about
_OPENING = 200


def opening(encoded: EncodedText, sources: Collection[str] = ()) -> str | None:
    """What stands for the title where a document has none: the name of the first company that does something."""
    for slot in encoded.slots.values():
        if slot.position > _OPENING:
            break
        acts = slot.type == "C" and not is_source(encoded.text, slot, sources) and not is_oblique(encoded.text, slot)
        if acts and slot.mention is not None:
            return slot.mention.text
    return None


_WELCOME = re.compile(
    r"(?:欢迎(?:大家|各位|您|收听|来到|出席|参加|收看)*|welcome (?:everyone |you |all )?to)[^。.\n\ue043]{0,30}(?P<host>\ue043)"
    r"[^。.\n\ue043]{0,50}(?:电话会|业绩会|发布会|说明会|交流会|\bcall\b|webcast|briefing|presentation)"
)


def host_of_call(encoded: EncodedText) -> str | None:
    """The company whose call a text opens with a welcome to."""
    match = _WELCOME.search(encoded.text, 0, 1500)
    return encoded.slots[match.start("host")].ref if match else None


@lru_cache(maxsize=2)
def is_transcript(encoded: EncodedText) -> bool:
    """Whether a text is a call transcript: lines that hold a speaker's name and nothing else."""
    return (
        len(
            re.findall(
                r"(?:^|\n)\s*(?:(?:\ue050|operator|接线员|主持人|会议助理|moderator)\s*(?:[-–—:]\s?[^\n]{0,40})?(?=\n)|(?:[^\n:,。\ue050]{0,12}\ue050[^\n:,。]{0,16}|问|答|[^\n:,。]{0,8}记者|主持人|提问者?|投资者|分析师|[qa]\d{0,2}|[^\n:,。]{1,4}[总董])\s?:)",
                encoded.text,
            )
        )
        >= 3
    )


# X will host [Y]'s machines: the owner of what the verb is about
_NEW_CLAUSE = re.compile(r"[,;:]|\b(?:and|while|but|as|that|because|after|before|when|said|says)\b")


def _owner_within(text: str, one: Slot, other: Slot) -> bool:
    """Whether a name only owns what another name's clause speaks of."""
    if not text.startswith("'s", other.position + 1):
        return False
    return not _NEW_CLAUSE.search(text, one.position + 1, other.position)


# X, which took over [Celsius]'s miners: the owner of what a verb is done to
_DONE_BEFORE = re.compile(
    r"(?<![a-z])(?!(?:that|said|says|as|while|and|but|when|where|because|after|since|before|if|though|than|whereas|told)\s)[a-z]{2,}\s(?:the )?$"
)


def _is_owner_done_to(text: str, slot: Slot) -> bool:
    """Whether a company only owns what an English verb is done to."""
    if not text.startswith(("'s ", "' "), slot.position + 1):
        return False
    return bool(_DONE_BEFORE.search(text, max(0, slot.position - 24), slot.position))


_HAN = re.compile(r"[\u4e00-\u9fff]")


class Salience:
    """Follows the topic through the sentences of an encoded text."""

    def __init__(
        self,
        encoded: EncodedText,
        *,
        main: str | None,
        sources: Collection[str],
        houses: Collection[str] = (),
        employers: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        self.encoded, self.main, self.sources, self.houses = encoded, main, sources, houses
        self.employers = employers
        # asked of each name again and again
        self.is_source = cache(partial(is_source, encoded.text, sources=sources))
        self.is_oblique = cache(partial(is_oblique, encoded.text))
        self._subjects: dict[int, str | None] = {}
        self.topics: dict[int, str | None] = {}
        digest = is_digest(encoded)
        named = [s.ref for s in encoded.slots.values() if s.type == "C"]
        self._named = Counter(named)
        acting = (s.ref for s in encoded.slots.values() if s.type == "C" and not self.is_source(s))
        leads = next(acting, None) == main
        self.dominates = not digest and main is not None and (leads or named.count(main) * 2 >= len(named))
        topic: str | None = None if digest else main
        host = is_transcript(encoded)
        paragraph = -1
        local: str | None = None
        self._local: dict[int, str | None] = {}
        headed = False  # whether the paragraph before is a headline
        for number, sentence in enumerate(encoded.sentences):
            if sentence.paragraph != paragraph:
                paragraph, local = sentence.paragraph, None
                if digest and not headed and begins_item(encoded, sentence):
                    topic = None
                if digest and topic is None:
                    topic = self._coming(number)
                if self.dominates:
                    topic = main
            self.topics[sentence.start] = main if host else topic
            self._local[sentence.start] = local
            goes_on = topic is not None and GOES_ON.match(encoded.text, sentence.start, sentence.end)
            subject = topic if goes_on else self.subject_of(sentence)
            if (
                subject
                and not goes_on
                and (self._is_aside(number, local, subject) or self._only_named(sentence, topic))
            ):
                subject = local
            topic, local = subject or topic, subject or local
            headed = is_headline(encoded, sentence)

    def _is_aside(self, number: int, led: str | None, subject: str) -> bool:
        """Whether a Chinese clause behind a semicolon only sets another company beside the one that is spoken of."""
        text, sentence = self.encoded.text, self.encoded.sentences[number]
        if led is None or led == subject or not sentence.start or text[sentence.start - 1] != ";":
            return False
        ends = text[sentence.end - 1 : sentence.end] in "。!?"
        return (
            ends
            and self._named[led] >= self._named[subject]
            and _HAN.search(text, sentence.start, sentence.end) is not None
        )

    def _only_named(self, sentence: Sentence, topic: str | None) -> bool:
        """Whether the company of a Chinese sentence only takes part in what is told of the topic: 第一大客户[X]贡献了…."""
        if topic is None:
            return False
        acting = next((s for s in sentence.slots if self._acts(s)), None)
        return (
            acting is not None
            and acting.ref != topic
            and takes_part_only(self.encoded.text, acting.position, sentence.start)
        )

    def _coming(self, number: int) -> str | None:
        """The company that the sentences of a paragraph are about whose first one names none."""
        for sentence in self.encoded.sentences[number : number + 2]:
            if sentence.paragraph != self.encoded.sentences[number].paragraph:
                break
            ref = self.subject_of(sentence)
            if ref:
                return ref
        return None

    def subject_of(self, sentence: Sentence, before: int | None = None) -> str | None:
        """The ref of the first company of a sentence that can be its subject; with `before`, the last one before it."""
        if before is None:
            if sentence.start not in self._subjects:
                self._subjects[sentence.start] = self._first_acting(sentence)
            return self._subjects[sentence.start]
        last: Slot | None = None
        for slot in sentence.slots:
            if slot.position >= before:
                break
            if not self._acts(slot) or (last is not None and _is_owner_done_to(self.encoded.text, slot)):
                continue
            if last is None or not _owner_within(self.encoded.text, last, slot):
                last = slot
        return last.ref if last else None

    def _first_acting(self, sentence: Sentence) -> str | None:
        """The first company that acts in a sentence; in Chinese a bank or broker that speaks of another one gives way."""
        acting = [s.ref for s in sentence.slots if self._acts(s)]
        first = acting[0] if acting else None
        if first in self.houses and first != self.main and has_chinese(self.encoded.text, sentence):
            return next((ref for ref in acting if ref not in self.houses), first)
        return first

    def _acts(self, slot: Slot) -> bool:
        """Whether a slot is a company that can be a subject."""
        return slot.type in "Cc" and not self.is_source(slot) and not self.is_oblique(slot)

    def before(self, position: int) -> list[Slot]:
        """The companies named shortly before a position, in order."""
        near = map(self.encoded.slots.get, range(max(0, position - 119), position))
        return [slot for slot in near if slot is not None and slot.type == "C"]

    def just_before(self, sentence: Sentence) -> str | None:
        """The company that the sentence right before, in the same paragraph, is about."""
        index = bisect.bisect_left(self.encoded.starts, sentence.start)
        if index == 0 or self.encoded.sentences[index - 1].paragraph != sentence.paragraph:
            return None
        before = self.encoded.sentences[index - 1]
        topic = self.topics.get(before.start)
        return topic if self._only_named(before, topic) else self.subject_of(before)

    def only_before(self, sentence: Sentence) -> str | None:
        """The only company that the paragraph has named before a sentence, in whatever place."""
        named = {
            slot.ref
            for other in self.encoded.sentences
            if other.paragraph == sentence.paragraph and other.start < sentence.start
            for slot in other.slots
            if slot.type == "C" and not self.is_source(slot)
        }
        return next(iter(named)) if len(named) == 1 else None

    def topic_in_paragraph(self, sentence: Sentence) -> str | None:
        """The company that the sentences before in the same paragraph are about, if it is named more than once."""
        ref = self._local.get(sentence.start)
        return ref if ref is not None and (self._named[ref] > 1 or self._opens(sentence.paragraph, ref)) else None

    def _opens(self, paragraph: int, ref: str) -> bool:
        """Whether the first sentence of a paragraph is Chinese and about a company."""
        first = next(s for s in self.encoded.sentences if s.paragraph == paragraph)
        return has_chinese(self.encoded.text, first) and self.subject_of(first) == ref

    def known_employer(self, person: str) -> str | None:
        """The firm of a known person that this text names too, where it is one."""
        named = {s.ref for s in self.encoded.slots.values() if s.type == "C"}
        firms = [firm for firm in self.employers.get(person, ()) if firm in named]
        return firms[0] if len(firms) == 1 else None

    def house_before(self, position: int) -> str | None:
        """The bank, broker or research firm that was named last before a position, or next after it."""
        named = [s for s in self.encoded.slots.values() if s.type == "C" and s.ref in self.houses]
        before = [s.ref for s in named if s.position < position]
        return before[-1] if before else next((s.ref for s in named), None)

    def topic_at(self, sentence: Sentence) -> str | None:
        """The company that is spoken of when a sentence begins."""
        return self.topics.get(sentence.start)


def find_anaphors(
    encoded: EncodedText, salience: Salience, trades: Mapping[str, str | None] = MappingProxyType({})
) -> list[tuple[int, int, str]]:
    """The pronouns and descriptions that stand for companies: encoded start and end, and the ref.

    `trades` holds the kinds of known companies: the miner is no bank.
    """
    main = salience.main
    if main is None:
        return []
    host = is_transcript(encoded)
    lone = _SOLO.search(encoded.text)
    solo = lone.start() if lone else len(encoded.text)
    found: list[tuple[int, int, str]] = []
    index = 0
    for match in _ANAPHOR.finditer(encoded.text):
        while index + 1 < len(encoded.sentences) and encoded.sentences[index].end <= match.start():
            index += 1
        sentence = encoded.sentences[index]
        kind = match.lastgroup or ""
        if kind == "it" and _NOT_COMPANY.search(encoded.text, match.end(), match.end() + 24):
            continue
        ref: str | None
        if kind == "latter" and is_thing_latter(encoded, sentence, match.start()):
            ref = None
        elif kind == "latter":
            ref = next((s.ref for s in reversed(salience.before(match.start()))), None)
        elif kind == "former":
            ref = last_but_one([s.ref for s in salience.before(match.start())])
        elif kind == "own":
            ref = firm_of_last_person(encoded, salience, match.start())
        elif solo < match.start() and match[0].endswith(("the miner", "矿工")):
            ref = None  # the miner is the lone one that was told of, no firm
        elif kind == "based" and (
            described := _APPOSITION.search(encoded.text, max(0, match.start() - 140), match.start())
        ):
            ref = encoded.slots[described.start()].ref
        elif kind == "speaker" and (host or salience.topic_at(sentence) is None):
            ref = main
        elif kind == "speaker" and match[0].isascii():
            ref = firm_of_speaker(encoded, salience, match.start()) or salience.topic_at(sentence)
        else:
            ref = salience.subject_of(sentence, match.start()) or salience.topic_at(sentence)
            if (kind == "english" or match[0] == "it") and _DONE_TO.search(encoded.text, sentence.start, match.start()):
                # X lent it money: it is not X
                ref = next((other for other in (salience.topic_at(sentence), main) if other not in (None, ref)), ref)
            if (
                (kind == "bare" or match[0] == "the company")
                and salience.dominates
                and not salience.subject_of(sentence, match.start())
            ):
                ref = salience.topic_in_paragraph(sentence) or main
            if (
                kind == "pronoun"
                and found
                and found[-1][0] >= sentence.start
                and _POINTS.match(encoded.text, found[-1][0])
            ):
                ref = found[-1][2]  # 后者…,[它]…
            elif ref is not None and kind in ("described", "pronoun", "placed"):
                parties = [s for s in salience.before(match.start()) if not salience.is_source(s)]
                ref = other_party(encoded.text, parties, match, ref, salience.topic_at(sentence))
            if ref is None and kind in ("described", "placed", "bare", "english", "based") and not is_digest(encoded):
                ref = main
            if match[0] == "商行":
                ref = firm_called(encoded, match) or ref
            if kind in ("described", "placed", "english", "based"):
                ref = of_trade(encoded, match, ref, trades)
        if ref is not None:
            found.append((match.start(), match.end(), ref))
    return found


_POINTS = re.compile(r"后者|前者|这家|该")
# Galaxy also lent [it] $35 million · Coinbase had agreed with [it]: what a verb is done to
_DONE_TO = re.compile(
    r"[\ue043\ue063](?:\s?\([^()]{0,40}\))?(?:,[^,;.]{0,60},)?\s(?:(?!(?:said|says|say|that|which|who|if|when|because|as|and|but|reported|announced|expects?|believes?|thinks?)\s)[a-z-]+\s){0,4}?"
    r"(?:lent|lends?|lending|loaned|gave|gives?|give|granted|sold|sells?|paid|pays?|owe[sd]?|sued|sues|bought|buys|backs|backed|funds|funded|supplied|supplies|"
    r"hosts?|hosted|offered|offers?|handed|hands|charged|charges|advanced|extended|provided|provides?|joined|acquired|acquires|acquire|acquiring|buy|buying|purchase|absorb|take over|lend|pay|"
    r"to|from|with|for|on|of|behind|against)\s\Z"
)


# a lone digger without a name, whom the miner stands for afterwards
_SOLO = re.compile(
    r"\b(?:solo|lone|individual|hobby(?:ist)?|amateur|anonymous|unknown|unidentified) (?:bitcoin |btc |crypto )?miners?\b|(?:个体|独立|单独|业余|solo)(?:比特币)?矿工"
)
# with [X] (NASDAQ: X), a listed Oslo-based company: the description is of the name that it stands beside
_APPOSITION = re.compile(r"\ue043(?=(?:\s?\([^()]{0,60}\)){0,2},\s(?:an?|the|one of the)\s[^,.;:\ue043]{0,60}\Z)")

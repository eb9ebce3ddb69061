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
from functools import cache, cached_property, partial
from types import MappingProxyType

from nlp.analysts import is_set_apart, rated_before
from nlp.antecedents import (
    DONE_TO,
    LEASED_AT,
    Carried,
    called_the_company,
    firm_of_place,
    named_ahead,
    pointed_at,
    receiver_before,
    spoken_for,
)
from nlp.bound_descriptions import another_than_doer
from nlp.clause_places import is_oblique, is_owner_done_to, is_source, owner_within
from nlp.digests import begins_item, is_digest, is_headline
from nlp.encoding import EncodedText, Sentence, Slot, has_chinese, other_party
from nlp.headings import Headings
from nlp.owners import takes_part_only
from nlp.party_roles import ROLE, party_of
from nlp.records import Mention
from nlp.speakers import (
    GOES_ON,
    as_described,
    firm_of_chinese_speaker,
    firm_of_last_person,
    firm_of_speaker,
    is_transcript,
    last_but_one,
    latter_firm,
    pair_before,
)
from nlp.text.lazy import lazy_pattern

# one look at the first character spares the alternatives at most places
_ANAPHOR = lazy_pattern(
    r"(?=[我贵本该此这這上公集商后前其它自twoi]|[企矿平交机运厂开初](?:(?<=[这该此]家\ue04a.)|(?<=[该此]\ue04a.)|(?<=\ue04a的.)|(?<=\ue04a这家.))|h(?:is|er)\s|[a-z-](?:(?<=-based .)|(?<=-headquartered .)|(?<=-led .)|(?<=the \ue04a .)|(?<=the \ue04a, \ue06a .)|(?<=the \ue04d .)))(?:"
    r"(?P<speaker>我们|我司|贵公司|贵司|本公司|本集团|(?<![a-z])(?:we|our|ours)(?![a-z]))"
    r"|(?P<described>(?:该|此|这家|這家|(?<![成资基根版日样])本(?!将|比|次|来|应|可)|这间|上述|这一)(?:[^,。;:\ue041-\ue07a]{0,6}?)(?:矿企|矿商|公司|企业|集团|平台|矿池|(?<=该)[池厂]|商行|机构|厂商|制造商|交易所|矿工|运营商|开发商|银行|供应商|工厂|基金|托管商|服务商|矿机商|经销商|巨头|龙头|创企|独角兽|新贵)(?!\ue043))"
    r"|(?P<placed>(?:(?<=[这该此]家\ue04a)|(?<=[该此]\ue04a)|(?<=\ue04a这家)|(?<=这家\ue04a的)|(?<=家总部在\ue04a的)|(?<=家总部[位设][于在]\ue04a的)|(?<=家[位设]于\ue04a的)|(?<=家来自\ue04a的))(?:上市|比特币|加密|老牌|本土|国有|民营)?(?:矿企|矿商|公司|企业|集团|平台|矿池|机构|厂商|制造商|交易所|矿工|运营商|开发商|初创公司|初创企业|巨头|创企)(?!\ue043))"
    r"|(?P<bare>(?:(?<=[\n。,;:!?“\"(、】])|(?<=\ue044)|^|(?<=[为使让称示露认测出到计将了月日度底内期被]))(?:公司|集团|商行)(?=[^、))]))"
    r"|(?P<latter>后者|对方|(?<![a-z])the latter(?![a-z]))|(?P<former>前者|自身(?=则|也|将|已|仍|转)|(?<![a-z])the former(?= (?:has|had|is|was|will|now|also|currently|[a-z]{3,}(?:ed|s))\b))"
    r"|(?P<pronoun>(?<![尤极与若如何])其(?![中他余它次实后间])|它(?!们))"
    r"|(?P<english>(?<![a-z])(?:the|this|that) (?!(?:[a-z-]+ )?(?:parent|holding|shell|sister|combined|enlarged|merged) )(?!(?:[a-z-]+ ){0,2}(?:grid|system|network|transmission|power) (?:operator|company|producer))(?:(?!(?:the|an?|its|their|our|this|that|which|who|of|for|from|by|with|to|at|on|in|as|and|said|says) )[a-z-]+ ){0,3}?(?:company|firm|miner|maker|manufacturer|group|startup|operator|provider|producer|developer|issuer|lender|exchange|chipmaker|corporation|bitcoin miner)(?![a-z-])(?!\s\ue043))"
    rf"|(?P<role>{ROLE})"
    r"|(?P<own>(?<![a-z])(?:his|her) (?:own )?(?:[a-z-]+ )?(?:company|firm|startup|start-up)(?![a-z-])(?!,?\s\ue043))"
    r"|(?P<based>(?:(?<=-based )|(?<=-headquartered )|(?<=\ue050-led )|(?<=the \ue04a )|(?<=the \ue04a, \ue06a )|(?<=the \ue04d )(?=maker|manufacturer|producer|developer))(?!(?:[a-z-]+ ){0,2}(?:grid|system|network|transmission|power) (?:operator|company|producer))(?:(?!(?:the|an?|its|their|our|this|that|which|of|for|from|by|with|to|at|on|in|as|and) )[a-z-]+ ){0,3}?(?:company|firm|group|miner|maker|manufacturer|operator|provider|developer|startup)(?![a-z])(?!,?\s\ue043))"
    # but not the load of computers: 关键IT负载, 60 MW of critical IT load
    r"|(?P<it>(?<![a-z\u4e00-\u9fff])(?<!critical )(?:its|it(?!\s(?:load|capacity|infrastructure|equipment)\b))(?![a-z']|\s?[\u4e00-\u9fff])))"
)
_NOT_COMPANY = lazy_pattern(
    r"(?:is|was|'s|as) (?:expected|estimated|reported|unclear|possible|likely|important|worth|that|clear|said|believed)"
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


def _other_topic(since: Sequence[str]) -> str | None:
    """Whom a text has turned to: the company that several sentences have been about since the main one was last named."""
    return since[-1] if since and since.count(since[-1]) > 1 else None


# Losses have deepened at [X] · as his guest the head of [X]: where what is told is found, or whose it is
_HOLDER = lazy_pattern(
    r"(?:(?P<word>[a-z]+)\s|\b)(?:at|of|by)\s(?:(?:the|bitcoin|crypto|cryptocurrency|mining|miner|company|firm|maker|\ue04a|[a-z]+-(?:based|listed)),?\s){0,4}$"
)
# a rival of [X] · made by [X] · praised by [X]: what is told is not of it
_NOT_OF_IT = frozenset(
    "manager analyst analysts strategist economist led backed owned unit arm subsidiary customer client rival made manufactured designed supplied delivered provided granted lent hosted published compiled data praised welcomed criticised criticized cited mentioned visited discussed described noted quoted shown opposed rejected".split()
)


# The hosting arm of miner [X] has won a tenant, which gives the firm
_OWNER = lazy_pattern(
    r"(?:(?P<word>[a-z]+)\s|\b)(?<!sale )(?<!acquisition )(?<!purchase )(?:at|of|for)\s(?:(?:the|bitcoin|crypto|cryptocurrency|mining|miner|company|firm|maker|\ue04a|[a-z]+-(?:based|listed)),?\s){0,4}$"
)
# Bernstein cut its target on [X] · rates [X] outperform: whom a bank speaks of
_RATED = lazy_pattern(
    r"\b(?:(?:target|targets|rating|ratings|coverage|estimates?|forecasts?|view|outlook|recommendation)\s(?:on|of|for|from)|rates?|rated|upgraded|downgraded|upgrades|downgrades|expects?|sees?|likes|prefers|favou?rs)\s"
    r"(?:(?:the|bitcoin|crypto|miner|shares|stock|of|price|for|on|its|target)\s){0,5}\ue043"
)


# As long as Bitmain leads, [X] will chase: the company of the main clause
_SUBORDINATE = lazy_pattern(
    r"[\s\"“]*(?:(?:and|but),?\s)?(?:as|while|although|though|if|when|because|since|once|whereas|until|before|after|even)\s[^,;:.\"“”]*\ue043[^,;:.\"“”]*,\s(?:the\s)?(?:(?!(?:and|or|with|by|from|to|of)\s)[a-z\ue04a-]+\s){0,3}"
    r"(?P<firm>\ue043)(?:\s?\([^()]{0,40}\))?\s(?!(?:and|or|said|says|reported|told)\b)[a-z]"
)
# It was joined by [X], which drew $100 million: who comes in is spoken of from there on
_PASSED_ON = lazy_pattern(
    r"\b(?:joined|followed|matched|overtaken|beaten|outdone|succeeded|topped|rivall?ed|replaced)\s(?:(?:in|on|last|this|\ue044|week|month)\s){0,3}by\s"
    r"(?:(?!and\s)[a-z-]+\s){0,3}(?P<firm>\ue043)(?:\s?\([^()]{0,40}\))?,\s(?:which|whose|who)\b"
)


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
        self.headings = Headings(encoded, self.is_source, sources=sources)
        self._subjects: dict[int, str | None] = {}
        self.topics: dict[int, str | None] = {}
        digest = is_digest(encoded)
        host = is_transcript(encoded)
        named = [s.ref for s in encoded.slots.values() if s.type == "C"]
        self._named = Counter(named)
        acting = (s.ref for s in encoded.slots.values() if s.type == "C" and not self.is_source(s))
        leads = next(acting, None) == main
        self.dominates = not digest and main is not None and (leads or named.count(main) * 2 >= len(named))
        topic: str | None = None if digest else main
        paragraph, headed = -1, False  # whether the paragraph before is a headline
        local: str | None = None
        self._local: dict[int, str | None] = {}
        home = main
        self._homes: dict[int, str | None] = {}
        since: list[str] = []  # whom the sentences have been about since the main company was last named
        for number, sentence in enumerate(encoded.sentences):
            if sentence.paragraph != paragraph:
                paragraph, local = sentence.paragraph, None
                if digest and not headed and begins_item(encoded, sentence):
                    topic = None
                if digest and topic is None:
                    topic = self._coming(number)
                if self.dominates:
                    home = _other_topic(since) or main
                    if self.main_from < sentence.end or topic is None or not has_chinese(encoded.text, sentence):
                        topic = home
                elif (
                    topic == main
                    and not digest
                    and sentence.end <= self.main_from
                    and has_chinese(encoded.text, sentence)
                ):
                    topic = self._coming(number)  # an item before the one that is about the main company
                topic = self.headings.over(paragraph) or topic
            self._homes[sentence.start] = home
            self.topics[sentence.start] = main if host else topic
            self._local[sentence.start] = local
            goes_on = topic is not None and GOES_ON.match(encoded.text, sentence.start, sentence.end)
            subject = topic if goes_on else self.subject_of(sentence)
            if subject is None and local is None:
                subject = self.only_named(sentence)
            if (
                subject
                and not goes_on
                and (self._is_aside(number, local, subject) or self._takes_part_only(sentence, topic))
            ):
                subject = local
            topic, local = subject or topic, subject or local
            if any(s.type == "C" and s.ref == main for s in sentence.slots):
                since = []
            elif subject is not None and subject != main and not goes_on:
                since.append(subject)
            headed = is_headline(encoded, sentence)

    @cached_property
    def main_from(self) -> int:
        """Where the company that the text is about is first named."""
        named = (s.position for s in self.encoded.slots.values() if s.type == "C" and s.ref == self.main)
        return next(named, 0)

    def _is_aside(self, number: int, led: str | None, subject: str) -> bool:
        """Whether a Chinese clause behind a semicolon only sets another company beside the one that is spoken of."""
        text, sentence = self.encoded.text, self.encoded.sentences[number]
        if led is None or led == subject or not sentence.start or text[sentence.start - 1] != ";":
            return False
        ends = text[sentence.end - 1 : sentence.end] in "。!?"
        return ends and self._named[led] >= self._named[subject] and has_chinese(text, sentence)

    def _takes_part_only(self, sentence: Sentence, topic: str | None) -> bool:
        """Whether the company of a Chinese sentence only takes part in what is told of the topic: 第一大客户[X]贡献了…."""
        if topic is None:
            return False
        acting = next((s for s in sentence.slots if self._acts(s)), None)
        return (
            acting is not None
            and acting.ref != topic
            and takes_part_only(self.encoded.text, acting.position, sentence.start)
        )

    def only_named(self, sentence: Sentence, before: int | None = None) -> str | None:
        """The company that an English sentence without an acting one speaks of: none but it is named there, as in at X.

        With `before`, the one that is named before a position, where its unit may be what acts.
        """
        if has_chinese(self.encoded.text, sentence):
            return None
        slots = [s for s in sentence.slots if s.type == "C" and not self.is_source(s)]
        if before is not None:
            slots = [s for s in slots if s.position < before]
        if len({s.ref for s in slots}) != 1:
            return None
        slot = slots[0]
        pattern = _HOLDER if before is None else _OWNER
        found = pattern.search(self.encoded.text, max(0, slot.position - 40), slot.position)
        return slot.ref if found and found["word"] not in _NOT_OF_IT else None

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
            if not self._acts(slot) or (last is not None and is_owner_done_to(self.encoded.text, slot)):
                continue
            if last is None or not owner_within(self.encoded.text, last, slot):
                last = slot
        return last.ref if last else None

    def _first_acting(self, sentence: Sentence) -> str | None:
        """The first company that acts in a sentence; a bank or broker that speaks of another one gives way."""
        acting = [s.ref for s in sentence.slots if self._acts(s)]
        first = acting[0] if acting else None
        main_clause = _SUBORDINATE.match(self.encoded.text, sentence.start, sentence.end)
        if main_clause and (slot := self.encoded.slots[main_clause.start("firm")]) and self._acts(slot):
            return slot.ref
        passed = _PASSED_ON.search(self.encoded.text, sentence.start, sentence.end)
        if passed:
            return self.encoded.slots[passed.start("firm")].ref
        if first in self.houses:
            rated = _RATED.search(self.encoded.text, sentence.start, sentence.end)
            first = self.encoded.slots[rated.end() - 1].ref if rated else first
        if first in self.houses and first != self.main and has_chinese(self.encoded.text, sentence):
            return next((ref for ref in acting if ref not in self.houses), first)
        return first

    def _acts(self, slot: Slot) -> bool:
        """Whether a slot is a company that can be a subject."""
        return (
            slot.type in "Cc"
            and not self.is_source(slot)
            and not self.is_oblique(slot)
            and not is_set_apart(self.encoded.text, slot, slot.ref in self.houses and slot.ref != self.main)
        )

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
        return topic if self._takes_part_only(before, topic) else self.subject_of(before)

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
        """The company that the sentences before in the same paragraph are about, if it is named again or is alone there."""
        ref, over = self._local.get(sentence.start), self.headings.over(sentence.paragraph)
        if ref is None:
            return over
        led = ref == self.headings.leads(sentence.paragraph) or self._opens(sentence.paragraph, ref)
        return ref if led or self._named[ref] > 1 or self.only_before(sentence) == ref else over

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

    def home_at(self, sentence: Sentence) -> str | None:
        """The company that a text with a main one comes back to where a sentence begins."""
        return self._homes.get(sentence.start, self.main)

    def local_at(self, sentence: Sentence) -> str | None:
        """The company that the sentences before in the same paragraph are about."""
        return self._local.get(sentence.start)

    def topic_at(self, sentence: Sentence) -> str | None:
        """The company that is spoken of when a sentence begins."""
        return self.topics.get(sentence.start)


_BRINGS_UP = ("latter", "former", "role", "english", "based")
"""The kinds of anaphors that make their company what the next sentences speak of."""


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
    carried = Carried(encoded, salience)
    index, called = 0, called_the_company(encoded)
    for match in _ANAPHOR.finditer(encoded.text):
        while index + 1 < len(encoded.sentences) and encoded.sentences[index].end <= match.start():
            index += 1
        sentence = encoded.sentences[index]
        kind = match.lastgroup or ""
        if kind == "it" and _NOT_COMPANY.search(encoded.text, match.end(), match.end() + 24):
            continue
        ref: str | None
        if called and match[0] == "the company":
            ref = called
        elif kind in ("latter", "former"):
            ref = _one_of_two(encoded, salience, index, match)
        elif kind == "role":
            ref = party_of(encoded, match)
        elif kind == "own":
            ref = firm_of_last_person(encoded, salience, match.start())
        elif solo < match.start() and match[0].endswith(("the miner", "矿工")):
            ref = None  # the miner is the lone one that was told of, no firm
        elif kind == "based" and (
            described := _APPOSITION.search(encoded.text, max(0, match.start() - 140), match.start())
        ):
            ref = encoded.slots[described.start()].ref
        elif kind == "speaker" and not host and (said := firm_of_chinese_speaker(encoded, salience, match.start())):
            ref = said
        elif kind == "speaker" and (host or salience.topic_at(sentence) is None):
            ref = main
        elif kind == "speaker" and match[0].isascii():
            ref = firm_of_speaker(encoded, salience, match.start()) or salience.topic_at(sentence)
        elif (
            kind == "english"
            and _DESCRIBES.match(encoded.text, match.end())
            and (apposed := _APPOSED.search(encoded.text, max(0, match.start() - 64), match.start()))
        ):
            ref = encoded.slots[apposed.start()].ref
        elif kind == "it" and (
            meant := receiver_before(encoded, sentence, match) or named_ahead(encoded, salience, sentence, match)
        ):
            ref = meant
        elif kind == "pronoun" and (pointed := pointed_at(encoded, sentence, found)):
            ref = pointed
        elif kind in ("described", "bare") and (rated := rated_before(encoded.text, sentence.start, match.start())):
            ref = encoded.slots[rated].ref
        else:
            ref = as_described(encoded, match, _spoken_of(encoded, salience, match, index, carried), trades, main)
        if ref is not None:
            found.append((match.start(), match.end(), ref := another_than_doer(encoded, sentence, match, ref)))
            if kind == "own":
                carried.take_here(index, match.start(), ref)
            elif kind in _BRINGS_UP and ref != salience.topic_at(sentence):
                carried.take(index, match.start(), ref)
    return found


def _one_of_two(encoded: EncodedText, salience: Salience, index: int, match: re.Match[str]) -> str | None:
    """The company that "the former" or "the latter" in the sentence with number `index` means."""
    is_latter = match.lastgroup == "latter"
    if pair := pair_before(encoded, index, match.start()):
        return pair[is_latter]
    if is_latter:
        return latter_firm(encoded, salience, encoded.sentences[index], match.start())
    return last_but_one([slot.ref for slot in salience.before(match.start())])


def _spoken_of(
    encoded: EncodedText, salience: Salience, match: re.Match[str], index: int, carried: Carried
) -> str | None:
    """The company that an anaphor in the sentence with number `index` takes up: its subject, or the topic."""
    sentence, start, kind, main = encoded.sentences[index], match.start(), match.lastgroup or "", salience.main
    topic = salience.topic_at(sentence)
    acting = salience.subject_of(sentence, start) or spoken_for(encoded, sentence, start)
    ref = carried.within(index, start) or acting
    if ref is None and kind in ("english", "based"):
        ref = salience.only_named(sentence, start)
    ref = ref or (carried.topic_at(index) if kind == "it" else topic)
    if kind == "based":
        ref = firm_of_place(encoded, start) or ref
    if (kind == "english" or match[0] == "it") and DONE_TO.search(encoded.text, sentence.start, start):
        ref = _another([topic, main], ref)  # X lent it money: it is not X
    if match[0] == "its" and LEASED_AT.search(encoded.text, sentence.start, start):
        named = [s.ref for s in sentence.slots if s.type == "C" and s.ref != ref and s.position < start]
        ref = _another([*named[-1:], topic, main], ref)
    if (kind == "bare" or match[0] == "the company") and salience.dominates and not acting:
        known = match[0].isascii() or salience.main_from < start
        ref = salience.topic_in_paragraph(sentence) or (salience.home_at(sentence) if known else ref)
    if ref is not None and kind in ("described", "pronoun", "placed"):
        parties = [s for s in salience.before(start) if not salience.is_source(s)]
        ref = other_party(encoded.text, parties, match, ref, topic)
    if ref is None and kind in ("described", "placed", "bare", "english", "based") and not is_digest(encoded):
        ref = main
    return ref


def _another(refs: Sequence[str | None], ref: str | None) -> str | None:
    """The first of several companies that is not `ref`, or `ref` where none is."""
    return next((other for other in refs if other not in (None, ref)), ref)


# a lone digger without a name, whom the miner stands for afterwards
_SOLO = lazy_pattern(
    r"\b(?:solo|lone|individual|hobby(?:ist)?|amateur|anonymous|unknown|unidentified) (?:bitcoin |btc |crypto )?miners?\b|(?:个体|独立|单独|业余|solo)(?:比特币)?矿工"
)
# with [X] (NASDAQ: X), a listed Oslo-based company: the description is of the name that it stands beside
_APPOSITION = lazy_pattern(r"\ue043(?=(?:\s?\([^()]{0,60}\)){0,2},\s(?:an?|the|one of the)\s[^,.;:\ue043]{0,60}\Z)")


# at [X] (NASDAQ: X), the miner that …
_APPOSED = lazy_pattern(r"\ue043(?=(?:\s?\([^()]{0,60}\)){0,2},\s\Z)")
_DESCRIBES = lazy_pattern(
    r"\s(?:that|which|who|whose|now|of|in|from|based|led|run|founded|behind|with|known|listed|backed|owned|controlled|formerly|once)\b|[,.;:)]"
)

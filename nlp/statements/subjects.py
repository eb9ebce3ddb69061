"""Whose fact it is: the subject of a draft, by clause, position and topic."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, partial

from nlp.encoding import EncodedText, Slot
from nlp.references import Salience
from nlp.schema import Predicate
from nlp.speakers import firm_of_last_person
from nlp.statements.chinese import clause_start, heads_clause, is_done_by_somebody, is_of_a_keeper
from nlp.statements.clauses import doer, head_of, head_of_modifier, is_done_by_many, is_led_by_other, whose_clause
from nlp.statements.demonyms import Offices
from nlp.statements.drafts import Draft, Way
from nlp.statements.employers import Employers
from nlp.statements.events import owned
from nlp.statements.figure_owners import DONE_ALONE, owner_of_figure
from nlp.statements.fronted import agent_behind, told_behind
from nlp.statements.knowledge import Knowledge
from nlp.statements.lenders import is_beside
from nlp.statements.lists import coordinated
from nlp.statements.rulers import PLACE_ONLY, Rulers
from nlp.statements.states import state_told_of
from nlp.statements.subject_clauses import (
    BACKER,
    BUILT,
    INVESTS,
    LED_BY_PERSON,
    OF_A_NAME,
    OF_OURS,
    PLACE_OF,
    SAYS,
    does_itself,
    heads_own_clause,
    holder,
    is_of_all,
    is_passed,
    is_worth_or_money,
    named_after,
    own_of,
    unit_of,
)
from nlp.statements.told_of import (
    agent_of,
    investee,
    is_old_owner,
    named_behind,
    one_of_those_before,
    told_behind_trigger,
)
from nlp.text.lazy import lazy_pattern

# [不丹政府]名下, [某国]又向…转出: a state that has coins
_STATE_OWNS = lazy_pattern(
    r"(?:皇家)?(?:政府|当局|财政部|央行|国库|主权基金)?(?:的)?(?:名下|手里|手上|手中|国库|钱包|地址|账上)|(?:皇家)?(?:政府|当局|财政部|央行)?(?:\ue044|又|再|也|还|曾|已|仍|则|近期|近日|,)*"
    r"(?:向|转|卖|抛|持|囤|挖|售|出售|变现|减持|增持|手握|坐拥|有|拥有|存)"
)

# 这家[加拿大]总部企业: a place that only tells where a firm is from
_FIRM_OF = lazy_pattern(
    r"(?:总部|本土|本地|上市)?的?[^,。;\ue041-\ue07a]{0,4}(?:企业|公司|矿企|矿商|平台|交易所|厂商)(?!部)"
    # [某国]、某国的机器一共…
    r"|(?:(?:、|和|与|及|以及)\ue04a)*(?:两国|两地|等地|那边|当地|境内)*的?(?:机器|矿机|机房|机队|机组|站点|场子|园区|产线|工厂|设施|矿场|矿区)"
)

_TYPES = {"COMPANY": "Cc", "AUTHORITY": "A", "JURISDICTION": "J", "PERSON": "P", "MACHINE": "M", "FACILITY": "F"}


_HAD_BY = (
    "mined",
    "holds",
    "sold_crypto",
    "pledged",
    "has_capacity",
    "operates_in",
    "reported",
    "raised",
    "manufactures",
)
"""Predicates whose subject may be the only company of the sentence, wherever it stands."""


# deployed fleet of 21,000 new bitcoin [miners]: machines
_COUNTED_FLEET = lazy_pattern(
    r"\bfleet of\s(?:[a-z]+\s){0,3}\ue06e\s(?:(?!(?:of|by|from|among)\s)[a-z-]+\s){0,4}miners\b"
)
_BY_SOMEBODY = (*DONE_ALONE, "operates_in", "relocated_to")
"""Predicates of what somebody without a name may do."""


_DONE_FOR_FIRM = ("mined", "holds", "sold_crypto", "pledged", "ordered_from", "supplied")
"""What the head of a firm is said to do where the firm does it."""

# 为此[他]把手头的…
_HE = lazy_pattern(
    r"[\s“「\"]*(?:为此|于是|所以|因此|随后|后来|不久|最后|最终|但|而|\ue044|同时|其间)*,?(?P<he>[他她])(?![们俩人的方国])"
)
# X与[Y]签署3亿美元融资协议,用于建设…: who lends runs nothing
_LOAN_AGREED = lazy_pattern(r"(?:签署|签订|签下|达成|敲定|订立)[^,。;]{0,14}(?:贷款|融资|信贷|授信|借款)")
# X收购甲、[Y]收购乙
_BOUGHT = lazy_pattern(r"(?:收购|并购|买下|入股|拿下)(?:了)?[\ue043\ue046]")
# 公司向[甲]订购
_BOUGHT_FROM = frozenset("向从自找")
_QUESTION = lazy_pattern(r"(?:^|\n)\s?问\s?:")
_ANSWER = lazy_pattern(r"\s?答\s?:")
_ANSWER_REACH = 400

# 去年[政府]卖掉
_THE_STATE = lazy_pattern(
    r"[\s“「\"]*(?:\ue044|随后|此后|不过|但|同时|其间|近期|此前)*,?(?:政府|国家|当局|国库|王室|王国政府)(?:\ue044|又|再|也|还|曾|已|仍|则|陆续|先后|共|总共|一共|已经|累计|就|便|把|将)*"
)
_PART_OF_STATE = lazy_pattern(r"\ue04a(?:的)?(?:\ue04a|矿企|公司)")
_STATE_REACH = 12
# 甲、乙(丙)[等企业纷纷]签署: each for itself
_EACH = lazy_pattern(
    r"(?:\([^()]{0,24}\))?(?:等[^,。;\ue041-\ue07a]{0,6})?(?:也|均|都|也都)*(?:纷纷|各自|分别|先后|相继|陆续)"
)
_GOVERNMENTS = ("政府", "当局", "當局")


class Subjects:
    """Finds the subjects of drafts in one text.

    `claimed` holds, by the start of a sentence, the companies that are objects of deals there.
    """

    def __init__(
        self,
        encoded: EncodedText,
        salience: Salience,
        cues: Mapping[str, Mapping[str, re.Pattern[str]]],
        known: Knowledge,
        way: Way,
        claimed: Mapping[int, set[int]],
        offices: Offices,
    ) -> None:
        self._encoded, self._salience, self._cues = encoded, salience, cues
        self._way, self._claimed = way, claimed
        self._is_beside = partial(
            is_beside, salience=salience, encoded=encoded, makers=known.makers, trades=known.trades
        )
        self._rulers = Rulers(encoded, way, offices)
        self.employer = Employers(encoded, salience, known.outsiders).of
        self._is_source, self._is_oblique = salience.is_source, salience.is_oblique

    def owner(self, draft: Draft) -> list[str]:
        """The company that a subsidiary named without one belongs to: the subject of its sentence, or the topic."""
        own = {s.ref for s in draft.fillers.get("subject", ())}
        ref = self._salience.subject_of(draft.sentence, draft.span[0]) or self._salience.topic_at(draft.sentence)
        return [ref] if ref and ref not in own else []

    def of(self, draft: Draft, predicate: Predicate) -> Iterable[Slot | str]:
        """The subjects that a draft leaves open."""
        found = list(self._found(draft, predicate))
        if draft.predicate != "ordered_from" or not draft.is_chinese:
            return found
        sellers = self._sellers(draft)
        buyers = [one for one in found if (one if isinstance(one, str) else one.type == "c" and one.ref) not in sellers]
        if found and not buyers:
            draft.subject_open = False
        return buyers

    def _sellers(self, draft: Draft) -> set[str]:
        """Whom a Chinese sentence or the one before buys from: 公司向[甲]订购500台,又从[乙]订购300台."""
        text, number = self._encoded.text, self._encoded.number_of(draft.sentence)
        near = [s for one in self._encoded.sentences[max(0, number - 1) : number + 1] for s in one.slots]
        claimed = {at for spans in self._claimed.values() for at in spans}
        bought = {s.ref for s in near if s.position in claimed and text[s.position - 1 : s.position] in _BOUGHT_FROM}
        return bought - {s.ref for s in near if s.type == "C" and s.position not in claimed}

    def _found(self, draft: Draft, predicate: Predicate) -> Iterable[Slot | str]:
        types = "".join(_TYPES[label] for label in predicate.subject)
        if types == "M":
            return self._machine(draft)
        if draft.predicate == "regulates":
            return self._rulers.of(draft)
        if is_done_by_many(self._encoded.text, draft.sentence, draft.span[0]):
            return []
        if draft.predicate in _BY_SOMEBODY and is_done_by_somebody(self._encoded.text, draft.sentence, draft.span[0]):
            return []
        if draft.is_chinese and "C" in types and is_of_a_keeper(self._encoded.text, draft.sentence, draft.span[0]):
            return []
        if draft.is_english and "C" in types:
            told = named_behind(self._encoded.text, draft)
            each = one_of_those_before(self._encoded, self._salience, draft)
            if told or each:
                return told or ([each] if each else [])
        person = self._of_person(draft) or self._of_interview(draft) if "C" in types and draft.is_chinese else None
        if person:
            return [person]
        used = {s.position for slots in draft.fillers.values() for s in slots}
        before = self._before(draft, types, used)
        government = self._government(draft) if "J" in types and draft.is_chinese else None
        if government:
            return [government]
        state = (
            state_told_of(self._encoded, draft) or holder(self._encoded.text, draft, before) if "J" in types else None
        )
        if state:
            return [state]
        sure = self._sure(draft, before, used) if "C" in types else None
        if sure:
            return [sure]
        free = [s for s in before if not self._is_oblique(s)]
        return self._nearest(draft, free) if free else self._outside(draft, types, used)

    def _of_person(self, draft: Draft) -> str | None:
        """The firm of the person of whom a Chinese clause speaks as he or she: 随后[他]卖掉50枚."""
        if draft.predicate not in _DONE_FOR_FIRM:
            return None
        at = clause_start(self._encoded.text, draft.span[0], draft.sentence.start)
        told = _HE.match(self._encoded.text, at, draft.span[0])
        return firm_of_last_person(self._encoded, self._salience, told.start("he")) if told else None

    def _of_interview(self, draft: Draft) -> str | None:
        """The firm of who is interviewed, in what a Chinese answer tells without a name: 答:我订了1000台."""
        text, sentence = self._encoded.text, draft.sentence
        if draft.predicate not in (*_DONE_FOR_FIRM, "has_capacity", "operates_in") or any(
            s.type in "Cc" and s.position < draft.span[0] and heads_clause(text, sentence, s) for s in sentence.slots
        ):
            return None
        start = text.rfind("\n", max(0, sentence.start - _ANSWER_REACH), sentence.start + 1) + 1
        return self._interviewed if _ANSWER.match(text, start) else None

    @cached_property
    def _interviewed(self) -> str | None:
        """The firm of the person named before the first question of a Chinese interview."""
        asked = _QUESTION.search(self._encoded.text)
        return firm_of_last_person(self._encoded, self._salience, asked.start()) if asked else None

    def _government(self, draft: Draft) -> Slot | None:
        """The state whose government a Chinese clause has for its subject: [政府]卖掉300枚."""
        text, sentences = self._encoded.text, self._encoded.sentences
        at = clause_start(text, draft.span[0], draft.sentence.start)
        if not _THE_STATE.fullmatch(text, at, draft.span[0]):
            return None
        number = self._encoded.number_of(draft.sentence)
        near = [s for one in sentences[max(0, number - _STATE_REACH) : number + 1] for s in one.slots]
        near = [s for s in near if s.position < at and not _PART_OF_STATE.match(text, s.position)]
        states = [s for s in near if s.type == "J"] or [
            s for s in near if s.type == "A" and s.mention and s.mention.text.endswith(_GOVERNMENTS)
        ]
        times = Counter(s.ref for s in states)
        return max(reversed(states), key=lambda s: times[s.ref], default=None)

    def _before(self, draft: Draft, types: str, used: Collection[int]) -> list[Slot]:
        """What stands before the trigger and may do something: no source, no backer, no maker before its model."""
        text, sentence = self._encoded.text, draft.sentence
        return [
            s
            for s in sentence.slots
            if s.type in types
            and s.position not in used
            and s.position < draft.span[0]
            and not self._is_source(s)
            and not BACKER.match(text, s.position + 1)
            and not (is_worth_or_money(draft) and INVESTS.match(text, s.position + 1))
            and not (
                text.startswith("\ue04d", s.position + 1)
                and draft.predicate != "manufactures"
                and s.position > sentence.start
            )
            and not (s.type == "J" and (PLACE_ONLY.match(text, s.position + 1) or _FIRM_OF.match(text, s.position + 1)))
        ]

    def _sure(self, draft: Draft, before: Sequence[Slot], used: Collection[int]) -> Slot | None:
        """The company that the form of the sentence makes the subject: beside the figure, doing, head of the clause."""
        text, sentence = self._encoded.text, draft.sentence
        by = agent_behind(text, draft, sentence.slots) if draft.is_chinese else None
        if by and by.position not in used:
            return by
        if before and draft.predicate == "acquired" and draft.is_chinese and self._buys_too(before[-1], draft):
            return before[-1]
        if before and before[-1].position + 1 == draft.span[0] and does_itself(draft, text, before[-1]):
            return None if self._is_oblique(before[-1]) else before[-1]
        beside = owner_of_figure(text, sentence.slots, draft)
        if beside:
            return beside
        near = whose_clause(text, before, draft) or doer(
            text, [s for s in sentence.slots if s.type in "Cc"], draft.span[0]
        )
        if near and near.position not in used and near in before and not is_old_owner(text, near):
            return own_of(draft, text, sentence, near)
        if draft.predicate in ("ordered_from", "acquired", "partnered_with", "subsidiary_of"):
            return None
        place = PLACE_OF.match(text, sentence.start, draft.span[0])
        owner = self._encoded.slots.get(place.end() - 1) if place else None
        if owner and owner.position not in used and not is_passed(before, owner):
            return owner
        ends = [s.position + 1 for s in draft.fillers.get("object", ())]
        head = head_of_modifier(text, sentence, draft.span, max([draft.span[1], *ends]))
        return head if head and head.position not in used else None

    def _buys_too(self, slot: Slot, draft: Draft) -> bool:
        """Whether a company right before the trigger opens a clause of its own behind another deal: X收购甲、[Y]收购乙."""
        text = self._encoded.text
        if slot.position + 1 != draft.span[0] or text[slot.position - 1 : slot.position] not in ("、", ";", ","):
            return False
        return _BOUGHT.search(text, draft.sentence.start, slot.position) is not None

    def _nearest(self, draft: Draft, free: Sequence[Slot]) -> list[Slot]:
        """The nearest of what may be the subject, no party of another deal, with the list that it stands in."""
        text, sentence = self._encoded.text, draft.sentence
        claimed = self._claimed.get(sentence.start, set())
        unclaimed = [s for s in free if s.position not in claimed]
        companies = [s for s in (unclaimed or free) if s.type in "Cc"] or unclaimed or free
        if draft.is_chinese:
            own = heads_own_clause(text, sentence, draft)
            if own is not None:
                return [own]
            # a company at the head of a clause rather than one inside a clause
            companies = [s for s in companies if heads_clause(text, sentence, s)] or companies
        chosen = min(companies, key=lambda s: self._way.cost(s.position + 1, draft.span[0]))
        chosen = head_of(text, free, chosen, draft.span[0])
        chosen = unit_of(text, sentence.slots, chosen, draft)
        group = [
            s
            for s in coordinated(text, list(sentence.slots), chosen, placed=draft.is_chinese)
            if s is chosen or not (s.type in "Cc" and self._is_source(s))
        ]
        if 1 < len(group) == len(draft.group):
            return [own_of(draft, text, sentence, chosen)]
        if draft.predicate == "partnered_with" and _EACH.match(text, max(s.position for s in group) + 1):
            return group
        if draft.predicate not in ("ordered_from", "operates_in", "acquired"):
            return [] if is_of_all(text, draft, group) else [chosen]
        if draft.predicate == "operates_in" and _LOAN_AGREED.search(text, group[-1].position, draft.sentence.end):
            return [chosen]
        targets = draft.fillers.get("object", ())
        return [
            s
            for s in group
            if s is chosen or (s.position not in claimed and owned(text, sentence.slots, s) not in targets)
        ]

    def _outside(self, draft: Draft, types: str, used: Collection[int]) -> Sequence[Slot | str]:
        """The subject behind the trigger, or outside the sentence: what the text is about there."""
        text, sentence = self._encoded.text, draft.sentence
        slots = [
            s
            for s in sentence.slots
            if s.type in types
            and s.position not in used
            and s.ref not in self._salience.houses
            and s.ref not in self._salience.sources
        ]
        behind = (
            told_behind_trigger(text, draft, slots)
            or named_after(text, sentence, draft, slots)
            or self._fronted(draft, slots)
        )
        if behind:
            return [behind]
        if types == "P":
            return self._encoded.last_before("P", sentence.start)
        state = self._state(draft) if "J" in types and draft.is_chinese else None
        if state:
            return [state]
        if draft.frame_id.startswith("zh.reported.market_share"):
            return self._sharer(draft)
        if draft.frame_id.startswith(OF_A_NAME) and not self._goes_on(draft):
            return []
        if draft.is_english and self._told_by_house(draft):
            return []
        person = LED_BY_PERSON.match(text, sentence.start, draft.span[0]) if "C" in types else None
        firm = firm_of_last_person(self._encoded, self._salience, person.end()) if person else None
        if firm:
            return [firm]
        if "C" in types and not self._generic(draft) and not is_led_by_other(text, sentence, draft.span[0]):
            parties = {s.ref for role, slots in draft.fillers.items() if role != "object" for s in slots}
            told = (self._salience.topic_at(sentence), self._salience.main)
            if draft.frame_id.startswith("en.reported") and told[0] in self._salience.houses:
                told = (told[1], told[0])  # a bank that forecasts revenue speaks of whom it covers
            if draft.is_english and self._is_beside(told[0], draft.predicate):
                told = (told[1], told[0])  # a lender or maker that was named last has no coins of its own to pledge
            backed = investee(self._encoded, draft) if draft.is_english else None
            if backed and backed not in parties:
                return [backed]
            agent = agent_of(text, draft) if draft.predicate in _HAD_BY and draft.is_english else None
            if agent and not self._is_source(agent):
                lenders = draft.fillers.get("investor", [])
                draft.fillers["investor"] = [s for s in lenders if s.ref != agent.ref]
                return [agent]
            alone = self._salience.only_named(sentence) if draft.predicate in _HAD_BY and draft.is_english else None
            if alone and alone not in parties:
                return [alone]
            topic = next((ref for ref in told if ref not in parties), None)
            return [topic] if topic and told[0] else []
        return []

    def _sharer(self, draft: Draft) -> list[Slot]:
        """Whose a share is that its own sentence does not name: the only firm before a semicolon."""
        text, number = self._encoded.text, self._encoded.number_of(draft.sentence)
        if not number or text[draft.sentence.start - 1 : draft.sentence.start] != ";":
            return []
        firms = {
            s.ref: s for s in self._encoded.sentences[number - 1].slots if s.type == "C" and not self._is_source(s)
        }
        return list(firms.values()) if len(firms) == 1 else []

    def _fronted(self, draft: Draft, slots: Sequence[Slot]) -> Slot | None:
        """The company behind what a Chinese sentence tells first."""
        if not draft.is_chinese:
            return None
        sentences = self._encoded.sentences
        at = self._encoded.number_of(draft.sentence)
        opens = at == 0 or sentences[at - 1].paragraph != draft.sentence.paragraph
        doing = [s for s in slots if s.type == "C" and s.position >= draft.span[1] and not self._is_source(s)]
        return told_behind(self._encoded.text, draft, doing, self._is_oblique, opens=opens)

    def _state(self, draft: Draft) -> Slot | None:
        """The state or authority that a Chinese paragraph speaks of, where no firm has come between."""
        sentences = self._encoded.sentences
        at = self._encoded.number_of(draft.sentence)
        for sentence in reversed(sentences[max(0, at - 3) : at]):
            if sentence.paragraph != draft.sentence.paragraph or self._salience.subject_of(sentence):
                return None
            for slot in sentence.slots:
                if slot.type in "AJ" and _STATE_OWNS.match(self._encoded.text, slot.position + 1):
                    return slot
        return None

    def _told_by_house(self, draft: Draft) -> bool:
        """Whether a bank or research firm says what a sentence without another company tells: it is of the market."""
        text = self._encoded.text
        return any(
            slot.type == "C"
            and slot.ref in self._salience.houses
            and slot.position >= draft.span[1]
            and SAYS.match(text, slot.position + 1)
            for slot in draft.sentence.slots
        )

    def _goes_on(self, draft: Draft) -> bool:
        """Whether a sentence on a place without a company goes on with what was said of one."""
        sentence = draft.sentence
        if self._salience.just_before(sentence) is not None:
            return True
        if draft.is_chinese and any(s.type in "Cc" and not self._is_source(s) for s in sentence.slots):
            return True
        text = self._encoded.text
        if draft.frame_id == "en.operates":
            if self._salience.only_named(sentence):
                return True
            acting = any(s.type == "A" or (s.type in "Cc" and not self._is_oblique(s)) for s in sentence.slots)
            if self._salience.dominates and not acting and BUILT.search(text, sentence.start, sentence.end):
                return True
        return bool(OF_OURS.match(text, sentence.start))

    def _machine(self, draft: Draft) -> list[Slot | str]:
        """The machine that a specification is of: the nearest in the sentence, or the last one before it."""
        inside = [s for s in draft.sentence.slots if s.type == "M"]
        at = draft.span[0]
        if draft.is_chinese:
            # X标称9.5 J/TH,Y为[11.5 J/TH]: the model before the figure, though the word stands with another one
            targets = [s.position for s in draft.fillers.get("object", ())]
            at = next((p for p in targets if any(s.position < p for s in inside)), at)
        left = [s for s in inside if s.position < at]
        if left:
            return [left[-1]]
        if inside:
            return [inside[0]]
        return [*self._encoded.last_before("M", draft.sentence.start)]

    def _generic(self, draft: Draft) -> bool:
        """Whether the clause speaks of miners or the industry at large."""
        pattern = self._cues.get(draft.language, {}).get("generic")
        text = self._encoded.text
        left = max(draft.sentence.start, draft.span[0] - 60)
        if draft.predicate == "has_capacity" and _COUNTED_FLEET.search(text, left, draft.span[0]):
            return False
        return bool(pattern and pattern.search(text, left, draft.span[0]))

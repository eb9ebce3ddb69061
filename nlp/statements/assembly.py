"""From drafts to statements: subjects, dates, changes, modality, and each fact once."""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, partial

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.records import Statement
from nlp.references import Salience, is_oblique, is_source
from nlp.schema import LITERAL_ROLES, PREDICATES, Predicate
from nlp.statements.changes import CHANGES, change_role
from nlp.statements.chinese import heads_clause, is_chinese_base, is_earlier
from nlp.statements.chosen import flip_signs, one_action, own_models, without_rounded, without_traded, without_unnamed
from nlp.statements.clauses import doer, head_of, head_of_modifier, is_base, is_dependent, is_led_by_other
from nlp.statements.deals import tell_deals
from nlp.statements.engine import Draft, Way, coordinated
from nlp.statements.knowledge import Knowledge
from nlp.statements.moods import chinese_modality
from nlp.statements.orders import continue_orders
from nlp.statements.sites import own_sites, place_capacity
from nlp.statements.times import Calendar

_PLACE_ONLY = re.compile(
    r"(?:'s)?\s?(?:的)?(?:矿工|矿企|市场|公司|居民|境内|比特币|矿场|参议员|总统(?![^,。;]{0,12}(?:签署|批准|下令|颁布|否决))|矿商|数据中心|企业|投资|miners?|companies|residents?|senator|firms?|-based|-listed|-traded|market|mining|bitcoin|crypto|investors|data cent)"
)
# what a place does that acts as one: 伊朗已…, 中国大陆对…, 新疆等地…, Norway will …; anything else is a place where something happens
_PLACE_ACTS = re.compile(
    r"\s?(?:\([^()]{0,20}\)\s?)?(?:等(?:地|国|省|多地|\ue069)?(?:区|份)?)?(?:政府|当局|官方|方面|监管(?:机构|部门|当局)|有关部门|相关部门|多部门|议会|国会|议员|立法者|总统[^,。;]{0,12}(?=签署|批准|下令|颁布|否决))?"
    r"(?:\ue044|,|、|;|\ue04a)*\s?(?:此前|目前|近期|近日|日前|最近|随后|还|又|再度|重新|又一次|随即|旋即|还|也|均|都|再|再次|首次|正式|率先|一直以来|一直|进一步|陆续|相继|强制|明确|集中|全面)*"
    r"(?:只|仅|签署|下令|已|将|正|拟|或|曾|不|未|要|就|会|可能|打算|准备|宣布|计划|决定|开始|表示|称|承诺|同意|提议|考虑|于|自|从|在|对|把|以|因|为|根据|通过|出台|发布|颁布|印发|发文|下发|公布|推出|提出|制定|设立|成立|建立|实施|执行|启动|开展|展开|批准|禁|允许|准许|限|取|打|压|整|清|关|叫停|暂停|停|征|提高|上调|下调|降低|收紧|放宽|放开|加|推|支持|鼓励|促进|成为|认|承认|立法|合法|调查|起诉|制裁|约谈|警告|提醒|要求|命令|勒令|责令|严|查|断|拒|否决|恢复|延长|取消|免|减|给予|提供|颁|向|与|秉持|所有|的(?:禁令|限制|打击|监管|调查|新规|法案|政策|清退|整治|挖矿禁令|加密货币禁令|矿业禁令)|(?:'s?)?\s(?:(?:[a-z]+ ){0,2}(?:ministry|government|regulators?|parliament|president|central bank|authorities|lawmakers|utility|grid operator|police|governor|senate|assembly|legislature|officials|prime minister)\b(?:\s\ue050)?|has|have|had|will|would|is|was|plans?|may|could|should|to|bans?|banned|approve|passed|passes|impos|introduc|propos|order|start|beg[ai]n|announc|allow|legali|recogni|tax|crack|restrict|suspend|halt|shut|move|consider|adopt|launch|grant|issu|require|rais|cut|end|lift|offer|warn|seiz|ration|set|sign|vote|reject|intend|seek|investigat|probe|and|government|authorit|lawmaker|regulator|parliament|legislat|officials|recently|also|officially|formally|first|again|in|on|this|last|became|becomes))"
)


_GOVERNMENT = re.compile(
    r"(?:等(?:地|国|省|多地)?)?(?:的)?(?:政府|当局|官方|监管(?:机构|部门|当局|层)|有关部门|相关部门|多部门|议会|国会|警方|执法部门|[^,。;的\ue041-\ue07a]{0,4}(?:部长|州长|省长|市长|总统|总理|委员会|管理局)\ue050?(?=签令|下文|提议|宣布|签署|下令|建议|拟|已|表示,?将|要求|批准|否决))"
)


def _acts(text: str, slot: Slot) -> bool:
    """Whether an authority, or a place that acts as one, may be the subject of what follows it."""
    if slot.type == "A" or _GOVERNMENT.match(text, slot.position + 1):
        return True
    return bool(_PLACE_ACTS.match(text, slot.position + 1)) and not _PLACE_ONLY.match(text, slot.position + 1)


def _governs(text: str, start: int, slot: Slot, at: int) -> bool:
    """Whether a place at the head of a Chinese clause does what the trigger behind it says: 某国[拨出]."""
    head = max([start, *(text.rfind(mark, start, slot.position) + 1 for mark in ",;:。\n")])
    if not _LEAD.fullmatch(text, head, slot.position) or _PLACE_ONLY.match(text, slot.position + 1):
        return False
    return at - slot.position < 12 and not re.search(r"[的,;a-z\ue041-\ue07a]", text[slot.position + 1 : at])


# what may stand before the subject of a sentence: a date, a source
_LEAD = re.compile(
    r"\s*(?:据|[^,。;]{0,12}(?:消息|讯|报道),?|\ue044|\ue043|\ue06a|,|\s|日前|近日|此外|随后|同时|不过|但|the |in |on )*"
)
_SAME_RULER = re.compile(
    r"\bthe (?:government|country|state|nation|kingdom|ministry|regulator|agency|commission|authorities|watchdog|utility|senate|parliament|central bank)\b|(?P<place>该(?:国|州|省|市|县|地区|自治区)|当地)|该(?:机构|部门|局|委员会|机关|政府|法案|草案|法律|法令|条例|禁令|通知|文件|计划|政策|规定|提案|办法|新规|指南)|当局|政府|监管机构|议会|(?:^|[,。;\n])(?:目前|此前|随后)?(?:挖矿|矿业)?(?:法案|草案|条例|通知|文件|新规|禁令|办法|指南|措施)"
)
_PLACE_BEFORE = re.compile(r"(?:在|位于|于|从|向|至|到|\b(?:in|at|near|from|to|of|across|outside|into))\s?(?:the )?$")


def resolve_modality(draft: Draft, encoded: EncodedText, cues: Mapping[str, re.Pattern[str]]) -> str:
    """The modality of a draft: its rule's, or that of the nearest cue in its clause."""
    if draft.modality:
        return draft.modality
    text = encoded.text
    if not draft.frame_id.startswith("en."):
        return chinese_modality(text, draft, cues)
    limit = max(draft.sentence.start, draft.anchor - 70)
    left = text[limit : draft.span[0]]
    cut = max(left.rfind(","), left.rfind(";"), left.rfind("。"), left.rfind("\n")) + 1
    clause = left if is_dependent(left[cut:] + text[draft.span[0] : draft.span[1]]) else left[cut:]
    targets = [s.position for s in draft.fillers.get("object", ()) if s.position >= draft.span[0]]
    verb = _AUXILIARY.match(text, draft.span[1])
    right = text[draft.span[0] : max([verb.end() if verb else 0, *targets, draft.span[1]])]
    if any(_ESTIMATE.search(text, max(0, s.position - 40), s.position) for s in draft.fillers.get("object", ())):
        return "planned"
    # the deliveries of a signed order are to come, the order is not
    right = "" if draft.predicate == "ordered_from" else right[:60]
    # what authorities do away with is their action, not its end
    order = (
        ("denied", "possible", "planned")
        if draft.predicate == "regulates"
        else ("denied", "ended", "possible", "planned")
    )
    if draft.predicate == "ordered_from":
        clause = clause.replace("agreed to", "")
    if draft.predicate == "acquired" and _ANNOUNCED_DEAL.search(clause + text[draft.span[0] : draft.span[1]]):
        return "planned"
    if draft.predicate == "regulates":
        right = right[draft.span[1] - draft.span[0] :]
        proposed = cues.get("proposed")
        if proposed and proposed.search(text, draft.sentence.start, draft.span[0]):
            clause += "拟"
    if draft.predicate in _DEALS and _FELL_THROUGH.search(text, draft.span[0], draft.sentence.end):
        return "ended"
    for modality in order:
        if draft.moods and modality not in draft.moods:
            continue
        pattern = cues.get(modality)
        if pattern and (pattern.search(clause) or pattern.search(right)):
            return modality
    return "asserted"


class Assembler:
    """Turns the drafts of one document into its statements."""

    def __init__(
        self,
        encoded: EncodedText,
        salience: Salience,
        cues: Mapping[str, Mapping[str, re.Pattern[str]]],
        known: Knowledge,
        *,
        source: str = "",
        way: Way | None = None,
        today: str | None = None,
    ) -> None:
        self._encoded, self._salience, self._cues, self._known = encoded, salience, cues, known
        self._source = source
        self._way = way or Way(encoded.text)
        self._calendar = Calendar(encoded, self._way, today)
        self._claimed: dict[int, set[int]] = {}
        # asked of each name by every draft behind it
        self._is_source = cache(partial(is_source, encoded.text, sources=known.sources))
        self._is_oblique = cache(partial(is_oblique, encoded.text))

    def assemble(self, drafts: Sequence[Draft]) -> list[Statement]:
        """The statements, each fact once, in order of the text."""
        for draft in drafts:
            if draft.predicate in ("ordered_from", "acquired", "partnered_with", "supplied"):
                claimed = self._claimed.setdefault(draft.sentence.start, set())
                claimed.update(s.position for s in draft.fillers.get("object", ()) if s.type in "Cc")
        flip_signs(drafts, self._encoded.text)
        drafts = without_unnamed(
            without_traded([*drafts, *own_models(self._encoded, self._salience.main, self._known.makers)])
        )
        drafts = one_action(drafts, self._encoded.text)
        for draft in drafts:
            place_capacity(draft, self._encoded)
        taken = tell_deals(drafts, self._encoded)
        drafts = [d for d in drafts if not (d.predicate in ("reported", "raised") and _is_taken(d, taken))]
        drafts = continue_orders([*drafts, *own_sites(drafts)], self._encoded, self._known.builders)
        found: list[tuple[Statement, tuple[object, ...]]] = []
        for draft in sorted(drafts, key=lambda d: (d.span[0], d.span[1])):
            for statement, key in self._statements(draft):
                found.append((statement, key))
        return _without_told(
            _each_once(_without_daily(_without_growth(without_rounded(found, self._encoded)), self._encoded, drafts))
        )

    def _statements(self, draft: Draft) -> Iterable[tuple[Statement, tuple[object, ...]]]:
        predicate = PREDICATES[draft.predicate]
        subjects: list[Slot | str | None] = list(draft.fillers.get("subject", ()))
        if not subjects and draft.subject_open:
            subjects = list(self._subjects(draft, predicate))
        if not subjects:
            subjects = [None]
        objects: list[Slot | str | None] = list(draft.fillers.get("object", ())) or [None]
        if draft.predicate == "has_position" and objects == [None]:
            objects = list(self._employer(draft)) or [None]
        if "date" in predicate.qualifiers and not draft.fillers.get("date") and not draft.undated:
            day = self._calendar.date(draft, predicate)
            draft.fillers["date"] = [day] if day else []
        self._add_changes(draft, predicate)
        if draft.predicate == "ordered_from":
            subjects, objects = self._by_trade(draft, subjects, objects)
        cues = self._cues.get(draft.frame_id.split(".")[0], {})
        modality = resolve_modality(draft, self._encoded, cues)
        if (
            modality == "asserted"
            and not draft.moods
            and draft.predicate != "ordered_from"
            and self._calendar.is_ahead(draft)
        ):
            modality = "planned"
        for subject in subjects:
            for target in objects:
                made = self._statement(draft, predicate, subject, target, modality)
                if made:
                    yield made

    def _employer(self, draft: Draft) -> Iterable[str]:
        """The company that a title without one belongs to: the subject of the sentence, or the topic."""
        if _ANALYST.search(self._encoded.text, max(0, draft.span[0] - 2), draft.span[1]):
            ref = self._salience.house_before(draft.span[0])
            return [ref] if ref else []
        for slot in draft.fillers.get("subject", ()):
            known = self._salience.known_employer(slot.ref)
            if known:
                return [known]
        ref = self._salience.subject_of(draft.sentence, draft.span[0]) or self._salience.just_before(draft.sentence)
        if ref is None:
            sentences = self._encoded.sentences
            at = sentences.index(draft.sentence)
            if at:
                ref = self._salience.subject_of(sentences[at - 1], draft.sentence.start)
        if ref is None:
            ref = self._salience.main if self._salience.dominates else self._salience.topic_at(draft.sentence)
        return [ref] if ref else []

    def _by_trade(
        self, draft: Draft, subjects: list[Slot | str | None], objects: list[Slot | str | None]
    ) -> tuple[list[Slot | str | None], list[Slot | str | None]]:
        """Buyer and seller the right way round: who makes machines sells them to who does not."""

        def makes(side: Sequence[Slot | str | None], makers: Collection[str] = self._known.makers) -> bool:
            return any((s.ref if isinstance(s, Slot) else s) in makers for s in side if s)

        def bought_from(slot: Slot | str | None) -> bool:
            before = self._encoded.text[max(0, slot.position - 5) : slot.position] if isinstance(slot, Slot) else ""
            return bool(re.search(r"(?:从|向|自|from)\s?$", before))

        if makes(subjects) and objects != [None] and not makes(objects) and not bought_from(objects[0]):
            return objects, subjects
        if (
            makes(subjects, self._known.builders)
            and objects == [None]
            and _TAKES_ORDERS.search(self._encoded.text, draft.sentence.start, draft.sentence.end)
        ):
            draft.subject_open = False
            return [None], subjects
        return subjects, objects

    def _statement(
        self, draft: Draft, predicate: Predicate, subject: Slot | str | None, target: Slot | str | None, modality: str
    ) -> tuple[Statement, tuple[object, ...]] | None:
        subject_ref = subject.ref if isinstance(subject, Slot) else subject
        if subject_ref is None and (draft.subject_open or not predicate.subject_optional or target is None):
            return None
        if target is None and not predicate.object_optional:
            return None
        if predicate.name == "reported" and isinstance(target, Slot) and _is_small(target):
            return None
        if predicate.name == "subsidiary_of" and _is_minority(draft):
            return None
        target_ref = target.ref if isinstance(target, Slot) else target
        if target is not None and target_ref == subject_ref:
            return None
        qualifiers: dict[str, tuple[str, ...]] = {}
        for role, slots in draft.fillers.items():
            if role in ("subject", "object") or role not in predicate.qualifiers or not slots:
                continue
            fillers = dict.fromkeys(
                _filler(s) for s in slots if (s is not target or role in CHANGES) and s.ref != subject_ref
            )
            if fillers:
                qualifiers[role] = tuple(fillers)
        for role, value in draft.literals.items():
            if role in predicate.qualifiers:
                qualifiers[role] = (self._literal(value),)
        if any(role not in qualifiers for role in predicate.required):
            return None
        positions = [s.position for slots in draft.fillers.values() for s in slots] + [draft.span[0], draft.span[1] - 1]
        inside = [p for p in positions if draft.sentence.start <= p < draft.sentence.end]
        evidence = self._encoded.source_span(min(inside), max(inside) + 1) if inside else (0, 0)
        statement = Statement(
            predicate=predicate.name,
            subject=subject_ref,
            object=_filler(target) if isinstance(target, Slot) else target,
            qualifiers=qualifiers,
            modality=modality,
            evidence=(evidence,),
            confidence=round(draft.confidence, 3),
            rule=draft.frame_id,
        )
        key: tuple[object, ...] = (
            predicate.name,
            subject_ref,
            _key(target),
            qualifiers.get("metric"),
            qualifiers.get("action"),
        )
        return statement, key

    def _literal(self, value: str) -> str:
        """The literal; a span of the source is replaced by what is written there."""
        if not value.startswith("\x00"):
            return value
        start, _, end = value[1:].partition(":")
        return self._source[int(start) : int(end)].strip(" ,、:")

    def _subjects(self, draft: Draft, predicate: Predicate) -> Iterable[Slot | str]:
        sentence, text = draft.sentence, self._encoded.text
        wanted = {
            "COMPANY": "Cc",
            "AUTHORITY": "A",
            "JURISDICTION": "J",
            "PERSON": "P",
            "MACHINE": "M",
            "FACILITY": "F",
        }
        types = "".join(wanted[label] for label in predicate.subject)
        if types == "M":
            return self._machine(draft)
        if draft.predicate == "regulates":
            return self._regulator(draft)
        used = {s.position for slots in draft.fillers.values() for s in slots}
        claimed = self._claimed.get(sentence.start, set())
        slots = [
            s
            for s in sentence.slots
            if s.type in types
            and s.position not in used
            and s.position < draft.span[0]
            and not self._is_source(s)
            and not _BACKER.match(text, s.position + 1)
            and not (
                text.startswith("\ue04d", s.position + 1)
                and draft.predicate != "manufactures"
                and s.position > sentence.start
            )
            and not (s.type == "J" and _PLACE_ONLY.match(text, s.position + 1))
        ]
        beside = _beside(text, sentence.slots, draft) if "C" in types else None
        if beside:
            return [beside]
        near = doer(text, [s for s in sentence.slots if s.type in "Cc"], draft.span[0]) if "C" in types else None
        if near and near.position not in used and near in slots:
            return [near]
        if "C" in types and draft.predicate not in ("ordered_from", "acquired", "partnered_with", "subsidiary_of"):
            ends = [s.position + 1 for s in draft.fillers.get("object", ())]
            head = head_of_modifier(text, sentence, draft.span, max([draft.span[1], *ends]))
            if head and head.position not in used:
                return [head]
        free = [s for s in slots if not self._is_oblique(s)]
        unclaimed = [s for s in free if s.position not in claimed]
        companies = [s for s in (unclaimed or free) if s.type in "Cc"] or unclaimed or free
        if companies:
            if draft.frame_id.startswith("zh."):
                # a company at the head of a clause rather than one inside a clause
                companies = [s for s in companies if heads_clause(text, sentence, s)] or companies
            chosen = min(companies, key=lambda s: self._way.cost(s.position + 1, draft.span[0]))
            chosen = head_of(text, free, chosen, draft.span[0])
            group = coordinated(text, list(sentence.slots), chosen)
            if 1 < len(group) == len(draft.group):
                # A and B mined 100 and 200 coins
                return [group[draft.group.index(draft.fillers["object"][0])]]
            if draft.predicate not in ("ordered_from", "regulates", "operates_in", "acquired"):
                return [chosen]
            return [s for s in group if s is chosen or s.position not in claimed]
        behind = _behind(
            text, sentence, draft, [s for s in sentence.slots if s.type in types and s.position not in used]
        )
        if behind:
            return [behind]
        if types == "P":
            return self._encoded.last_before("P", sentence.start)
        if draft.frame_id == "zh.reported.market_share":
            return []  # a share is of whom its own sentence names
        if "C" in types and not self._generic(draft) and not is_led_by_other(text, sentence, draft.span[0]):
            topic = self._salience.topic_at(sentence)
            return [topic] if topic else []
        return []

    def _machine(self, draft: Draft) -> list[Slot | str]:
        """The machine that a specification is of: the nearest in the sentence, or the last one before it."""
        inside = [s for s in draft.sentence.slots if s.type == "M"]
        left = [s for s in inside if s.position < draft.span[0]]
        if left:
            return [left[-1]]
        if inside:
            return [inside[0]]
        return [*self._encoded.last_before("M", draft.sentence.start)]

    def _regulator(self, draft: Draft) -> list[Slot | str]:
        """The authority or place that acts: near the trigger, no place where something only happens."""
        text, sentence = self._encoded.text, draft.sentence
        near = [
            s
            for s in sentence.slots
            if s.type in "AJ"
            and s.position < draft.span[0]
            and self._way.cost(s.position + 1, draft.span[0]) < 24
            and (_acts(text, s) or _governs(text, sentence.start, s, draft.span[0]))
            and not _PLACE_BEFORE.search(text, max(0, s.position - 12), s.position)
        ]
        if near and draft.frame_id.startswith("en."):
            # the nearer one: … police seized 985 machines, and [Kuwait] banned
            near = [min(near, key=lambda s: self._way.cost(s.position + 1, draft.span[0]) - 6.0 * (s.type == "A"))]
        acting = [s for s in near if s.type == "A"] or near or self._leading(draft) or self._meant(draft)
        if not acting:
            return []
        group = coordinated(text, list(sentence.slots), acting[-1])
        first = sentence.slots.index(group[0]) if group[0] in sentence.slots else 0
        if first and sentence.slots[first - 1].type == "A":
            # 央行联合公安部、最高法院
            other = sentence.slots[first - 1]
            if re.fullmatch(r"\s?(?:联合|会同|联同|协同|携同)\s?", text[other.position + 1 : group[0].position]):
                group = [other, *group]
        return list(group)

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
        if found[-1][0].isascii():
            return acting[-1:]
        return self._first_of_last(
            [s for s in acting if not _PLACE_BEFORE.search(text, max(0, s.position - 12), s.position)]
        )

    def _first_of_last(self, slots: Sequence[Slot]) -> list[Slot]:
        """Of slots in order the first one in the last sentence that holds any."""
        starts = self._encoded.starts
        last = bisect.bisect_right(starts, slots[-1].position) if slots else 0
        return [s for s in slots if bisect.bisect_right(starts, s.position) == last][:1]

    def _leading(self, draft: Draft) -> list[Slot]:
        """The authority or place that a sentence begins with, and what it says of itself: X国宣布将…."""
        text, sentence = self._encoded.text, draft.sentence
        for slot in sentence.slots:
            if slot.position >= draft.span[0] or slot.type in "Cc":
                break
            if slot.type in "AJ" and _LEAD.fullmatch(text, sentence.start, slot.position):
                return [slot] if _acts(text, slot) else []
        return []

    def _generic(self, draft: Draft) -> bool:
        """Whether the clause speaks of miners or the industry at large."""
        pattern = self._cues.get(draft.frame_id.split(".")[0], {}).get("generic")
        text = self._encoded.text
        left = max(draft.sentence.start, draft.span[0] - 60)
        return bool(pattern and pattern.search(text, left, draft.span[0]))

    def _add_changes(self, draft: Draft, predicate: Predicate) -> None:
        """yoy, qoq and their falls: percents and multiples after the object, by their cue words."""
        if "yoy" not in predicate.qualifiers:
            return
        targets = draft.fillers.get("object") or draft.fillers.get("hashrate") or draft.fillers.get("count")
        if not targets:
            return
        text, sentence = self._encoded.text, draft.sentence
        if is_base(text, targets[-1]):
            return
        language = draft.frame_id.split(".")[0]
        cues = self._cues.get(language, {})
        start = targets[-1].position
        stop = sentence.end
        if not draft.frame_id.startswith("en.") and is_chinese_base(text, sentence.slots, targets[-1]):
            return
        for slot in sentence.slots:
            if slot.position > start and slot.type == targets[-1].type and slot.type in "mb":
                if is_chinese_base(text, sentence.slots, slot) or is_earlier(sentence.slots, targets[-1], slot):
                    continue
                stop = slot.position
                break
        for slot in sentence.slots:
            itself = slot.position == start
            if slot.type not in "px" or itself != ("_growth" in draft.frame_id):
                continue
            if not itself and not draft.span[1] <= slot.position < stop:
                continue
            left = sentence.start if itself else min(start, draft.span[0])
            date = next(iter(draft.fillers.get("date", ())), None)
            role = change_role(text, sentence, slot, left, sentence.end if itself else stop, cues, date)
            if role and not draft.fillers.get(role):
                draft.fillers[role] = [slot]


# … but the deal was terminated
_DEALS = ("acquired", "partnered_with", "ordered_from")
_FELL_THROUGH = re.compile(
    r"\b(?:deal|agreement|merger|bid|talks|contract|offer|takeover|transaction|order|approach|it|that)\b[^.;,]{0,24}\b(?:was|were|has been|had been|got)?\s?(?:later |then |subsequently |mutually |swiftly |since )*(?:terminated|collapsed|called off|fell through|rejected|abandoned|scrapped|cancell?ed|voted down|withdrawn)\b"
)
# a deal that is announced is not closed
_ANNOUNCED_DEAL = re.compile(
    r"\b(?:announc(?:ed|es|ing)|unveil(?:ed|s|ing)|reached|signed|inked|struck|proposed|entered into)\s(?:[a-z-]+ ){0,5}(?:acquisition|merger|takeover|buyout|combination|deal to|agreement to)"
)
# With a market cap of $1 billion, [Bitdeer] …: the subject of a clause that comes first stands behind it
_FRONTED = re.compile(
    r"[\s\"“]*(?:(?:however|meanwhile|but|and|also|additionally|in addition),?\s)?(?:with|by|after|since|as|while|having|despite|following|at|for|in|on|despite|once|when|using|including|boasting|holding|mining|adding|armed with|thanks to|based on)\b"
)
_THEN_SUBJECT = re.compile(r",\s(?:the )?(?:[a-z\ue04a-]+(?:-based|-listed)? ){0,4}$")


def _behind(text: str, sentence: Sentence, draft: Draft, slots: Sequence[Slot]) -> Slot | None:
    """The subject behind the trigger: of a fronted clause, or the owner of what follows (…of Riot's fleet)."""
    fronted = _FRONTED.match(text, sentence.start)
    end = max([draft.span[1], *(s.position + 1 for s in draft.fillers.get("object", ()))])
    for slot in slots:
        if slot.position < draft.span[1]:
            continue
        if text[slot.position + 1 : slot.position + 3] == "'s" and slot.type in "Cc":
            return slot
        if fronted and slot.position >= end and _THEN_SUBJECT.search(text, end, slot.position):
            return slot
    return None


# $850 million in notes [will] be offered
_AUXILIARY = re.compile(r"\s(?:will|would|could|may|might|is expected|are expected|was expected)\b")
# analysts' estimates of [$223.7 million]
_ESTIMATE = re.compile(
    r"\b(?:estimates?|forecasts?|expectations?|consensus|guidance|projections?)(?:\s(?:of|for|at|was|were|is|had been))?\s(?:about |around |roughly |approximately |just |nearly )?$"
)
_ANALYST = re.compile(r"\banalysts?\b|分析师")

# MARA reported 54.3 EH/s, CleanSpark (CLSK) [40.1 EH/s] and Riot [33.7] · MicroStrategy's [607,770 BTC]
_BESIDE = re.compile(
    r"(?:'s)?\s?(?:\([^()]{0,16}\)\s?)?(?:(?:about|nearly|roughly|some|around|over|approximately|at|with|为|约|近|超过|超)\s?)?"
)
_CLAUSE_OPENS = re.compile(
    r"(?:[,;:、]\s?(?:and|while|with|而|以及|和)?|[a-z]\sand|[\ue041-\ue07a]\sand|only|than)\s?$"
)


def _beside(text: str, slots: Sequence[Slot], draft: Draft) -> Slot | None:
    """The company that stands right before the object, in a list that leaves the verb out."""
    for target in draft.fillers.get("object", ()):
        if not isinstance(target, Slot) or target.type not in "bhwnmp" or target.position < draft.span[0]:
            continue
        before = [s for s in slots if s.position < target.position]
        last = before[-1] if before else None
        if last and last.type == "C" and _BESIDE.fullmatch(text, last.position + 1, target.position):
            start = max(0, last.position - 8)
            if _CLAUSE_OPENS.search(text, start, last.position) or text[last.position + 1 : last.position + 3] == "'s":
                return last
    return None


_BACKER = re.compile(
    r"(?:等)?(?:领投|参投|跟投|支持的|提供的|投资的|管理的|-backed|-led|\s(?:led|acted|served|advised|arranged|underwrote|will act)\b)"
)
_TAKES_ORDERS = re.compile(
    r"(?:获得|收到|斩获|接获|拿下|签下|累计|总|新增|未完成|在手)[^。;]{0,40}订单|(?:销售|供货|供应)(?:合同|协议|订单)|订单(?:达到|总计|累计)|received?[^.;]{0,40}orders?|orders? (?:from|for)|order book|backlog"
)


def _is_minority(draft: Draft) -> bool:
    """Whether the stake that is held makes no subsidiary: less than half."""
    measures = [s.mention.measure for s in draft.fillers.get("stake", ()) if s.mention]
    return any(m is not None and m.value is not None and m.value < 50 for m in measures)


def _is_taken(draft: Draft, taken: Collection[int]) -> bool:
    return any(slot.position in taken for slot in draft.fillers.get("object", ()))


def _is_small(slot: Slot) -> bool:
    """Whether a sum is too small for a firm's account: it is one of a share, a coin or a contract."""
    measure = slot.mention.measure if slot.mention else None
    return measure is not None and measure.kind == "money" and measure.value is not None and measure.value < 10_000


def _filler(slot: Slot) -> str:
    if slot.mention is not None and slot.mention.label in ("QUANTITY", "DATE"):
        return slot.mention.id
    return slot.ref


def _key(slot: Slot | str | None) -> object:
    if slot is None or isinstance(slot, str):
        return slot
    measure = slot.mention.measure if slot.mention else None
    if measure is not None:
        return (measure.kind, measure.unit, measure.value, measure.minimum, measure.maximum)
    return slot.ref


_Found = tuple[Statement, tuple[object, ...]]


def _without_growth(found: Sequence[_Found]) -> list[_Found]:
    """Gives a growth that is told beside the amount that grew to that amount, and drops what is told twice."""
    from dataclasses import replace

    told = {filler for s, _ in found for role in CHANGES for filler in s.qualifiers.get(role, ()) if s.object != filler}
    kept: list[_Found] = []
    given: dict[int, dict[str, tuple[str, ...]]] = {}
    for statement, key in found:
        if "_growth" not in statement.rule:
            kept.append((statement, key))
            continue
        amount = _amount_beside(statement, found)
        if amount is not None:
            changes = {role: fillers for role, fillers in statement.qualifiers.items() if role in CHANGES}
            given.setdefault(amount, {}).update(changes)
        elif statement.object not in told:
            kept.append((statement, key))
    for number, changes in given.items():
        statement, key = found[number]
        at = kept.index((statement, key))
        kept[at] = (replace(statement, qualifiers={**changes, **statement.qualifiers}), key)
    return kept


def _amount_beside(growth: Statement, found: Sequence[_Found]) -> int | None:
    """The number of the statement that tells the amount of the metric of a growth, nearby."""
    best: tuple[int, int] | None = None
    for number, (statement, key) in enumerate(found):
        if (
            statement.predicate == "reported"
            and isinstance(key[2], tuple)
            and key[2][0] == "money"
            and statement.subject == growth.subject
            and statement.qualifiers.get("metric") == growth.qualifiers.get("metric")
        ):
            distance = abs(statement.evidence[0][0] - growth.evidence[0][0])
            if distance < 250 and (best is None or distance < best[0]):
                best = (distance, number)
    return best[1] if best else None


def _without_told(found: Sequence[Statement]) -> list[Statement]:
    """Drops orders of which another statement tells more, and deliveries of a known order."""
    full = {
        (s.subject, s.object)
        for s in found
        if s.predicate == "ordered_from" and any(role in s.qualifiers for role in ("count", "hashrate", "amount"))
    }
    ordered = {(s.subject, s.object) for s in found if s.predicate == "ordered_from"}
    kept = []
    for statement in found:
        pair = (statement.subject, statement.object)
        if (
            statement.predicate == "ordered_from"
            and pair in full
            and not ({"count", "hashrate", "amount"} & set(statement.qualifiers))
        ):
            continue
        if statement.predicate == "supplied" and (statement.object, statement.subject) in ordered:
            continue
        kept.append(statement)
    return kept


_DAILY = re.compile(r"\s?(?:per day|a day|daily|/day|per exahash|per eh|each day|/天|/日)")
_DAILY_BEFORE = re.compile(r"(?:每天|每日|日均|平均每|average of|averag(?:ed|ing)|daily|per day)[^,。;]{0,26}$")


def _without_daily(found: Sequence[_Found], encoded: EncodedText, drafts: Sequence[Draft]) -> list[_Found]:
    """Drops a daily output where the same company has another figure."""
    daily: set[str] = set()
    for draft in drafts:
        for slot in draft.fillers.get("object", ()) if draft.predicate == "mined" else ():
            if slot.mention is not None and (
                _DAILY.match(encoded.text, slot.position + 1)
                or _DAILY_BEFORE.search(encoded.text, max(0, slot.position - 32), slot.position)
            ):
                daily.add(slot.mention.id)
    whole = {s.subject for s, _ in found if s.predicate == "mined" and s.object not in daily}
    return [(s, key) for s, key in found if not (s.predicate == "mined" and s.object in daily and s.subject in whole)]


def _each_once(found: Sequence[tuple[Statement, tuple[object, ...]]]) -> list[Statement]:
    """Statements with one key are one: qualifiers of later ones fill what the first leaves open."""
    from dataclasses import replace

    by_key: dict[tuple[object, ...], int] = {}
    kept: list[Statement] = []
    for statement, key in found:
        if statement.predicate == "ordered_from":
            key = (*key, statement.qualifiers.get("count"), statement.qualifiers.get("hashrate"))
        if statement.predicate == "regulates":
            key = (*key, statement.qualifiers.get("date"))
        if key in by_key:
            first = kept[by_key[key]]
            merged = dict(first.qualifiers)
            for role, fillers in statement.qualifiers.items():
                if role not in LITERAL_ROLES:
                    merged.setdefault(role, fillers)
            modality = first.modality
            if "ended" in (first.modality, statement.modality):
                modality = "ended"
            kept[by_key[key]] = replace(
                first, qualifiers=merged, modality=modality, confidence=max(first.confidence, statement.confidence)
            )
            continue
        by_key[key] = len(kept)
        kept.append(statement)
    return kept

"""Triggers and arguments: from encoded text and rules to raw statements.

Every trigger of a sentence offers roles; every mention goes to the cheapest trigger that will have
it, where the cost is the way between them, weighed by what lies on it. Frames of mode ``object``
make one statement of each object, frames of mode ``event`` one of each trigger.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.resources.frames import Construction, Frame, Grammar, Role
from nlp.statements.demonyms import Offices
from nlp.statements.drafts import OF_OBJECT, Draft, Way, in_clause, is_told_of_other, keep_own
from nlp.statements.events import counts_told, is_complete, join_event, join_told, leads, owned
from nlp.statements.lists import BESIDE, coordinated
from nlp.statements.triggers import HintIndex, Hit, TriggerIndex
from nlp.text.lazy import lazy_pattern

_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_BEFORE = 64
"""How far a role's `before` may look, in encoded characters."""
_FIGURES = "mhgwvbpnk"


def _within(positions: Sequence[int], hit: Hit, way: Way) -> slice:
    """Which slots of a sentence a trigger can reach: the way grows with the distance."""
    sums, (start, end, frame) = way.sums, hit
    low = high = bisect.bisect_left(positions, start)
    while low and sums[start] - sums[positions[low - 1] + 1] <= frame.reach:
        low -= 1
    while high < len(positions) and (positions[high] < end or sums[positions[high]] - sums[end] <= frame.reach):
        high += 1
    return slice(low, high)


class _Fitting:
    """Tells which triggers of one sentence hold there: what its whole must have and lack is looked up once a frame."""

    def __init__(self, text: str, sentence: Sentence) -> None:
        self._text, self._start, self._end = text, sentence.start, sentence.end
        self._chinese = _HAN.search(text, sentence.start, sentence.end) is not None
        self._known: dict[int, bool] = {}

    def __call__(self, hit: Hit) -> bool:
        """Whether the sentence and the words around a trigger let it be one."""
        frame = hit.frame
        if frame.not_after and frame.not_after.match(self._text, hit.end):
            return False
        fits = self._known.get(id(frame))
        if fits is None:
            fits = self._known[id(frame)] = self._fits(frame)
        return fits and (frame.unless is None or not self._is_barred(hit, frame.unless))

    def _fits(self, frame: Frame) -> bool:
        if (frame.language == "zh" or frame.default) and (frame.language == "zh") != self._chinese:
            return False
        if frame.needs and not frame.needs.search(self._text, self._start, self._end):
            return False
        return not (frame.unless_sentence and frame.unless_sentence.search(self._text, self._start, self._end))

    def _is_barred(self, hit: Hit, unless: re.Pattern[str]) -> bool:
        """Whether the words of the same clause beside a trigger bar it."""
        text, start = self._text, hit.start
        left = max(self._start, start - 16)
        right = min(self._end, hit.end + 26)
        cut = max(text.rfind(",", left, start), text.rfind(";", left, start), text.rfind(":", left, start))
        marks: tuple[str, ...] = (",", ";")
        if hit.frame.literals:
            # 收入[m]、毛利[m] · [m] in revenue and [m] in net income: each metric stands for itself
            marks = (*marks, "、", " and ")
            cut = max(cut, text.rfind("、", left, start), text.rfind(" and ", left, start))
        for mark in marks:
            at = text.find(mark, hit.end, right)
            right = at if at > 0 else right
        return unless.search(text, max(left, cut + 1), right) is not None


def _stands(role: Role, text: str, position: int) -> bool:
    """Whether the words that touch a mention let it fill a role."""
    start = max(0, position - _BEFORE)
    if role.before and not role.before.search(text, start, position):
        return False
    if role.bars(text, position):
        return False
    return not role.after or role.after.match(text, position + 1) is not None


# 《通知》要求…: a sentence without a mention that tells what a body's paper or meeting asks for
_PAPER_SAYS = lazy_pattern(
    r"[\s“「]*(?:同时,|此外,|其中,)?(?:该|此|上述|这份|这一)?《?(?:(?:若干)?措施|通知|公告|意见|方案|办法|文件|条例|规定|会议|征求意见稿)》?"
    r"(?:还|也|同时|另外|并|进一步|,)*(?:要求|明确|提出|规定|强调|指出|称|决定|提到)"
)


# a pattern that begins at a clause begins behind the mark
_LEADING = lazy_pattern(r"[,.。;:\n\s“”」』]*")


def _barred(draft: Draft, positions: set[int]) -> bool:
    """Whether a draft tells a figure that a construction has found to be nobody's."""
    return any(slot.position in positions for slot in draft.fillers.get("object", ()))


# 2亿元,较上季的3亿元下降25%,较上年同期的[5亿元]: what a figure is compared with besides
_COMPARED_TOO = lazy_pattern(
    r",?[^,;。\ue041-\ue07a]{0,8}[\ue070\ue078][^,;。\ue041-\ue07a]{0,4}(?:,|和|及|并)(?:并|且|亦|也|同时)?(?:(?:较|比|相较于?|对比|低于|高于)\s?\ue044的?|(?:而)?\ue044(?:则|还|仅)?(?:为|是))\s?"
)


class Engine:
    """Applies a grammar to encoded text."""

    def __init__(self, grammar: Grammar) -> None:
        self._index = TriggerIndex(grammar.frames)
        self._defaults = [frame for frame in grammar.frames if frame.default]
        self._hinted = HintIndex(grammar.constructions)
        self.offices = Offices(grammar.demonyms)

    def _unnamed(self, text: str, sentence: Sentence, hits: Sequence[Hit]) -> list[Hit]:
        """The triggers that tell something in a sentence without a mention."""
        start, end = sentence.start, sentence.end
        if not hits or not (_PAPER_SAYS.match(text, start, end) or self.offices.act(text, start, end)):
            return []
        return [hit for hit in hits if hit.frame.predicate == "regulates"]

    def draft(self, encoded: EncodedText, way: Way) -> list[Draft]:
        """The raw statements of a text, in order of their triggers; `way` holds the costs of the same text."""
        drafts = list(self._constructions(encoded))
        nobodys = {s.position for d in drafts if d.predicate == "none" for s in d.fillers.get("object", ())}
        drafts = [draft for draft in drafts if draft.predicate != "none"]
        used = {slot.position for draft in drafts for slots in draft.fillers.values() for slot in slots}
        told = counts_told(drafts)
        hits = self._index.find(encoded.text)
        cursor = 0
        for sentence in encoded.sentences:
            while cursor < len(hits) and hits[cursor].start < sentence.start:
                cursor += 1
            stop = cursor
            while stop < len(hits) and hits[stop].start < sentence.end:
                stop += 1
            found = hits[cursor:stop] if sentence.slots else self._unnamed(encoded.text, sentence, hits[cursor:stop])
            if found or sentence.slots:
                drafts.extend(join_told(self._sentence(encoded, sentence, found, way, used), told))
            cursor = stop
        if not nobodys:
            return drafts
        return [d for d in drafts if d.by_construction or not _barred(d, nobodys)]

    # constructions

    def _constructions(self, encoded: EncodedText) -> Iterator[Draft]:
        starts = list(encoded.starts)
        text = encoded.text
        for rule, stretches in self._hinted.find(encoded):
            for start, end in stretches:
                for match in rule.pattern.finditer(text, start, end):
                    yield from self._construct(rule, match, encoded, starts)

    def _construct(
        self, rule: Construction, match: re.Match[str], encoded: EncodedText, starts: list[int]
    ) -> Iterator[Draft]:
        first = _LEADING.match(encoded.text, match.start(), match.end()).end()  # type: ignore[union-attr]
        sentence = encoded.sentences[max(0, bisect.bisect_right(starts, first) - 1)]
        # of the sentence alone, so that ^ is its beginning
        if rule.needs and not rule.needs.search(encoded.text[sentence.start : sentence.end]):
            return
        roles: dict[str, list[list[Slot]]] = {}
        literals = dict(rule.literals)
        for name, start in ((n, match.start(n)) for n in match.re.groupindex):
            if start < 0:
                continue
            slot = encoded.slots.get(start)
            base = name.rstrip("0123456789")
            if slot is None:
                literals[base] = _surface(encoded, match.start(name), match.end(name))
            elif base in rule.lists or name in rule.lists:
                roles[base] = (
                    [[s] for s in coordinated(encoded.text, sentence.slots, slot)]
                    if slot in sentence.slots
                    else [[slot]]
                )
            else:
                roles.setdefault(base, []).append([slot]) if base in roles else roles.__setitem__(base, [[slot]])
        core = [(role, roles.get(role) or [[]]) for role in ("subject", "object")]
        rest = {
            role: [s for group in groups for s in group]
            for role, groups in roles.items()
            if role not in ("subject", "object")
        }
        for subject in core[0][1]:
            for target in core[1][1]:
                draft = Draft(rule.id, rule.predicate, sentence, first, confidence=0.9, span=(first, match.end()))
                draft.fillers["subject"] = list(subject)
                draft.fillers["object"] = list(target)
                draft.fillers.update(rest)
                draft.literals = dict(literals)
                draft.by_construction = True
                draft.modality, draft.undated, draft.moods = rule.modality, rule.undated, rule.moods
                draft.subject_open, draft.joins, draft.loose = not subject, rule.joins, rule.loose
                yield draft

    # frames

    def _sentence(
        self, encoded: EncodedText, sentence: Sentence, hits: Sequence[Hit], way: Way, used: set[int]
    ) -> Iterator[Draft]:
        text = encoded.text
        fitting = _Fitting(text, sentence)
        live = list(filter(fitting, hits))
        offers = self._offers(text, sentence, live, way)
        taken = self._assign(text, sentence, offers, live)
        failing = self._failing(live, taken)
        if failing:
            # what a frame without its required roles had taken goes to the next best
            offers = {at: [bid for bid in bids if bid[1] not in failing] for at, bids in offers.items()}
            taken = self._assign(text, sentence, offers, live)
        pool = self._pool(live, taken)
        events: list[Draft] = []
        for number, hit in enumerate(live):
            if hit.frame.mode == "object" and number not in taken:
                continue
            for draft in self._make(encoded, sentence, hit, taken.get(number, [])):
                if hit.frame.mode == "event":
                    join_event(events, draft, encoded.text)
                    continue
                for role, slots in pool.get(hit.frame.id, {}).items():
                    if role == "investor":
                        draft.fillers[role] = _of_clause(text, draft, slots)
                    elif not draft.fillers.get(role):
                        near = [s for s in slots if role not in OF_OBJECT or in_clause(text, draft, s)]
                        near = [s for s in near if hit.frame.language != "en" or not is_told_of_other(text, draft, s)]
                        if near:
                            nearest = min(near, key=lambda slot: abs(slot.position - hit.start))
                            draft.fillers[role] = [nearest]
                yield draft
        yield from (draft for draft in events if is_complete(draft, text))
        wanted = used.union(slot.position for fillers in taken.values() for slot, _, _ in fillers)
        yield from self._unclaimed(text, sentence, wanted, fitting)

    def _unclaimed(self, text: str, sentence: Sentence, wanted: set[int], fitting: _Fitting) -> Iterator[Draft]:
        """Drafts of the default frames: what figures mean where no trigger takes them."""
        for frame in self._defaults:
            role = frame.roles[0]
            for slot in sentence.slots:
                if slot.type not in role.types or slot.position in wanted or not _stands(role, text, slot.position):
                    continue
                hit = Hit(slot.position, slot.position + 1, frame)
                if not fitting(hit):
                    continue
                wanted.add(slot.position)
                draft = self._draft(frame, sentence, hit, {})
                draft.fillers["object"] = [slot]
                draft.confidence = 0.5
                yield draft

    @staticmethod
    def _failing(live: Sequence[Hit], taken: Mapping[int, Sequence[tuple[Slot, Role, float]]]) -> set[int]:
        """The triggers that have not found what they require."""
        roles = [{role.name for _, role, _ in taken.get(number, ())} for number in range(len(live))]
        served = {hit.frame.id for number, hit in enumerate(live) if "object" in roles[number]}
        return {
            number
            for number, hit in enumerate(live)
            if not roles[number].issuperset(hit.frame.requires)
            or (
                hit.frame.mode == "object"
                and hit.frame.id not in served
                # a Chinese trigger that was outbid may bid again
                and (number in taken or hit.frame.language != "zh")
            )
        }

    @staticmethod
    def _pool(
        live: Sequence[Hit], taken: Mapping[int, Sequence[tuple[Slot, Role, float]]]
    ) -> dict[str, dict[str, list[Slot]]]:
        """What all triggers of a frame in the sentence have found: sold 1,900 coins, cashing in $175 million."""
        pool: dict[str, dict[str, list[Slot]]] = defaultdict(lambda: defaultdict(list))
        for number, hit in enumerate(live):
            for slot, role, _ in taken.get(number, ()):
                if role.name != "object" and (role.name not in OF_OBJECT or hit.frame.language == "zh"):
                    pool[hit.frame.id][role.name].append(slot)
        return pool

    def _offers(
        self, text: str, sentence: Sentence, live: Sequence[Hit], way: Way
    ) -> dict[int, list[tuple[float, int, Role]]]:
        offers: dict[int, list[tuple[float, int, Role]]] = defaultdict(list)
        if not live:
            return offers
        positions = [slot.position for slot in sentence.slots]
        for number, hit in enumerate(live):
            near = sentence.slots[_within(positions, hit, way)]
            for role in hit.frame.roles:
                for slot in near:
                    if slot.type in role.types:
                        cost = self._cost(text, way, hit, role, slot)
                        if cost is not None:
                            offers[slot.position].append((cost, number, role))
        return offers

    def _assign(
        self, text: str, sentence: Sentence, offers: Mapping[int, list[tuple[float, int, Role]]], live: Sequence[Hit]
    ) -> dict[int, list[tuple[Slot, Role, float]]]:
        taken: dict[int, list[tuple[Slot, Role, float]]] = defaultdict(list)
        for slot, bids in self._inherited(text, sentence, offers, live):
            given = False
            for cost, number, role in sorted(bids, key=itemgetter(0)) if len(bids) > 1 else bids:
                if role.shared or not given:
                    taken[number].append((slot, role, cost))
                given = given or not role.shared
        return taken

    @staticmethod
    def _inherited(
        text: str, sentence: Sentence, offers: Mapping[int, list[tuple[float, int, Role]]], live: Sequence[Hit]
    ) -> Iterator[tuple[Slot, list[tuple[float, int, Role]]]]:
        """Each slot with its bids; members of a list take those of the member that comes cheapest."""
        if not offers:
            return
        done: set[int] = set()
        bids_before: dict[str, tuple[int, list[tuple[float, int, Role]]]] = {}
        wanted = {slot.type for slot in sentence.slots if slot.position in offers}
        if not wanted.isdisjoint("Cc"):
            wanted.update("Cc")
        for slot in sentence.slots:
            if slot.position in done or slot.type not in wanted:
                continue
            counted = slot.type in _FIGURES or slot.type == "M"
            figures: Sequence[Slot] = (
                [s for s in sentence.slots if s.type not in BESIDE.get(slot.type, "Dpx")] if counted else sentence.slots
            )
            group = coordinated(text, figures, slot, series=slot.type in _FIGURES)
            if len(group) == 1:
                alone = offers.get(slot.position)
                if alone is None and slot.type in bids_before:
                    before, bids = bids_before[slot.type]
                    if _COMPARED_TOO.fullmatch(text, before + 1, slot.position):
                        alone = [(cost + 0.2, hit, role) for cost, hit, role in bids]
                if alone:
                    bids_before[slot.type] = slot.position, alone
                    yield slot, alone
                continue
            done.update([member.position for member in group])
            having = [member for member in group if offers.get(member.position)]
            if not having:
                continue
            leader = min(having, key=lambda member: min(bid[0] for bid in offers[member.position]))
            for number, member in enumerate(group):
                own = offers.get(member.position, [])
                fit = [bid for bid in offers[leader.position] if not (counted and bid[2].bars(text, member.position))]
                bids = [(cost + 0.1 * number, hit, role) for cost, hit, role in fit]
                named = _named(text, group, number, own, live)
                bids_before[member.type] = member.position, own if member is leader or named else bids
                yield member, bids_before[member.type][1]

    @staticmethod
    def _cost(text: str, way: Way, hit: Hit, role: Role, slot: Slot) -> float | None:
        position = slot.position
        if position >= hit.end:
            if role.side == "left":
                return None
            cost = way.cost(hit.end, position)
        elif position < hit.start:
            if slot.type in "mp" and _is_behind(text, hit, position):
                return None if role.bars(text, position) else 0.2 + role.bias
            if role.side == "right":
                return None
            cost = way.cost(position + 1, hit.start) + (0.0 if role.side == "left" else 1.5)
            if hit.frame.language == "zh" and hit.frame.literals and "," in text[position : hit.start]:
                cost += 5.0
        else:
            return None
        if cost > role.reach:
            return None
        return cost + role.bias if _stands(role, text, position) else None

    def _make(
        self, encoded: EncodedText, sentence: Sentence, hit: Hit, taken: list[tuple[Slot, Role, float]]
    ) -> Iterator[Draft]:
        frame = hit.frame
        if frame.predicate == "none":
            return
        roles: dict[str, list[tuple[Slot, float]]] = defaultdict(list)
        for slot, role, cost in sorted(taken, key=lambda item: item[0].position):
            roles[role.name].append((slot, cost))
        if any(not roles.get(name) for name in frame.requires):
            return
        if frame.language == "zh" and frame.literals:
            _keep_following(encoded.text, hit, roles)
        if frame.mode == "object":
            for slot, cost in roles.get("object", ()):
                draft = self._draft(frame, sentence, hit, roles)
                draft.fillers["object"] = [slot]
                chinese = frame.language == "zh"
                near = [s for s in sentence.slots if s.type in "hwnk"] if chinese and slot.type in "hwnk" else None
                keep_own(draft, slot, near or [other for other, _ in roles["object"]], chinese=chinese)
                draft.confidence = min(0.97, max(0.4, 0.95 - 0.02 * cost))
                group = coordinated(encoded.text, [s for s in sentence.slots if s.type == slot.type], slot)
                draft.group = tuple(group)
                yield draft
            return
        draft = self._draft(frame, sentence, hit, roles)
        for name in ("amount", "stake"):
            if len(roles.get(name, ())) > 1:
                draft.fillers[name] = self._single(encoded.text, sentence, roles[name])
        if roles.get("object"):
            nearest = min(roles["object"], key=lambda pair: pair[1])[0]
            group = coordinated(encoded.text, sentence.slots, nearest, placed=frame.language == "zh")
            if (
                len(group) > 1
                and not frame.no_subject
                and "A" not in frame.subject
                and leads(encoded.text, sentence, group[0])
            ):
                # X与Y签署: the first of the two is the subject, and 与 no list
                group = group[1:]
            draft.fillers["object"] = [owned(encoded.text, sentence.slots, slot) for slot in group]
        if frame.no_subject and draft.fillers.get("subject"):
            buyers = coordinated(encoded.text, sentence.slots, draft.fillers["subject"][-1], placed=True)
            draft.fillers["subject"] = [slot for slot in buyers if slot not in draft.fillers["object"]]
        yield draft

    @staticmethod
    def _single(text: str, sentence: Sentence, pairs: Sequence[tuple[Slot, float]]) -> list[Slot]:
        """Of several sums the nearest, with the list it stands in."""
        nearest = min(pairs, key=lambda pair: pair[1])[0]
        group = coordinated(text, [s for s in sentence.slots if s.type == nearest.type], nearest)
        return [slot for slot, _ in pairs if slot in group]

    @staticmethod
    def _draft(frame: Frame, sentence: Sentence, hit: Hit, roles: Mapping[str, list[tuple[Slot, float]]]) -> Draft:
        draft = Draft(frame.id, frame.predicate, sentence, hit.start, span=(hit.start, hit.end))
        for name, pairs in roles.items():
            if name != "object":
                draft.fillers[name] = [slot for slot, _ in pairs]
        draft.literals = dict(frame.literals)
        draft.modality = frame.modality
        draft.subject_open = not frame.no_subject and not draft.fillers.get("subject")
        return draft


def _keep_following(text: str, hit: Hit, roles: dict[str, list[tuple[Slot, float]]]) -> None:
    """Takes the figure of the clause before from a word that has its own behind it: 库存[1亿],亏掉[2亿]."""
    pairs = roles.get("object", [])
    if any(s.position >= hit.end and "," not in text[hit.end : s.position] for s, _ in pairs):
        roles["object"] = [(s, c) for s, c in pairs if s.position >= hit.end or "," not in text[s.position : hit.start]]


def _of_clause(text: str, draft: Draft, slots: Sequence[Slot]) -> list[Slot]:
    """Those of several slots that stand in the clause of a draft's object, or all where none does: 从X获得1亿,并从Y获得2亿."""
    at = draft.fillers["object"][0].position if draft.fillers.get("object") else draft.anchor
    inside = [s for s in slots if "," not in text[min(s.position, at) : max(s.position, at)]]
    return inside or list(slots)


# [m] of record revenue · [m]的季度净亏: a metric told behind its figure, and what may stand between them
_METRIC_BEHIND = lazy_pattern(
    r"的?(?:季度|单季|年度|全年|半年|首次)?"
    r"|\s(?:(?:of|in)\s)?(?:(?:total|record|quarterly|annual|full-year|consolidated|overall)\s){0,2}"
)
# 毛利(为|约|达)[m]: the metric has a figure of its own
_OWN_FIGURE = lazy_pattern(
    r"(?:分别|仅|只|已|就)?(?:为|达|是|约|有|录得|达到|高达)?(?:约|近|超过|超|逾)?\s?[\ue06d\ue070]|\s(?:was|of|at|totaled|totalled|came to|:)\s[^,.;]{0,16}[\ue06d\ue070]"
)


def _is_behind(text: str, hit: Hit, position: int) -> bool:
    """Whether a trigger of a metric stands right behind a figure and has none of its own."""
    return (
        bool(hit.frame.literals)
        and _METRIC_BEHIND.fullmatch(text, position + 1, hit.start) is not None
        and _OWN_FIGURE.match(text, hit.end) is None
    )


def _named(
    text: str,
    group: Sequence[Slot],
    number: int,
    bids: Sequence[tuple[float, int, Role]],
    live: Sequence[Hit],
) -> bool:
    """Whether a figure in a list has a metric of its own: revenue of [m], gross profit of [m] · 收入[m]、毛利[m]."""
    before, position = (group[number - 1].position if number else -1), group[number].position
    return any(
        hit.frame.literals and (before < hit.start < position or _is_behind(text, hit, position))
        for hit in (live[at] for _, at, _ in bids)
    )


def _surface(encoded: EncodedText, start: int, end: int) -> str:
    return f"\x00{encoded.offsets[start]}:{encoded.source_span(start, end)[1]}"

"""Triggers and arguments: from encoded text and rules to raw statements.

Every trigger of a sentence offers roles; every mention goes to the cheapest trigger that will have
it, where the cost is the way between them, weighed by what lies on it. Frames of mode ``object``
make one statement of each object, frames of mode ``event`` one of each trigger.
"""

from __future__ import annotations

import bisect
import re
import string
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

import ahocorasick_rs
import numpy

from nlp.encoding import TYPES, EncodedText, Sentence, Slot, type_char
from nlp.resources.frames import Construction, Frame, Grammar, Role, required_words

_BEFORE = 64
"""How far a role's `before` may look, in encoded characters."""
_WEIGHTS = {",": 4.0, ";": 9.0, "。": 30.0, "\n": 30.0, "、": 0.6, "(": 1.5, ")": 0.5, " ": 0.12, ":": 2.0, "“": 0.5}
_WEIGHTS.update(dict.fromkeys("abcdefghijklmnopqrstuvwxyz'-.", 0.22))
_WEIGHTS.update({type_char(c): 1.0 for c in TYPES})
_FIGURES = "mhgwvbpnk"
_LIST_GAP = re.compile(
    r"(?:,?\s?\(?\ue06a\)?)?(?:\s?\([^()]{0,18}\))?\s?(?:,? ?(?:and|or|&|plus)|,|/)\s?(?:the |another |an additional |some |about |roughly |up to |over )?"
    r"(?:(?!(?:[a-z]+(?:ing|ed)|lent|made|took|got|kept|paid|spent|lost|won|saw|grew|rose|fell|drew|owns?|owed|built|brought|sent|left|hit|posted|ran|runs?|plans?|expects?|sold|held|holds?|bought|mined|net|gross|adjusted|was|is|were|has|had|have|now|which|that|its?|while|with|for|by|to|in|on|at) )[a-z-]+ ){0,2}"
    r"(?:company |firm |miner |provider |exchange |maker |operator )?"
    r"|(?:\([^()]{0,16}\))?\s?(?:、|和|及|与|以及|,以及|,及)\s?[^,。;:、和与及以\ue043\ue063向从]{0,14}"
)


_HAN = re.compile(r"[\u4e00-\u9fff]")

# what may stand between members of a list of figures: 3,480 A14 and 5,654 A15
_BESIDE = {"p": "D", "x": "D", "n": "DpxMC", "k": "DpxMC", "M": "Dpxnk"}
_PAIR_GAP = re.compile(
    r"\s?(?:of )?(?:\ue043(?:'s?)?\s?)?(?:[a-z]+ ){0,2}\ue04d\s?(?:(?:miners|machines|units|rigs|矿机|型矿机|型)\s?)?(?:,|,? and|和|及|、|以及|与)\s?(?:another |about |an additional |约)?"
    r"|\s?(?:(?:miners|machines|units|rigs|矿机|型矿机|型)\s?)?(?:,|,? and|和|及|、|以及|与)\s?(?:another |about |an additional |约)?[\ue06e\ue06b]\s?(?:of )?"
)

# two figures of one thing: 57.4 EH/s, up from 54.3 EH/s · 从2110万美元增长至9610万美元
_SERIES_GAP = re.compile(
    r"\s?(?:\([^()]{0,24}\))?(?:\s(?:in|for|at|during|by|as of) (?:the )?\ue044)?,?\s?"
    r"(?:which is |which was |(?:an? )?(?:\ue070 )?(?:increase|decrease|improvement|decline) )?"
    r"(?:(?:up|down|rising|increasing|growing) (?:\ue070 )?(?:from|to)|compared (?:to|with)|versus|vs\.?|to|from|against|as compared to)\s"
    r"(?:(?:a|an|the|its|just|only|about|around|approximately|roughly|nearly|almost|some|over|under|more|less|than|as|much|high|low|record|total|of|figure|was|reported|recorded|achieved|produced|mined|held|prior|previous|last|quarter's|year's|month's) ){0,4}(?:\ue044's )?"
    r"|[,—–-]?\s?(?:and )?(?:easily |comfortably |narrowly |far |well )?(?:beating|beat|missing|missed|topping|above|below|ahead of|short of|exceeding|surpassing|versus|compared (?:to|with)|against|just shy of)\s"
    r"(?:[a-z]+(?:'s?)?\s|\ue063'?s?\s|\ue043(?:'s?)?\s){0,3}(?:estimates?|forecasts?|expectations?|consensus|guidance|projections?)\s(?:of|for|at)\s(?:about |around |roughly )?"
    r"|\s?(?:的)?(?:大幅|迅速|进一步)?(?:增长|增加|提升|提高|下降|上升|扩大|扩容|攀升|减少|降低|增|升|降|扩|上涨|下滑)?(?:了\ue070)?(?:至|到|为)(?:约|近|超过|逾)?\s?"
    r"|[,;]?\s?(?:而|高于|低于|相比|较|对比|去年同期为|上年同期为|上一季度为)?\ue044(?:的|为|则为|是)(?:约)?"
)


@dataclass(slots=True)
class Draft:
    """A statement in the making: slots instead of refs."""

    frame_id: str
    predicate: str
    sentence: Sentence
    anchor: int
    fillers: dict[str, list[Slot]] = field(default_factory=lambda: defaultdict(list))
    literals: dict[str, str] = field(default_factory=dict)
    modality: str | None = None
    confidence: float = 0.8
    subject_open: bool = False
    span: tuple[int, int] = (0, 0)
    group: tuple[Slot, ...] = ()
    """The list that the object is a member of."""
    undated: bool = False
    moods: tuple[str, ...] = ()
    by_construction: bool = False


class Hit(NamedTuple):
    """A trigger found in the text."""

    start: int
    end: int
    frame: Frame


_LETTERS = frozenset(string.ascii_letters)
_ALNUM = _LETTERS | frozenset(string.digits)


class TriggerIndex:
    """All triggers of a grammar in one Aho–Corasick automaton."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        owners: dict[str, list[Frame]] = defaultdict(list)
        for frame in frames:
            for trigger in frame.triggers:
                owners[trigger].append(frame)
        self._words = list(owners)
        self._owners = [owners[word] for word in self._words]
        self._automaton = ahocorasick_rs.AhoCorasick(self._words)

    def find(self, text: str) -> list[Hit]:
        """All triggers, longest first where they overlap within one frame, in order of the text."""
        hits: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            word = self._words[index]
            if word[0] in _LETTERS and start and text[start - 1] in _ALNUM:
                continue
            if (
                word[-1] in _LETTERS
                and end < len(text)
                and text[end] in _ALNUM
                and not (end - start > 6 and text[end] == "s" and text[end + 1 : end + 2] not in _ALNUM)
            ):
                continue
            hits.extend(Hit(start, end, frame) for frame in self._owners[index])
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        kept: list[Hit] = []
        covered: dict[str, tuple[int, int]] = {}
        for hit in hits:
            # of metrics and actions the longer trigger counts: 清理关停 is no 清理, 毛利润 no 利润
            wider = covered.get(hit.frame.predicate) if hit.frame.literals else None
            if covered.get(hit.frame.id, (0, -1))[1] >= hit.end or (
                wider is not None and wider[1] >= hit.end and wider != (hit.start, hit.end)
            ):
                continue
            for key in (hit.frame.id, hit.frame.predicate):
                if covered.get(key, (0, -1))[1] < hit.end:
                    covered[key] = (hit.start, hit.end)
            kept.append(hit)
        return kept


_TYPE_CHARS = [type_char(letter) for letter in (*TYPES, "j")]


class HintIndex:
    """The constructions that may match a text: those whose mentions and one of whose hints stand in it."""

    def __init__(self, rules: Sequence[Construction]) -> None:
        owners: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        for number, rule in enumerate(rules):
            words = rule.hint or required_words(rule.source)
            for word in words:
                owners[word].append(number)
            if not words:
                self._always.append(number)
        self._rules = rules
        self._owners = list(owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners))

    def find(self, text: str) -> Iterator[Construction]:
        """The constructions to try, in their order."""
        found = {index for index, _, _ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        numbers = {number for index in found for number in self._owners[index]}
        absent = frozenset(c for c in _TYPE_CHARS if c not in text)
        for number in sorted(numbers.union(self._always)):
            rule = self._rules[number]
            for types in rule.types:
                if absent.issuperset(types):
                    break
            else:
                yield rule


_WEIGHT_OF = numpy.ones(0x10000)
_WEIGHT_OF[[ord(c) for c in _WEIGHTS]] = list(_WEIGHTS.values())


class Way:
    """Costs between positions of one encoded text."""

    def __init__(self, text: str) -> None:
        codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
        sums = numpy.cumsum(_WEIGHT_OF[numpy.minimum(codes, 0xFFFF)])
        self._sums: list[float] = [0.0, *sums.tolist()]

    def cost(self, start: int, end: int) -> float:
        """The cost of the way from `start` to `end`, start not after end."""
        return self._sums[end] - self._sums[start]


def _within(positions: Sequence[int], hit: Hit, way: Way) -> slice:
    """Which slots of a sentence a trigger can reach: the way grows with the distance."""
    reach = max((role.reach for role in hit.frame.roles), default=0.0)
    low = bisect.bisect_left(positions, hit.start)
    high = low
    while low and way.cost(positions[low - 1] + 1, hit.start) <= reach:
        low -= 1
    while high < len(positions) and (positions[high] < hit.end or way.cost(hit.end, positions[high]) <= reach):
        high += 1
    return slice(low, high)


def coordinated(text: str, slots: Sequence[Slot], slot: Slot, *, series: bool = False) -> list[Slot]:
    """The list that a slot stands in: neighbours of its type joined by commas and conjunctions.

    Places that only tell where another lies (type j) do not break a list. Returns the members in
    order, the slot among them.
    """
    kinds = "Cc" if slot.type in "Cc" else slot.type
    around = [s for s in slots if s.type != "j"] if slot.type == "J" else slots
    try:
        left = right = around.index(slot)
    except ValueError:
        return [slot]
    while left and around[left - 1].type in kinds and _joined(text, around[left - 1], around[left], series):
        left -= 1
    last = len(around) - 1
    while right < last and around[right + 1].type in kinds and _joined(text, around[right], around[right + 1], series):
        right += 1
    return list(around[left : right + 1])


def _joined(text: str, one: Slot, other: Slot, series: bool) -> bool:
    """Whether what stands between two neighbours makes them members of one list."""
    if _LIST_GAP.fullmatch(text, one.position + 1, other.position):
        return True
    if one.type in "nkM" and _PAIR_GAP.fullmatch(text, one.position + 1, other.position):
        return True
    return series and _SERIES_GAP.fullmatch(text, one.position + 1, other.position) is not None


# a pattern that begins at a clause begins behind the mark
_LEADING = re.compile(r"[,。;:\n\s“”」』]*")


class Engine:
    """Applies a grammar to encoded text."""

    def __init__(self, grammar: Grammar) -> None:
        self._index = TriggerIndex(grammar.frames)
        self._defaults = [frame for frame in grammar.frames if frame.default]
        self._hinted = HintIndex(grammar.constructions)

    def draft(self, encoded: EncodedText, way: Way) -> list[Draft]:
        """The raw statements of a text, in order of their triggers; `way` holds the costs of the same text."""
        drafts = list(self._constructions(encoded))
        used = {slot.position for draft in drafts for slots in draft.fillers.values() for slot in slots}
        hits = self._index.find(encoded.text)
        cursor = 0
        for sentence in encoded.sentences:
            while cursor < len(hits) and hits[cursor].start < sentence.start:
                cursor += 1
            stop = cursor
            while stop < len(hits) and hits[stop].start < sentence.end:
                stop += 1
            if sentence.slots:
                drafts.extend(self._sentence(encoded, sentence, hits[cursor:stop], way, used))
            cursor = stop
        return drafts

    # constructions

    def _constructions(self, encoded: EncodedText) -> Iterator[Draft]:
        starts = list(encoded.starts)
        text = encoded.text
        for rule in self._hinted.find(text):
            for match in rule.pattern.finditer(text):
                yield from self._construct(rule, match, encoded, starts)

    def _construct(
        self, rule: Construction, match: re.Match[str], encoded: EncodedText, starts: list[int]
    ) -> Iterator[Draft]:
        first = _LEADING.match(encoded.text, match.start(), match.end()).end()  # type: ignore[union-attr]
        sentence = encoded.sentences[max(0, bisect.bisect_right(starts, first) - 1)]
        if rule.needs and not rule.needs.search(encoded.text, sentence.start, sentence.end):
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
                draft.subject_open = not subject
                yield draft

    # frames

    def _sentence(
        self, encoded: EncodedText, sentence: Sentence, hits: Sequence[Hit], way: Way, used: set[int]
    ) -> Iterator[Draft]:
        text = encoded.text
        live = [hit for hit in hits if self._applies(hit, text, sentence)]
        offers = self._offers(text, sentence, live, way)
        taken = self._assign(text, sentence, offers)
        failing = self._failing(live, taken)
        if failing:
            # what a frame without its required roles had taken goes to the next best
            offers = {at: [bid for bid in bids if bid[1] not in failing] for at, bids in offers.items()}
            taken = self._assign(text, sentence, offers)
        pool = self._pool(live, taken)
        events: list[Draft] = []
        for number, hit in enumerate(live):
            if hit.frame.mode == "object" and number not in taken:
                continue
            for draft in self._make(encoded, sentence, hit, taken.get(number, [])):
                if hit.frame.mode == "event":
                    _join_event(events, draft, encoded.text)
                    continue
                for role, slots in pool.get(hit.frame.id, {}).items():
                    if role == "investor":
                        draft.fillers[role] = slots
                    elif not draft.fillers.get(role):
                        nearest = min(slots, key=lambda slot: abs(slot.position - hit.start))
                        draft.fillers[role] = [nearest]
                yield draft
        yield from (draft for draft in events if _is_complete(draft))
        wanted = used.union(slot.position for fillers in taken.values() for slot, _, _ in fillers)
        yield from self._unclaimed(encoded, sentence, wanted)

    def _unclaimed(self, encoded: EncodedText, sentence: Sentence, wanted: set[int]) -> Iterator[Draft]:
        """Drafts of the default frames: what figures mean where no trigger takes them."""
        text = encoded.text
        for frame in self._defaults:
            role = frame.roles[0]
            for slot in sentence.slots:
                if slot.type not in role.types or slot.position in wanted:
                    continue
                hit = Hit(slot.position, slot.position + 1, frame)
                if not self._applies(hit, text, sentence):
                    continue
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
            or (hit.frame.mode == "object" and hit.frame.id not in served)
        }

    @staticmethod
    def _pool(
        live: Sequence[Hit], taken: Mapping[int, Sequence[tuple[Slot, Role, float]]]
    ) -> dict[str, dict[str, list[Slot]]]:
        """What all triggers of a frame in the sentence have found: sold 1,900 coins, cashing in $175 million."""
        pool: dict[str, dict[str, list[Slot]]] = defaultdict(lambda: defaultdict(list))
        for number, hit in enumerate(live):
            for slot, role, _ in taken.get(number, ()):
                if role.name != "object" and (role.name not in _OF_OBJECT or hit.frame.language == "zh"):
                    pool[hit.frame.id][role.name].append(slot)
        return pool

    def _offers(
        self, text: str, sentence: Sentence, live: Sequence[Hit], way: Way
    ) -> dict[int, list[tuple[float, int, Role]]]:
        offers: dict[int, list[tuple[float, int, Role]]] = defaultdict(list)
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
        self, text: str, sentence: Sentence, offers: Mapping[int, list[tuple[float, int, Role]]]
    ) -> dict[int, list[tuple[Slot, Role, float]]]:
        taken: dict[int, list[tuple[Slot, Role, float]]] = defaultdict(list)
        for slot, bids in self._inherited(text, sentence, offers):
            given = False
            for cost, number, role in sorted(bids, key=itemgetter(0)) if len(bids) > 1 else bids:
                if role.shared or not given:
                    taken[number].append((slot, role, cost))
                given = given or not role.shared
        return taken

    @staticmethod
    def _inherited(
        text: str, sentence: Sentence, offers: Mapping[int, list[tuple[float, int, Role]]]
    ) -> Iterator[tuple[Slot, list[tuple[float, int, Role]]]]:
        """Each slot with its bids; members of a list take those of the member that comes cheapest."""
        if not offers:
            return
        done: set[int] = set()
        for slot in sentence.slots:
            if slot.position in done:
                continue
            counted = slot.type in _FIGURES or slot.type == "M"
            figures: Sequence[Slot] = (
                [s for s in sentence.slots if s.type not in _BESIDE.get(slot.type, "Dpx")]
                if counted
                else sentence.slots
            )
            group = coordinated(text, figures, slot, series=slot.type in _FIGURES)
            if len(group) == 1:
                if alone := offers.get(slot.position):
                    yield slot, alone
                continue
            done.update([member.position for member in group])
            having = [member for member in group if offers.get(member.position)]
            if not having:
                continue
            leader = min(having, key=lambda member: min(bid[0] for bid in offers[member.position]))
            for number, member in enumerate(group):
                own = offers.get(member.position, [])
                bids = [(cost + 0.1 * number, hit, role) for cost, hit, role in offers[leader.position]]
                yield member, (own if member is leader else bids)

    @staticmethod
    def _applies(hit: Hit, text: str, sentence: Sentence) -> bool:
        frame = hit.frame
        if (frame.language == "zh" or frame.default) and (frame.language == "zh") != bool(
            _HAN.search(text, sentence.start, sentence.end)
        ):
            return False
        if frame.needs and not frame.needs.search(text, sentence.start, sentence.end):
            return False
        if frame.unless_sentence and frame.unless_sentence.search(text, sentence.start, sentence.end):
            return False
        if frame.unless is None:
            return True
        left = max(sentence.start, hit.start - 16)
        right = min(sentence.end, hit.end + 26)
        start = hit.start
        cut = max(text.rfind(",", left, start), text.rfind(";", left, start), text.rfind(":", left, start))
        for mark in ",;":
            at = text.find(mark, hit.end, right)
            right = at if at > 0 else right
        return not frame.unless.search(text, max(left, cut + 1), right)

    @staticmethod
    def _cost(text: str, way: Way, hit: Hit, role: Role, slot: Slot) -> float | None:
        position = slot.position
        if position >= hit.end:
            if role.side == "left":
                return None
            cost = way.cost(hit.end, position)
        elif position < hit.start:
            if role.side == "right":
                return None
            cost = way.cost(position + 1, hit.start) + (0.0 if role.side == "left" else 1.5)
            if hit.frame.language == "zh" and hit.frame.literals and "," in text[position : hit.start]:
                cost += 5.0
        else:
            return None
        if cost > role.reach:
            return None
        if role.before and not role.before.search(text, max(0, position - _BEFORE), position):
            return None
        if role.not_before and role.not_before.search(text, max(0, position - _BEFORE), position):
            return None
        if role.after and not role.after.match(text, position + 1):
            return None
        return cost + role.bias

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
        if frame.mode == "object":
            for slot, cost in roles.get("object", ()):
                draft = self._draft(frame, sentence, hit, roles)
                draft.fillers["object"] = [slot]
                _keep_own(draft, slot, [other for other, _ in roles["object"]], chinese=frame.language == "zh")
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
            group = coordinated(encoded.text, sentence.slots, nearest)
            if (
                len(group) > 1
                and not frame.no_subject
                and "A" not in frame.subject
                and _leads(encoded.text, sentence, group[0])
            ):
                # X与Y签署: the first of the two is the subject, and 与 no list
                group = group[1:]
            draft.fillers["object"] = [_owned(encoded.text, sentence.slots, slot) for slot in group]
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


_OF_OBJECT = ("jurisdiction", "facility", "machine")


def _keep_own(draft: Draft, target: Slot, objects: Sequence[Slot], *, chinese: bool) -> None:
    """Leaves a draft only the places and machines of its own object: none that stands nearer another one.

    In English they follow their figure, and what comes before all of them is said of each; in Chinese they precede it.
    """
    if len(objects) < 2:
        return
    first = min(slot.position for slot in objects)
    for role in _OF_OBJECT:
        own = []
        for slot in draft.fillers.get(role, ()):
            before = [other for other in objects if other.position < slot.position]
            if chinese:
                behind = [other for other in objects if other.position > slot.position]
                if (behind or before[-1:])[0] is target or not before:
                    own.append(slot)
                continue
            if slot.position < first or (before and before[-1] is target):
                own.append(slot)
        if role in draft.fillers:
            draft.fillers[role] = own


_MARKED = re.compile(r"(?:从|向|自|与|和|同|跟|由|被|给|\b(?:from|with|to|by|of|for))\s?[^,。;\ue043\ue063]{0,14}$")


def _leads(text: str, sentence: Sentence, slot: Slot) -> bool:
    """Whether a name is the first company of its sentence, after no preposition."""
    if any(s.type in "Cc" and s.position < slot.position for s in sentence.slots):
        return False
    return not _MARKED.search(text, max(sentence.start, slot.position - 24), slot.position)


_OWNER = re.compile(
    r"(?:'s?)?\s?(?:\([^()]{0,20}\))?\s?(?:的|旗下|旗下的|下属)?(?:wholly[- ]owned |majority[- ]owned |mining |全资|控股|间接|矿业|挖矿)*"
    r"(?:子公司|附属公司|旗下公司|subsidiary|unit|arm|division|affiliate)\s?,?\s?(?=[\ue043])"
)


_UNDER = re.compile(r"(?:\([^()]{0,16}\))?旗下(?:的)?[^,。;、\ue041-\ue07a]{0,6}(?=\ue043)")
_SITE_OF = re.compile(
    r"(?:'s?)?\s?(?:旗下|的|旗下的|其)?\s?(?:(?:位于|在|于)?[\ue04a\ue06a,、\s]{1,5}的?)?(?:\ue077\s?(?:\([^()]{0,8}\)\s?)?的?)?(?=\ue046)"
)


def _owned(text: str, slots: Sequence[Slot], slot: Slot) -> Slot:
    """The subsidiary where a slot only names its owner (X's subsidiary Y → Y)."""
    match = (
        _OWNER.match(text, slot.position + 1)
        or _UNDER.match(text, slot.position + 1)
        or _SITE_OF.match(text, slot.position + 1)
    )
    if match:
        return next((s for s in slots if s.position == match.end()), slot)
    return slot


_EVENT_CONTENT = {
    "ordered_from": ("object", "count", "machine", "hashrate", "amount"),
    "supplied": ("object", "count", "machine", "hashrate"),
    "acquired": ("object", "stake", "amount", "power", "jurisdiction"),
    "relocated_to": ("object", "count", "hashrate", "origin"),
}


def _is_complete(draft: Draft) -> bool:
    content = _EVENT_CONTENT.get(draft.predicate)
    return content is None or any(draft.fillers.get(role) for role in content)


def _join_event(events: list[Draft], draft: Draft, text: str) -> None:
    """Adds a draft to the event it belongs to, or as an event of its own."""
    for event in reversed(events):
        if event.predicate == draft.predicate and event.literals == draft.literals:
            if _compatible(event, draft, text):
                for role, slots in draft.fillers.items():
                    have = event.fillers[role]
                    if role == "object" and have:
                        continue
                    have.extend(slot for slot in slots if slot not in have)
                event.modality = event.modality or draft.modality
                event.span = (min(event.span[0], draft.span[0]), max(event.span[1], draft.span[1]))
                return
            break
    events.append(draft)


def _compatible(event: Draft, draft: Draft, text: str) -> bool:
    for role in ("object", "subject"):
        one, other = event.fillers.get(role), draft.fillers.get(role)
        if one and other and not {s.ref for s in one} & {s.ref for s in other}:
            return False
    if event.predicate == "relocated_to" and "\ue043" in text[event.span[1] : draft.span[0]]:
        return False
    if event.fillers.get("count") and draft.fillers.get("count"):
        between = text[event.span[1] : draft.span[0]]
        return "\ue043" not in between and "\ue063" not in between
    return True


def _surface(encoded: EncodedText, start: int, end: int) -> str:
    return f"\x00{encoded.offsets[start]}:{encoded.source_span(start, end)[1]}"

"""A text in which every mention is one character: the ground on which statement rules match.

Each mention, and each pronoun or description that stands for a company, becomes one private-use
character that tells its type. So a rule such as ``{subject:C}订购了{count:n}`` is a plain regular
expression, and distances are distances in words, not in the letters of a long name.

Types: C company (y where it only describes another: Google-backed), c anaphoric company, P person, M machine, J jurisdiction (j where a more specific one stands beside it), F facility, A authority,
D date, and by kind of quantity: m money, u unit price, b crypto, h hashrate (g of one machine), w power
(v of one machine), N of a network, pool or grid, e energy, f efficiency, p percent, x multiple, n count of machines, k of chips, s of shares, i of items, o other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nlp.records import Mention
from nlp.text.lazy import lazy_pattern
from nlp.told_again import brackets_again, bynames, sums_again

TYPE_OF_LABEL = {
    "COMPANY": "C",
    "PERSON": "P",
    "MACHINE": "M",
    "JURISDICTION": "J",
    "FACILITY": "F",
    "AUTHORITY": "A",
    "DATE": "D",
}
TYPE_OF_KIND = {
    "money": "m",
    "unit_price": "u",
    "crypto": "b",
    "hashrate": "h",
    "power": "w",
    "energy": "e",
    "efficiency": "f",
    "percent": "p",
    "multiple": "x",
    "other": "o",
}
TYPE_OF_COUNT = {"machine": "n", "chip": "k", "share": "s", "item": "i"}
# what one machine computes or draws at most, in TH/s and MW: less is a figure of a machine, not of a fleet
# (the largest air- and water-cooled models of 2025 are near 1,200 TH/s and 20 kW)
ONE_MACHINE = {"hashrate": (1_500.0, "g"), "power": (0.1, "v")}
# what no company runs, in TH/s and MW: the whole network, a pool, a grid (the largest fleets of 2025 are near 60 EH/s and 3 GW)
LARGEST_FLEET = {"hashrate": 120_000_000.0, "power": 20_000.0}
TYPES = "CcyPMJFADgvN" + "".join(TYPE_OF_KIND.values()) + "".join(TYPE_OF_COUNT.values())
_PRIVATE = 0xE000
_LOWER = {code: code + 32 for code in range(65, 91)}
# private-use characters of the source itself must not pass for mentions
_LOWER.update({_PRIVATE + code: 0x25A1 for code in range(128)})
_CHANGED = lazy_pattern("[A-Z\ue000-\ue07f]+")


def type_char(letter: str) -> str:
    """The private-use character of a type letter."""
    return chr(_PRIVATE + ord(letter))


def type_of(mention: Mention) -> str:
    """The type letter of a mention."""
    if mention.label != "QUANTITY":
        return TYPE_OF_LABEL[mention.label]
    if mention.measure is None:
        return "o"
    if mention.measure.kind == "unit_price" and (mention.measure.unit or "").lower().endswith("wh"):
        return "o"
    if mention.measure.kind == "count":
        return TYPE_OF_COUNT.get(mention.measure.unit or "item", "i")
    limit, single = ONE_MACHINE.get(mention.measure.kind, (0.0, ""))
    greatest = mention.measure.value if mention.measure.value is not None else mention.measure.maximum
    if greatest is not None and greatest < limit and mention.measure.unit in ("TH/s", "MW"):
        return single
    if greatest is not None and greatest >= LARGEST_FLEET.get(mention.measure.kind, greatest + 1):
        return "N"
    return TYPE_OF_KIND[mention.measure.kind]


@dataclass(slots=True, eq=False)
class Slot:
    """One mention or anaphor in the encoded text. Not frozen, since that doubles the time to make one."""

    position: int
    type: str
    start: int
    end: int
    ref: str
    mention: Mention | None = None


@dataclass(slots=True)
class Sentence:
    """A stretch of the encoded text with its slots."""

    start: int
    end: int
    slots: tuple[Slot, ...]
    paragraph: int = 0


# so many sentences may begin at one place, empty ones before the last
_SAME_START = 4


@dataclass(frozen=True, slots=True, eq=False)
class EncodedText:
    """The encoded text, lower case, with the way back to the source.

    Attributes:
        text: one character a mention, the rest as folded text in lower case.
        offsets: source offset of each encoded character, with one more for the end.
        slots: encoded position → slot.
        sentences: in order, covering the text.
        again: id of a sum → the same sum in a second currency, where its Chinese bracket is no part of the text.
    """

    text: str
    offsets: Sequence[int]
    slots: dict[int, Slot]
    sentences: tuple[Sentence, ...]
    starts: Sequence[int] = ()
    again: Sequence[tuple[str, Slot]] = ()

    def last_before(self, kind: str, position: int, reach: int = 160) -> list[Slot]:
        """The last slot of a type within `reach` characters before a position, if there is one."""
        for at in range(position - 1, max(-1, position - reach), -1):
            slot = self.slots.get(at)
            if slot is not None and slot.type == kind:
                return [slot]
        return []

    def number_of(self, sentence: Sentence) -> int:
        """Which of the sentences one is, counted from 0.

        Raises:
            ValueError: it is none of this text.
        """
        at = bisect_left(self.starts, sentence.start)
        return self.sentences.index(sentence, at, at + _SAME_START)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The source span of an encoded span."""
        last = self.slots.get(end - 1)
        return self.offsets[start], last.end if last else self.offsets[end - 1] + 1


# one class of first characters, so that the search skips quickly
_BREAK = lazy_pattern(
    r"[。！？!?;；\n\r.](?:(?<!\.)[。！？!?;；\n\r]*[”\"'』」]?|(?<=[^\d\s.]\.)(?:[”\"](?=\s)|(?=\s|$|[\ue041-\ue07a]))|(?<=\d\.)(?=\s+[^\sa-z\d]|$|\n))"
)
_ABBREVIATION = lazy_pattern(
    r"(?:^|[\s(\"“])(?:mr|mrs|ms|dr|sen|rep|gov|st|no|inc|corp|co|ltd|vs|approx|est|u\.s|u\.k|a\.m|p\.m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z])$"
)


_Item = tuple[int, int, str, str, "Mention | None"]


def part_of(place: str, whole: str, parents: Mapping[str, str]) -> bool:
    """Whether a place lies in another, by the registry or by its id (us-tx-rockdale in us-tx).

    >>> part_of("us-tx", "us", {})
    True
    """
    if place.startswith(whole + "-"):
        return True
    seen = 0
    while place in parents and seen < 6:
        place, seen = parents[place], seen + 1
        if place == whole:
            return True
    return False


# ids of countries and their first divisions: us, us-tx
_WIDE = lazy_pattern(r"[a-z]{2}(?:-[a-z]{2,3})?")
# the cities whose names behind a town's are those of states
_CITY_OF_STATE = ("us-ny-new-york", "us-washington")
# 德州小镇罗克代尔
_TOWN = r"的?(?:边境|偏远)?(?:小镇|小城|小县城|首都|首府|港口城市)"
_TOWN_OF = lazy_pattern(_TOWN)
_PLACE_GAP = lazy_pattern(rf"(?:的|,\s?|\s|\s?\(|{_TOWN})?")


_HAN_BEFORE_LATIN = lazy_pattern(r"[\u4e00-\u9fff] [A-Za-z]")


def _is_wide(item: _Item) -> bool:
    return bool(_WIDE.fullmatch(item[3])) or item[3] in _CITY_OF_STATE


def _general_places(items: Sequence[_Item], folded: str, parents: Mapping[str, str]) -> set[int]:
    """The indices of places that only tell where the place beside them lies."""
    found: set[int] = set()
    for index in range(len(items) - 1):
        one, other = items[index], items[index + 1]
        if one[2] not in "JF" or other[2] != "J" or not _PLACE_GAP.fullmatch(folded, one[1], other[0]):
            continue
        if one[2] == "J" and (
            part_of(other[3], one[3], parents)
            or one[1] == other[0]
            or folded[one[1] : other[0]] == "的"  # 北美的得克萨斯州
            or _HAN_BEFORE_LATIN.match(folded, one[1] - 1)
            or _TOWN_OF.fullmatch(folded, one[1], other[0])
        ):
            found.add(index)  # also 挪威廷内尔, with nothing between them
        elif part_of(one[3], other[3], parents):
            found.add(index + 1)
        elif folded[one[1] : other[0]] == ", " and _is_wide(other) and not _is_wide(one):
            found.add(index + 1)  # Barker, New York
    return found


# RMB1.1 billion ([$145.2 million]): the same sum in a second currency
_SAME_MONEY = lazy_pattern(r"\s?\((?:约合|折合|相当于|折|约|合|即|大约|等于)*\s?$")
# what makes a name the mere attribute of another: Google-backed TAE
_MODIFIES = ("-backed", "-linked", "-affiliated", "-funded", "-supported")
_MODIFIES_ZH = ("支持的", "投资的", "背书的", "所支持的", "撑腰的")  # [谷歌]支持的TAE


def _is_backer(lowered: str, end: int, following: Sequence[_Item]) -> bool:
    """Whether a Chinese company's name only tells who backs the company right behind it."""
    return any(kind == "C" and lowered[end:start] in _MODIFIES_ZH for start, _, kind, _, _ in following)


def _is_same_money(one: Mention | None, other: Mention | None) -> bool:
    """Whether a sum in brackets is the one before it once more: not another sum of the same currency."""
    if (
        one is None
        or other is None
        or one.measure is None
        or other.measure is None
        or one.measure.unit != other.measure.unit
    ):
        return True
    values = one.measure.value, other.measure.value
    if values[0] is None or values[1] is None:
        return True
    return abs(values[0] - values[1]) <= 0.05 * max(values[0], values[1])


def encode(folded: str, mentions: Sequence[Mention], parents: Mapping[str, str] = MappingProxyType({})) -> EncodedText:
    """The encoded form of a folded text with its mentions, in order and without overlaps.

    A place beside a place that lies in it (Pecos, Texas) gets the type j: statements use the
    most specific one.
    """
    items: list[_Item] = [(m.start, m.end, type_of(m), m.ref or m.id, m) for m in mentions]
    lowered = _CHANGED.sub(lambda match: match[0].translate(_LOWER), folded)
    pieces: list[str] = []
    offsets: list[int] = []
    slots: dict[int, Slot] = {}
    at = 0
    general = _general_places(items, folded, parents)
    for index, (start, end, kind, ref, mention) in enumerate(items):
        if index in general:
            kind = "j"
        if start < at:
            continue
        if index - 1 in general and _TOWN_OF.fullmatch(folded, at, start):
            at = start
        again = _SAME_MONEY.search(lowered, max(0, start - 8), start) if kind == "m" and slots else None
        if again and at >= again.start():
            last = slots[max(slots)]
            kind = "o" if last.type == "m" and _is_same_money(last.mention, mention) else kind
        if kind == "C" and (
            lowered.startswith(_MODIFIES, end) or _is_backer(lowered, end, items[index + 1 : index + 2])
        ):
            kind = "y"
        pieces.append(lowered[at:start])
        offsets.extend(range(at, start))
        slots[len(offsets)] = Slot(len(offsets), kind, start, end, ref, mention)
        pieces.append(type_char(kind))
        offsets.append(start)
        at = end
    pieces.append(lowered[at:])
    offsets.extend(range(at, len(folded) + 1))
    joined = "".join(pieces)
    brackets = brackets_again(joined)
    twice = tuple(sums_again(brackets, slots))
    text, offsets, slots = _close_gaps(joined, offsets, slots, brackets)
    sentences = tuple(_split(text, slots))
    return EncodedText(text, offsets, slots, sentences, [s.start for s in sentences], twice)


# a space that only sets off Chinese from letters, figures and names, or that a lost link left before a comma; Mr and Dr
_HAN_GAP = lazy_pattern(
    r" (?:(?=[,;] )|(?:mr|mrs|ms|dr|prof)\.?(?= \ue050)|(?<=[\u4e00-\u9fff] )(?=[\u4e00-\u9fffa-z0-9\ue041-\ue07a])|(?<=[a-z0-9),\ue041-\ue07a] )(?=[\u4e00-\u9fff])"
    r"|(?<=[\ue041-\ue07a] )(?=[\ue041-\ue07a] ?[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff][\ue041-\ue07a] )(?=[\ue041-\ue07a])"
    r"|(?<=[\u4e00-\u9fff\ue041-\ue07a] )(?=\([^()\n]{1,40}\) ?[\u4e00-\u9fff,。]))"
)


def _close_gaps(
    text: str, offsets: list[int], slots: dict[int, Slot], brackets: Sequence[tuple[int, int]]
) -> tuple[str, list[int], dict[int, Slot]]:
    """The text without the spaces beside Chinese, the bynames and the `brackets`, so that rules need not know them."""
    gaps = [match.span() for match in _HAN_GAP.finditer(text)]
    told_again = sorted([*bynames(text, slots), *brackets])
    if told_again:
        starts = [start for start, _ in told_again]
        outside = [g for g in gaps if (n := bisect_right(starts, g[0])) == 0 or g[0] >= told_again[n - 1][1]]
        gaps = sorted(outside + told_again)
    if not gaps:
        return text, offsets, slots
    pieces: list[str] = []
    kept: list[int] = []
    moved: dict[int, Slot] = {}
    at = 0
    waiting = iter(slots.values())
    slot = next(waiting, None)
    for start, end in [*gaps, (len(text), len(text) + 1)]:
        shift = at - len(kept)
        pieces.append(text[at:start])
        kept.extend(offsets[at:start])
        while slot is not None and slot.position < end:
            if slot.position < start:
                position = slot.position - shift
                moved[position] = Slot(position, slot.type, slot.start, slot.end, slot.ref, slot.mention)
            slot = next(waiting, None)
        at = end
    kept.append(offsets[-1])
    return "".join(pieces), kept, moved


def _free(
    stretches: Sequence[tuple[int, int, str]], taken: Sequence[tuple[int, int, object]]
) -> list[tuple[int, int, str]]:
    """The stretches that none of those taken overlaps."""
    return [one for one in stretches if not any(start < one[1] and one[0] < end for start, end, _ in taken)]


def add_anaphors(
    encoded: EncodedText,
    anaphors: Sequence[tuple[int, int, str]],
    places: Sequence[tuple[int, int, str]] = (),
    answers: Sequence[tuple[int, int, Sequence[Slot]]] = (),
) -> EncodedText:
    """The encoded text in which stretches (encoded start, end, ref), in order, are mentions of type c; `places` of type J.

    `answers` are question words with the mentions that stand for them.
    """
    if not anaphors and not places and not answers:
        return encoded
    kinds = dict.fromkeys((start for start, _, _ in places), "J")
    given = {start: slots for start, _, slots in answers}
    anaphors = sorted([*anaphors, *_free(places, anaphors)])
    anaphors = sorted([*_free(anaphors, answers), *((start, end, "") for start, end, _ in answers)])
    pieces: list[str] = []
    offsets: list[int] = []
    slots: dict[int, Slot] = {}
    shifts: list[tuple[int, int]] = []
    at = 0
    old = iter(encoded.slots.values())
    pending = next(old, None)
    for start, end, ref in [*anaphors, (len(encoded.text), len(encoded.text), "")]:
        shift = at - len(offsets)
        shifts.append((start, shift))
        pieces.append(encoded.text[at:start])
        offsets.extend(encoded.offsets[at:start])
        while pending is not None and pending.position < start:
            position = pending.position - shift
            slots[position] = Slot(position, pending.type, pending.start, pending.end, pending.ref, pending.mention)
            pending = next(old, None)
        while pending is not None and pending.position < end:  # a mention inside gives way
            pending = next(old, None)
        if end > start:
            source = encoded.source_span(start, end)
            meant = given.get(start) or [Slot(0, kinds.get(start, "c"), 0, 0, ref)]
            for number, one in enumerate(meant):
                if number:
                    pieces.append("、")
                    offsets.append(source[0])
                slots[len(offsets)] = Slot(len(offsets), one.type, source[0], source[1], one.ref, one.mention)
                pieces.append(type_char(one.type))
                offsets.append(source[0])
        at = end
    offsets.append(encoded.offsets[-1])
    text = "".join(pieces)
    sentences = tuple(_split(text, slots))
    return EncodedText(text, offsets, slots, sentences, [s.start for s in sentences], encoded.again)


# rules compare what a sentence holds, so that time grows with its square; no sentence of an article is as long
_LONGEST_SENTENCE = 4000


def _without_giants(text: str, ends: Iterable[tuple[int, bool]]) -> Iterable[tuple[int, bool]]:
    """The ends of sentences with more of them where a sentence would be longer than any: behind a comma if there is one."""
    start = 0
    for end, breaks in ends:
        while end - start > _LONGEST_SENTENCE:
            limit = start + _LONGEST_SENTENCE
            start = max(text.rfind(mark, start, limit) for mark in ",、 ") + 1 or limit
            yield start, False
        yield end, breaks
        start = max(start, end)


# items of a digest in one line: 。2、… ;②… (which is folded to 2…); and a flash's headline before its source: …枚BTC [ChainCatcher] 消息,
_ITEM = lazy_pattern(r"\s?\d{1,2}(?:、|(?=[\u4e00-\u9fff\ue043“]))")
_FLASH = lazy_pattern(r"(?<=[^\s。!?;,:(据])\s?(?=\ue043\s?(?:消息|讯)[,:])")


def _split(text: str, slots: dict[int, Slot]) -> Iterable[Sentence]:
    ordered = iter(slots.values())
    pending = next(ordered, None)
    start = paragraph = 0
    ends: list[tuple[int, bool]] = []
    for match in _BREAK.finditer(text):
        if match[0].startswith(".") and _ABBREVIATION.search(text, max(start, match.start() - 8), match.start()):
            continue
        ends.append((match.end(), "\n" in match[0] or _ITEM.match(text, match.end()) is not None))
    ends.extend((match.end(), True) for match in _FLASH.finditer(text))
    ends.sort()
    ends.append((len(text), True))
    for end, breaks in _without_giants(text, ends):
        if end <= start:
            continue
        inside: list[Slot] = []
        while pending is not None and pending.position < end:
            inside.append(pending)
            pending = next(ordered, None)
        yield Sentence(start, end, tuple(inside), paragraph)
        paragraph += breaks
        start = end


# [X] signed with it: 跟|它
_WITH = lazy_pattern(r"(?:与|和|同|跟|向|从|找|被|由|给)\s?$")


# X与Y的股东签约,拟收购|其全部股权: nobody buys itself
_BOUGHT = lazy_pattern(r"(?:收购|买下|受让|并购)了?$")


# [X]表示它将…, 为[X]带来它…: a clause inside a clause may speak of the subject itself
_SAID_OF_ITSELF = lazy_pattern(
    r"[称说示布露出认调为计告证令让使明是当之后前时]\Z|[称说示布露出认调计告证令让使明当]|而"
)


def other_party(text: str, before: Sequence[Slot], match: re.Match[str], ref: str, topic: str | None) -> str:
    """The company that a Chinese pronoun behind a preposition stands for: not the subject `ref` of its own clause.

    `before` are the companies named before it, `topic` is what the text speaks of there.
    """
    start = match.start()
    if match[0] == "其" and _BOUGHT.search(text, max(0, start - 4), start):
        sentence = max(text.rfind(mark, 0, start) for mark in "。;\n")
        inside = [slot.ref for slot in before if slot.position > sentence]
        others = [other for other in inside if other != ref]
        return others[-1] if others and ref in inside else ref
    clause = max(text.rfind(mark, 0, start) for mark in ",;。:\n")
    apart = match[0] == "它" and not _SAID_OF_ITSELF.search(text, clause + 1, start)
    if match[0] == "其" or not (apart or _WITH.search(text, max(0, start - 2), start)):
        return ref
    if not any(slot.ref == ref and slot.position > clause for slot in before):
        return ref
    apart_from = [slot for slot in before if slot.ref != ref and slot.position < clause]
    sentence = max(text.rfind(mark, 0, start) for mark in "。;\n")
    if apart_from and (topic in (None, ref) or apart_from[-1].position > sentence):
        return apart_from[-1].ref
    return topic if topic is not None else ref


_HAN = lazy_pattern(r"[\u4e00-\u9fff]")


def has_chinese(text: str, sentence: Sentence) -> bool:
    """Whether a sentence of encoded text has Chinese characters."""
    return _HAN.search(text, sentence.start, sentence.end) is not None

"""Triggers and hints: which rules may apply to a text, found in one pass each."""

from __future__ import annotations

import bisect
import string
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import itemgetter, or_
from typing import NamedTuple

import ahocorasick_rs

from nlp.encoding import TYPES, EncodedText, type_char
from nlp.resources.frames import Construction, Frame
from nlp.text.lazy import lazy_pattern


class Hit(NamedTuple):
    """A trigger found in the text."""

    start: int
    end: int
    frame: Frame


# 净利润(不包括公允价值变动): what a figure leaves out is no metric
_LEFT_OUT = lazy_pattern(r"\((?:均)?(?:不包括|不包含|不含|剔除|扣除|不计|未计|撇除)[^()。;\ue06d]{1,60}\)")
_LETTERS = frozenset(string.ascii_letters)
_ALNUM = _LETTERS | frozenset(string.digits)


class TriggerIndex:
    """All triggers of a grammar in one Aho–Corasick automaton."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        owners: dict[str, list[Frame]] = defaultdict(list)
        for frame in frames:
            for trigger in frame.triggers:
                owners[trigger].append(frame)
        # with each word whether it begins and ends in a letter, where it needs a border
        self._words = [(word[0] in _LETTERS, word[-1] in _LETTERS, frames) for word, frames in owners.items()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners))

    def find(self, text: str) -> list[Hit]:
        """All triggers, longest first where they overlap within one frame, in order of the text."""
        hits: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            left, right, frames = self._words[index]
            if left and start and text[start - 1] in _ALNUM:
                continue
            if right and text[end : end + 1] in _ALNUM and not _is_plural(text, start, end):
                continue
            hits.extend([Hit(start, end, frame) for frame in frames])
        out = [match.span() for match in _LEFT_OUT.finditer(text)]
        if out:
            hits = [hit for hit in hits if not (hit.frame.literals and _is_inside(hit.start, out))]
        hits.sort(key=itemgetter(1), reverse=True)
        hits.sort(key=itemgetter(0))
        return _longest(hits)


def _is_inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a position lies in one of several spans, in order."""
    number = bisect.bisect_right(spans, (at, at)) - 1
    return number >= 0 and at < spans[number][1]


def _is_plural(text: str, start: int, end: int) -> bool:
    return end - start > 6 and text[end] == "s" and text[end + 1 : end + 2] not in _ALNUM


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """The triggers, in order of their starts and the longer ones first, that none of the same frame or metric holds."""
    kept: list[Hit] = []
    ends: dict[str, int] = {}
    covered: dict[str, tuple[int, int]] = {}
    for hit in hits:
        start, end, frame = hit
        if ends.get(frame.id, -1) >= end:
            continue
        # of metrics and actions the longer trigger counts: 清理关停 is no 清理, 毛利润 no 利润
        wider = covered.get(frame.predicate)
        if frame.literals and wider is not None and wider[1] >= end and wider != (start, end):
            continue
        ends[frame.id] = end
        if wider is None or wider[1] < end:
            covered[frame.predicate] = (start, end)
        kept.append(hit)
    return kept


_TYPE_CHARS = [type_char(letter) for letter in (*TYPES, "j")]


# the sentences that a construction may span, and the characters behind them that it may look at
_TOGETHER, _BEHIND = 2, 40


def _bits(number: int) -> Iterator[int]:
    """The lengths of the numbers up to each bit that is set, and 0.

    >>> list(_bits(0b1010))
    [0, 2, 4]
    """
    yield 0
    while number:
        lowest = number & -number
        yield lowest.bit_length()
        number ^= lowest


class HintIndex:
    """The constructions that may match a text: those whose mentions, one of whose hints and whose words stand in it."""

    def __init__(self, rules: Sequence[Construction]) -> None:
        # each group of words of which a rule asks for one is a bit
        owners: dict[str, int] = defaultdict(int)
        bits: dict[tuple[str, ...], int] = {}
        # the rules by the last of their bits: groups that many rules ask for, such as types, were given theirs first
        self._rules: dict[int, list[tuple[int, int, Construction]]] = defaultdict(list)
        for number, rule in enumerate(rules):
            words = (rule.hint, *rule.words)
            needed = 0
            for group in (*filter(None, words), *map(tuple, rule.types)):
                bit = bits.setdefault(group, 1 << len(bits))
                needed |= bit
                for word in group:
                    owners[word] |= bit
            self._rules[needed.bit_length()].append((number, needed, rule))
        self._types = {char: owners.pop(char) for char in _TYPE_CHARS if char in owners}
        self._owners = list(owners.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners))

    def find(self, encoded: EncodedText) -> list[tuple[Construction, list[tuple[int, int]]]]:
        """The constructions to try, in their order, each with the stretches of the text that hold what it asks for."""
        held = self._held(encoded)
        # x & y == y and not y & ~x: the complement of a long integer is a copy of it
        whole = reduce(or_, held, 0)
        rules = [row for last in _bits(whole) for row in self._rules.get(last, ()) if whole & row[1] == row[1]]
        if not rules:
            return []
        rules.sort(key=itemgetter(0))
        together = [reduce(or_, held[at : at + _TOGETHER]) for at in range(len(held))]
        starts = [sentence.start for sentence in encoded.sentences]
        ends = [sentence.end + _BEHIND for sentence in encoded.sentences]
        ends = [*ends[_TOGETHER - 1 :], *ends[-1:] * (_TOGETHER - 1)]
        found = []
        for _, needed, rule in rules:
            stretches: list[tuple[int, int]] = []
            for at in [at for at, there in enumerate(together) if there & needed == needed]:
                start = starts[at]
                if stretches and start < stretches[-1][1]:
                    start = stretches.pop()[0]
                stretches.append((start, ends[at]))
            if stretches:
                found.append((rule, stretches))
        return found

    def _held(self, encoded: EncodedText) -> list[int]:
        """The groups of words and types that each sentence holds, as bits."""
        ends = [sentence.end for sentence in encoded.sentences]
        held = [0] * len(ends)
        if not ends:
            return held
        last = len(ends) - 1
        for index, start, _ in self._automaton.find_matches_as_indexes(encoded.text, overlapping=True):
            held[min(last, bisect.bisect_right(ends, start))] |= self._owners[index]
        for at, sentence in enumerate(encoded.sentences):
            for slot in sentence.slots:
                held[at] |= self._types.get(encoded.text[slot.position], 0)
        return held

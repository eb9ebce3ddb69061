"""Triggers and hints: which rules may apply to a text, found in one pass each."""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import ahocorasick_rs

from nlp.encoding import TYPES, type_char
from nlp.resources.frames import Construction, Frame, required_words


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

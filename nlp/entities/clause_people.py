"""Chinese personal names that open a clause: a surname, a given name of no dictionary, and what they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nlp.entities.affixes import AffixTable
from nlp.entities.segments import Segments
from nlp.resources.names import ChineseNames
from nlp.text.alternatives import alternatives
from nlp.text.lazy import lazy_pattern

_HAN = r"[\u4e00-\u9fff]"
# where a clause or a noun phrase opens
_OPEN = r"(?:^|(?<=[。!?;\n”」】:、,的和与由是人叫“「]))[ \t]?"
_DOES = "vdpurctf"
# small words that given names hold too: 冯既白, 沈若谷
_RARE = frozenset("既若均且")
# a number as in 卓一苇, and the middle of 赖则安 where the name is told to smile and say
_NUMERALS, _THEN, _TOLD = frozenset("一三九"), frozenset("则"), ("笑说", "笑称", "笑着", "笑道", "叹道", "说道")
_STOPS = frozenset(",。:;!?")


class ClausePeople:
    """Finds names of three letters, four with a double surname, by where they stand and what follows."""

    def __init__(self, tables: ChineseNames, after: AffixTable) -> None:
        self._tables, self._after = tables, after
        surnames = "".join(sorted(tables.surnames))
        doubles = alternatives(tables.double_surnames)
        self._name = lazy_pattern(rf"{_OPEN}((?:{doubles}){_HAN}{{1,2}}|[{surnames}]{_HAN}{{2}})")
        titles = alternatives(sorted(tables.person_before, key=len, reverse=True))
        # 任副司长的[陈慧珊], 当过总裁的[何牧之]
        self._titled = lazy_pattern(
            rf"(?:任|当|做|当过|做过|任过)[^,。;:的\n]{{0,12}}(?:{titles})的([{surnames}]{_HAN}{{2}})(?=[转出在说表称算告则也曾,。(])"
        )
        familiar = "".join(sorted(tables.frequent_surnames))
        self._familiar = lazy_pattern(
            rf"(?<={_HAN})(?:老|小)[{familiar}](?=给|说|告诉|表示|坦言|回忆|笑|叹|算了|介绍|透露|摇头|指着)"
        )

    def find(self, folded: str, segments: Segments) -> Iterator[tuple[int, int]]:
        """The spans of such names in `folded`."""
        heads = list(self._name.finditer(folded))
        counts = Counter(match[1] for match in heads)
        for match in heads:
            start, end = match.span(1)
            again = counts[match[1]] > 1
            double = folded[start : start + 2] in self._tables.double_surnames
            ends = (end, end - 1) if double and end - start == 4 else (end,)
            yield from ((start, stop) for stop in ends if self._is_name(folded, segments, start, stop, again=again))
        for match in self._titled.finditer(folded):
            start, end = match.span(1)
            if segments.is_border(start) and not any(
                char in self._tables.not_given for char in folded[start + 1 : end]
            ):
                yield start, end
        for match in self._familiar.finditer(folded):
            if segments.is_border(match.start()):
                yield match.span()

    def _is_name(self, folded: str, segments: Segments, start: int, end: int, *, again: bool) -> bool:
        given = start + (2 if folded[start : start + 2] in self._tables.double_surnames else 1)
        told = folded[end : end + 2] in _TOLD and end - start == 3
        if not (segments.is_border(start) and (segments.is_border(end) or (told and segments.is_open(end)))):
            return False
        token = segments.tokens[segments.index_at(start)]
        guessed = (token.start, token.end, token.tag) == (start, end, "nr") and not segments.knows(token.word)
        rare = _RARE | (_NUMERALS if guessed else frozenset()) | (_THEN if told else frozenset())
        if any(char in self._tables.not_given and char not in rare for char in folded[given:end]):
            return False
        frequent = folded[start] in self._tables.frequent_surnames or given - start == 2
        coined = self._is_coined(folded, segments, start, end, frequent=frequent, again=again and frequent)
        return coined and self._acts(folded, segments, end)

    def _is_coined(self, folded: str, segments: Segments, start: int, end: int, *, frequent: bool, again: bool) -> bool:
        """Whether no ordinary word stands in the span, but for a rare given name before a word of speech: 顾|沉舟|说.

        A rare given name is enough too where the whole opens clauses `again`.
        """
        tokens = segments.tokens
        first, last = segments.index_at(start), segments.index_at(end - 1)
        if first == last and segments.knows(tokens.words[first]):
            return frequent and tokens.tags[first].startswith("nr")
        words = [
            tokens.words[index]
            for index in range(first, last + 1)
            if len(tokens.words[index]) > 1
            and segments.knows(tokens.words[index])
            and not tokens.tags[index].startswith("nr")
        ]
        if not words:
            return True
        rare = not any(word in self._tables.ordinary or word in self._tables.generic for word in words)
        return rare and first + 1 == last and (again or bool(self._after.weight(folded[end : end + 6])))

    def _acts(self, folded: str, segments: Segments, end: int) -> bool:
        """Whether a verb, an adverb, a preposition or the end of a clause follows."""
        index = segments.index_at(end)
        if index >= len(segments.tokens) or end >= len(folded):
            return False
        if segments.tokens.tags[index][:1] in _DOES or folded[end] in _STOPS:
            return True
        return bool(self._after.weight(folded[end : end + 6]))

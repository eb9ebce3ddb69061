"""Firms whose name is Latin letters and a Chinese word for a firm: Banzo银行, QRS风投, SBI 控股."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.entities.merge import Spans
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_UPPER, _ANY = "A-ZÀ-ÖØ-Þ", "A-Za-z0-9À-ÖØ-öø-ÿ"
_HEAD = rf"(?<![{_ANY}$@#/_.&-])(?P<head>[{_UPPER}][{_ANY}]{{1,11}}(?: [{_UPPER}][{_ANY}]{{1,11}})?)"
# kinds of capital and of funds
_KINDS = frozenset(("PE", "LP", "GP", "REIT", "ABS", "EB", "FA", "FOF", "PIPE", "Tier"))


class MixedNames:
    """Finds companies of a Latin head and a Chinese tail."""

    def __init__(self, tables: NameTables) -> None:
        self._never = tables.never | tables.english.role_words | tables.english.titles | _KINDS
        self._ordinary = tables.english.ordinary
        tails = (rf"{word}(?![{letters}])" if letters else word for word, letters in tables.chinese.latin_tails)
        self._pattern = lazy_pattern(rf"{_HEAD}(?P<tail> ?(?:{'|'.join(tails)}))")
        self._of_known = tables.chinese.latin_tails_of_known

    def find(self, text: FoldedText, taken: Spans, firms: Sequence[Mention] = ()) -> Iterator[Mention]:
        """The names of `text`; what the registry has whole, and the hardware, is in `taken`, its companies are `firms`."""
        refs = {firm.end: firm.ref for firm in firms}
        for match in self._pattern.finditer(text.folded):
            start, end = match.span()
            head, tail = match["head"], match["tail"]
            if tail.startswith(" ") and taken.overlaps(start, match.end("head")):
                continue
            coined = tail == "基金会"  # a coin's: Zcash基金会
            if taken.overlaps(match.end("head"), end) or not (coined or self._is_head(head)):
                continue
            if taken.overlaps(start, match.end("head")) and not tail.startswith(self._of_known):
                continue
            yield Mention(
                start, end, text.source[start:end], "COMPANY",
                rule="mixed.company", ref=refs.get(match.end("head")) if tail.strip() == "集团" else None, confidence=0.8, priority=EXACT,
            )  # fmt: skip

    def _is_head(self, head: str) -> bool:
        """Whether letters can be a name: no coin, no abbreviation of the trade, no ordinary word."""
        if head in self._never or any(word in self._never for word in head.split(" ")):
            return False
        return not all(word.lower() in self._ordinary for word in head.split(" ")) or head.isupper()

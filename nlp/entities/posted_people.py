"""People written at once with their post, and the second of a byline: Kestrel|CEO|IdaBrandt, 记者 陈俊 赵昕."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.priorities import CONTEXT, EXACT
from nlp.records import Mention
from nlp.resources.names import ChineseNames
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_NAME = r"[A-Z][a-z]{2,14}(?:(?:[A-Z]|[a-z]{2,4}[A-Z])[a-z]{2,14})?"
# only beside Chinese, where names stand without blanks
_GLUED = lazy_pattern(rf"(?:CEO|CFO|COO|CTO|CSO|CMO|CIO)(?P<name>{_NAME})(?=[\u4e00-\u9fff、,，。（(:： ])")
_HAN_NEAR = lazy_pattern(r"[\u4e00-\u9fff]")
_BYLINE = lazy_pattern(
    r"(?:记者|编辑|作者|编译|责编|撰文)[ :/|]{1,3}[\u4e00-\u9fff]{2,3}(?:[ /、]{1,2}(?P<name>[\u4e00-\u9fff]{2,3}))(?=[)\n】;]|$)"
)


class PostedPeople:
    """Finds such people."""

    def __init__(self, tables: ChineseNames) -> None:
        self._surnames, self._plain = tables.surnames, tables.ordinary | tables.stops

    def find(self, text: FoldedText) -> Iterator[Mention]:
        """The people of `text` that their post or a byline gives away."""
        folded = text.folded
        for match in _GLUED.finditer(folded):
            around = folded[max(0, match.start() - 24) : match.start()] + folded[match.end() : match.end() + 8]
            if _HAN_NEAR.search(around):
                yield _mention(text, *match.span("name"), EXACT)
        for match in _BYLINE.finditer(folded):
            if match["name"][0] in self._surnames and match["name"] not in self._plain:
                yield _mention(text, *match.span("name"), CONTEXT)


def _mention(text: FoldedText, start: int, end: int, priority: int) -> Mention:
    return Mention(
        start, end, text.source[start:end], "PERSON", rule="zh.person.posted", confidence=0.8, priority=priority
    )

"""The language of a text: zh, zh-Hant or en, by its script."""

from __future__ import annotations

from operator import ne

from nlp.text.fold import fold, traditional_pattern
from nlp.text.lazy import lazy_pattern

_HAN = lazy_pattern(r"[\u3400-\u9fff]+")
_WORD = lazy_pattern(r"[A-Za-z]+")


def detect_language(text: str) -> str:
    """The main language of `text`.

    Chinese where Han characters outweigh Latin words; Traditional where a fiftieth of them changes
    when the text is folded to Simplified.

    >>> [detect_language(t) for t in ("嘉楠科技的矿机", "嘉楠科技的礦機訂單", "Miners from Canaan")]
    ['zh', 'zh-Hant', 'en']
    """
    sample = text[:20_000]
    runs = _HAN.findall(sample)
    count = sum(map(len, runs))
    if not count or count < len(_WORD.findall(sample)):
        return "en"
    if not traditional_pattern().search(sample):
        return "zh"
    joined = "".join(runs)
    return "zh-Hant" if sum(map(ne, joined, fold(joined))) * 50 > count else "zh"

"""Whether a text is a run of separate items, and where one of them begins."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.text.lazy import lazy_pattern

if TYPE_CHECKING:
    from nlp.encoding import EncodedText, Sentence

_ITEM_START = lazy_pattern(
    r"\s*(?:[【\[]|\d{1,2}(?:、|\.\s|(?=[\u4e00-\u9fff\ue043“]))|\ue043\s?(?:\([^)]{0,12}\)\s?)?(?:消息|讯|报道|快讯)|\ue044\s?(?:消息|讯|,\s?据))"
)


# a list in an article; items of their own name their company
_BULLET = lazy_pattern(r"\s*[•·*-]\s")


_LATIN_HEADLINE = lazy_pattern(r"[^.!?\u4e00-\u9fff]{24,170}\n")


def _is_roundup(encoded: EncodedText) -> bool:
    """Whether English headlines on at least three companies part the paragraphs of a text."""
    heads: list[str | None] = []
    apart = headed = False
    text = encoded.text.replace("u.s.", "us  ")
    for sentence in encoded.sentences:
        head = _LATIN_HEADLINE.fullmatch(text, sentence.start, sentence.end) is not None
        if head and not headed:
            heads.append(next((s.ref for s in sentence.slots if s.type == "C"), None))
        apart = apart or (headed and not head)
        headed = head and not headed
    return apart and len(heads) >= 4 and len({ref for ref in heads if ref is not None}) >= 3


@lru_cache(maxsize=2)
def is_digest(encoded: EncodedText) -> bool:
    """Whether a text is a run of separate items, so that no topic outlives its paragraph.

    Items start with their source, their date or a mark; or every line is short and most name a company, not all the same one;
    or English headlines that name several companies stand between paragraphs.
    """
    if _is_roundup(encoded):
        return True
    starts: list[bool] = []
    lengths: list[int] = []
    named: list[str | None] = []
    paragraph = -1
    for sentence in encoded.sentences:
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            marked = _BULLET.match(encoded.text, sentence.start) and any(s.type == "C" for s in sentence.slots[:2])
            starts.append(bool(marked or _ITEM_START.match(encoded.text, sentence.start)))
            lengths.append(0)
            named.append(None)
        lengths[-1] += sentence.end - sentence.start
        named[-1] = named[-1] or next((s.ref for s in sentence.slots[:3] if s.type == "C"), None)
    lines = [(a, b, c) for a, b, c in zip(starts, lengths, named, strict=True) if b > 4]
    if len(lines) < 2:
        return False
    if sum(a for a, _, _ in lines) >= 2 and sum(a for a, _, _ in lines) * 4 >= len(lines):
        return True
    firms = Counter(c for _, _, c in lines if c is not None)
    if len(lines) < 6 or max(b for _, b, _ in lines) >= 110 or firms.total() * 2 < len(lines):
        return False
    # lines that name the same company over and over are the paragraphs of one article
    return len(firms) > 1


def is_headline(encoded: EncodedText, sentence: Sentence) -> bool:
    """Whether a sentence is a line of its own without a full stop."""
    text = encoded.text[sentence.start : sentence.end]
    return text.endswith("\n") and not text.rstrip().endswith(("。", ".", "!", "?", "”", ")", "》"))


def begins_item(encoded: EncodedText, sentence: Sentence) -> bool:
    """Whether a paragraph of a digest is an item of its own: it has its mark or source, or is a headline."""
    return bool(_ITEM_START.match(encoded.text, sentence.start)) or is_headline(encoded, sentence)

"""Which part of a business a Chinese figure is of: [挖矿]收入降至3055万美元, [海外]销售额占51.8%, [矿机]减值."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.encoding import EncodedText
from nlp.resources.segments import SegmentPatterns
from nlp.statements.drafts import Draft

# so far beside a figure its part may stand
_REACH = 48
_BEHIND = 24


def add_segment(draft: Draft, encoded: EncodedText, patterns: Mapping[str, SegmentPatterns]) -> None:
    """Gives a Chinese figure the part of the business that its clause names beside it."""
    figure = next(iter(draft.fillers.get("object", ())), None)
    if figure is None or not draft.is_chinese or draft.predicate != "reported" or "segment" in draft.literals:
        return
    told = patterns.get(draft.literals.get("metric", ""))
    if told is None:
        return
    # with the mark that ends the sentence before
    low, at = max(0, draft.sentence.start - 1, figure.position - _REACH), figure.position
    found = next((m for p in told.left if (m := p.search(encoded.text[low:at]))), None)
    if found is None:
        low, high = at + 1, min(draft.sentence.end, at + 1 + _BEHIND)
        found = next((m for p in told.right if (m := p.match(encoded.text[low:high]))), None)
    if found is not None:
        start, end = encoded.source_span(low + found.start("segment"), low + found.end("segment"))
        draft.literals = {**draft.literals, "segment": f"\x00{start}:{end}"}

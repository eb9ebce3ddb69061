"""What a Chinese list leaves out: X产出464枚，Y则为268枚; 持币前三：X，500枚；Y，300枚; 持仓：3月底，84枚；5月底，88枚."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.encoding import EncodedText, Slot, type_char
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

_GAPPED = ("mined", "holds", "sold_crypto", "has_capacity", "reported", "pledged")
_FIGURES = "bhwnmp"
_ABOUT = r"(?:约|近|超过|逾|仅|共|合计|了|高达|\s)*"
# [464枚],Y(某州)则为[268枚] · [8490枚];5月底,[8872枚]
_NEXT = (
    r"(?:的?[\u4e00-\u9fff]{0,4}(?:\([^()]{0,16}\))?|\)){0,2}(?:[,;、]|以及|和|与|及|而)+(?:而|另外|其次|再次|其次是|然后是|还有|紧随其后的是|接着是|排在其后的是)?"
    r"(?:(?P<who>[\ue043\ue063])(?:\s?\((?!\ue044|\ue062|\ue068|\ue077)[^()\ue062\ue068\ue06d\ue06e\ue077]{0,16}\))?(?P<link>\s?(?:,|:|\(|-|—)?(?:\ue044)?(?:的)?(?:则|也|却|只|还|同期)*(?:为|是|有|达|达到|只有|仅有)?)"
    r"|(?:截至|截止|于|在|到)?(?P<when>\ue044)(?:\(\ue044\))?(?:则|还)?(?:,|:|为|是|,为)?)"
)
_ENDS = lazy_pattern(r"(?:\s?(?:左右|以上|上下|多|余))?(?:[,;。、()!\n]|和|与|及|以及|而|$)")
_NEXT_OF = {kind: lazy_pattern(_NEXT + _ABOUT + f"(?P<figure>{type_char(kind)})") for kind in _FIGURES}


def add_gapped(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """The drafts with those of figures that follow without a verb of their own, each of the company beside it."""
    told = {
        (d.predicate, s.position): d
        for d in drafts
        if d.predicate in _GAPPED and d.is_chinese
        for s in d.fillers.get("object", ())
    }
    taken = {s.position for d in drafts for slots in d.fillers.values() for s in slots}
    made: list[Draft] = []
    for draft in drafts:
        if draft.predicate in _GAPPED and draft.is_chinese and draft.fillers.get("object"):
            for owner, day, figure in _followers(draft, encoded):
                other = told.get((draft.predicate, figure.position))
                if owner and other:
                    other.fillers["subject"], other.subject_open = [owner], False
                elif other is None and figure.position not in taken:
                    clone = _clone(draft, encoded, owner, day, figure)
                    told[draft.predicate, figure.position] = clone
                    made.append(clone)
    return [*drafts, *made]


def _followers(draft: Draft, encoded: EncodedText) -> Iterator[tuple[Slot | None, Slot | None, Slot]]:
    """The figures behind the object of a draft, each with the company or the date that stands right before it."""
    target = draft.fillers["object"][0]
    pattern = _NEXT_OF.get(target.type)
    at = target.position + 1
    match = pattern.match(encoded.text, at) if pattern else None
    while match:
        figure = encoded.slots[match.start("figure")]
        if not _ENDS.match(encoded.text, match.end()):
            return
        if match["who"] and (match["link"] or ";" in match[0]):
            yield encoded.slots[match.start("who")], None, figure
        elif match["when"]:
            yield None, encoded.slots[match.start("when")], figure
        match = pattern.match(encoded.text, match.end()) if pattern else None


def _clone(draft: Draft, encoded: EncodedText, owner: Slot | None, day: Slot | None, figure: Slot) -> Draft:
    """What a draft says, said of another figure."""
    fillers: dict[str, list[Slot]] = defaultdict(list, {"object": [figure]})
    clone = replace(draft, fillers=fillers, literals=dict(draft.literals), fixed=set(draft.fixed), group=())
    if day:
        clone.fillers["subject"] = list(draft.fillers.get("subject", ()))
        clone.fillers["date"] = [day]
        return clone
    clone.sentence = encoded.sentences[bisect.bisect_right(encoded.starts, figure.position) - 1]
    clone.span, clone.anchor = (figure.position, figure.position + 1), figure.position
    if owner:
        clone.fillers["subject"], clone.subject_open = [owner], False
    return clone

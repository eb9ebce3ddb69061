"""English sentences that go on about a sale of coins or an offering: what it brought in, when it closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nlp.encoding import EncodedText, Sentence, Slot
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# Net proceeds were [$25.6 million]; the sales brought in [$19.3 million]
_BROUGHT = lazy_pattern(
    r"(?:^[\s“•*-]*|[.;,]\s|\b(?:with|and|for)\s)(?:the |its |their |these |those |such |all |total |net |gross |cash |combined |sales? |\ue063(?:'s)? )*"
    r"(?:proceeds|sales?|disposals?|coins|btc|bitcoins?)\b(?:\s(?:of|from) (?:the |these |its )?(?:btc|bitcoins?|coins|sales?|disposals?))?(?:\s\([^()]{0,30}\))?\s"
    r"(?:(?:were|was|came to|come to|totall?ed|amounted to|equated to|reached|equal(?:l?ed)?|brought(?: in)?|fetched|generated|yielded|netted|raised|earned(?: it| <c>)?|resulted in)\s)?"
    r"(?:(?:an? )?(?:total |net |gross |cash )*(?:proceeds|sum|amount) )?(?:of )?"
    r"(?:about |approximately |around |roughly |nearly |over |more than |some |just |under |a total of )*$"
)
_OTHER_SALE = lazy_pattern(
    r"\b(?:shares?|stock|equity|notes|machines|rigs|warrants|offering|placement|atm|at-the-market)\b"
)
_NEXT = 140
"""How far behind a sale the sentence on its proceeds may begin, in encoded characters."""
# the placement is to close on or about [June 3]
_CLOSES = lazy_pattern(
    r"\b(?:closing|offering|placement|financing|transaction|issuance|sale|notes|loan|facility)\b[^.;\ue044]{0,60}?\b(?:is|are|was|were|to be) (?:currently )?(?:expected|scheduled|anticipated|set|due|slated|planned)\s"
    r"(?:to (?:close|occur|settle|complete|be (?:completed|closed|settled)|take place|happen|fund)\s)?(?:[a-z]+ ){0,4}$"
)
_ANNOUNCED = lazy_pattern(
    r"\b(?:announc(?:es|ed|ing)|pric(?:es|ed|ing)|launch(?:es|ed|ing)|propos(?:es|ed|ing)|unveil(?:s|ed)|entered into|agreed|signed)\b"
)
_CLOSED = lazy_pattern(
    r"\b(?:has closed|closes|closed (?:its|an?|the)|completed|completes|completion|closing of (?:its|the))\b"
)


def tell_proceeds(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """Gives sales of coins what they brought in, and offerings the day they close; drops what only tells that again."""
    taken: set[int] = set()
    for draft in drafts:
        if draft.is_chinese or not draft.fillers.get("object"):
            continue
        if draft.predicate == "sold_crypto" and not draft.fillers.get("amount"):
            sum_told = _proceeds(draft, encoded)
            if sum_told is not None:
                draft.fillers["amount"] = [sum_told]
                taken.add(sum_told.position)
        elif draft.predicate == "raised" and draft.modality is None and not draft.fillers.get("date"):
            _close(draft, encoded)
    return [
        draft
        for draft in drafts
        if draft.predicate not in ("reported", "raised")
        or not any(slot.position in taken for slot in draft.fillers.get("object", ()))
    ]


def _following(draft: Draft, encoded: EncodedText, most: int) -> Iterator[Sentence]:
    """The next sentences of the paragraph of a draft."""
    at = encoded.number_of(draft.sentence) + 1
    for sentence in encoded.sentences[at : at + most]:
        if sentence.paragraph != draft.sentence.paragraph:
            return
        yield sentence


def _proceeds(draft: Draft, encoded: EncodedText) -> Slot | None:
    """The sum that the sentence of a sale, behind it, or the next one says that it brought in."""
    text = encoded.text
    sold = draft.fillers["object"][-1]
    if sold.type != "b":
        return None
    for sentence in (draft.sentence, *_following(draft, encoded, 1)):
        if sentence is not draft.sentence and (
            sentence.start - draft.sentence.end > _NEXT or any(s.type == "b" for s in sentence.slots)
        ):
            return None
        floor = sold.position + 1 if sentence is draft.sentence else sentence.start
        for slot in sentence.slots:
            if slot.type == "b" and slot.position > floor and sentence is draft.sentence:
                return None
            if slot.type != "m" or slot.position < floor:
                continue
            before = text[max(floor, slot.position - 90) : slot.position]
            if _BROUGHT.search(before) and not _OTHER_SALE.search(before):
                return slot
    return None


def _close(draft: Draft, encoded: EncodedText) -> None:
    """Makes an offering that is announced, and of which the next sentences say when it closes, planned for that day."""
    text, sentence = encoded.text, draft.sentence
    if not _ANNOUNCED.search(text, sentence.start, sentence.end) or _CLOSED.search(text, sentence.start, sentence.end):
        return
    for following in encoded.sentences[encoded.number_of(sentence) + 1 :][:6]:
        if following.start - sentence.end > 1200:
            return
        for slot in following.slots:
            if slot.type == "D" and _CLOSES.search(text, max(following.start, slot.position - 120), slot.position):
                draft.modality, draft.fillers["date"] = "planned", [slot]
                draft.fixed.add("date")
                return

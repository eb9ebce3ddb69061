"""One English verb with several parties, each with a figure of its own: 5,000 from X and 3,000 from Y; $40 million with X, $54 million with Y."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp.encoding import EncodedText, Sentence
from nlp.statements.drafts import Draft
from nlp.text.lazy import lazy_pattern

# [5,000] S19 machines from the maker [X] for [$9 million]
_LINK = lazy_pattern(
    r"(?P<figure>[\ue06e\ue06b\ue06d\ue068])(?:\s(?!(?:from|with|to|and|or|by|for|in|at|on|through|worth)\s)(?:[a-z0-9-]+|\ue04d),?){0,5}\s(?P<how>from|with|to)\s"
    r"(?:(?!(?:buy|sell|be|host|run|its|their|another)\s)[a-z-]+\s){0,3}?(?P<party>\ue043|(?:share|note|bond)holders|investors|others|banks|insiders|friends)(?:'s?\s[a-z]+)?(?:\sfor\s(?:(?:about|some|roughly|nearly|over|around)\s)?(?P<price>\ue06d))?"
)
_JOINT = lazy_pattern(
    r"(?:,\s(?:and\s|then\s|plus\s)?|\s(?:and|plus|as well as)\s)(?:(?:another|a further|an additional|about|around|some|roughly|nearly|over|also|then)\s){0,3}"
)
_ROLE = {"n": "count", "k": "count", "h": "hashrate", "m": "amount"}
_PARTY = {"ordered_from": ("object", "subject"), "supplied": ("object", "subject"), "raised": ("investor",)}
_FIRM = "\ue043"


def share_verbs(drafts: Sequence[Draft], encoded: EncodedText) -> list[Draft]:
    """The drafts with one of each party of such a list, in the stead of those that know only some or mix them."""
    by_sentence: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.predicate in _PARTY and not draft.is_chinese:
            by_sentence[draft.sentence.start].append(draft)
    gone: set[int] = set()
    made: list[Draft] = []
    figures: set[int] = set()
    for told in by_sentence.values():
        for chain in _chains(encoded.text, told[0].sentence):
            figured = {match.start("figure") for match in chain}
            models = [d for d in told if _touches(d, figured)]
            model = next((d for d in models if _role_of(d, chain)), None)
            if model is None:
                continue
            gone.update(map(id, models))
            figures.update(figured)
            made.extend(_each(model, chain, encoded))
    kept = [
        d for d in drafts if id(d) not in gone and not (d.predicate in ("has_capacity", "reported") and _of(d, figures))
    ]
    return [*kept, *made]


def _chains(text: str, sentence: Sentence) -> Iterator[list[re.Match[str]]]:
    """The lists of a sentence: links that are joined and have one preposition, of one kind of figure."""
    chain: list[re.Match[str]] = []
    for match in _LINK.finditer(text, sentence.start, sentence.end):
        last = chain[-1] if chain else None
        if (
            last is None
            or last["how"] != match["how"]
            or (last["figure"] == "\ue06d") != (match["figure"] == "\ue06d")
            or not _JOINT.fullmatch(text, last.end(), match.start())
        ):
            if len(chain) > 1:
                yield chain
            chain = []
        chain.append(match)
    if len(chain) > 1:
        yield chain


def _of(draft: Draft, figures: set[int]) -> bool:
    return any(slot.position in figures for slot in draft.fillers.get("object", ()))


def _touches(draft: Draft, figures: set[int]) -> bool:
    """Whether a draft has one of the figures."""
    return any(slot.position in figures for told in draft.fillers.values() for slot in told)


def _role_of(draft: Draft, chain: Sequence[re.Match[str]]) -> str | None:
    """The role that a party of a list has in a draft."""
    if draft.predicate == "raised":
        return "investor"
    if not all(match["party"] == _FIRM for match in chain):
        return None
    parties = {match.start("party") for match in chain}
    for role in _PARTY[draft.predicate]:
        if any(slot.position in parties for slot in draft.fillers.get(role, ())):
            return role
    return None


def _each(model: Draft, chain: Sequence[re.Match[str]], encoded: EncodedText) -> Iterator[Draft]:
    """What a draft says, said of each party and its figure; what stands before or behind the list is said of all."""
    start, end = chain[0].start(), chain[-1].end()
    outside = {
        role: [slot for slot in slots if not start <= slot.position < end] for role, slots in model.fillers.items()
    }
    role = _role_of(model, chain)
    priced = all(match["price"] for match in chain)
    for match in chain:
        fillers = defaultdict(list, {name: list(slots) for name, slots in outside.items()})
        figure = encoded.slots[match.start("figure")]
        fillers[role or "object"] = [encoded.slots[match.start("party")]] if match["party"] == _FIRM else []
        fillers["object" if model.predicate == "raised" else _ROLE[figure.type]] = [figure]
        if priced:
            fillers["amount"] = [encoded.slots[match.start("price")]]
        inside = [s for s in model.sentence.slots if match.start() < s.position < match.start("party")]
        fillers["machine"] = [s for s in inside if s.type == "M"] or fillers["machine"]
        yield replace(model, fillers=fillers, literals=dict(model.literals), fixed=set(model.fixed), group=())

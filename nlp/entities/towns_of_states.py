"""Which of the places of one name is meant: the town of the state that is named behind it, New York City or its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.records import Mention
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_FIRST_PART = lazy_pattern(r"(?:us|ca|au)-[a-z]{2,3}")
_BETWEEN = lazy_pattern(r", ?|,? \(")
# sites in Houston, Georgia and Ohio: a list
_LIST_BEHIND = lazy_pattern(r",? (?:and|or|&) (?:in )?[A-Z]|, [A-Z][a-z]+(?: [A-Z][a-z]+)?(?:,| and | or )")
_LIST_BEFORE = lazy_pattern(r"[A-Z][a-z]+, $")
_NO_SLUG = lazy_pattern(r"[^a-z0-9]+")
# the cities that share their name with a state
_STATES = {"us-ny-new-york": ("New York", "us-ny"), "us-washington": ("Washington", "us-wa")}
_CAPITAL = lazy_pattern(
    r"New York City|NYC(?![A-Za-z])|Manhattan|NEW YORK|D\.C\.|Washington,? DC|White House|Congress(?![a-z])"
)
_STATE_BEHIND = lazy_pattern(
    r" (?:[Ss]tate(?![a-z])|[Gg]ov(?:ernor|\.)|[Ll]awmakers?(?![a-z])|[Ll]egislat|[Ss]enat|[Aa]ssembly)"
)
_STATE_BEFORE = lazy_pattern(r"(?:[Uu]pstate|[Ww]estern|[Nn]orthern|[Cc]entral|[Rr]ural|[Ss]tate of|[Ss]outhern) $")
_CITY_BEHIND = lazy_pattern(r"-based|, N\.?Y|, D\.?C|, New York|'s [Ff]inancial")


def settle_places(text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, places of one name told apart by what the text says of them."""
    places = [m for m in mentions if m.label == "JURISDICTION" and m.ref and m.text.isascii()]
    if not places:
        return list(mentions)
    refs = {**_states_meant(text.folded, places), **_towns(text.folded, places)}
    by_name = {m.text.lower(): refs[m.start] for m in reversed(places) if m.start in refs and m.ref not in _STATES}
    return [
        replace(m, ref=ref)
        if m.label == "JURISDICTION" and (ref := refs.get(m.start) or (by_name.get(m.text.lower()) if m.ref else None))
        else m
        for m in mentions
    ]


def _towns(folded: str, places: Sequence[Mention]) -> dict[int, str]:
    """By their starts, the refs of towns that stand before another state than that of their ref: Albany, N.Y."""
    refs: dict[int, str] = {}
    for town, state in pairwise(places):
        if not _BETWEEN.fullmatch(folded, town.end, state.start) or not _FIRST_PART.fullmatch(state.ref or ""):
            continue
        ref = town.ref or ""
        if _FIRST_PART.fullmatch(ref) or len(ref) < 3 or ref.startswith(f"{state.ref}-"):
            continue
        known = town.rule.startswith("registry")
        if known and (
            _LIST_BEHIND.match(folded, state.end) or _LIST_BEFORE.search(folded, max(0, town.start - 24), town.start)
        ):
            continue
        if known and not (ref.startswith(("us-", "ca-", "au-")) and ref.count("-") > 1):
            continue
        refs[town.start] = f"{state.ref}-{_NO_SLUG.sub('-', town.text.lower()).strip('-')}"
    return refs


def _states_meant(folded: str, places: Sequence[Mention]) -> Mapping[int, str]:
    """By their starts, the refs of what bears a city's name and is the state: in Massena, New York."""
    refs: dict[int, str] = {}
    shared = [m for m in places if m.ref in _STATES and m.text == _STATES[m.ref][0]]
    if not shared:
        return refs
    capital = _CAPITAL.search(folded) is not None
    ends = {
        m.end
        for m in places
        if m.ref not in _STATES and not _FIRST_PART.fullmatch(m.ref or "") and len(m.ref or "") > 2
    }
    for mention in shared:
        state = _STATES[mention.ref or ""][1]
        behind_town = folded[mention.start - 2 : mention.start] == ", " and mention.start - 2 in ends
        told = behind_town or _STATE_BEHIND.match(folded, mention.end)
        told = told or _STATE_BEFORE.search(folded, max(0, mention.start - 10), mention.start)
        near = not capital and any(
            m.ref == state or ((m.ref or "").startswith(state + "-") and m.ref not in _STATES) for m in places
        )
        if told or (near and not _CITY_BEHIND.match(folded, mention.end)):
            refs[mention.start] = state
    return refs

"""Which company the unit, the parent, the landlord or the buyer is: a party of what an English text has told before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp.text.lazy import lazy_pattern

if TYPE_CHECKING:
    from nlp.encoding import EncodedText

ROLE = (
    r"(?<![a-z])the (?:unit|subsidiary|spin-off|parent(?: company| firm)?|landlord|host|tenant|lender|borrower|buyer|acquirer|seller|supplier)"
    r"(?![a-z-])(?!'s? \ue043)(?! (?:of|price|\ue043)\b)(?! \ue043)"
)
"""The words, as a regular expression on encoded text."""

_C = "\ue043"
_BRACKET = r"(?:\s?\([^()]{0,30}\))?"
_FEW = r"(?:[a-z]+\s){0,4}"
_KIND = r"(?:(?!(?:and|or|that|which|from|to|by)\s)[a-z-]+\s){0,4}"
_UNIT = r"(?:subsidiary|unit|arm|affiliate|division|spin-?off)"
_BUYS = r"(?:buys?|bought|order(?:s|ed)?|acquires?|acquired|purchases?|purchased|take over|took over)"
_WHO: dict[str, tuple[str, ...]] = {
    "unit": (
        rf"{_UNIT},?\s(?:called\s|named\s)?{_C}",
        rf"{_C}{_BRACKET}(?:,|\s(?:is|was))\s(?:an?|its|the|{_C}'s?)\s{_KIND}{_UNIT}\b",
        rf"\b(?:sell|sold|selling|spin off|spun off|spinning off|float|list|owns|owned|own)\s(?:most of\s|all of\s|\ue070 of\s|part of\s)?{_C}(?!')",
    ),
    "parent": (
        rf"{_UNIT}\sof\s{_KIND}{_C}",
        rf"{_C}{_BRACKET}(?:'s|\sand\sits)\s{_KIND}{_UNIT}\b",
        rf"{_C}{_BRACKET},?\s(?:which\s)?(?:owns|controls|holds\s\ue070)",
        rf"\bparent(?:\scompany|\sfirm)?,?\s{_C}",
    ),
    "landlord": (
        rf"{_C}{_BRACKET}\s{_FEW}(?:leas(?:es|ed)|lets?|rents\sout|rented\sout|hosts?|hosted)\b[^.;]{{0,60}}\bto\s[^.;]{{0,30}}{_C}",
        rf"\b(?:leas(?:e|es|ed|ing)|rent(?:s|ed|ing)?)\b[^.;]{{0,60}}\bfrom\s{_KIND}{_C}",
        rf"\b(?:customer|client|tenant)\b[^.;]{{0,60}}\bpay(?:ing)?\s{_C}",
        rf"\b(?:machines|rigs|miners|fleet|racks|\ue06e)\b[^.;]{{0,24}}\bwith\s{_KIND}{_C}",
    ),
    "tenant": (
        rf"\bleas(?:e|es|ed|ing)\b[^.;]{{0,80}}\bto\s{_KIND}{_C}",
        rf"{_C}{_BRACKET}\s{_FEW}(?:leases|leased|lease|rents|rented|rent)\b[^.;]{{0,60}}\b(?:from|at)\b",
    ),
    "lender": (
        rf"{_C}{_BRACKET}\s{_FEW}(?:lent|lends|loaned|extended|granted)\b",
        rf"\b(?:loan|credit|facility|revolver|borrow(?:ed|s|ing)?|notes|mortgage)\b[^.;]{{0,50}}\b(?:from|with|by)\s{_KIND}{_C}",
    ),
    "borrower": (
        rf"{_C}{_BRACKET}\s{_FEW}(?:borrow(?:ed|s)|drew|took\sout)\b",
        rf"\b(?:lent|lends|loan(?:ed)?\sto|lent\sto)\s{_KIND}{_C}",
    ),
    "buyer": (
        rf"{_C}{_BRACKET}\s{_FEW}{_BUYS}\b",
        rf"\b(?:sold|sell|sells|selling|sale)\b[^.;]{{0,60}}\bto\s{_KIND}{_C}",
    ),
    "seller": (
        rf"\b{_BUYS}\b[^.;]{{0,70}}\bfrom\s{_KIND}{_C}",
        rf"{_C}{_BRACKET}\s{_FEW}(?:sold|sells?|suppl(?:ies|ied|y))\b",
    ),
}
_SAME = {"subsidiary": "unit", "spin-off": "unit", "host": "landlord", "acquirer": "buyer", "supplier": "seller"}
_PATTERNS = {role: tuple(map(lazy_pattern, patterns)) for role, patterns in _WHO.items()}
_REACH = 600


def party_of(encoded: EncodedText, match: re.Match[str]) -> str | None:
    """The company that has last been told of in a role, in the text before its word."""
    word = match[0].split(" ")[1]
    start = match.start()
    best = -1
    for pattern in _PATTERNS[_SAME.get(word, word)]:
        for found in pattern.finditer(encoded.text, max(0, start - _REACH), start):
            named = found.start() if found[0].startswith(_C) else found.end() - 1
            best = max(best, named)
        if best >= 0:
            break
    slot = encoded.slots.get(best)
    return slot.ref if slot is not None else None

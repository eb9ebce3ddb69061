"""What firms an English text says its companies are: the miner [X], lender [Y], utility [Z]."""

from __future__ import annotations

from collections.abc import Mapping

from nlp.encoding import EncodedText
from nlp.text.lazy import lazy_pattern

_NAMED = r"\s(?=\ue043)"
_MINER = lazy_pattern(r"\b(?:miners?|mining (?:company|firm|outfit|startup|host))" + _NAMED)
# whose machines, coins and sites a text does not tell of
_ASIDE = (
    ("lender", lazy_pattern(r"\b(?:lenders?|creditors?|financier|insurer|brokerage)" + _NAMED)),
    (
        "energy",
        lazy_pattern(
            r"\b(?:utility|(?:power|electricity|energy|gas) (?:supplier|company|firm|producer|retailer|generator)|(?<!machine )supplier|(?:oil|gas) (?:company|producer|driller|major|giant)|grid operator)"
            + _NAMED
        ),
    ),
    (
        "bank",
        lazy_pattern(
            r"\b(?:bank|(?:venture|hedge|pension|wealth) (?:capital )?(?:fund|firm)|asset manager|consultancy|research firm|law firm|lobby group|trade group|industry group|newspaper|newsletter)"
            + _NAMED
        ),
    ),
)


def trades_told(encoded: EncodedText, trades: Mapping[str, str | None], main: str | None) -> dict[str, str]:
    """The kinds of companies, by what stands before their names; those that the registry knows, and the main one, are left out."""
    found: dict[str, str] = {}
    mining = {encoded.slots[match.end()].ref for match in _MINER.finditer(encoded.text)}
    for kind, pattern in _ASIDE:
        for match in pattern.finditer(encoded.text):
            ref = encoded.slots[match.end()].ref
            if ref != main and ref not in mining and trades.get(ref) is None:
                found.setdefault(ref, kind)
    return found

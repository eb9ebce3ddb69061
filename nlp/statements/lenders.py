"""Lenders and makers named beside the miner that a text is about: its coins, loans and machines are none of theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache

from nlp.encoding import EncodedText
from nlp.references import Salience
from nlp.speakers import BESIDE_MINERS
from nlp.text.lazy import lazy_pattern

_OF_MINERS = frozenset(
    "pledged sold_crypto mined raised ordered_from relocated_to partnered_with has_capacity holds operates_in".split()
)
"""Predicates of which a lender that was only named last is no subject."""
_LENDER = lazy_pattern(r"\b(?:Bank|Credit|Capital|Ventures|Partners|Securities|Lending|Trust|Fund|Prime|Financial)\b")


@lru_cache(maxsize=2)
def _lenders(encoded: EncodedText) -> frozenset[str]:
    """The companies of a text that are lenders by their names."""
    return frozenset(s.ref for s in encoded.slots.values() if s.mention and _LENDER.search(s.mention.text))


def is_beside(
    ref: str | None,
    predicate: str,
    *,
    salience: Salience,
    encoded: EncodedText,
    makers: Collection[str],
    trades: Mapping[str, str | None],
) -> bool:
    """Whether a company that is not what the text is about is a lender by name or trade, or only makes machines."""
    if predicate not in _OF_MINERS or ref is None or ref == salience.main:
        return False
    if ref in salience.houses or (salience.dominates and ref in makers):
        return True
    if salience.dominates and trades.get(ref) in BESIDE_MINERS:
        return True
    return ref in _lenders(encoded)

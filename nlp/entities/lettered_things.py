"""Letters that the text itself tells to be no firm's: $QTX, QTX tokens, non-standard transactions (NSTs)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from nlp.entities.letters import find_latin
from nlp.resources.names import NameTables
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_CASH = lazy_pattern(r"(?<![A-Za-z0-9$])\$([A-Z][A-Z0-9]{1,9})(?![A-Za-z0-9])")
_COIN = lazy_pattern(
    r"(?<![A-Za-z0-9.-])(?:([A-Z]{2,8}) (?:coins?|tokens?|memecoin|meme coin|airdrop|staking|mainnet)|(?:token|coin|memecoin),? \(?([A-Z]{2,8}))(?![A-Za-z0-9.-])"
)
_LISTING = lazy_pattern(
    r"(?:NASDAQ|Nasdaq|NYSE|TSX|TSXV|ASX|LSE|AIM|OTC\w{0,3}|CSE|Cboe)[^()\n]{0,12}?: ?\$?([A-Z]{2,6})(?![A-Za-z])"
)
_BRACKET = lazy_pattern(r"(?<=[A-Za-z]) \((?P<letters>[A-Z]{2,6})(?P<many>s?)\)")
_PHRASE = 70
_SPLIT = lazy_pattern(r"[ -]")
_SMALL = frozenset(("of", "and", "the", "for", "in", "to", "on"))
_FEWEST, _SHORTEST = 2, 3


class LetteredThings:
    """Finds such letters: of coins, and of phrases of ordinary words."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        self._ordinary = english.ordinary | {coin.lower() for coin in tables.coins}
        self._bodies = english.suffixes | frozenset(english.legal_forms) | frozenset(english.authority_heads)

    def find(self, text: FoldedText, firms: Collection[str]) -> frozenset[str]:
        """The letters of `text`; those of `firms`, names and share codes that the registry has, are none."""
        folded = text.folded
        if "$" not in folded and "(" not in folded and "oken" not in folded and "coin" not in folded:
            return frozenset()
        found = {match[1] for match in find_latin(_CASH, folded)}
        found.update(match[1] or match[2] for match in find_latin(_COIN, folded))
        found.difference_update(match[1] for match in _LISTING.finditer(folded))
        found.update(self._acronyms(folded))
        return frozenset(letters for letters in found if letters not in firms)

    def _acronyms(self, folded: str) -> Iterator[str]:
        """The initials of an ordinary phrase in brackets behind it, and with the s of several."""
        for match in find_latin(_BRACKET, folded):
            letters = match["letters"]
            window = folded[max(0, match.start() - _PHRASE) : match.start()]
            words = [
                word for word in _SPLIT.split(re.split(r"[.,;:!?()\n]", window)[-1]) if word and word not in _SMALL
            ]
            phrase = words[-len(letters) :]
            if len(phrase) < max(_FEWEST, len(letters)) or len(letters) < _SHORTEST - bool(match["many"]):
                continue
            plain = all(
                word.lower() in self._ordinary or (word.lower().rstrip("s") in self._ordinary) for word in phrase
            )
            lower = sum(word[0].islower() for word in phrase) >= len(phrase) - 1
            if [word[0].upper() for word in phrase] != list(letters) or not plain:
                continue
            if lower or (match["many"] and phrase[-1] not in self._bodies):
                yield letters + match["many"]
                yield letters

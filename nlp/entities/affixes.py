"""Tables of phrases that stand right before or right after a name."""

from __future__ import annotations

from collections.abc import Mapping

_SKIP_LEFT = ' "“”‘「『《<*_'
_SKIP_RIGHT = ' "“”’」』》>*_'


class AffixTable:
    """Looks up the longest phrase that a text ends or starts with."""

    def __init__(self, phrases: Mapping[str, float], *, side: str) -> None:
        self._weights = {phrase.lower(): weight for phrase, weight in phrases.items()}
        self._left = side == "left"
        lengths: dict[str, set[int]] = {}
        for phrase in self._weights:
            lengths.setdefault(phrase[-1] if self._left else phrase[0], set()).add(len(phrase))
        # By the letter at the name's edge: most letters begin no phrase.
        self._lengths = {letter: tuple(sorted(found, reverse=True)) for letter, found in lengths.items()}

    def weight(self, window: str) -> float:
        """The weight of the phrase at the name's edge of `window`; 0 where there is none.

        >>> AffixTable({"miner": 0.6, "矿企": 0.5}, side="left").weight("the bitcoin miner ")
        0.6
        >>> AffixTable({"said": 0.3}, side="right").weight(" saida")
        0.0
        """
        return self.find(window)[1]

    def find(self, window: str) -> tuple[str, float]:
        """The phrase itself and its weight."""
        text = window.lower()
        return self._before(text.rstrip(_SKIP_LEFT)) if self._left else self._after(text.lstrip(_SKIP_RIGHT))

    def _before(self, text: str) -> tuple[str, float]:
        for length in self._lengths.get(text[-1:], ()):
            phrase = text[-length:]
            if phrase in self._weights and not (
                phrase[0].isascii() and phrase[0].isalnum() and _is_letter(text[-length - 1 : -length])
            ):
                return phrase, self._weights[phrase]
        return "", 0.0

    def _after(self, text: str) -> tuple[str, float]:
        for length in self._lengths.get(text[:1], ()):
            phrase = text[:length]
            if phrase in self._weights and not (
                phrase[-1].isascii() and phrase[-1].isalnum() and _is_letter(text[length : length + 1])
            ):
                return phrase, self._weights[phrase]
        return "", 0.0


def _is_letter(char: str) -> bool:
    return char.isascii() and char.isalnum()

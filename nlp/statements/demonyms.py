"""Offices told by an adjective: Kazakh authorities, the Russian president. The country acts, where the text names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nlp.encoding import Slot
from nlp.text.lazy import lazy_pattern

_OFFICES = (
    r"(?:authorities|lawmakers|legislators|officials|regulators|police|parliament|government|senators|courts?|prosecutors|investigators|law enforcement|"
    r"president|prime minister|premier|ministers|leaders|customs|congress|legislature|central bank|regime|utilit(?:y|ies)|grid operator)(?![a-z-])(?!'s? (?:warning|claim))"
)
_WHOSE = lazy_pattern(
    r"(?:with|to|from|for|against|by|of|told|asked|urged|helped|help|sued|lobb[a-z]{2,4})\s(?:the )?$"
)


# the government banned mining: a sentence that names nobody
_LAND = lazy_pattern(
    r"(?:(?!\b(?:that|if|whether|when|how|why)\b)[^,;.]){0,24}\bthe (?:country|government|nation|kingdom|regime)(?:'s (?:[a-z]+ ){0,2}?(?:government|parliament|lawmakers|regulators|authorities|central bank|president))?\s"
    r"(?:has|have|had|will|would|plans|wants|is|was|then|also|later|soon|[a-z]{3,12}(?:ed|de))\b"
)


class Offices:
    """The offices of countries that have an adjective of their own.

    Args:
        places: the ref of the place of each adjective, in lower case.
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places
        adjectives = "|".join(re.escape(word) for word in sorted(places, key=len, reverse=True)) or r"(?!)"
        told = rf"({adjectives})\s(?:[a-z]+\s){{0,2}}?{_OFFICES}"
        self._office, self._by = lazy_pattern(rf"(?<![a-z-]){told}"), lazy_pattern(rf"\bby\s(?:the )?{told}")

    def act(self, text: str, start: int, end: int) -> bool:
        """Whether an English sentence without a mention tells what a country or its office does."""
        return bool(_LAND.match(text, start, end) or self._office.search(text, start, min(end, start + 60)))

    def before(self, text: str, start: int, end: int, slots: Iterable[Slot]) -> list[Slot]:
        """The country whose office is told of last before a trigger: [Kazakh] authorities shut down."""
        found = next(reversed(list(self._office.finditer(text, start, end))), None)
        if not found or _WHOSE.search(text, max(start, found.start() - 16), found.start()):
            return []
        return self._named(found[1], slots)

    def behind(self, text: str, start: int, end: int, slots: Iterable[Slot]) -> list[Slot]:
        """The country whose office did what is told in the passive: seized by [Malaysian] officials."""
        found = self._by.search(text, start, end)
        return self._named(found[1], slots) if found else []

    def _named(self, word: str, slots: Iterable[Slot]) -> list[Slot]:
        """The first mention of the country of an adjective."""
        place = self._places[word]
        return next(([slot] for slot in slots if slot.type == "J" and slot.ref == place), [])

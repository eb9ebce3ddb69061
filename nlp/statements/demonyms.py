"""Offices told by an adjective: Kazakh authorities, the Russian president. The country acts, where the text names it."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.encoding import Slot
from nlp.text.lazy import lazy_pattern

_PLACES = {
    "american": "us", "u.s.": "us", "chinese": "cn", "british": "gb", "canadian": "ca", "norwegian": "no", "swedish": "se", "finnish": "fi",
    "danish": "dk", "icelandic": "is", "dutch": "nl", "german": "de", "french": "fr", "italian": "it", "russian": "ru",
    "ukrainian": "ua", "kazakh": "kz", "kazakhstani": "kz", "uzbek": "uz", "kyrgyz": "kg", "tajik": "tj", "belarusian": "by",
    "abkhaz": "ge-abkhazia", "abkhazian": "ge-abkhazia", "iranian": "ir", "iraqi": "iq", "israeli": "il", "turkish": "tr",
    "emirati": "ae", "saudi": "sa", "kuwaiti": "kw", "omani": "om", "egyptian": "eg", "ethiopian": "et", "nigerian": "ng",
    "algerian": "dz", "libyan": "ly", "angolan": "ao", "indian": "in", "pakistani": "pk", "bhutanese": "bt", "nepalese": "np",
    "japanese": "jp", "south korean": "kr", "taiwanese": "tw", "malaysian": "my", "indonesian": "id", "thai": "th", "laotian": "la",
    "vietnamese": "vn", "philippine": "ph", "australian": "au", "brazilian": "br", "argentine": "ar", "argentinian": "ar",
    "paraguayan": "py", "bolivian": "bo", "venezuelan": "ve", "salvadoran": "sv", "kosovar": "xk", "texan": "us-tx",
}  # fmt: skip
_ADJECTIVES = "|".join(sorted((word.replace(".", r"\.") for word in _PLACES), key=len, reverse=True))
_OFFICES = (
    r"(?:authorities|lawmakers|legislators|officials|regulators|police|parliament|government|senators|courts?|prosecutors|investigators|law enforcement|"
    r"president|prime minister|premier|ministers|leaders|customs|congress|legislature|central bank|regime|utilit(?:y|ies)|grid operator)(?![a-z-])(?!'s? (?:warning|claim))"
)
_OFFICE = lazy_pattern(rf"(?<![a-z-])({_ADJECTIVES})\s(?:[a-z]+\s){{0,2}}?{_OFFICES}")
_BY = lazy_pattern(rf"\bby\s(?:the )?({_ADJECTIVES})\s(?:[a-z]+\s){{0,2}}?{_OFFICES}")
_WHOSE = lazy_pattern(
    r"(?:with|to|from|for|against|by|of|told|asked|urged|helped|help|sued|lobb[a-z]{2,4})\s(?:the )?$"
)


# the government banned mining: a sentence that names nobody
_LAND = lazy_pattern(
    r"(?:(?!\b(?:that|if|whether|when|how|why)\b)[^,;.]){0,24}\bthe (?:country|government|nation|kingdom|regime)(?:'s (?:[a-z]+ ){0,2}?(?:government|parliament|lawmakers|regulators|authorities|central bank|president))?\s"
    r"(?:has|have|had|will|would|plans|wants|is|was|then|also|later|soon|[a-z]{3,12}(?:ed|de))\b"
)


def office_acts(text: str, start: int, end: int) -> bool:
    """Whether an English sentence without a mention tells what a country or its office does."""
    return bool(_LAND.match(text, start, end) or _OFFICE.search(text, start, min(end, start + 60)))


def office_before(text: str, start: int, end: int, slots: Iterable[Slot]) -> list[Slot]:
    """The country whose office is told of last before a trigger: [Kazakh] authorities shut down."""
    found = next(reversed(list(_OFFICE.finditer(text, start, end))), None)
    if not found or _WHOSE.search(text, max(start, found.start() - 16), found.start()):
        return []
    return _named(found[1], slots)


def office_behind(text: str, start: int, end: int, slots: Iterable[Slot]) -> list[Slot]:
    """The country whose office did what is told in the passive: seized by [Malaysian] officials."""
    found = _BY.search(text, start, end)
    return _named(found[1], slots) if found else []


def _named(word: str, slots: Iterable[Slot]) -> list[Slot]:
    """The first mention of the country of an adjective."""
    place = _PLACES[word]
    return next(([slot] for slot in slots if slot.type == "J" and slot.ref == place), [])

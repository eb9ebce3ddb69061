"""Capitalised runs that hold more than a name: a sentence's first word, a headline, a lost line break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.entities.latin_runs import Run
from nlp.resources.names import EnglishNames
from nlp.text.lazy import lazy_pattern

_GLUED = lazy_pattern(r"([A-Z]?[a-z]{2,})([A-Z][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a run that is the name: letters cut on both sides, and its words."""

    left: int
    right: int
    words: tuple[str, ...]

    def of(self, run: Run) -> Run:
        """The part of `run`, which has the words that the part was made for."""
        return Run(run.start + self.left, run.end - self.right, self.words)


class RunRepairs:
    """Narrows runs to the names in them."""

    def __init__(self, english: EnglishNames) -> None:
        self._ordinary, self._given = english.ordinary, english.given
        self._tail = english.suffixes | frozenset(english.legal_forms)

    def narrow(self, words: tuple[str, ...], surface: str, standing: Mapping[str, int]) -> Part | None:
        """The name in a run, or None where the run is one.

        Args:
            words: the words of the run.
            surface: the run as written.
            standing: how often each surface of the text stands inside a sentence.
        """
        return self._after_break(words, surface, standing) or (
            self._behind_capitals(words, surface)
            or self._known_part(words, surface, standing)
            or self._without_opening(words, surface, standing)
            or self._before_verb(words, surface)
            or self._behind_heading(words, surface)
        )

    def _after_break(self, words: tuple[str, ...], surface: str, standing: Mapping[str, int]) -> Part | None:
        """What stands behind a lost line break where the text has it elsewhere: Cloud Mining|Kestrel Hash."""
        offset = 0
        for index, word in enumerate(words):
            offset = max(offset, surface.find(word, offset))
            glued = _GLUED.fullmatch(word)
            if glued and glued[1].lower() in self._ordinary:
                cut = offset + glued.start(2)
                if surface[cut:] in standing:
                    return Part(cut, 0, (glued[2], *words[index + 1 :]))
                if glued[2] in self._given and self._is_surname(words[index + 1 :]):
                    return Part(cut, 0, (glued[2], *words[index + 1 :]))  # Power Outlook|[Ida Brandt]
                behind = cut + len(glued[2]) + 1
                if glued[2].lower() in self._ordinary and surface[behind:] in standing:
                    return Part(behind, 0, words[index + 1 :])  # an Account|Select [Kestrel Hash]
            offset += len(word)
        return None

    def _is_surname(self, words: Sequence[str]) -> bool:
        """Whether nothing but one word is left that no dictionary has."""
        return len(words) == 1 and words[0].lower() not in self._ordinary and words[0] not in self._tail

    def _behind_capitals(self, words: tuple[str, ...], surface: str) -> Part | None:
        """What stands behind a heading in capitals on the same line: CHANGES AT THE TOP [Kestrel Digital]."""
        count = next((index for index, word in enumerate(words) if not (word.isupper() and word.isalpha())), len(words))
        if not 1 < count < len(words) or surface.count(" ") != len(words) - 1:
            return None
        if sum(word.lower() in self._ordinary for word in words[:count]) < 2:
            return None
        return Part(len(" ".join(words[:count])) + 1, 0, words[count:])

    def _known_part(self, words: tuple[str, ...], surface: str, standing: Mapping[str, int]) -> Part | None:
        """A name of the text with ordinary words around it: Officially Regulates [Kestrel Hash]."""
        if len(words) < 3 or standing[surface] > 1 or surface.count(" ") != len(words) - 1:
            return None
        for length in range(len(words) - 1, 0, -1):
            for first in range(len(words) - length + 1):
                inner, before, after = words[first : first + length], words[:first], words[first + length :]
                name = " ".join(inner)
                if standing.get(name, 0) and self._is_name(inner) and self._are_plain(before, after):
                    left = len(" ".join(before)) + bool(before)
                    return Part(left, len(surface) - left - len(name), inner)
        return None

    def _is_name(self, words: Sequence[str]) -> bool:
        return words[0] not in self._tail and any(word.lower() not in self._ordinary for word in words)

    def _are_plain(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the words on both sides are ordinary, and those behind no tail of a name."""
        plain = all(word.lower() in self._ordinary for word in (*before, *after))
        return plain and not (after and (after[0] in self._tail or after[-1] in self._tail))

    def _without_opening(self, words: tuple[str, ...], surface: str, standing: Mapping[str, int]) -> Part | None:
        """A sentence's first word taken off a name: Unrated [Cipher Mining]."""
        rest = surface[len(words[0]) + 1 :]
        if len(words) < 2 or standing[surface] or words[0].lower() not in self._ordinary:
            return None
        doing = words[0].endswith(("ing", "ed")) and words[1].lower() not in self._ordinary
        return Part(len(words[0]) + 1, 0, words[1:]) if rest in standing or doing else None

    def _before_verb(self, words: tuple[str, ...], surface: str) -> Part | None:
        """A person before a headline's verb: [Max Keiser] Blasts Plan."""
        if len(words) < 3 or words[0] not in self._given or words[-1] in self._tail:
            return None
        plain = words[2].lower() in self._ordinary and words[2] not in self._given
        if not plain or words[1].lower() in self._ordinary or words[1] in self._given:
            return None
        return Part(0, len(surface) - len(words[0]) - len(words[1]) - 1, words[:2])

    def _behind_heading(self, words: tuple[str, ...], surface: str) -> Part | None:
        """A person behind the words of a heading: Before Big Vote [Ida Brandt]."""
        plain = len(words) > 2 and all(
            word.lower() in self._ordinary and word not in self._given for word in words[:-2]
        )
        if not plain or words[-2] not in self._given or not self._is_surname(words[-1:]):
            return None
        return Part(len(surface) - len(words[-2]) - len(words[-1]) - 1, 0, words[-2:])

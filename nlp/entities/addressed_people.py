"""People by the word of address before their surname, whatever that may mean else: Mr. Read, Ms. Young."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_ADDRESSED = lazy_pattern(
    r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Messrs)\.? (?P<name>(?:(?:Mc|Mac|De|Van|O['’])?[A-ZÀ-Ý][a-zà-ÿ]{1,20})(?:-[A-ZÀ-Ý][a-zà-ÿ]{1,20})?)(?![A-Za-zÀ-ÿ-]| [A-ZÀ-Ý]|\.[A-Za-z])"
)
_CUES = cues_of(("Mr", "Mrs", "Ms", "Messrs"))


def addressed_people(text: FoldedText) -> Iterator[Mention]:
    """The surnames behind a word of address."""
    for match in find_latin(_ADDRESSED, text.folded, _CUES):
        start, end = match.span("name")
        if match["name"] not in ("President", "Chairman", "Speaker", "Market"):
            yield Mention(
                start,
                end,
                text.source[start:end],
                "PERSON",
                rule="en.person.addressed",
                confidence=0.8,
                priority=CONTEXT,
            )

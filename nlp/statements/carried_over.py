"""Whose a fact is that names no company itself: the companies of the text are ranked as antecedents.

What the grammar has chosen (the topic, or what 公司 and it stand for) is one candidate among others. Each is told by
features of where and how it stands in the text, by which `nlp.statements.ranking` ranks them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nlp.bound_descriptions import is_done_to
from nlp.encoding import EncodedText, Sentence, Slot
from nlp.party_roles import ROLE
from nlp.references import Salience
from nlp.statements.drafts import Draft
from nlp.statements.knowledge import Knowledge
from nlp.statements.ranking import Ranking
from nlp.text.lazy import lazy_pattern

NOT_RANKED = ("has_position", "has_spec", "regulates")
"""The predicates whose subject is no company."""
# so many names back, and sentences of the paragraph, a fact can reach
_NAMES, _SENTENCES, _FAR = 24, 12, 8
# who speaks, the latter, the buyer: the grammar has looked for what these alone can stand for
_SURE = lazy_pattern(
    rf"我们|我司|贵公司|贵司|本公司|本集团|we|ours?|后者|前者|对方|自身|the (?:latter|former)|{ROLE}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model says of who is the subject of an object.

    Attributes:
        subjects: the log-odds of each ref that stands near enough to an object, which is told by the id of its mention, to be
            its subject under a predicate.
        weights: what the features `heard`, which are those log-odds, and `heard_best` count beside those of the ranking.
        margin: by how much another candidate must then lead the grammar's choice.
    """

    subjects: Callable[[str, str], Mapping[str, float]]
    weights: Mapping[str, float]
    margin: float


class CarriedOver:
    """Ranks the companies of one text for facts that name none. Without a ranking the grammar's choice stands."""

    def __init__(
        self,
        encoded: EncodedText,
        salience: Salience,
        known: Knowledge,
        ranking: Ranking | None,
        *,
        title: str = "",
        source: str = "",
        heard: Heard | None = None,
    ) -> None:
        self._encoded, self._salience, self._known, self._heard = encoded, salience, known, heard
        self._ranking = ranking.joined(heard.weights, heard.margin) if ranking and heard else ranking
        self._source = source
        self._firms = [slot for slot in encoded.slots.values() if slot.type == "C"]
        self._positions = [slot.position for slot in self._firms]
        self._counts = Counter(slot.ref for slot in self._firms)
        self._most = max(self._counts.values(), default=0)
        self._subjects: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._told: dict[int, tuple[set[str], set[str]]] = {}
        self._in_title = {
            slot.ref
            for slot in self._firms[:_NAMES]
            if slot.mention is not None and slot.mention.text.lower() in title.lower()
        }
        self._whole: dict[str, dict[str, float]] = {}

    def read(self, drafts: Sequence[Draft]) -> None:
        """Takes note of what drafts say of companies by name."""
        self._whole.clear()
        for draft in drafts:
            subjects, others = self._told.setdefault(draft.sentence.start, (set(), set()))
            for role, slots in draft.fillers.items():
                for slot in slots:
                    if slot.type == "C":
                        (self._subjects if role == "subject" else self._others)[slot.ref] += 1
                        (subjects if role == "subject" else others).add(slot.ref)

    def owner(self, draft: Draft, chosen: Slot | str | None) -> Slot | str | None:
        """The company that a fact is of: the grammar's choice, or another one where the ranking has it far ahead."""
        if self._ranking is None or chosen is None or self._is_sure(draft, chosen):
            return chosen
        described = isinstance(chosen, Slot)
        ref = chosen.ref if isinstance(chosen, Slot) else chosen
        candidates = self.candidates(draft, ref)
        lenders = _parties(draft, "object")
        if ref in lenders:  # nobody is its own lender: 软银参与了其融资
            candidates = {other: row for other, row in candidates.items() if other not in lenders}
        best = self._ranking.choose(draft, candidates, ref, (True, draft.is_chinese, described))
        return chosen if best == ref else best

    def _is_sure(self, draft: Draft, chosen: Slot | str) -> bool:
        """Whether a subject is named, is none of several companies, or is found by what its word alone can stand for."""
        if draft.predicate in NOT_RANKED or len(self._counts) < 2:
            return True
        if isinstance(chosen, Slot) and (
            chosen.type != "c" or _SURE.fullmatch(self._source[chosen.start : chosen.end])
        ):
            return True
        if isinstance(chosen, Slot) and is_done_to(self._encoded.text, draft.sentence.start, chosen.position):
            return True  # not the doer of the sentence, whom the figures favour
        ref = chosen.ref if isinstance(chosen, Slot) else chosen
        if ref in _parties(draft, "object"):
            return False
        if draft.predicate == "manufactures" and any(
            self._known.models.get(slot.ref) == ref for slot in draft.fillers.get("object", ())
        ):
            return True  # the registry knows who makes it, whoever else the sentence names
        # the sentence itself tells of it: adjusted EBITDA at X came out at $37 million
        told = any(slot.ref == ref and slot.type == "C" for slot in draft.sentence.slots)
        return told or ref not in self._counts

    def candidates(self, draft: Draft, chosen: str) -> dict[str, dict[str, float]]:
        """The companies that a fact may be of, each with its features; those that are 0 are left out."""
        sentence, at = draft.sentence, draft.span[0]
        number = bisect_left(self._encoded.starts, sentence.start)
        before = bisect_left(self._positions, at)
        salience = self._salience
        pointed = {
            "chosen": chosen,
            "main": salience.main,
            "topic": salience.topic_at(sentence),
            "local": salience.local_at(sentence),
            "just_before": salience.just_before(sentence),
            "heading": salience.headings.over(sentence.paragraph),
            "home": salience.home_at(sentence),
            "acting": salience.subject_of(sentence, at),
        }
        paragraph = self._paragraph(number)
        named = [slot.ref for other in paragraph for slot in other.slots if slot.type == "C"]
        opens = next(
            (s.ref for other in paragraph for s in other.slots if s.type == "C" and not salience.is_source(s)), None
        )
        refs = dict.fromkeys(slot.ref for slot in self._firms[max(0, before - _NAMES) : before])
        refs |= dict.fromkeys(slot.ref for slot in sentence.slots if slot.type == "C")
        refs |= dict.fromkeys(ref for ref in pointed.values() if ref is not None and ref in self._counts)
        parties = _parties(draft)
        subjects, others = (
            self._told.get(self._encoded.sentences[number - 1].start, (set(), set())) if number else (set(), set())
        )
        behind = {slot.ref for slot in sentence.slots if slot.type == "C" and slot.position > at}
        rows: dict[str, dict[str, float]] = {}
        for ref in refs:
            row = {name: 1.0 for name, value in pointed.items() if value == ref}
            row |= self._of_text(ref)
            row |= self._of_last(ref, number, before)
            row["in_paragraph"] = named.count(ref) / 3
            flags = {
                "dominates": ref == salience.main and salience.dominates,
                "alone": set(named) == {ref},
                "opens": ref == opens,
                "party": ref in parties,
                "behind": ref in behind,
                "subject_before": ref in subjects,
                "object_before": ref in others,
            }
            row |= {name: 1.0 for name, holds in flags.items() if holds}
            rows[ref] = row
        if self._heard is not None:
            self._add_heard(draft, rows, self._heard)
        return rows

    def _add_heard(self, draft: Draft, rows: Mapping[str, dict[str, float]], heard: Heard) -> None:
        """Adds to the candidates what a model says of them as subjects of the object."""
        odds: dict[str, float] = {}
        for slot in draft.fillers.get("object", ()):
            if slot.mention is not None:
                for ref, value in heard.subjects(slot.mention.id, draft.predicate).items():
                    odds[ref] = max(value, odds.get(ref, value))
        best = max(odds.values(), default=0.0)
        for ref in odds.keys() & rows.keys():
            rows[ref]["heard"] = odds[ref]
            if odds[ref] == best:
                rows[ref]["heard_best"] = 1.0

    def _paragraph(self, number: int) -> list[Sentence]:
        """The sentences of the paragraph before one, the last dozen."""
        sentences = self._encoded.sentences
        first = number
        while first > max(0, number - _SENTENCES) and sentences[first - 1].paragraph == sentences[number].paragraph:
            first -= 1
        return list(sentences[first:number])

    def _of_text(self, ref: str) -> dict[str, float]:
        """What the whole text, and the registry, tell of a company; the same for each fact."""
        if ref in self._whole:
            return self._whole[ref]
        count = self._counts[ref]
        row = {
            "share": count / len(self._firms),
            "as_subject": min(self._subjects[ref], 5) / 5,
            "as_other": min(self._others[ref], 5) / 5,
            f"trade_{self._known.trades.get(ref) or 'unknown'}": 1.0,
        }
        flags = {
            "most_named": count == self._most,
            "named_once": count == 1,
            "first": self._firms[0].ref == ref,
            "source": ref in self._salience.sources,
            "house": ref in self._salience.houses,
            "maker": ref in self._known.makers,
            "in_title": ref in self._in_title,
        }
        self._whole[ref] = row | {name: 1.0 for name, holds in flags.items() if holds}
        return self._whole[ref]

    def _of_last(self, ref: str, number: int, before: int) -> dict[str, float]:
        """Where and how a company was named last."""
        last = next((s for s in reversed(self._firms[max(0, before - 4 * _NAMES) : before]) if s.ref == ref), None)
        if last is None:
            return {"distance": 1.0}
        sentences, salience = self._encoded.sentences, self._salience
        there = bisect_right(self._encoded.starts, last.position) - 1
        sentence, far = sentences[there], number - there
        row = {"named_before": 1.0, f"far_{min(far, 3)}": 1.0, "distance": min(far, _FAR) / _FAR}
        flags = {
            "same_paragraph": sentence.paragraph == sentences[number].paragraph,
            "last_as_subject": salience.subject_of(sentence) == ref,
            "last_oblique": salience.is_oblique(last),
            "last_as_source": salience.is_source(last),
            "last_first": next((s.ref for s in sentence.slots if s.type == "C"), None) == ref,
            "last_named": self._firms[before - 1].ref == ref,
        }
        return row | {name: 1.0 for name, holds in flags.items() if holds}


def _parties(draft: Draft, *others: str) -> set[str]:
    """The companies that a fact names in another role than its subject and some others."""
    roles = draft.fillers.keys() - {"subject", *others}
    return {slot.ref for role in roles for slot in draft.fillers[role] if slot.type == "C"}

"""Whether two tellings are of one fact."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from nlp.graph.fusion.amounts import Comparison, compare_all
from nlp.graph.fusion.places import Places
from nlp.graph.fusion.rules import Rules
from nlp.graph.fusion.tellings import Ident, Telling

THREE_DIGITS = 6.6  # bits
_SHORT = 7  # a span of so many days names a day as the trade names days
_LIKE_PERIODS = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """What a comparison found.

    Attributes:
        same: whether the two are of one fact.
        apart: whether they contradict each other so that no fact can hold both; what is neither is undecided.
        score: how much speaks for it.
        reasons: in words, for the merge file.
    """

    same: bool
    apart: bool
    score: float = 0.0
    reasons: tuple[str, ...] = ()


APART = Match(same=False, apart=True)
UNDECIDED = Match(same=False, apart=False)


class Matcher:
    """Compares tellings by the rules of their predicates.

    `comparable` tells whether the names of two things would show it if they were one: False for a thing that is
    known by a Chinese name alone and one that is known by a Latin name alone.
    """

    def __init__(self, rules: Rules, places: Places, comparable: Callable[[Ident, Ident], bool]) -> None:
        self._rules = rules
        self._places = places
        self._comparable = comparable

    def compare(self, one: Telling, other: Telling) -> Match:
        """How two tellings of one predicate and mood stand to each other."""
        unsaid = self._parties(one, other)
        if unsaid is None:
            return APART
        match = self.compare_rest(one, other)
        if not match.same or not unsaid:
            return match
        # a party that one leaves unsaid: something else must tell that it is the same deal
        return Match(True, False, match.score - 1.5, match.reasons) if match.score >= 1 else UNDECIDED

    def _parties(self, one: Telling, other: Telling) -> int | None:
        """How many parties only one of the two names; None where they name others."""
        if one.rule.symmetric:
            left, right = ({p for p in (t.subject, t.object) if p is not None} for t in (one, other))
            if left == right:
                return 0
            return 1 if one.rule.open and left & right and (left < right or right < left) else None
        unsaid = 0
        for role, a, b in (("subject", one.subject, other.subject), ("object", one.object, other.object)):
            if a == b:
                continue
            if a is None or b is None:
                if role not in one.rule.open:
                    return None
                unsaid += 1
            elif not (one.rule.kind == "event" and role in one.rule.open and self._places.meet(a, b)):
                return None
        return unsaid if unsaid < 2 else None

    def compare_rest(self, one: Telling, other: Telling) -> Match:
        """How they stand to each other but for their parties."""
        if not self._literals_fit(one, other):
            return APART
        score, reasons, loose = 0.0, [], False
        for role in one.rule.places:
            verdict = self.things(one.things.get(role), other.things.get(role))
            if verdict == "different":
                return APART
            score += 2.0 * (verdict == "same")
        for role in one.rule.things:
            verdict = self.things(one.things.get(role), other.things.get(role))
            loose = loose or verdict == "different"
            score += 2.0 * (verdict == "same")
            reasons += [f"same {role}"] if verdict == "same" else []
        found = self._values(one, other)
        if found is None:
            return APART
        bits = sum(comparison.bits for comparison in found.values())
        near = any(comparison.verdict == "near" for comparison in found.values())
        agreed = [role for role, comparison in found.items() if comparison.verdict == "agree"]
        reasons += [f"{role} {_show(one, role)} = {_show(other, role)}" for role in agreed]
        if loose and bits < THREE_DIGITS:
            return APART
        timely = self._timely(one, other, bits=bits, agreed=bool(agreed), near=near)
        if timely is None:
            return APART
        if not timely:
            return UNDECIDED
        score += bits - 2.0 * near + _closeness(one, other)
        return Match(True, False, score, tuple(reasons))

    @staticmethod
    def _literals_fit(one: Telling, other: Telling) -> bool:
        for role in one.rule.literals:
            a, b = one.literals.get(role), other.literals.get(role)
            if bool(a) != bool(b):
                return False
            # a segment is written as the text has it: in two scripts it cannot be compared
            if a and b and not a & b and (role != "segment" or _ascii(a) == _ascii(b)):
                return False
        return True

    def things(self, one: Collection[Ident] | None, other: Collection[Ident] | None) -> str:
        """``same``, ``different``, or ``unsure`` where one is unsaid or their names cannot show it."""
        if not one or not other:
            return "unsure"
        if any(a == b or self._places.meet(a, b) for a in one for b in other):
            return "same"
        doubt = any(not self._comparable(a, b) or _kin(a, b) for a in one for b in other)
        return "unsure" if doubt else "different"

    def _values(self, one: Telling, other: Telling) -> Mapping[str, Comparison] | None:
        """The comparisons by role; None where they tell two facts."""
        found: dict[str, Comparison] = {}
        for role in one.rule.values:
            a, b = one.values.get(role), other.values.get(role)
            if a is None or b is None:
                continue
            comparison = compare_all(a, b, currencies=self._rules.currencies, conflict=self._rules.conflict)
            if comparison.verdict == "none" and role == "object":
                return None  # coins and the money that they are worth
            strict = role in one.rule.strict and comparison.verdict != "agree"
            agreed_before = any(c.verdict == "agree" and c.bits >= THREE_DIGITS for c in found.values())
            if strict or (comparison.verdict == "far" and not agreed_before):
                return None
            found[role] = comparison
        return found

    def _timely(self, one: Telling, other: Telling, *, bits: float, agreed: bool, near: bool) -> bool | None:
        """Whether they are of one time; None where their dates exclude it."""
        rule = one.rule
        if rule.kind == "lasting":
            return True
        a, b = one.span, other.span
        if a is None or b is None:
            return agreed and bits >= THREE_DIGITS
        if one.dated is not None and other.dated is not None:
            return self._dates_fit(one.dated.gap(other.dated), one, other, agreed=agreed)
        gap = a.gap(b)
        if agreed:
            return gap <= (rule.days if bits >= THREE_DIGITS else rule.days // 2)
        # nothing but the parties, or a contradiction: of one time by what is said, or told in the same days
        return gap == 0 and (rule.kind == "event" or not near)

    def _dates_fit(self, gap: int, one: Telling, other: Telling, *, agreed: bool) -> bool | None:
        a, b = one.dated, other.dated
        assert a is not None
        assert b is not None
        if gap > self._rules.slack or (gap and not agreed):
            return None
        like = a.likeness(b) >= _LIKE_PERIODS or (a.length <= _SHORT and b.length <= _SHORT)
        if one.rule.kind == "period" and not like:
            return None
        return agreed or like


def _closeness(one: Telling, other: Telling) -> float:
    """Up to 2: for the same days said in both."""
    if one.rule.kind == "lasting" or one.span is None or other.span is None:
        return 0.0
    if one.dated is not None and other.dated is not None:
        return 1.0 + one.dated.likeness(other.dated)
    return 1.0 / (1 + one.span.gap(other.span))


def _show(telling: Telling, role: str) -> str:
    return "/".join(amount.text or f"{amount.value} {amount.unit or ''}".strip() for amount in telling.values[role])


def _ascii(texts: Collection[str]) -> bool:
    return all(text.isascii() for text in texts)


def _kin(one: Ident, other: Ident) -> bool:
    """Whether one machine can be the series of the other: S19 and S19 Pro."""
    return one[0] == other[0] == "MACHINE" and (other[1].startswith(one[1]) or one[1].startswith(other[1]))

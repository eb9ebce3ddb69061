"""What comes after what: later figures that replace earlier ones, plans that were carried out or called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from nlp.graph.claims import Amount, Claim, Fact
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.rules import Rules
from nlp.graph.fusion.tellings import Telling, tell
from nlp.graph.fusion.times import Span, day_of


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact with what it is compared by."""

    fact: Fact
    telling: Telling
    first: int | None  # day of its first article
    last: int | None  # and of its last


def order_facts(facts: Sequence[Fact], rules: Rules, matcher: Matcher) -> list[Fact]:
    """The facts with `superseded_by` and `realises`, in order."""
    told = [_told(fact, rules) for fact in facts]
    replaced = _replaced(told, rules)
    plans = _carried_out(told, matcher)
    made = [replace(fact, superseded_by=replaced.get(fact.key), realises=plans.get(fact.key)) for fact in facts]
    return sorted(made, key=lambda f: (f.sources[0].date or "9999", f.sources[0].document, f.sources[0].number, f.key))


def _told(fact: Fact, rules: Rules) -> _Told:
    claim = Claim(fact.predicate, fact.subject, fact.object, fact.qualifiers, fact.modality, fact.sources[0])
    days = [day for source in fact.sources if (day := day_of(source.date)) is not None]
    return _Told(fact, tell(claim, rules.of(fact.predicate)), min(days, default=None), max(days, default=None))


def _replaced(told: Iterable[_Told], rules: Rules) -> dict[str, str]:
    """The key of the next later fact of its series, for every fact that is not the last."""
    series: dict[tuple[object, ...], list[_Told]] = {}
    for item in told:
        for key in _series(item, rules):
            series.setdefault(key, []).append(item)
    found: dict[str, tuple[Span, str]] = {}
    for key, group in series.items():
        standing = sorted((span, item.fact.key) for item in group if (span := _as_of(item)) is not None)
        for number, (span, fact) in enumerate(standing):
            later = next((s for s in standing[number + 1 :] if s[0].first > span.last), None)
            if later is None or (key[0] == "end" and not _ends(group, later[1])):
                continue
            if fact not in found or later < found[fact]:
                found[fact] = later
    return {fact: later for fact, (_, later) in found.items()}


def _series(item: _Told, rules: Rules) -> Iterable[tuple[object, ...]]:
    """The series that a fact belongs to."""
    fact, rule = item.fact, item.telling.rule
    if not rule.series:
        return
    if fact.predicate == "has_position":
        if fact.modality in ("asserted", "ended"):
            yield "end", fact.predicate, item.telling.subject, item.telling.object
        if fact.modality == "asserted":
            for post in sorted(rules.posts_of(fact.qualifiers.get("title", ()))):
                yield "post", fact.predicate, post, item.telling.object
        return
    if fact.modality not in ("asserted", "planned"):
        return
    parts: list[object] = [fact.predicate, item.telling.mood]
    for role in rule.series:
        parts.append(_part(item, role))
    if item.telling.mood == "planned":
        # another size for the day, or another day for the size
        amount = item.fact.object
        yield (*parts, item.telling.dated)
        yield (*parts, amount.value if isinstance(amount, Amount) else None)
    else:
        yield tuple(parts)


def _part(item: _Told, role: str) -> object:
    if role == "subject":
        return item.telling.subject
    amount = item.fact.object
    if role == "object":
        return (amount.kind, amount.unit) if isinstance(amount, Amount) else item.telling.object
    return tuple(sorted(item.telling.things.get(role, ())))


def _as_of(item: _Told) -> Span | None:
    """The day that a standing fact is of: its date; of what has none, and of a plan, the day it was published."""
    if item.telling.dated is not None and item.telling.mood != "planned":
        return Span(item.telling.dated.last, item.telling.dated.last)
    # several articles tell it over some days: it stood on the first, and still on the last
    return None if item.first is None or item.last is None else Span(item.first, item.last)


def _ends(group: Iterable[_Told], key: str) -> bool:
    return any(item.fact.key == key and item.fact.modality == "ended" for item in group)


def _carried_out(told: Iterable[_Told], matcher: Matcher) -> dict[str, str]:
    """The key of the plan, for every fact that carries one out or calls it off."""
    plans: dict[tuple[object, ...], list[_Told]] = {}
    deeds: list[_Told] = []
    for item in told:
        if not item.telling.rule.plan:
            continue
        if item.telling.mood == "planned":
            for party in _parties(item):
                plans.setdefault((item.fact.predicate, party), []).append(item)
        elif item.fact.modality in ("asserted", "ended"):
            deeds.append(item)
    found: dict[str, str] = {}
    for deed in deeds:
        best: tuple[float, int, str] | None = None
        near = {p.fact.key: p for party in _parties(deed) for p in plans.get((deed.fact.predicate, party), ())}
        for plan in near.values():
            score = _fit(plan, deed, matcher)
            if score is not None:
                # of plans that fit alike the latest
                best = max(filter(None, (best, (score, plan.first or 0, plan.fact.key))))
        if best is not None:
            found[deed.fact.key] = best[2]
    return found


def _parties(item: _Told) -> list[object]:
    parties = item.telling.subject, item.telling.object
    if not item.telling.rule.symmetric:
        return [parties[0]]
    return [*sorted({party for party in parties if party is not None})]


def _fit(plan: _Told, deed: _Told, matcher: Matcher) -> float | None:
    """How well a deed fits a plan that was told no later; None where it does not."""
    if plan.first is None or deed.last is None or deed.first is None:
        return None
    rule = plan.telling.rule
    if not plan.first <= deed.first <= plan.first + rule.plan:
        return None
    if _together(plan, deed) and deed.fact.modality == "asserted":
        return None  # the same article tells what is and what is to be
    # the date of a plan is a hope: it is compared without
    on_day = Span(deed.first, deed.first)
    keeps_date = rule.kind == "period"
    left, right = (t if keeps_date else replace(t, dated=None, span=on_day) for t in (plan.telling, deed.telling))
    match = matcher.compare(left, right)
    if not match.same or (rule.kind == "state" and match.score < 1):
        return None
    return match.score


def _together(plan: _Told, deed: _Told) -> bool:
    return bool({s.document for s in plan.fact.sources} & {s.document for s in deed.fact.sources})

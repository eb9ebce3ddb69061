"""The sweep misses no pair that would be one fact."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.graph.claims import Amount, Claim
from nlp.graph.fusion.matching import Matcher
from nlp.graph.fusion.pairs import find_pairs
from nlp.graph.fusion.places import Places
from nlp.graph.fusion.rules import load_rules
from nlp.graph.fusion.tellings import gather_tellings, in_order
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry
from tests.unit.graph.fusion.build import say

RULES = load_rules(patterns_folder())
MATCHER = Matcher(RULES, Places(Registry({})), lambda one, other: True)
amounts = st.builds(
    Amount,
    st.sampled_from(("count", "money")),
    st.one_of(st.floats(0, 1e9), st.sampled_from((100.0, 115.0, 1000.0, 1170.0, 7000.0, 7352.0))),
    st.sampled_from(("machine", "item", "USD", "CNY")),
    st.sampled_from(("exact", "approx", "at_least", "less_than")),
)
days = st.one_of(st.none(), st.dates().map(str), st.sampled_from(("2022-01", "2022-01-20", "2022-02-03", "2022-03")))


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    made = []
    for number in range(draw(st.integers(2, 8))):
        roles = {role: draw(amounts) for role in draw(st.sets(st.sampled_from(("count", "amount", "hashrate"))))}
        date = draw(days)
        if date is not None:
            roles["date"] = date
        subject, object_ = draw(st.sampled_from((("hive", "canaan"), ("hive", None), (None, "canaan"))))
        published = draw(st.sampled_from((None, "2022-01-21", "2022-02-10", "2022-03-30")))
        made.append(say(f"n{number}", "ordered_from", subject, object_, published=published, **roles))
    return made


@settings(max_examples=300)
@given(told=claims())
def test_what_is_one_fact_is_compared(told: list[Claim]) -> None:
    tellings = gather_tellings(in_order(told), RULES)
    found = find_pairs(tellings)
    for one, other in combinations(range(len(tellings)), 2):
        a, b = tellings[one], tellings[other]
        timeless = a.span is None or b.span is None
        if {a.subject, b.subject} != {None} and MATCHER.compare(a, b).same and not timeless:
            assert (one, other) in found

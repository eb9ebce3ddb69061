"""No regular expression of the pipeline can read one text in exponentially many ways."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

import pytest

try:
    from re import _constants as codes  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_constants as codes
    import sre_parse as parser

_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_ASKS = (codes.ASSERT, codes.ASSERT_NOT, codes.AT)
_MANY = 8
# every pattern that is compiled while the pipeline is loaded and reads, and those that wait for their first use
_COMPILED = """
import gc, json, re
patterns, compile_ = set(), re.compile
def compile(pattern, flags=0):
    if isinstance(pattern, str):
        patterns.add((int(flags), pattern))
    return compile_(pattern, flags)
re.compile = compile
from nlp.pipeline import annotate, load
from nlp.records import Document
annotate(load(model=None), Document("a", "Riot (NASDAQ: RIOT) mined 375 BTC. 嘉楠科技挖出59枚比特币。", date="2024-05-07"))
from nlp.resources.frames import Construction
from nlp.text.lazy import LazyPattern
for one in gc.get_objects():
    if isinstance(one, LazyPattern):
        one.flags
    elif isinstance(one, Construction):
        one.pattern
print(json.dumps(sorted(patterns)))
"""


def ambiguous(pattern: str, flags: int = 0) -> bool:
    """Whether a long repetition holds nothing but another one, as in ``(?:[a-z]+,?)+``: its parts can be cut anywhere."""
    return any(_holds_only_a_repetition(body) for body in _long_repetitions(parser.parse(pattern, flags)))


def _long_repetitions(items: Any) -> Iterable[Any]:
    for code, value in items:
        if code in _REPEATS:
            if value[1] > _MANY:
                yield value[2]
            yield from _long_repetitions(value[2])
        elif code == codes.SUBPATTERN:
            yield from _long_repetitions(value[3])
        elif code == codes.BRANCH:
            for branch in value[1]:
                yield from _long_repetitions(branch)
        elif code in _ASKS[:2]:
            yield from _long_repetitions(value[1])


def _holds_only_a_repetition(body: Any) -> bool:
    items = [item for item in body if item[0] not in _ASKS]
    needed = [item for item in items if not (item[0] in _REPEATS and item[1][0] == 0)]
    if not needed:
        return any(value[1] > 1 for _, value in items)
    if len(needed) > 1:
        return False
    code, value = needed[0]
    if code == codes.SUBPATTERN:
        return _holds_only_a_repetition(value[3])
    if code == codes.BRANCH:
        return any(_holds_only_a_repetition(branch) for branch in value[1])
    return code in _REPEATS and value[0] != value[1]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"\((?:nasdaq|[a-z0-9]{1,6}|[\s.:])+\)", True),
        (r"(?:[a-z]+,?\s?)+x", True),
        (r"(?:[a-z]*)*x", True),
        (r"(?:[a-z]+,\s?)+x", False),
        (r"\((?:[a-z0-9\s.:]|代码)+\)", False),
        (r"(?: [a-z]+){0,4}x", False),
    ],
)
def test_the_shape_is_told(pattern: str, found: bool) -> None:
    assert ambiguous(pattern) is found


def test_no_pattern_has_it() -> None:
    compiled = subprocess.run([sys.executable, "-c", _COMPILED], check=True, capture_output=True).stdout
    patterns = json.loads(compiled)
    assert len(patterns) > 4_000
    assert [pattern for flags, pattern in patterns if ambiguous(pattern, flags)] == []

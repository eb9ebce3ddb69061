"""A lazy pattern does what the compiled one does, and is compiled once."""

from __future__ import annotations

import pickle
import re

import pytest

from nlp.errors import ResourceError
from nlp.text.lazy import lazy_pattern


def test_it_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given[0]) or compile_(*given))
    pattern = lazy_pattern("a(b)", re.IGNORECASE)
    assert compiled == []
    assert [match[1] for match in pattern.finditer("AB ab")] == ["B", "b"]
    assert pattern.sub("x", "ABab") == "xx"
    assert compiled == ["a(b)"]


def test_its_text_is_known_before() -> None:
    assert lazy_pattern("a(").pattern == "a("
    with pytest.raises(ResourceError, match=r"not a pattern: .*a\( .*lode patterns check"):
        lazy_pattern("a(").search("a")


def test_it_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="mach"):
        lazy_pattern("a").mach  # type: ignore[attr-defined]  # noqa: B018


def test_it_can_be_pickled() -> None:
    pattern = lazy_pattern("a", re.IGNORECASE)
    for one in (pattern, pickle.loads(pickle.dumps(pattern))):
        assert pickle.loads(pickle.dumps(one)).match("A")

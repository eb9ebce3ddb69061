"""Rows of JSONL files: read in one go, with the line of each and of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.errors import ResourceError
from nlp.resources.files import read_jsonl


def test_rows_have_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('// why\n{"id": "a"}\n\n{"id": "b"}\n', encoding="utf-8")
    assert list(read_jsonl(path)) == [(2, {"id": "a"}), (4, {"id": "b"})]


@pytest.mark.parametrize(
    ("text", "line"),
    [('{"id": "a"}\n{"id": \n', 2), ('{"id": "a"}, {"id": "b"}\n', 1), ('{"id": "a"}\n[]\n', 2), ("{}\n]\n", 2)],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=rf"a\.jsonl:{line}"):
        list(read_jsonl(path))

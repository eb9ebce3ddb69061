"""Which words beside a figure name the part of a business that it is of: `<language>/segments.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml
from nlp.schema import METRICS
from nlp.text.lazy import lazy_pattern

_KEYS = {"metrics", "left", "right"}
_MACRO = re.compile(r"\{([a-z]+)\}")
# a character, an escaped one, a named group, or the types of a mention
_PIECE = re.compile(r"\\.|\(\?P<|<(?P<types>[A-Za-z]+)>|[\s\S]")
_PRIVATE = 0xE000


@dataclass(frozen=True, slots=True)
class SegmentPatterns:
    """What names the part of a figure of one metric: before it, and behind it."""

    left: tuple[re.Pattern[str], ...] = ()
    right: tuple[re.Pattern[str], ...] = ()


def load_segments(folder: Path, language: str) -> Mapping[str, SegmentPatterns]:
    """The patterns of `folder`/<language>/segments.toml by metric; none where the file is missing.

    Raises:
        ResourceError: a row is wrong; names the file and the metrics of the row.
    """
    path = folder / language / "segments.toml"
    if not path.exists():
        return {}
    table = read_toml(path)
    macros: Mapping[str, str] = table.get("macros", {})
    found: dict[str, SegmentPatterns] = {}
    for row in table.get("segment", []):
        metrics = _metrics(row, path)
        try:
            left = tuple(lazy_pattern(rf"(?:{_expanded(source, macros)})\Z") for source in row.get("left", ()))
            right = tuple(lazy_pattern(_expanded(source, macros)) for source in row.get("right", ()))
        except KeyError as error:
            raise ResourceError(f"segment of {metrics}: no macro {error}", path=str(path)) from error
        for metric in metrics:
            before = found.get(metric, SegmentPatterns())
            found[metric] = SegmentPatterns(before.left + left, before.right + right)
    return found


def _metrics(row: Mapping[str, Any], path: Path) -> list[str]:
    metrics = [str(metric) for metric in row.get("metrics", ())]
    if not metrics or set(metrics) - set(METRICS) or set(row) - _KEYS:
        raise ResourceError(f"segment: expected metrics of the schema, left and right, was {row}", path=str(path))
    return metrics


def _expanded(source: str, macros: Mapping[str, str]) -> str:
    """The regular expression of a pattern, with its macros and the characters that stand for mentions.

    >>> _expanded("{part}占<p>", {"part": "挖矿"}) == "(?:挖矿)占[" + chr(0xE070) + "]"
    True
    """

    def macro(match: re.Match[str]) -> str:
        body = _MACRO.sub(macro, macros[match[1]])
        return f"(?P<segment>{body})" if match[1] == "segment" else f"(?:{body})"

    return _with_slots(_MACRO.sub(macro, source))


def _with_slots(source: str) -> str:
    """The pattern with `<mp>` as a class of the characters of those types, or what adds to the class around it."""
    pieces: list[str] = []
    inside = False
    for match in _PIECE.finditer(source):
        piece = match[0]
        if match["types"]:
            chars = "".join(chr(_PRIVATE + ord(kind)) for kind in match["types"])
            pieces.append(chars if inside else f"[{chars}]")
            continue
        inside = (inside or piece == "[") and piece != "]"
        pieces.append(piece)
    return "".join(pieces)

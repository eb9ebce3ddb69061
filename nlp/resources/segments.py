"""Which words beside a figure name the part of a business that it is of: `<language>/segments.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.expansion import expand_pattern
from nlp.resources.files import read_toml
from nlp.schema import METRICS
from nlp.text.lazy import lazy_pattern

_KEYS = {"metrics", "left", "right"}


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
            left = tuple(lazy_pattern(rf"(?:{expand_pattern(source, macros)[0]})\Z") for source in row.get("left", ()))
            right = tuple(lazy_pattern(expand_pattern(source, macros)[0]) for source in row.get("right", ()))
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

"""The surfaces of the registry files: every way in which each known thing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from nlp.entities.registry_names import Surface
from nlp.resources.files import read_jsonl

FILES: Final[Mapping[str, str]] = {
    "companies": "COMPANY",
    "people": "PERSON",
    "machines": "MACHINE",
    "places": "JURISDICTION",
    "facilities": "FACILITY",
    "authorities": "AUTHORITY",
}
_NAME_KEYS: Final = ("en", "zh", "zh_hant", "former", "aka", "short")


def read_surfaces(folder: Path) -> Iterator[Surface]:
    """The surfaces of every registry file in `folder`, files that are not there passed over."""
    for name, label in FILES.items():
        path = folder / f"{name}.jsonl"
        if path.exists():
            for _, row in read_jsonl(path):
                yield from row_surfaces(row, label)


def row_surfaces(row: Mapping[str, Any], label: str) -> Iterator[Surface]:
    """The surfaces of one row.

    >>> row = {"id": "hive", "en": ["HIVE Digital"], "ambiguous": ["Hive"], "tickers": ["NASDAQ:HIVE"]}
    >>> [(s.text, s.doubtful, s.ticker) for s in row_surfaces(row, "COMPANY")]
    [('HIVE Digital', False, False), ('Hive', True, False), ('HIVE', False, True)]
    """
    doubtful = _strings(row.get("ambiguous"))
    names = [name for key in _NAME_KEYS for name in _strings(row.get(key))]
    for name in dict.fromkeys([*names, *doubtful]):
        yield Surface(name, label, str(row["id"]), doubtful=name in doubtful)
    if label == "COMPANY":
        for ticker in _strings(row.get("tickers")):
            code = ticker.rpartition(":")[2]
            if code.isalpha() and code.isascii() and len(code) > 2:
                yield Surface(code, label, str(row["id"]), ticker=True)


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

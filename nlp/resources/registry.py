"""The registry: companies, people, machines, places, facilities and authorities with stable ids.

One JSON object a line. Keys that all kinds share: ``id``, ``en``, ``zh`` (surfaces, Simplified: a text
is folded before it is matched), ``ambiguous`` (surfaces that need context before they count) ``source`` (where the fact is public) and ``examples`` (texts with marks, see docs/patterns.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from nlp.errors import ResourceError
from nlp.resources.files import read_jsonl

FILES: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "COMPANY": ("companies", frozenset({"former", "tickers", "kind", "country", "parent", "wikidata"})),
        "PERSON": ("people", frozenset({"aka", "firms", "title", "wikidata"})),
        "MACHINE": ("machines", frozenset({"maker", "line", "hashrate_th", "efficiency_j_th", "kind"})),
        "JURISDICTION": ("places", frozenset({"parent", "kind"})),
        "FACILITY": ("facilities", frozenset({"operator", "place"})),
        "AUTHORITY": ("authorities", frozenset({"jurisdiction"})),
    }
)
_SHARED = frozenset({"id", "en", "zh", "ambiguous", "source", "examples"})
_LISTS = frozenset({"en", "zh", "former", "tickers", "ambiguous", "aka", "firms", "examples"})
COMPANY_KINDS = frozenset(
    "maker miner pool host exchange bank fund media data chip cloud energy lender wallet other".split()
)


class Name(NamedTuple):
    """One surface of an entry. `status` is name, former, short or ticker."""

    text: str
    status: str = "name"
    ambiguous: bool = False


class Entry(NamedTuple):
    """One thing that the registry knows."""

    id: str
    label: str
    names: tuple[Name, ...]
    kind: str | None = None
    parent: str | None = None
    maker: str | None = None
    firms: tuple[str, ...] = ()
    place: str | None = None
    source: str = ""
    facts: Mapping[str, Any] = MappingProxyType({})


class Registry:
    """All entries, by label and id."""

    def __init__(self, entries: Mapping[str, Mapping[str, Entry]]) -> None:
        self._entries = entries

    def entries(self, label: str) -> Iterator[Entry]:
        """The entries of a label."""
        return iter(self._entries.get(label, {}).values())

    def get(self, label: str, ref: str) -> Entry | None:
        """The entry of an id, None where there is none."""
        return self._entries.get(label, {}).get(ref)

    def surfaces(self) -> Iterator[str]:
        """Every surface of every entry."""
        return (name.text for entries in self._entries.values() for entry in entries.values() for name in entry.names)

    def __len__(self) -> int:
        return sum(len(entries) for entries in self._entries.values())


def load_registry(folder: Path, *, labels: Collection[str] = tuple(FILES)) -> Registry:
    """The registry of a patterns folder, or what it has of some labels.

    Raises:
        ResourceError: a row is wrong; names file and line.
    """
    return Registry(
        {
            label: _load(folder / "registry" / f"{stem}.jsonl", label, keys)
            for label, (stem, keys) in FILES.items()
            if label in labels
        }
    )


def _load(path: Path, label: str, keys: frozenset[str]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    owners: dict[str, tuple[str, bool]] = {}
    known = keys | _SHARED
    for line, row in read_jsonl(path):
        try:
            entry = _entry(row, label, known)
        except ValueError as error:
            raise ResourceError(str(error), path=str(path), line=line) from error
        if entry.id in entries:
            raise ResourceError(f"the id {entry.id!r} is there twice", path=str(path), line=line)
        for text, _, ambiguous in entry.names:
            other = owners.setdefault(text, (entry.id, ambiguous))
            if other[0] != entry.id and not (other[1] and ambiguous):
                raise ResourceError(
                    f"{text!r} belongs to {other[0]!r} and {entry.id!r}; mark it ambiguous in both or drop one",
                    path=str(path),
                    line=line,
                )
        entries[entry.id] = entry
    return entries


def _are_names(value: object) -> bool:
    """Whether a value is a list of strings without blanks around them."""
    if not isinstance(value, list):
        return False
    for item in value:  # noqa: SIM110 - 34,000 lists: a loop is twice as fast as all()
        if not isinstance(item, str) or not item or item != item.strip():
            return False
    return True


_NAME_KEYS = (("en", "name"), ("zh", "name"), ("former", "former"), ("aka", "short"))
_FACTS = frozenset({"hashrate_th", "efficiency_j_th", "country", "title", "wikidata"})
_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


def _entry(row: Mapping[str, Any], label: str, known: frozenset[str]) -> Entry:
    """The entry of a row; a ValueError tells what is wrong with it."""
    if not row.keys() <= known:
        raise ValueError(f"unknown keys {sorted(row.keys() - known)}; known are {sorted(known)}")
    identity = row.get("id")
    if not isinstance(identity, str) or not identity or identity != identity.strip():
        raise ValueError(f"expected an id, was {identity!r}")
    for key in row.keys() & _LISTS:
        if not _are_names(row[key]):
            raise ValueError(f"{key} must be a list of names, was {row[key]!r}")
    ambiguous = row.get("ambiguous", ())
    names: dict[str, Name] = {}
    for key, status in _NAME_KEYS:
        for text in row.get(key, ()):
            if text not in names:
                names[text] = Name(text, status, text in ambiguous)
    for ticker in row.get("tickers", ()):
        text = ticker.rpartition(":")[2]
        if text and text not in names and not text.isdigit():
            names[text] = Name(text, "ticker", True)
    if ambiguous and not names.keys() >= set(ambiguous):
        raise ValueError(f"ambiguous holds {sorted(set(ambiguous) - names.keys())}, which are no names of the row")
    if not names:
        raise ValueError("expected a name in en or zh, there is none")
    kind = row.get("kind")
    if label == "COMPANY" and kind not in COMPANY_KINDS:
        raise ValueError(f"kind must be one of {sorted(COMPANY_KINDS)}, was {kind!r}")
    facts = row.keys() & _FACTS
    return Entry(
        identity,
        label,
        tuple(names.values()),
        kind,
        row.get("parent"),
        row.get("maker"),
        tuple(row.get("firms") or filter(None, [row.get("operator")])),
        row.get("place"),
        str(row.get("source", "")),
        {key: row[key] for key in sorted(facts)} if facts else _NO_FACTS,
    )

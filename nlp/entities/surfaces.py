"""The surfaces of the registry: every way in which each known thing is written."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.registry_names import Surface
from nlp.resources.registry import Entry, Registry
from nlp.schema import NAME_LABELS

_WIDE = frozenset({"country", "world_region", "region"})
_FEDERATIONS = frozenset({"us-", "ca-", "cn-", "au-"})
_BROAD = frozenset({"country", "subdivision"})
_COUNTY_RANKS, _LONGEST_SHORT = ("县", "市"), 3


def registry_surfaces(registry: Registry) -> Iterator[Surface]:
    """The surfaces of every entry of `registry`."""
    for label in NAME_LABELS:
        for entry in registry.entries(label):
            yield from entry_surfaces(entry)


def entry_surfaces(entry: Entry) -> Iterator[Surface]:
    """The surfaces of one entry; codes of one or two letters are left out, since they tell nothing."""
    local = entry.label == "JURISDICTION" and (entry.kind not in _BROAD or entry.id.count("-") > 1)
    country = entry.kind in _WIDE
    wide = country or (entry.kind == "subdivision" and entry.id[:3] in _FEDERATIONS)
    for name in entry.names:
        ticker = name.status == "ticker"
        if ticker and (len(name.text) < 3 or not name.text.isascii() or not name.text.isalpha()):
            continue
        doubtful = name.ambiguous and not ticker
        yield Surface(name.text, entry.label, entry.id, doubtful, ticker, local, wide, country)
    if local and entry.kind == "county" and entry.id.startswith("cn-"):
        yield from _county_surfaces(entry)


def _county_surfaces(entry: Entry) -> Iterator[Surface]:
    """A Chinese county's names without the word for its rank, which count where the text gives a reason: 在[建水]."""
    written = {name.text for name in entry.names}
    for name in entry.names:
        short = name.text[:-1]
        if name.text.endswith(_COUNTY_RANKS) and 2 <= len(short) <= _LONGEST_SHORT and short not in written:
            yield Surface(short, entry.label, entry.id, doubtful=True, local=True, short=True)

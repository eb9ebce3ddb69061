"""The surfaces of the registry: every way in which each known thing is written."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.registry_names import Surface
from nlp.resources.registry import Entry, Registry
from nlp.schema import NAME_LABELS


def registry_surfaces(registry: Registry) -> Iterator[Surface]:
    """The surfaces of every entry of `registry`."""
    return (surface for label in NAME_LABELS for entry in registry.entries(label) for surface in entry_surfaces(entry))


def entry_surfaces(entry: Entry) -> Iterator[Surface]:
    """The surfaces of one entry; codes of one or two letters are left out, since they tell nothing."""
    for name in entry.names:
        ticker = name.status == "ticker"
        if ticker and (len(name.text) < 3 or not name.text.isascii() or not name.text.isalpha()):
            continue
        yield Surface(name.text, entry.label, entry.id, doubtful=name.ambiguous and not ticker, ticker=ticker)

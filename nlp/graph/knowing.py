"""Whether a ref of a document is an id of the registry, or one of the document's own that happens to be the same.

The annotation format lets a document give things that no registry knows any id that is unique in it. People write ``x``,
``ap`` or ``e1`` for them, and ``x`` and ``ap`` are ids of the registry too. What Lode annotates has the ids of the registry.
Of what is made by hand, an id that speaks (``bitdeer``) is taken at its word; one that does not must be called by a
name that fits the registry's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from nlp.graph.fusion.names import plain
from nlp.records import Document, Mention
from nlp.resources.registry import Entry, Registry

_MUTE = re.compile(r".{1,3}|[A-Za-z]{1,7}[-_.:]?[0-9]+")
_LATIN = re.compile(r"[\x00-\u024f]*")


@dataclass(slots=True)
class Knowing:
    """Tells for a document which of its refs are ids of the registry."""

    registry: Registry
    _names: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    def of(self, document: Document) -> Callable[[str, str], bool]:
        """Whether the registry knows a (label, ref) of the document."""
        mentions: dict[str, list[Mention]] = {}
        for mention in document.mentions:
            if mention.ref:
                mentions.setdefault(mention.ref, []).append(mention)
        ids = {mention.id for mention in document.mentions}

        def known(label: str, ref: str) -> bool:
            entry = self.registry.get(label, ref)
            said = mentions.get(ref)
            return entry is not None and said is not None and self._means(entry, said, own=ref in ids)

        return known

    def _means(self, entry: Entry, mentions: Sequence[Mention], *, own: bool) -> bool:
        """Whether mentions with the id of an entry mean it; `own` where it is the id of a mention as well."""
        if any(mention.rule for mention in mentions):
            return True
        if not own and not _MUTE.fullmatch(entry.id):
            return True
        names = self._names_of(entry)
        return any(_fits(plain(text), names) for text in {mention.text for mention in mentions})

    def _names_of(self, entry: Entry) -> frozenset[str]:
        key = entry.label, entry.id
        if key not in self._names:
            self._names[key] = frozenset({plain(entry.id), *(plain(name.text) for name in entry.names)} - {""})
        return self._names[key]


def _fits(said: str, names: Iterable[str]) -> bool:
    return any(said == name or _holds(said, name) or _holds(name, said) for name in names)


def _holds(long: str, short: str) -> bool:
    """Whether a name is part of another: whole words in Latin letters, two characters in Chinese."""
    if len(short) < 2:
        return False
    return f" {short} " in f" {long} " if _LATIN.fullmatch(short) else short in long

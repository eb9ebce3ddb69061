"""Names as they are compared: without script, case, legal form and the words that tell only the sort of a thing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nlp.graph.fusion.rules import NameWords
from nlp.resources.files import read_toml
from nlp.text.fold import fold

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]")
_APOSTROPHE = re.compile(r"(?<=\w)'s(?!\w)")
_PIECE = re.compile(r"[\u3400-\u9fff]+|[^\W_\u3400-\u9fff]+(?:[.&'][^\W_\u3400-\u9fff]+)*")
_SHORTEST_HAN, _SHORTEST_LATIN = 2, 4


def plain(name: str) -> str:
    """A name folded: Simplified, half-width, lower case, blanks and marks made one.

    >>> plain("鼎峯算力（HK）"), plain("Hut 8 Mining Corp.")
    ('鼎峰算力 hk', 'hut 8 mining corp')
    """
    folded = _APOSTROPHE.sub("", fold(unicodedata.normalize("NFKC", name)).casefold())
    return " ".join(_PIECE.findall(folded)).replace(".", "")


def scripts(names: Iterable[str]) -> frozenset[str]:
    """In which scripts a thing is named: ``han``, ``latin``; a name in both counts as Chinese.

    >>> sorted(scripts(["嘉楠", "Canaan"])), sorted(scripts(["BTC矿业"]))
    (['han', 'latin'], ['han'])
    """
    found = set()
    for name in names:
        if _HAN.search(name):
            found.add("han")
        elif _LATIN.search(name.casefold()):
            found.add("latin")
    return frozenset(found)


@dataclass(frozen=True)
class NameKeys:
    """Makes the keys of names from the tables of one patterns folder."""

    legal: frozenset[str]
    legal_han: tuple[str, ...]
    descriptors: frozenset[str]
    descriptors_han: tuple[str, ...]
    site_words: frozenset[str]
    site_words_han: tuple[str, ...]
    offices: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, folder: Path, words: NameWords) -> NameKeys:
        """The keys of a patterns folder.

        Raises:
            ResourceError: a table of names is missing or wrong.
        """
        legal: set[str] = set()
        descriptors: set[str] = set(words.descriptors)
        for language in ("zh", "en"):
            table = read_toml(folder / language / "names.toml")
            legal |= set(table.get("legal_forms", ()))
            descriptors |= set(table.get("suffixes", ()))
        plain_legal, plain_descriptors, plain_sites = (set(map(plain, w)) for w in (legal, descriptors, words.site_words))  # fmt: skip
        return cls(
            legal=frozenset(w for w in plain_legal if not _HAN.search(w)),
            legal_han=_han(plain_legal),
            descriptors=frozenset(w for w in plain_descriptors if not _HAN.search(w)),
            descriptors_han=_han(plain_descriptors),
            site_words=frozenset(w for w in plain_sites if not _HAN.search(w)),
            site_words_han=_han(plain_sites),
            offices=tuple((plain(long), plain(short)) for long, short in words.offices.items()),
        )

    def key(self, label: str, name: str) -> str:
        """What is equal for two writings of one name.

        >>> from nlp.graph.fusion.rules import load_rules
        >>> from nlp.resources.files import patterns_folder
        >>> keys = NameKeys.load(patterns_folder(), load_rules(patterns_folder()).names)
        >>> keys.key("COMPANY", "Polar Ridge Mining Inc."), keys.key("COMPANY", "鼎峯算力有限公司")
        ('polar ridge mining', '鼎峰算力')
        >>> keys.key("PERSON", "Katherine L. Osgood"), keys.key("AUTHORITY", "雅砻县发展和改革局")
        ('katherine osgood', '雅砻县发改局')
        """
        text = plain(name).removeprefix("the ")
        if label == "COMPANY":
            return _strip(text, self.legal, self.legal_han)
        if label == "FACILITY":
            return _strip(text, self.site_words, self.site_words_han)
        if label == "PERSON":
            return _without_initials(text)
        if label == "AUTHORITY":
            for long, short in self.offices:
                text = text.replace(long, short)
        return text

    def shorter(self, key: str) -> tuple[str, ...]:
        """The short forms that the key of a company can take: its last words left out while they tell only its sort.

        >>> from nlp.graph.fusion.rules import load_rules
        >>> from nlp.resources.files import patterns_folder
        >>> keys = NameKeys.load(patterns_folder(), load_rules(patterns_folder()).names)
        >>> keys.shorter("larkspur digital"), keys.shorter("海蓝矿业集团")
        (('larkspur',), ('海蓝矿业', '海蓝'))
        """
        found: list[str] = []
        at = key
        while True:
            at = _without_last(at, self.descriptors, self.descriptors_han)
            if not at or len(at) < (_SHORTEST_HAN if _HAN.search(at) else _SHORTEST_LATIN):
                return tuple(found)
            found.append(at)


def _han(words: Iterable[str]) -> tuple[str, ...]:
    """Those in Chinese, the shortest first: 有限公司 goes before 科技有限公司 takes 科技 with it."""
    return tuple(sorted((w for w in words if w and _HAN.search(w)), key=lambda w: (len(w), w)))


def _strip(text: str, words: frozenset[str], han: tuple[str, ...]) -> str:
    """The text without the words at its end; whole where nothing else would be left."""
    while True:
        shorter = _without_last(text, words, han)
        if not shorter:
            return text
        text = shorter


def _without_last(text: str, words: frozenset[str], han: tuple[str, ...]) -> str:
    """The text without one word of a table at its end; empty where none is there."""
    if _HAN.search(text[-1:]):
        longest = next((w for w in han if text.endswith(w) and len(w) < len(text)), "")
        return text[: -len(longest)].rstrip() if longest else ""
    head, _, last = text.rpartition(" ")
    if last in words:
        return head
    before, _, middle = head.rpartition(" ")
    return before if f"{middle} {last}" in words else ""


def _without_initials(text: str) -> str:
    """A person's name without letters that stand for middle names."""
    parts = text.split(" ")
    if len(parts) < 3:
        return text
    return " ".join([parts[0], *(p for p in parts[1:-1] if len(p) > 1), parts[-1]])

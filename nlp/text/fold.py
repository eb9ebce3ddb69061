"""Folding: full-width to half-width, Traditional to Simplified, one character for one.

A folded text has the length of its source, so that every offset in it is an offset in the
source. Rules match on the folded text and report the surface of the source.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp.text.lazy import lazy_pattern

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
# the dots within foreign names: 史蒂夫・科恩; a unit's dot (W/m・K) is none of them
_DOTS = lazy_pattern(r"(?<=[\u4e00-\u9fff])[・•‧∙･⋅](?=[\u4e00-\u9fff])")
_DOT = "·"
# 標誌著 is 标志着; 著名, 显著, 著作 are what they are
_ASPECT = lazy_pattern(r"(?<=[\u4e00-\u9fff])(?<![显昭卓专巨论原名土编合遗译所新])著(?![名作述书录称者])")
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4\uff07"


@lru_cache(maxsize=1)
def _fold_table() -> dict[int, str]:
    """The translation table: built once a process, immutable by convention."""
    import opencc

    table: dict[int, str] = {}
    for code in (*range(0xFF01, 0xFF5F), *range(0x2460, 0x2474), *range(0xFFE0, 0xFFE7)):
        folded = unicodedata.normalize("NFKC", chr(code))
        if len(folded) == 1:
            table[code] = folded
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table.update(dict.fromkeys(map(ord, _APOSTROPHES), "'"))
    han = [chr(c) for c in range(0x4E00, 0x9FFF)]
    simplified = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    for source, target in zip(han, simplified, strict=True):
        if source != target and len(target) == 1:
            table[ord(source)] = target
    return table


@lru_cache(maxsize=1)
def _fold_pattern() -> re.Pattern[str]:
    """One class of all characters that fold; searching it is much faster than a look into the table at each."""
    return lazy_pattern(f"[{''.join(map(chr, _fold_table()))}]")


@lru_cache(maxsize=1)
def traditional_pattern() -> re.Pattern[str]:
    """One class of the Traditional characters that fold to others."""
    return lazy_pattern(f"[{''.join(chr(code) for code in _fold_table() if 0x3400 <= code <= 0x9FFF)}]")


# what nearly every Chinese text holds; none of what they fold to folds again
_FREQUENT = "\uff0c\uff1a\uff08\uff09\uff1b\uff05\uff01\uff1f\u2019"


def fold(text: str) -> str:
    """The folded text, of the same length as `text`.

    >>> fold("１．４９萬臺礦機（S19j）")
    '1.49万台矿机(S19j)'
    >>> fold("埃里克・特朗普")
    '埃里克·特朗普'
    >>> fold("Bitmain’s miners")
    "Bitmain's miners"
    """
    if text.isascii():
        return text
    table = _fold_table()
    for char in _FREQUENT:
        text = text.replace(char, table[ord(char)])
    # `translate` looks up every character, a pattern stops only at those that change
    text = _fold_pattern().sub(lambda match: table[ord(match[0])], text)
    if "著" in text:
        text = _ASPECT.sub("着", text)
    return _DOTS.sub(_DOT, text)


def fold_all(texts: Iterable[str]) -> list[str]:
    """The folded texts, in one go: for many short ones.

    >>> fold_all(["礦機", "S19（液冷）"])
    ['矿机', 'S19(液冷)']
    """
    texts = list(texts)
    folded = fold("\n".join(texts)).split("\n") if texts else []
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


@dataclass(slots=True)
class FoldedText:
    """A source text with its folded form, character for character."""

    source: str
    folded: str

    @classmethod
    def of(cls, text: str) -> FoldedText:
        """The pair for `text`."""
        return cls(text, fold(text))


_GAPS = lazy_pattern(r"[\s-]+")


def plain(name: str) -> str:
    """A name without case, spaces and hyphens, for comparison.

    >>> plain("Bitcoin Gold") == plain("BitcoinGold")
    True
    """
    return _GAPS.sub("", name).lower()


def lowered(text: str) -> str:
    """The text in lower case, of the same length.

    >>> lowered("İ held 3 BTC"), len(lowered("İ"))
    ('İ held 3 btc', 1)
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)

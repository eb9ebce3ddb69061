"""Two forms of one name that stand side by side: 伊隆·马斯克(Elon Musk), a firm's full name (以下简称“X”)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from nlp.records import Mention
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LABELS = frozenset(("COMPANY", "PERSON", "JURISDICTION", "FACILITY", "AUTHORITY"))
_OPENS = lazy_pattern(
    r"\s?\(\s?(?P<called>(?:以下|下文|下面|后文)?(?:简称|统称|下称|又称|又名|即|原名|曾用名|现名|英文名称?|中文名称?|英文全称)|证券简称|股票简称)?(?:为|是)?[: ]{0,2}[\"“”「『'《]?"
)
_CLOSES = lazy_pattern(r"[\"“”」』'》]?(?P<more>[,、;:/]|或)?\s?(?P<end>\))?")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_GAP = 16
# 浙江亿邦|通信技术有限公司
_LEGAL = lazy_pattern(r"[\u4e00-\u9fff]{0,6}?(?:股份)?有限(?:责任)?公司")
_LEAST, _LONGEST = 4, 20


def unite_forms(text: FoldedText, mentions: Sequence[Mention], wide: Collection[str]) -> list[Mention]:
    """The `mentions`, in text order, with one ref for both forms of a name; `wide` holds the refs of countries and the like."""
    known = {(m.label, m.ref) for m in mentions if m.rule.startswith("registry")}
    become: dict[tuple[str, str], str] = {}
    for first, second in pairwise(mentions):
        pair = _pair(text.folded, first, second, known, wide)
        if pair:
            become.setdefault((first.label, pair[0]), pair[1])
    become.update(_legal_names(mentions, known))
    if not become:
        return list(mentions)
    return [replace(m, ref=ref) if m.ref and (ref := become.get((m.label, m.ref))) else m for m in mentions]


def _pair(
    folded: str,
    first: Mention,
    second: Mention,
    known: Collection[tuple[str, str | None]],
    wide: Collection[str],
) -> tuple[str, str] | None:
    """The ref that gives way to another one where the second mention is the first one's other form."""
    if first.label != second.label or first.label not in _LABELS or not 0 < second.start - first.end <= _GAP:
        return None
    old, new = first.ref, second.ref
    if old is None or new is None or old == new or new in wide:
        return None
    opens = _OPENS.fullmatch(folded, first.end, second.start)
    closes = _CLOSES.match(folded, second.end)
    if (
        opens is None
        or closes is None
        or not (closes["end"] if not opens["called"] else closes["end"] or closes["more"])
    ):
        return None
    scripts = bool(_HAN.search(first.text)) != bool(_HAN.search(second.text))
    if not scripts and not opens["called"]:
        return None
    if (first.label, new) not in known:
        return new, old
    if (first.label, old) not in known or opens["called"]:
        return old, new
    return None


def _legal_names(mentions: Sequence[Mention], known: Collection[tuple[str, str | None]]) -> dict[tuple[str, str], str]:
    """The refs of unknown full names that begin with a known name of the text: 浙江亿邦|通信技术有限公司."""
    short = {
        m.text: m.ref
        for m in mentions
        if m.label == "COMPANY"
        and m.ref
        and len(m.text) >= _LEAST
        and ("COMPANY", m.ref) in known
        and _HAN.match(m.text)
    }
    found = {}
    for mention in mentions:
        if mention.label != "COMPANY" or not mention.ref or ("COMPANY", mention.ref) in known:
            continue
        if not mention.text.endswith("公司"):
            continue
        for stop in range(_LEAST, min(len(mention.text), _LONGEST)):
            ref = short.get(mention.text[:stop])
            if ref and _LEGAL.fullmatch(mention.text, stop):
                found["COMPANY", mention.ref] = ref
    return found

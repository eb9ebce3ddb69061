"""Exchange of names and figures in annotated documents, so that contexts are learnt, not names.

All forms of one name change together: full form, short form and acronym keep their likeness.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.records import Document, Mention
from nlp.training.invented import Inventor

_HAN = re.compile("[\u3400-\u9fff]")
_GENERIC = frozenset(
    (
        "mining digital technologies technology holdings holding group capital labs energy power compute data blockchain "
        "infrastructure ventures partners networks systems bitcoin hosting corp corp. inc inc. ltd ltd. llc co co. plc "
        "company limited corporation international global bank exchange securities research media news fund trust assets "
        "and of the & facility site plant center centre campus farm pool crypto financial investments management"
    ).split()
)
_HAN_TAILS = re.compile(
    "(?:股份|有限|责任|公司|集团|控股|科技|技术|资本|数字|矿业|能源|电子|网络|半导体|智能|云计算|数据|证券|银行|基金|交易所|实业|信息|矿池|媒体|日报|新闻)+$"
)
_SWAPPED = ("COMPANY", "PERSON", "FACILITY", "MACHINE")


def swap(document: Document, generator: random.Random, rate: float) -> Document:
    """The document with some of its names and figures exchanged; offsets and surfaces of its mentions follow.

    Statements stay as they are, since they name mentions by their ids and refs.
    """
    chosen: dict[str, Mapping[str, str]] = {}
    forms: dict[str, list[Mention]] = {}
    for mention in document.mentions:
        if mention.label in _SWAPPED and mention.ref is not None:
            forms.setdefault(f"{mention.label} {mention.ref}", []).append(mention)
    inventor = Inventor(generator)
    for key, mentions in forms.items():
        if generator.random() < rate:
            chosen[key] = _renamed(mentions[0].label, sorted({m.text for m in mentions}), inventor)
    pieces: list[str] = []
    made: list[Mention] = []
    at = length = 0
    for mention in document.mentions:
        before = document.text[at : mention.start]
        surface = chosen.get(f"{mention.label} {mention.ref}", {}).get(mention.text, mention.text)
        if mention.label == "QUANTITY" and generator.random() < rate:
            surface = _other_digits(surface, generator)
        pieces += [before, surface]
        start = length + len(before)
        length = start + len(surface)
        made.append(replace(mention, start=start, end=length, text=surface))
        at = mention.end
    pieces.append(document.text[at:])
    return replace(document, text="".join(pieces), mentions=tuple(made))


def _renamed(label: str, surfaces: Sequence[str], inventor: Inventor) -> Mapping[str, str]:
    """New surfaces for all forms of one name."""
    if label == "MACHINE":
        digits = {d: inventor.random.choice("0123456789") for d in "0123456789"}
        return {s: "".join(digits.get(c, c) for c in s) for s in surfaces}
    if label == "PERSON":
        return _other_person(surfaces, inventor)
    return _other_company(surfaces, inventor)


def _other_company(surfaces: Sequence[str], inventor: Inventor) -> Mapping[str, str]:
    words = [inventor.word(), inventor.word(1, 2)]
    han, ending = inventor.han_head(), inventor.han_ending()
    letters = inventor.letters()
    made = {}
    for surface in surfaces:
        if _HAN.search(surface):
            tail = _HAN_TAILS.search(surface)
            latin = re.match(r"[A-Za-z][\w .&-]*", surface)
            head = words[0] + (" " if latin and latin[0].endswith(" ") else "") if latin else han
            made[surface] = head + (tail[0] if tail and tail.start() else ending if len(surface) > 4 else "")
            continue
        parts = surface.split(" ")
        kept = next((i for i, part in enumerate(parts) if part.lower().strip(",") in _GENERIC and i), len(parts))
        if len(parts) == 1 and surface.isupper() and len(surface) <= 5:
            made[surface] = letters
        else:
            made[surface] = " ".join([*words[: min(kept, 2)], *parts[kept:]])
    return made


def _other_person(surfaces: Sequence[str], inventor: Inventor) -> Mapping[str, str]:
    longest = max(surfaces, key=len)
    first, last = inventor.first_name(), inventor.word(1, 3)
    han = inventor.han_person()
    foreign = {part: inventor.han_foreign(len(part)) for part in re.split("[·•]", longest)}
    made = {}
    for surface in surfaces:
        if _HAN.search(surface):
            parts = re.split("([·•])", surface)
            dotted = "·" in longest or "•" in longest or len(surface) > 4
            made[surface] = (
                "".join(p if p in "·•" else foreign.get(p) or inventor.han_foreign(len(p)) for p in parts)
                if dotted
                else han
            )
            continue
        parts = surface.split(" ")
        if len(parts) == 1:
            made[surface] = first if longest.startswith(surface + " ") else last
        else:
            made[surface] = " ".join([first, *(p for p in parts[1:-1] if len(p) <= 2), last])
    return made


def _other_digits(surface: str, generator: random.Random) -> str:
    """The surface with other digits; a leading one stays above nothing, a zero behind a point may be any."""
    return re.sub(
        r"\d+",
        lambda run: generator.choice("123456789") + "".join(generator.choice("0123456789") for _ in run[0][1:]),
        surface,
    )

"""Chinese brackets that tell a thing again: a ticker, a second name, a sum in a second currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar

from nlp.records import Mention
from nlp.text.lazy import lazy_pattern


class Place(Protocol):
    """What stands for a mention in an encoded text."""

    ref: str
    mention: Mention | None


_Slot = TypeVar("_Slot", bound=Place)
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")

# [X](NASDAQ: X)宣布, [比特微](MicroBT)的: a ticker, a second name or a short form behind a name in Chinese
_BYNAME = lazy_pattern(
    r"(?<=\ue043)(?:公司|集团)(?=[\u4e00-\u9fff,。、])(?![债法章治股])|"
    # [X](生产矿机)签约: what only describes it
    r"(?<=\ue043) ?\([\u4e00-\u9fff,、·]{2,24}\)(?=[\u4e00-\u9fff,。、:;\ue041-\ue07a])|"
    # ebitda(税前息前折旧前摊销前利润)为: what the letters mean
    r"(?<=ebitda) ?\([\u4e00-\u9fff,、]{2,30}\)|"
    # one way to read each letter, so that a long aside in Latin letters is given up at once
    r"(?<=\ue043) ?\((?:[a-z0-9\s.:;,/“”\"\ue043-]|代码|以下|简称|下称|股票|纳斯达克|纽交所|港交所|美股|港股)+\)"
    r"(?=[\u4e00-\u9fff,。、:;\ue041-\ue07a])"
)


# 9.8亿元(约合[1.4亿美元]),较上季: the same sum in a second currency behind a sum in Chinese
_SUM_AGAIN = lazy_pattern(
    r"(?<=\ue06d) ?\((?:相当于|折合|约合|合|约|即|大约)* ?\ue06f\)(?= ?[\u4e00-\u9fff,。、;\n]|$)"
)


def brackets_again(text: str) -> list[tuple[int, int]]:
    """Where a Chinese bracket tells the sum before it in other money."""
    return [match.span() for match in _SUM_AGAIN.finditer(text)]


def sums_again(brackets: Iterable[tuple[int, int]], slots: Mapping[int, _Slot]) -> Iterable[tuple[str, _Slot]]:
    """The sums in such brackets, each with the id of the one before it."""
    for start, end in brackets:
        one, other = slots[start - 1].mention, slots[end - 2]
        if (
            one is not None
            and other.mention is not None
            and other.mention.measure
            and other.mention.measure.kind == "money"
        ):
            yield one.id, other


def bynames(text: str, slots: Mapping[int, _Slot]) -> Iterable[tuple[int, int]]:
    """The brackets that only give a name again: nothing in them stands for another thing."""
    for match in _BYNAME.finditer(text):
        start, end = match.span()
        if text[start - 1] == "a":
            yield start, end
            continue
        if not _HAN.match(text, end) and not _HAN.match(text, max(0, start - 2)):
            continue
        ref = slots[start - 1].ref
        if all(slots[at].ref == ref for at in range(start, end) if at in slots):
            yield start, end

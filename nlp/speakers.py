"""Whose firm a person speaks for, or a description of a trade means."""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.text.lazy import lazy_pattern

if TYPE_CHECKING:
    from nlp.encoding import EncodedText, Sentence, Slot
    from nlp.references import Salience

# The Oslo firm …; It …: a sentence that goes on with whom the text speaks of
GOES_ON = lazy_pattern(
    r"[\s\"“]*(?:(?:and|but|now|still|meanwhile|also|in \ue044|on \ue044),?\s)?(?:it\s(?!(?:is|was|'s|will be|remains)\s[a-z]+\s(?:that|whether|if|how|who|to)\b|(?:was|is|has been)\s[a-z]+\sby\b)|its\s(?![a-z -]{0,40},?\s?\ue043)|"
    r"the (?:[a-z-]+ |\ue04a(?:-based)? ){0,3}(?:company|firm|miner|maker|group|operator|manufacturer)\s(?!\ue043))"
)

_POST = lazy_pattern(
    r"\b(?:chief|ceo|cfo|coo|cto|president|founders?|co-?founders?|head|director|officer|chairman|chairwoman|chair|boss|manager|executive)\b"
)
_SAYS = r"(?:said|says|added|adds|noted|notes|explained|explains|commented|wrote|recalled|recalls|joked|argued|argues|told (?:\ue043|investors|analysts|reporters|shareholders|staff|listeners|the \w+)|stated|stresse[ds]|remarks|remarked|insists|insisted|quipped|quips|concede[ds]|admits|admitted|pointed out|points out|concluded|concludes|continued|reckons|declared|observed|observes|promised|boasts|boasted|according to)"
# We have [30 MW," said chief executive P] · [30 MW," P said]
_SAID_BY = lazy_pattern(
    r"[^”\"\n]{0,300}[”\"]\s(?:"
    + _SAYS
    + r"\s(?:[a-z-]+,?\s|\ue043(?:'s?)?\s){0,5}\ue050|\ue050(?:,[^,.;]{0,60},)?\s"
    + _SAYS
    + r"\b)"
)
# …," said [P], chief executive of X. "We have 30 MW
_SAID_BEFORE = lazy_pattern(
    r"\b"
    + _SAYS
    + r"\s(?:[a-z-]+,?\s|\ue043(?:'s?)?\s){0,5}\ue050[^\"“”]{0,160}\Z|\ue050(?:,[^;\"“”]{0,80},)?\s"
    + _SAYS
    + r"\b[^\"“”]{0,60}\Z"
)
# how a text tells whose a person is: [X] founder [P] · [P], chairman of the miner [X]
_POST_BEFORE = lazy_pattern(r"(?P<firm>\ue043)(?:'s?)?\s(?:[a-z-]+,?\s){1,6}\Z")
_POST_AFTER = lazy_pattern(
    r",\s(?:(?:[a-z-]+,?\s){1,7}(?:of|at)|who\s(?:now\s|also\s)?(?:runs|leads|heads|founded|chairs|co-founded|owns|manages|started))\s(?:the )?(?:[a-z-]+\s){0,3}(?P<firm>\ue043)"
)


def firm_of_last_person(encoded: EncodedText, salience: Salience, position: int) -> str | None:
    """The firm of the person named last before a position: the registry's, or the one that the text gives."""
    last = encoded.last_before("P", position, 400)
    if not last:
        return None
    known = salience.known_employer(last[0].ref)
    if known:
        return known
    for slot in encoded.slots.values():
        if slot.ref == last[0].ref:
            at = slot.position
            found = _POST_BEFORE.search(encoded.text, max(0, at - 60), at) or _POST_AFTER.match(encoded.text, at + 1)
            if found:
                return encoded.slots[found.start("firm")].ref
    return _firm_told_of(encoded, salience, last[0])


def _firm_told_of(encoded: EncodedText, salience: Salience, person: Slot) -> str | None:
    """The firm that is spoken of where a person is first named with a post."""
    first = next(slot for slot in encoded.slots.values() if slot.ref == person.ref)
    at = first.position
    if not _POST.search(encoded.text, max(0, at - 40), at + 40):
        return None
    sentence = encoded.sentences[max(0, bisect.bisect_right(encoded.starts, at) - 1)]
    return salience.subject_of(sentence, at) or salience.topic_at(sentence)


def firm_of_speaker(encoded: EncodedText, salience: Salience, position: int) -> str | None:
    """The firm for which an English text says we: that of who is quoted, or, outside of quotes, that of the text."""
    text = encoded.text
    said = _SAID_BY.match(text, position)
    if said:
        return firm_of_last_person(encoded, salience, said.end())
    start = text.rfind("\n", 0, position) + 1
    quoted = text.count('"', start, position) % 2 == 1 or text.rfind("“", start, position) > text.rfind(
        "”", start, position
    )
    if not quoted:
        return salience.main
    opened = max(text.rfind('"', start, position), text.rfind("“", start, position))
    return firm_of_last_person(encoded, salience, opened) if _SAID_BEFORE.search(text, start, opened) else None


# welcome to the [X] call, 欢迎参加[X]电话会议: whatever the rest of the text looks like
_TO_OUR_CALL = lazy_pattern(
    r"(?:欢迎(?:大家|各位|您|收听|来到|出席|参加|收看)*|welcome (?:everyone |you |all )?to)[^。.\n\ue043]{0,30}(?P<house>\ue043)"
    r"[^。.\n\ue043]{0,50}(?:电话会|业绩会|发布会|说明会|交流会|\bcall\b|webcast|briefing|presentation)"
)
# thank you for joining us at [X]: in a transcript
_WELCOME = lazy_pattern(
    r"\b(?:welcome|joining us|thank you for joining|thanks for joining|here)\b[^.!?\n\ue043]{0,40}\b(?:to|at|for|on)\s[^.!?\n\ue043]{0,30}(?P<house>\ue043)"
)
_SPEAKER_LINE = lazy_pattern(
    r"(?:^|\n)\s*(?:(?:\ue050|operator|接线员|主持人|会议助理|moderator)\s*(?:[-–—:]\s?[^\n]{0,40})?(?=\n)|(?:[^\n:,。\ue050]{0,12}\ue050[^\n:,。]{0,16}|问|答|[^\n:,。]{0,8}记者|主持人|提问者?|投资者|分析师|operator|moderator|analyst|interviewer|[qa]\d{0,2}|[^\n:,。]{1,4}[总董])\s?:)"
)
_SPEAKERS, _HEAD = 3, 2_000


def _house(pattern: re.Pattern[str], encoded: EncodedText) -> str | None:
    match = pattern.search(encoded.text, 0, _HEAD)
    return encoded.slots[match.start("house")].ref if match else None


@lru_cache(maxsize=2)
def is_transcript(encoded: EncodedText) -> bool:
    """Whether a text is a call transcript: it welcomes to one, or has lines that hold a speaker's name and nothing else."""
    if _house(_TO_OUR_CALL, encoded) is not None:
        return True
    return len(_SPEAKER_LINE.findall(encoded.text)) >= _SPEAKERS


def house_of_call(encoded: EncodedText) -> str | None:
    """The company whose call a text is the transcript of: it welcomes its listeners."""
    house = _house(_TO_OUR_CALL, encoded)
    return house or (_house(_WELCOME, encoded) if is_transcript(encoded) else None)


# “我们…,”[X]总裁说 · “我们…。”说这话的是[P],[X]总裁 · [X]写道:“我们…
_QUOTED = lazy_pattern(r"[^”\n]{0,400}”")
_SAYING = r"(?:说|称|表示|写道|写|指出|透露|介绍|补充|解释|认为|坦言|强调|披露|公告|宣布|声明|回应|回答|总结|直言|的话|所言|当时)"
_SAID_BEHIND = lazy_pattern(
    r"[,。:]?\s?(?:(?:(?:说|讲)(?:出)?(?:这|这番|这句|此)?话的(?:人)?(?:是|为)|[—-]{1,2})[^,。;:\n\ue043\ue050]{0,16}(?=[\ue043\ue050])"
    rf"|[^,。;:\n\ue043\ue050]{{0,16}}(?=[\ue043\ue050][^。;\n”]{{0,40}}{_SAYING}))"
)


def firm_of_chinese_speaker(encoded: EncodedText, salience: Salience, position: int) -> str | None:
    """The firm for which a Chinese quotation says 我们, where who says it stands behind it."""
    start = encoded.text.rfind("\n", 0, position) + 1
    if encoded.text.count("“", start, position) <= encoded.text.count("”", start, position):
        return None
    end = _QUOTED.match(encoded.text, position)
    said = _SAID_BEHIND.match(encoded.text, end.end()) if end else None
    if said is None:
        return None
    slot = encoded.slots[said.end()]
    if slot.type == "P":
        return firm_of_last_person(encoded, salience, said.end() + 1)
    return None if salience.is_source(slot) else slot.ref


# what a description says of its company's trade
_TRADES = (
    (lazy_pattern(r"miner$|矿企$|矿商$|矿工$|挖矿公司$|矿业公司$"), frozenset({"miner"})),
    (lazy_pattern(r"(?:maker|manufacturer|producer)$|制造商$|厂商$"), frozenset({"maker", "chip"})),
    (lazy_pattern(r"exchange$|交易所$"), frozenset({"exchange"})),
    (lazy_pattern(r"chipmaker$"), frozenset({"chip"})),
    (lazy_pattern(r"lender$|银行$|基金$"), frozenset({"bank", "lender", "fund"})),
    (lazy_pattern(r"矿池$"), frozenset({"pool"})),
)
BESIDE_MINERS = ("lender", "bank", "energy")
"""The trades of firms that stand beside a miner in its news, without machines, coins or sites of their own."""


def of_trade(
    encoded: EncodedText,
    match: re.Match[str],
    ref: str | None,
    trades: Mapping[str, str | None],
    main: str | None = None,
) -> str | None:
    """The company last named whose trade a description tells, where the one meant so far has another."""
    wanted = next((kinds for pattern, kinds in _TRADES if pattern.search(match[0])), frozenset())
    if not wanted or ref is None or trades.get(ref) is None or trades[ref] in wanted:
        return ref
    fit = [
        slot.ref
        for slot in encoded.slots.values()
        if slot.type == "C" and slot.position < match.start() and trades.get(slot.ref) in wanted
    ]
    if not fit and match[0].endswith("miner") and trades[ref] in BESIDE_MINERS:
        return main or ref  # lender X took the rigs of Y; the miner …
    return fit[-1] if fit else ref


def as_described(
    encoded: EncodedText,
    match: re.Match[str],
    ref: str | None,
    trades: Mapping[str, str | None],
    main: str | None = None,
) -> str | None:
    """The company that a description speaks of, where `ref` is who would be meant by its place; other words keep `ref`."""
    if match[0] == "商行":
        ref = _firm_called(encoded, match) or ref
    return of_trade(encoded, match, ref, trades, main) if match.lastgroup in _DESCRIPTIONS else ref


_DESCRIPTIONS = ("described", "placed", "english", "based")
"""The kinds of anaphors that tell what a company is."""


def _firm_called(encoded: EncodedText, match: re.Match[str]) -> str | None:
    """The company named before whose name ends as a description does."""
    before = [s for s in encoded.slots.values() if s.position < match.start() and s.mention is not None]
    return next((s.ref for s in reversed(before) if s.mention and s.mention.text.endswith(match[0])), None)


# 机器搬进[某园区],[后者]…: the latter is the last thing named, and that is no company
_THING_LAST = lazy_pattern(r"[\ue046\ue04d][^,。;:\ue041-\ue07a]{0,8}[,;:(]\Z")


def latter_firm(encoded: EncodedText, salience: Salience, sentence: Sentence, position: int) -> str | None:
    """The company that the latter means: the last one named, or none right behind a site or a machine, which it means."""
    if _THING_LAST.search(encoded.text, max(sentence.start, position - 12), position):
        return None
    return next((s.ref for s in reversed(salience.before(position))), None)


# firms like [Cango] and [Bitfarms] do as [MARA] does. The former …
_PAIR_NEAR = 400
_PAIR = lazy_pattern(r"(?<!\ue043, )\ue043(?:\s\([^()]{0,40}\))?,?\s(?:and|or|&)\s(?:the\s)?(?:[a-z-]+\s){0,2}\ue043")


def pair_before(encoded: EncodedText, index: int, position: int) -> tuple[str, str] | None:
    """The two companies that the sentence before joins, where the sentence itself names none so far."""
    sentence = encoded.sentences[index]
    # no sentence is read further back than this, so that many pronouns in a long one stay cheap
    if not index or position - sentence.start > _PAIR_NEAR or "\ue043" in encoded.text[sentence.start : position]:
        return None
    before = encoded.sentences[index - 1]
    found = _PAIR.search(encoded.text, max(before.start, before.end - _PAIR_NEAR), before.end)
    return (encoded.slots[found.start()].ref, encoded.slots[found.end() - 1].ref) if found else None


def last_but_one(refs: Sequence[str]) -> str | None:
    """The one before the last thing named, where two are."""
    last = refs[-1] if refs else None
    return next((ref for ref in reversed(refs) if ref != last), None)

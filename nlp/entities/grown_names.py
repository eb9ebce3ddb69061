"""Registry names that are but a part of a longer name: [BitMine] Pampa, Otter [Peak Mining], Phoenix [Technology] Consultants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.entities.headings import is_heading
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD_BEFORE = lazy_pattern(r"(?<![A-Za-z'’.&/-])([A-ZÀ-Ý][a-zà-ÿ]{2,20}) $")
_SENTENCE_START = lazy_pattern(r"(?:^|[.!?:;\n\"“”•*(])\s*$")
_LISTING = lazy_pattern(r" \((?:NASDAQ|Nasdaq|NYSE|TSXV?|TSX-V|ASX|LSE|AIM|OTC\w{0,3}|CSE)[^()\n]{0,20}: ?[A-Z]{2,5}")
_INITIAL = lazy_pattern(r"[a-zà-ÿ]")
# a number that belongs to a name in Chinese text, where nothing is counted: Corvo 21|承认
_NUMBER = lazy_pattern(
    r" \d{1,2}(?=[,。、;:)”](?!\d)|[\u4e00-\u9fff])(?![年月日号时点分秒个台枚亿万千百家座倍次名位人项条天周季期栋层只支颗片股美欧英港日韩加澳元兆吉太大岁度章轮笔处块吨成种款批多余米毫纳处间艘辆套箱批份折代星级强档比])"
)
# words behind a firm in Chinese text, up to what is no Latin letter: HashKey Restake|上线
_BEHIND = lazy_pattern(r" (?P<word>[A-ZÀ-Ý][a-zà-ÿ]{2,14})(?! ?[A-Za-z0-9&'’.(+-])")
_HAN_NEAR = lazy_pattern(r"[\u4e00-\u9fff]\s?$")
_HAN_NEXT = lazy_pattern(r"\s?[\u4e00-\u9fff]")
_END, _MARKS = lazy_pattern(r"[、,。:;”\n(]|$"), "、,。:;“”\n"


_FUND_KINDS = frozenset(
    "Digital Asset Assets Alpha Gold Silver Mini Premium Income Staking Staked Yield Select Index Multi Strategic Physical"
    " Investment Large Cap Core Crypto Blockchain Innovation Transformation Opportunity Growth Venture Money Market".split()
)


class GrownNames:
    """Takes the words of a firm's name that the registry has without them into its span."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        legal = alternatives(sorted(english.legal_forms, key=len, reverse=True))
        self._tail = lazy_pattern(
            rf"(?: (?:{'|'.join(english.second_tails)})(?:,? (?:{legal}))?|, (?:{legal}))(?![A-Za-z-]| [A-Z])"
        )
        kinds = alternatives(sorted(tables.coins | _FUND_KINDS, key=len, reverse=True))
        # iShares [Bitcoin Trust], the name of a fund
        self._fund = lazy_pattern(rf"(?: (?:{kinds})){{0,4}} (?:Trust|Fund)(?![A-Za-z-]| [A-Z])")
        tails = alternatives(sorted(english.suffixes, key=len, reverse=True))
        self._two = lazy_pattern(
            rf" (?P<word>[A-ZÀ-Ý][a-zà-ÿ]{{2,14}}) (?:{tails})(?:,? (?:{legal}))?(?![A-Za-z-]| [A-Z])"
        )
        self._ends = frozenset(english.legal_forms) | english.suffixes
        # what ends the names of firms that begin with their town
        self._seated = self._ends.union(english.second_tails)
        self._ordinary = english.ordinary
        self._firsts = english.common_firsts - english.openers - english.titles - english.role_words - tables.calendar
        self._no_firm = lazy_pattern(rf" ?[”」\"]?(?:{'|'.join(tables.chinese.no_firm_behind)})")
        self._never = (
            english.openers | tables.never | english.titles | english.role_words | tables.calendar
            | tables.demonyms | english.given | english.common_firsts
        )  # fmt: skip

    def grow(self, text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions in text order, with the names of firms whole; a firm right behind another is the end of its name."""
        folded, made = text.folded, list[Mention]()
        for index, mention in enumerate(mentions):
            if mention.label != "COMPANY" or not folded[mention.end - 1].isascii():
                made.append(mention)
                continue
            if mention.rule == "latin.company" and (number := _NUMBER.match(folded, mention.end)):
                made.append(_as_one(text, mention, mention.start, number.end()))
                continue
            last = made[-1] if made else None
            if last is not None and self._is_one(folded, last, mention):
                made[-1] = _as_one(text, last, last.start, mention.end)
                continue
            ceiling = mentions[index + 1].start if index + 1 < len(mentions) else len(folded)
            whole = self._grown(text, mention, last.end if last else 0, ceiling)
            if last is not None and self._is_seat(last, whole):
                whole = _as_one(text, whole, last.start, whole.end)  # [Beijing] Bitmain Technology
                made.pop()
            made.append(whole)
        return made

    def _is_seat(self, last: Mention, mention: Mention) -> bool:
        """Whether a Chinese place right before a firm's name with a tail belongs to it."""
        placed = last.label == "JURISDICTION" and (last.ref or "").startswith("cn-") and last.text.isascii()
        tail = mention.text.rsplit(" ", 1)[-1]
        return placed and last.end + 1 == mention.start and tail != mention.text and tail in self._seated

    def _is_one(self, folded: str, last: Mention, mention: Mention) -> bool:
        """Whether a name of no registry and the firm right before it are one name."""
        if last.label != "COMPANY" or last.end + 1 != mention.start or folded[last.end] != " ":
            return False
        known = last.rule == "registry" and mention.rule.startswith("latin.company")
        whole = folded[last.start : last.end].isascii() and not is_heading(folded, last.start, mention.end)
        return known and whole and folded[mention.start : mention.end] not in self._never

    def _grown(self, text: FoldedText, mention: Mention, floor: int, ceiling: int) -> Mention:
        if mention.rule != "registry":
            return mention
        folded, start, end = text.folded, mention.start, mention.end
        if tail := self._tail.match(folded, end):
            end = tail.end()
        elif (fund := self._fund.match(folded, end)) and fund.end() <= ceiling:
            end = fund.end()
        elif (two := self._two.match(folded, end)) and self._goes_on(folded, mention, two, ceiling):
            end = two.end()
        elif (behind := _BEHIND.match(folded, end)) and self._is_tail(folded, mention, behind, ceiling):
            end = behind.end()
        words = folded[start : mention.end].split(" ")
        before = _WORD_BEFORE.search(folded, max(floor, start - 22), start) if len(words) > 1 else None
        if before and words[-1].strip(",") in self._ends and self._begins(folded, before, end):
            start = before.start(1)
        return mention if (start, end) == (mention.start, mention.end) else _as_one(text, mention, start, end)

    def _goes_on(self, folded: str, mention: Mention, two: re.Match[str], ceiling: int) -> bool:
        """Whether a word and a firm's last word behind a firm of one word make another firm: Apple [Valley Hash]."""
        if " " in mention.text or two.end() > ceiling or two["word"] in self._never - self._firsts:
            return False
        return two["word"] not in self._ends and not is_heading(folded, mention.start, two.end())

    def _is_tail(self, folded: str, mention: Mention, behind: re.Match[str], ceiling: int) -> bool:
        """Whether the capitalised word behind a firm in Chinese text ends the name of another firm."""
        word, end = behind["word"], behind.end()
        if end > ceiling or word in self._never - self._firsts or self._no_firm.match(folded, end):
            return False
        led, followed = _HAN_NEAR.search(folded, max(0, mention.start - 2), mention.start), _HAN_NEXT.match(folded, end)
        if word == "News" or not (led or followed):
            return False
        opens = led or not mention.start or folded[mention.start - 1] in _MARKS
        return bool(opens and (followed or _END.match(folded, end)))

    def _begins(self, folded: str, before: re.Match[str], end: int) -> bool:
        """Whether the word before a firm's name is no word of the sentence but the head of the name."""
        word = before[1]
        if word in self._never or word.lower() in self._ordinary:
            return False
        listed = _LISTING.match(folded, end) is not None  # a share's code behind it tells a whole name
        return listed or not _SENTENCE_START.search(folded, max(0, before.start() - 4), before.start())


def _as_one(text: FoldedText, mention: Mention, start: int, end: int) -> Mention:
    same = mention.start == start and text.folded[mention.end : mention.end + 2] == ", "
    name = text.source[start:end]
    return replace(
        mention, start=start, end=end, text=name, ref=mention.ref if same else None, rule="grown", priority=EXACT
    )

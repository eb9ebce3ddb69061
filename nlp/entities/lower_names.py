"""Firms that write themselves in lower case, told by what stands beside them: bought by voltshed, a start-up in Lima."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nlp.entities.affixes import AffixTable
from nlp.entities.latin_cues_zh import ACTS_ZH
from nlp.entities.letters import cues_of, find_latin
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_WORD = r"(?<![\w@#$/.’'-])(?:[a-z][a-z]{2,14}\d{0,3}|[a-z]{1,4}-?\d{1,3}[a-z]{0,3})(?![\w/@’'.-]*[A-Z0-9@/])"
_LED = lazy_pattern(
    r"(?:^|[^a-z])(?:the|an?|its|their|his|her|our|your|this|that|another|every|each|some|no|any|more|very|as|is|are|was)\s$"
)


# in English text: hash7, q4hash, k9pool; zk0 Labs
_EN = lazy_pattern(
    r"(?<![\w@#$/.’'+-])(?P<stem>[a-z]{1,8})-?\d{1,2}(?P<tail>[a-z]{3,8})?(?P<more>(?: (?:Labs|Mining|Digital|Capital|Energy|Cloud|Pool|labs|digital|mining|pool|compute|energy|cloud|hash))?(?:,? (?:inc|Inc|ltd|Ltd)\.|,? llc)?)"
    r"(?![\w@/%-]|\.\w)"
)
_OPENS = lazy_pattern(r"(?:^|[.!?]\s+|\n[*#>\s\d]*|[–—] ?|-- )[\"“(]?$")
_LETTER = lazy_pattern(r"[\u4e00-\u9fff]")
_HAN = lazy_pattern(r"[\u4e00-\u9fff,。、;:()“”|]")
# in Chinese text: rigel7, fjord 5, tq Capital, vorn
_ZH = lazy_pattern(
    r"(?<![A-Za-z0-9_@#$/.’'-])(?:(?P<tailed>[a-z]{2,9}\d{0,2} (?:Capital|Mining|Labs|Digital|Energy|Cloud|Pool|mining|labs|capital|B\.V\.|GmbH|[Ii]nc\.?|[Ll]td\.?|LLC|AS|AB|OÜ))"
    r"|(?P<figure>[a-z]{2,9}\d{1,2}|[a-z]{3,9} \d{1,2}(?! ?[年月日号时点分秒个台枚亿万千百家座倍次名位人项条天周元兆%.,A-Za-z]))"
    r"|(?P<bare>[a-z]{2,10}))(?![A-Za-z0-9_/@-]|\.[A-Za-z0-9])"
)
_SURE, _TOLD, _TOLD_EN = 0.5, 0.3, 0.7


class LowerNames:
    """Finds companies in lower case, which no word list has."""

    def __init__(self, tables: NameTables) -> None:
        english = tables.english
        firms = alternatives(sorted(english.firm_nouns, key=len, reverse=True))
        name = rf"{_WORD}(?: (?:{'|'.join(english.lower_tails)}))?"
        called, posts, done = map("|".join, (english.lower_named, english.lower_posts, english.lower_deeds))
        self._pattern = lazy_pattern(
            rf"(?P<apposed>{name}), (?:an?|the|its) [^.,;:\n]{{0,40}}?(?:{firms})(?![a-z])"
            rf"|(?:{firms}),? (?:{called}) [\"“]?(?P<called>{name})"
            rf"|(?:{posts}) (?:of|at) (?P<post>{name})(?=[,.;]| (?:said|says|who))"
            rf"|(?<![a-z])(?:{done}) by (?P<done>{name})(?=[,.;])"
            rf"|presid(?:es|ed|ing) over (?P<over>{name})(?=[,.;])"
        )
        self._figured_words, self._plain = tables.figured, tables.lower_words
        self._cues = cues_of((*english.lower_posts, *english.lower_named, "by", "over", "a", "an", "the", "its"))
        sides = {
            side: {c.phrase: c.weight for c in english.contexts if (c.label, c.side) == ("COMPANY", side)}
            for side in ("left", "right")
        }
        self._led_en = AffixTable(sides["left"], side="left")
        self._acts_en = AffixTable(sides["right"], side="right")
        self._ordinary = english.ordinary | {word.lower() for word in tables.never}
        chinese = tables.chinese
        self._before = AffixTable(
            {**dict.fromkeys(("初创", "创企", "新面孔"), _SURE), **chinese.company_before}, side="left"
        )
        self._after = AffixTable({**dict.fromkeys(ACTS_ZH, 0.3), **chinese.company_after}, side="right")

    def find(self, text: FoldedText, taken: Spans, places: Sequence[Mention] = ()) -> list[Mention]:
        """The lower-case names of `text` outside the spans `taken`, wherever they stand."""
        folded = text.folded
        names: dict[str, None] = {}
        for match in find_latin(self._pattern, folded, self._cues):
            start, end = match.span(match.lastgroup or 0)
            if match.lastgroup and not taken.overlaps(start, end) and self._is_name(folded, start, end):
                names[folded[start:end]] = None
                names.setdefault(folded[start:end].split(" ", 1)[0])
        for name in self._figured(folded, taken):
            names[name] = None
            if " " in name:
                names.setdefault(name.split(" ", 1)[0])
        for name in self._chinese(folded, taken, {place.end for place in places}):
            names[name] = None
            head = name.split(" ", 1)[0]
            if not name.rsplit(" ", 1)[-1].isdigit():
                names.setdefault(head)
        return [mention for name in names for mention in self._places(text, name, taken)]

    def _figured(self, folded: str, taken: Spans) -> Iterator[str]:
        """The names with a figure that stand in English text: they come back, open a sentence or are told by a word."""
        matches = [match for match in _EN.finditer(folded) if match["stem"] not in self._figured_words]
        counts = Counter(match[0] for match in matches)
        for match in matches:
            start, end = match.span()
            if taken.overlaps(start, end) or not match["stem"] + (match["tail"] or ""):
                continue
            opens = _OPENS.search(folded, max(0, start - 8), start) is not None
            before = self._led_en.weight(folded[max(0, start - 40) : start])
            after = self._acts_en.weight(folded[end : end + 30])
            shaped = bool(match["tail"] or match["more"])
            if counts[match[0]] > 2 or (
                0.3 * opens + 0.3 * shaped + 0.15 * counts[match[0]] + before + after >= _TOLD_EN
            ):
                yield match[0]

    def _chinese(self, folded: str, taken: Spans, places: set[int]) -> Iterator[str]:
        """The names that stand in Chinese text: 矿企rigel7, rigel7股价, 挪威的fjord 5."""
        if not _LETTER.search(folded):
            return
        matches = list(_ZH.finditer(folded))
        counts = Counter(match[0] for match in matches)
        for match in matches:
            start, end = match.span()
            if _is_in_chinese(folded, start, end) and not taken.overlaps(start, end):
                of_place = folded[start - 1 : start] == "的" and start - 1 in places
                if self._is_told(folded, match, sure=of_place or counts[match[0]] > 1):
                    yield match[0]

    def _is_told(self, folded: str, match: re.Match[str], *, sure: bool) -> bool:
        """Whether the shape of a candidate and the words beside it make it a name."""
        start, end = match.span()
        if match["tailed"]:
            return self._is_name(folded, start, end)
        led = self._before.weight(folded[max(0, start - 12) : start]) >= _SURE
        acts = self._after.weight(folded[end : end + 10]) >= _TOLD
        if match["figure"]:
            return match[0].rstrip("0123456789").strip() not in self._figured_words and (led or acts or sure)
        free = match[0] not in self._plain and self._is_name(folded, start, end)
        return free and (led or (acts and end - start > 3))

    def _is_name(self, folded: str, start: int, end: int) -> bool:
        """Whether a word is in no dictionary, nor a form of one that is."""
        word = folded[start:end].split(" ", 1)[0]
        if not folded[start:end].isascii() or _LED.search(folded[max(0, start - 9) : start]):
            return False
        stem = word.rstrip("s").removesuffix("ing").removesuffix("ed")
        forms = {
            word,
            word.rstrip("s"),
            stem,
            stem + "e",
            word.removesuffix("er"),
            word.removesuffix("ly"),
            word.removesuffix("ies") + "y",
        }
        return self._ordinary.isdisjoint(forms) and not word.isdigit()

    @staticmethod
    def _places(text: FoldedText, name: str, taken: Spans) -> Iterator[Mention]:
        ref = name.split(" ", 1)[0]
        for match in re.finditer(rf"(?<![A-Za-z0-9_@#$/.-]){re.escape(name)}(?![A-Za-z0-9_/@-])", text.folded):
            if not taken.overlaps(match.start(), match.end()):
                yield Mention(
                    match.start(), match.end(), text.source[match.start() : match.end()], "COMPANY",
                    rule="latin.lower", ref=ref, confidence=0.7, priority=CONTEXT,
                )  # fmt: skip


def _is_in_chinese(folded: str, start: int, end: int) -> bool:
    """Whether Chinese letters or marks stand on either side, and a letter on one."""
    left, right = folded[max(0, start - 3) : start], folded[end : end + 3]
    if not (_LETTER.search(left) or _LETTER.search(right)):
        return False
    begins = not start or left[-1] == "\n" or _HAN.match(left.rstrip(" ")[-1:])
    return bool(begins) and _HAN.match(right.lstrip(" ")[:1]) is not None

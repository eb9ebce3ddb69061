"""Hardware that no registry row names: a line and a model code, or a code alone where the text is on mining.

Three steps. Names of lines are found in one pass, with the code behind them. Codes alone are found in one
merged pattern. A weak code (``S19``, ``A14``) is kept only for a reason: words of mining next to it, a link to
a machine already found (``M30S, M30``), or the same code kept elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.entities.letters import lowered
from nlp.entities.merge import Spans
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.machine_grammar import FIELDS, MachineGrammar, MachineLine, load_machine_grammar
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_LEFT = r"(?<![A-Za-z0-9_.$#@&-])"
_RIGHT = r"(?![A-Za-z0-9_])"
# where the pattern of codes alone may match; its first character stands in front, since the search skips with it
_CODE_START = lazy_pattern(r"[A-Zst](?<![A-Za-z0-9_.$#@&-].)(?=[A-Z0-9]*\d|-[12]\d|EAL|TX|MP)")
_WINDOW = 24
_LINK_LENGTH = 8
_NUMBER_BEFORE = lazy_pattern(r"(?<![\w.])\d[\d,]{0,9} $")
_TELLING = lazy_pattern(r"[A-Za-z+\u4e00-\u9fff]")


@dataclass(slots=True)
class _Candidate:
    """A possible machine: `key` is its base code, by which weak ones are carried; `certain` ones need no reason."""

    start: int
    end: int
    rule: str
    ref: str
    key: str
    certain: bool
    label: str = "MACHINE"


# 与神马矿机签署 · 神马矿机发布: a line whose maker goes by its name, where it does what firms do
_FIRM_BEFORE = lazy_pattern(r"(?:与|和|跟|同|向|从|自|由|被|对手|厂商|制造商|供应商|巨头|公司|旗下|矿企|厂家)\s?$")
_RIVAL_BEFORE = lazy_pattern(r"(?:竞争对手|老对手|劲敌|友商|创办了?|创立了?|加入了?|入职|供职于|任职于|离开了?)\Z")
_FIRM_AFTER = lazy_pattern(
    r"\s?(?:\([^()]{0,16}\))?(?:(?:、|和|与|及|以及)[^,。;、\d]{2,10}(?:签|达成|采购|订购|下单|合作|购买|购入)|公司|方面|团队|创始人|创办人|联合创始人|首席|CEO|COO|总裁|负责人|董事长|宣布|发布(?!的)|推出(?!的)|表示|称|透露|签署|签订|签约|达成|订购|采购|下单|购得|购买|购入|买|获得|收到|拿下|交付|供货|合作|旗下|也|已|将|拟|正在|计划|此前|随后|先前|起诉|再)",
    re.IGNORECASE,
)


class MachineFinder:
    """Finds MACHINE mentions by grammar."""

    def __init__(self, grammar: MachineGrammar) -> None:
        variant = _variant_pattern(grammar)
        self._variant = lazy_pattern(variant)
        self._lines: list[MachineLine] = []
        self._names: list[str] = []
        for line in grammar.lines:
            for name in line.names:
                self._lines.append(line)
                self._names.append(name)
        self._automaton = AhoCorasick(self._names, matchkind=MatchKind.LeftmostLongest)
        self._line_codes = {
            line.code: lazy_pattern(rf"[ -]?({line.code}){variant}(?:s{_RIGHT}|{_RIGHT}|(?=\d{{2,3}}T))")
            for line in grammar.lines
        }
        self._codes = {f"c{index}": code for index, code in enumerate(grammar.codes)}
        merged = "|".join(f"(?P<{name}>{code.pattern})" for name, code in self._codes.items())
        self._bare = lazy_pattern(
            rf"{_LEFT}(?=[A-Zst][A-Z0-9]*\d|[ST]-|SEAL|RTX|CMP)(?:{merged})(?P<tail>{variant}(?:s(?![A-Za-z0-9]))?)"
            rf"(?:{_RIGHT}|(?<=系列)(?=(?:19|20)\d\d年)|(?=\d{{2,3}}(?:\.\d)?T(?![A-Za-z])))"
        )
        self._context = _Context.of(grammar)

    @classmethod
    def load(cls, patterns_folder: Path) -> MachineFinder:
        """The finder of the grammar in `patterns_folder`."""
        return cls(load_machine_grammar(patterns_folder))

    def find(self, text: FoldedText) -> list[Mention]:
        """The machines of `text` in text order, without overlaps, refs set.

        >>> from nlp.resources.files import patterns_folder
        >>> finder = MachineFinder.load(patterns_folder())
        >>> [m.text for m in finder.find(FoldedText.of("购买3000台S25 Pro矿机和M99S++"))]
        ['S25 Pro', 'M99S++']
        >>> [m.text for m in finder.find(FoldedText.of("It filed a 20-F and an S-1 in Q3."))]
        []
        """
        folded = text.folded
        coined = self._coined_candidates(folded) if "iner" in folded or "INER" in folded else ()
        shaped = self._shaped_candidates(folded) if self._context.fields(folded) else ()
        lines = list(self._line_candidates(folded))
        again = self._again_candidates(folded, lines) if lines and self._context.fields(folded) else ()
        candidates = _merged([*lines, *again, *self._bare_candidates(folded), *coined, *shaped])
        kept = self._settle(folded, candidates)
        return [
            Mention(
                c.start, c.end, text.source[c.start : c.end], c.label,
                rule=c.rule, ref=c.ref, confidence=0.95 if c.certain else 0.85, priority=EXACT,
            )
            for c in kept
        ]  # fmt: skip

    def _line_candidates(self, folded: str) -> Iterator[_Candidate]:
        """Names of lines, with the code behind them where there is one."""
        for index, start, end in self._automaton.find_matches_as_indexes(lowered(folded)):
            line = self._lines[index]
            if _is_word(folded, start - 1) and _is_word(folded, start):
                continue
            match = self._line_codes[line.code].match(folded, end)
            if match is not None:
                ref = _line_ref(line, folded[start:end], folded[match.start(1) : match.end()])
                yield _Candidate(start, match.end(), "machine.line.code", ref, match[1].upper(), certain=True)
                for number in _numbers_after(folded, match) if line.id == "avalon" else ():
                    yield _Candidate(*number.span(1), "machine.line.listed", f"a{number[1]}", number[1], certain=True)
            elif not (_is_word(folded, end) and _is_word(folded, end - 1)) and self._stands_alone(
                folded, line, start, end
            ):
                if line.firm and _is_firm(folded, start, end):
                    yield _Candidate(
                        start, end, "machine.line.firm", line.firm, line.firm, certain=True, label="COMPANY"
                    )
                else:
                    yield _Candidate(start, end, "machine.line", line.id, line.id, certain=True)

    @staticmethod
    def _coined_candidates(folded: str) -> Iterator[_Candidate]:
        """Lines that no table lists, by the word in their name, with a code: KEYMINER A1."""
        for match in _COINED.finditer(folded):
            written = folded[match.start() : match.end()]
            yield _Candidate(
                match.start(), match.end(), "machine.coined", _slug(written), written.upper(), certain=True
            )

    def _shaped_candidates(self, folded: str) -> Iterator[_Candidate]:
        """Codes of no known shape that the words beside them show to be models: HX-30 servers, KA5, an in-house chip."""
        codes = {
            folded[match.start() : match.end()]
            for match in _SHAPED.finditer(folded)
            if not self._context.is_barred(folded, match.start(), match.end())
        }
        codes |= {match[1] for match in _CALLED.finditer(folded)}
        codes |= {match[1] for match in _CALLED_ZH.finditer(folded)}
        for code in codes:
            for match in re.finditer(rf"{_LEFT}{re.escape(code)}(?![A-Za-z0-9_+-])", folded):
                yield _Candidate(match.start(), match.end(), "machine.shaped", _slug(code), code.upper(), certain=True)

    def _again_candidates(self, folded: str, lines: Sequence[_Candidate]) -> Iterator[_Candidate]:
        """The codes of full names where they stand alone: the Sealminer A2, then the A2."""
        refs: dict[str, str] = {}
        for line in lines:
            code = _OWN_CODE.search(folded[line.start : line.end])
            if code and line.label == "MACHINE":
                refs.setdefault(code[0], line.ref)
        if not refs:
            return
        again = lazy_pattern(rf"{_LEFT}(?:{_alternation(refs)}){_AGAIN_END}")
        for match in again.finditer(folded):
            if not self._context.is_barred(folded, match.start(), match.end()):
                yield _Candidate(
                    match.start(), match.end(), "machine.again", refs[match[0]], match[0].upper(), certain=True
                )

    def _stands_alone(self, folded: str, line: MachineLine, start: int, end: int) -> bool:
        return line.alone or (line.context and self._context.has_line_reason(folded, start, end))

    def _bare_candidates(self, folded: str) -> Iterator[_Candidate]:
        """Codes without the name of a line."""
        fields = self._context.fields(folded)
        if not fields:
            return
        at = 0
        for start in _CODE_START.finditer(folded):
            match = self._bare.match(folded, start.start()) if start.start() >= at else None
            if match is None:
                continue
            at = match.end()
            name = next(group for group in self._codes if match[group])
            code = self._codes[name]
            on_field = code.field in fields
            if not on_field and not (code.else_weak and "mining" in fields):
                continue
            if self._context.is_barred(folded, match.start(), match.end()):
                continue
            if folded[match.start() - 1 : match.start()] == "/" and folded[match.start() - 2 : match.start()].islower():
                continue
            ref = _series(code.prefix + _slug(folded[match.start() : match.end()]))
            certain = (code.strong and on_field) or bool(_TELLING.search(match["tail"].rstrip("s")))
            yield _Candidate(
                match.start(), match.end(), f"machine.{code.id}", ref, match[name].upper(), certain=certain
            )

    def _settle(self, folded: str, candidates: Sequence[_Candidate]) -> list[_Candidate]:
        """The candidates that have a reason, their own, a neighbour's, or their code's elsewhere."""
        keep = [c.certain or self._context.has_reason(folded, c.start, c.end) for c in candidates]
        pairs = list(zip(range(len(candidates)), range(1, len(candidates))))  # noqa: B905
        linked = [self._context.is_link(folded[candidates[a].end : candidates[b].start]) for a, b in pairs]
        for order in (pairs, pairs[::-1]):
            for left, right in order:
                if linked[left] and (keep[left] or keep[right]):
                    keep[left] = keep[right] = True
        keys = {candidate.key for candidate, kept in zip(candidates, keep, strict=True) if kept}
        return [c for c, kept in zip(candidates, keep, strict=True) if kept or c.key in keys]


@dataclass(frozen=True, slots=True)
class _Context:
    """The words that speak for and against a machine."""

    field_words: dict[str, re.Pattern[str]]
    after: re.Pattern[str]
    before: tuple[str, ...]
    not_after: re.Pattern[str]
    not_before: tuple[str, ...]
    line_after: re.Pattern[str]
    line_before: tuple[str, ...]
    links: frozenset[str]

    @classmethod
    def of(cls, grammar: MachineGrammar) -> _Context:
        words = grammar.context
        return cls(
            field_words={name: lazy_pattern(_alternation(words[name])) for name in FIELDS},
            after=lazy_pattern(rf"[ -]?(?:{_alternation(words['after'])})|\s?[(]?\d{{2,3}}(?:\.\d)?\s?TH?(?![A-Za-z])"),
            before=words["before"],
            not_after=lazy_pattern(rf" ?(?:{_alternation(words['not_after'])})"),
            not_before=words["not_before"],
            line_after=lazy_pattern(rf" ?(?:{_alternation(words['line_after'])})"),
            line_before=words["line_before"],
            links=frozenset(words["links"]),
        )

    def fields(self, folded: str) -> frozenset[str]:
        """The fields that the text is on."""
        found = {name for name, pattern in self.field_words.items() if pattern.search(folded)}
        return frozenset(found | {"mining"} if "hardware" in found else found)

    def has_reason(self, folded: str, start: int, end: int) -> bool:
        """Whether words of mining stand next to the span."""
        if self.after.match(folded, end) or _ends_in(folded, start, self.before):
            return True
        return folded[end - 1] == "s" and _NUMBER_BEFORE.search(folded[max(0, start - _WINDOW) : start]) is not None

    def has_line_reason(self, folded: str, start: int, end: int) -> bool:
        """Whether the name of a line that is also something else means the line here."""
        return bool(self.line_after.match(folded, end)) or _ends_in(folded, start, self.line_before)

    def is_barred(self, folded: str, start: int, end: int) -> bool:
        """Whether the words around say that it is a phone, a form, a road."""
        return bool(self.not_after.match(folded, end)) or _ends_in(folded, start, self.not_before)

    def is_link(self, between: str) -> bool:
        """Whether the text between two candidates only joins them."""
        return len(between) <= _LINK_LENGTH and between.strip() in self.links


def _alternation(words: Iterable[str]) -> str:
    return alternatives(sorted(words, key=len, reverse=True))


def _variant_pattern(grammar: MachineGrammar) -> str:
    """What may follow a code: Pro, XP Hyd., ++, -100T, 系列."""
    words = _alternation(grammar.variants["words"])
    series = _alternation(grammar.variants["series"])
    lines = _alternation(grammar.variants["lines_after"])
    word = rf"(?:[ -]?(?:{words})(?![a-z]{{2}}))"
    letter = r"(?:(?:I|i|j|J|k|K|a|e|x|SE|XP|HA|T|S)(?![a-z])|[ijkaelx](?=P[Rr][Oo]|pro|XP))?"
    return (
        rf"{letter}\+{{0,2}}{word}{{0,4}}(?:\+{{1,2}}{word}{{0,2}})?(?:\.(?= [a-z(]))?(?:-\d{{2,3}}T)?"
        rf"(?:[ -]?(?:{series}))?(?: ?(?:{lines}))?"
    )


def _ends_in(folded: str, start: int, words: Sequence[str]) -> bool:
    window = folded[max(0, start - _WINDOW) : start].rstrip(" (,:的")
    for word in words:
        if window.endswith(word) and not (word[0].isascii() and _is_word(window, len(window) - len(word) - 1)):
            return True
    return False


def _is_word(folded: str, index: int) -> bool:
    return 0 <= index < len(folded) and folded[index].isascii() and folded[index].isalnum()


def _merged(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """The candidates in text order without overlaps; the longer one stays, then the certain one."""
    spans = Spans()
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, c.start, not c.certain))
    return sorted((c for c in ranked if spans.add(c.start, c.end)), key=lambda c: c.start)


_COINED = lazy_pattern(
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z]{2,11}(?:miner|MINER|Miner)[ -](?:[A-Z]{0,3}\d{1,3}[A-Za-z]{0,4}\+{0,2}|PRO|Pro|MAX|Max|Mini|MINI|Ultra|X)"
    r"(?: (?:Pro|PRO|Hyd|XP|Mini|Max|Ultra|SE|Plus))*(?![A-Za-z0-9])"
)
_CODE = (
    r"(?!Q[1-4](?!\d)|H[12](?!\d)|FY|V\d|COVID|USD|EU|Item|SHA|SB|HB|MT\d|AT&T)[A-Z]{1,3}-?\d{1,4}[A-Z]{0,2}\+{0,2}"
    r"(?: (?:Pro|Home|Ultra|Hydro|Hyd|Mini|Max|XP))?(?![A-Za-z0-9_-])"
)
_SHAPED = lazy_pattern(
    rf"(?<![A-Za-z0-9$#@&/.-]){_CODE}(?=(?: (?:servers|miners|rigs|boxes|mining machines|mining rigs)(?![a-z]))"
    r"|(?: ?\(|: ?)\d[\d.,]{0,6} ?[TGP]H/?s?|:[^,。;\n]{0,4}\d{2,3}T(?![A-Za-z])"
    r"|, an? [^.,;\n]{0,30}(?:chip|ASIC|rig|miner|mining machine|box)(?![a-z]))"
)
_CALLED = lazy_pattern(
    rf"(?:(?:rig|box|chip|miner|mining machine|sibling|successor|boxes)(?: called|,|:)? the |(?:取名|命名为|机型名为|新机型|新机)[“「]?)({_CODE})"
)
# 主力SX30, 芯片MC2系自家设计, 1.2万台SD-9的合同
_CALLED_ZH = lazy_pattern(
    r"(?:(?:芯片|晶片|整机|矿机|机型|型号|主打|主力|主打型号|样机|首款|新款|接班的|回片的|流片的|自家的|更新的|新一代|[千万\d]台)[ “「]?)"
    rf"((?!(?:B2[BC]|P2P|O2O|C2C|G20|G7|K12|V2X|L[1-5]|M[0-3]|A[01]|AI|T\d|[A-Z]{{1,3}}-?(?:19|20)\d\d)(?![A-Za-z0-9-])){_CODE})"
    r"(?= ?[\u4e00-\u9fff,。、;:()])(?! ?(?:纳米|工艺|制程|节点|轮融资|轮|航站楼|高速|公路|国道|级|型|类|股|平台|标准|协议|网络))"
)
_NEXT_NUMBER = lazy_pattern(r"(?:、|/|和|与|及|以及)(\d{3,4})(?=[,。、;:)/]|和|与|及|矿机|系列|型|的|两款|三款|等|$)")
# the code that ends the name of a model, no quarter; what may not follow where it stands alone
_OWN_CODE = lazy_pattern(
    r"(?<![A-Za-z0-9])(?!Q[1-4](?!\d)|H[12](?!\d))[A-Z]{1,3}\d{1,4}[A-Za-z]{0,3}\+{0,2}(?: (?:Pro|XP|Hyd|Hydro|Air|Mini|Ultra))*\Z"
)
_AGAIN_END = r"(?![A-Za-z0-9_+%-]|\.\d| ?[轮级股类座栋层]| ?(?:Pro|XP|Hyd|Hydro|Air|Mini|Ultra|[Ss]hares?|[Nn]otes?|[Rr]ating)(?![a-z]))"
_PLURAL = lazy_pattern(r"(?:[\dA-Z]|[Pp][Rr][Oo]|[Hh][Yy][Dd](?:[Rr][Oo])?)s$")
_SERIES = lazy_pattern(r"[ -]?(?:系列|[Ss]eries)| ?(?:[\u4e00-\u9fff]+|[A-Za-z]*[Mm](?:iner|INER)s?)$")


def _slug(written: str) -> str:
    """The id of a code as written.

    >>> _slug("S21+ Hyd."), _slug("M63S++"), _slug("S19jPRO-100T"), _slug("A15系列"), _slug("S-19")
    ('s21-plus-hydro', 'm63s-plus-plus', 's19j-pro-100t', 'a15', 's19')
    """
    text = _SERIES.sub("", _SERIES.sub("", written))
    text = text.strip()
    text = text[:-1] if _PLURAL.search(text) else text
    text = re.sub(r"(?i)\b(?:made )|(?<=^[ST])-", "", text).lower().replace("+", "-plus")
    text = re.sub(r"hydro|hyd|(?<=\d)mini", lambda m: "-mini" if m[0] == "mini" else "-hydro", text)
    text = re.sub(r"(?<=[a-z\d])(pro|xp)(?![a-z])", r"-\1", text) if not text.startswith("a1") else text
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def _line_ref(line: MachineLine, name: str, code: str) -> str:
    """The id of a line's model; a firm's name is part of it where the firm is the line."""
    slug = _slug(code)
    if line.company and name.isascii():
        return f"{_slug(name)}-{slug}"
    if line.id == "avalon" and not re.match(r"a?\d", slug):
        return f"avalon-{slug}"
    return _series(line.prefix + slug)


def _series(ref: str) -> str:
    """Avalon generations are series: ``a15`` → ``a15-series``; a bare number is an Avalon model."""
    if ref[:1].isdigit():
        return f"a{ref}"
    return f"{ref}-series" if re.fullmatch(r"a1[0-9]|a9", ref) else ref


def _numbers_after(folded: str, code: re.Match[str]) -> Iterator[re.Match[str]]:
    """The numbers that a Chinese list joins to a model of one: 阿瓦隆821与841."""
    end = code.end()
    while code[1].isdigit() and (match := _NEXT_NUMBER.match(folded, end)):
        yield match
        end = match.end()


def _is_firm(folded: str, start: int, end: int) -> bool:
    """Whether the name of a line stands for its maker."""
    if _RIVAL_BEFORE.search(folded, max(0, start - 6), start):
        return True
    after = _FIRM_AFTER.match(folded, end)
    return bool(after) and (after.end() - end > 1 or bool(_FIRM_BEFORE.search(folded, max(0, start - 4), start)))  # type: ignore[union-attr]

"""Companies and people in Latin letters that no registry knows: form and context of all their occurrences.

Every capitalised run gathers evidence for COMPANY and for PERSON: what its words look like, what stands
before and after it, how often it comes back. The sums decide once for the whole document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from nlp.entities.affixes import AffixTable
from nlp.entities.borders import is_family, is_ticker
from nlp.entities.headings import is_heading
from nlp.entities.latin_cues_zh import ACTS_ZH, FIRMS, GIVEN_ZH, ORDERED_ZH
from nlp.entities.latin_runs import Run, RunFinder
from nlp.entities.latin_shapes import BANKS, CAMEL, GLUED, Evidence, Shapes, is_common_noun, is_quoted
from nlp.entities.merge import Spans
from nlp.entities.priorities import CONTEXT, EXACT
from nlp.entities.run_repairs import RunRepairs
from nlp.entities.united_names import unite
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_THRESHOLD, _TITLE, _APPOSED, _TITLED, _BYLINE, _NAMED = 0.55, 0.6, 0.6, 0.95, 0.9, 0.75
_LISTED, _LISTED_CAPITALS, _PAIRED, _QUOTED = 0.35, 0.7, 0.8, 0.5
_JOIN = lazy_pattern(r"(?: ?\([A-Z:. ]{2,16}\))?(?:, (?:and |or )?| and | & | or |/)")
_TICKER = lazy_pattern(
    r"\s?\((?:(?:NASDAQ|Nasdaq|NYSE|TSX|TSXV|OTC|ADX|DFM|Tadawul|Oslo|JSE|LSE|AIM|ASX|HKEX|SEHK|HKG|Cboe|CSE|KOSDAQ|TSE|FRA|纳斯达克|纽交所|港交所|股票代码|代码)"
    r"[^()\n]{0,60}\)|\$?[A-Z]{3,5}(?:\.US)?\)|\d{4,6}\.(?:HK|SZ|SH|TW|T)\))"
)
# the XKT token, its token XKT (a token's letters are no firm's)
_TOKEN_LEFT = lazy_pattern(r"\b(?:token|coin|cryptocurrency|stablecoin),? \(?$")
_TOKEN_RIGHT = lazy_pattern(r"\)? (?:token|coin|price|rally|mainnet|testnet|blockchain)s?(?![a-z])")
_ACRONYM = lazy_pattern(r"[A-Z]{2,5}[a-z]?")
_PROPOSAL = lazy_pattern(r"[A-Z]{2,6}-\d{1,4}(?:/\d{1,4})?")
# coins that wrap or stand for others: wBTC, stETH, XAUt
_WRAPPED = lazy_pattern(r"[a-z]{1,3}(?:BTC|ETH|SOL|USD)[A-Z0-9]{0,4}|(?:XAU|BTC|ETH|USD)[a-z]{1,2}\d?|[A-Za-z]+Dollar")
_QUOTE_END = lazy_pattern(r"[\"”,.'] ?(?:said|says|added|adds|wrote|explained|explains|noted|notes|recalled|argued) $")
_MAKER = lazy_pattern(r"(?:'s)? ?")
_PARTS = lazy_pattern(r"[/-]")
_BEARINGS = ("North", "South", "Latin", "Central")
_NAMED_ZH = lazy_pattern(r"(?:(?<=[\u4e00-\u9fff])(?:是|为|系)|名为|名叫|的叫|的是|的有|叫做|(?<=[家户人方])叫)\s?$")
# the minister for the national economy, [Abel Moreau],
_POST_BEFORE = lazy_pattern(
    r"(?<![A-Za-z])(?:[Tt]he|[Aa]n?) (?:[a-z]+ )?(?:[Mm]inister|spokes(?:man|woman|person)|[Gg]overnor|[Mm]ayor|founder|chairman|chairwoman|head|director|chief executive|president) (?:of|for) [^.,;:\n]{2,70}, $"
)
_DEPARTMENT = lazy_pattern(r"(?:President|Director|Head|VP|Manager|Officer|Partner|Lead|Chief|Chair) of $")
# [Cinderpath] gave up 3,000 S19 XP, put off 40 MW
_DONE = 0.45
_DEED = lazy_pattern(
    r" (?:(?:has|had|have|now|already|since|also|then|just) ){0,2}(?!is |are |was |were |in |on |at |of |to |by |for |and |or |from |with |than |as |the )[a-z]{3,12}(?: up| off| out| in| down| back| on| for)?"
    r" (?:(?:about|around|some|over|nearly|almost|another|further|additional|more|than|its|first|roughly|just|up|to|all|a|an) ){0,3}[\d][\d,.]*k? ?"
    r"(?:MW|megawatts|BTC|[Bb]itcoins?|EH/s|PH/s|rigs|miners|machines|units|servers|GPUs|ASICs|containers|of |[A-Z]{1,2}\d)"
)
_BODY = lazy_pattern(r"central bank|regulator|watchdog")
# head of governance at [KLP]
_HEAD_AT = lazy_pattern(
    r"(?<![A-Za-z])(?:[Hh]ead|[Dd]irector|[Cc]hief|[Mm]anager|[Pp]resident|[Ll]ead|[Oo]fficer) (?:of|for) [a-z][a-z ]{2,24} at $"
)
_COIN_WORDS = frozenset({"Bitcoin", "Crypto", "Company", "Chinese", "American", "Protocol"})
# Plain words that begin the names of companies: International Power Holding Company
_FIRST_OF_FIRMS = frozenset(
    (
        "International",
        "National",
        "First",
        "United",
        "Royal",
        "Standard",
        "Continental",
        "Central",
        "Pacific",
        "Atlantic",
    )
)
# A word for one kind of firm right before letters makes a name of them: 石油公司QRS.
_KIND_ZH = lazy_pattern(r"[\u4e00-\u9fff]{2,4}(?:公司|基金|银行|企业|商|厂)")
_KIND, _PLACED, _SEATED, _LEAD = 0.7, 0.3, 0.35, lazy_pattern(r"[都均正就也仍]$")
_OF_PLACE = lazy_pattern(r"来?的 ?(?=[A-Za-z])")
_SITE_ZH = lazy_pattern(r" ?(?:[金银铜锂铁煤]?矿(?!企|商|工|业|池)|园区|电站|电厂|项目|设施|数据中心|机房|基地|工厂)")
_AND_ZH = lazy_pattern(r" ?[与和及、] ?(?=[A-Z])")
_SCHOOLS = frozenset({"University", "College", "School", "Academy"})
# the ranks of places that end their names: Ben Grove County is nobody
_RANKS = frozenset(
    {
        "Road",
        "Avenue",
        "Lane",
        "Highway",
        "Turnpike",
        "Boulevard",
        "County",
        "Parish",
        "Borough",
        "River",
        "Creek",
        "Township",
        "Prefecture",
        "Oblast",
    }
)
# what stands between a name and its verb: Petrolux, likewise, is …; Kestrel of Tulsa plans …
_ASIDE = lazy_pattern(
    r",? (?:likewise|too|meanwhile|however|for its part|for comparison|in turn|by contrast|in contrast|incidentally|as well|also|moreover|for one|for instance),(?= )"
    r"|(?P<from>, (?:of|from|out of) [A-ZÀ-Ý][a-zà-ÿ]{2,14}(?: [A-ZÀ-Ý][a-zà-ÿ]{2,14})?,)(?= [a-z])"
    r"|(?P<of> of [A-ZÀ-Ý][a-zà-ÿ]{2,14}(?: [A-ZÀ-Ý][a-zà-ÿ]{2,14})?)(?=[,.;]? (?:[a-z]|\()|[,.;])"
)
_DATELINE = lazy_pattern(r"\)\s?[-–—]")
_CITY = lazy_pattern(r"(?:^|\n)[A-ZÀ-Ý][A-ZÀ-Ý .,'-]{2,30}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})? \($")
_PLAIN = lazy_pattern(r"[A-Z]{2,6}s|Class [A-Z]|[QH][1-4].*|\d(?!\d?[A-Z][a-z]{3}).*")
_HAN = lazy_pattern(r"[\u4e00-\u9fff]")
_SENTENCE_START = lazy_pattern(r"(?:^|[.!?\n。！？:\"“”*•-])\s*[\"“(]?$")


class LatinNames:
    """Finds unknown COMPANY and PERSON names in Latin letters."""

    def __init__(self, tables: NameTables) -> None:
        self._tables = tables
        self._english = tables.english
        self._legal = frozenset(tables.english.legal_forms)
        self._never, self._bodies = tables.never, frozenset(tables.english.authority_heads)
        self._shapes = Shapes(tables)
        self._runs = RunFinder(tables)
        self._repairs = RunRepairs(tables.english)
        self._tables_by: dict[tuple[str, str], AffixTable] = {}
        chinese = tables.chinese
        more: dict[tuple[str, str], Mapping[str, float]] = {
            ("COMPANY", "left"): {
                **chinese.company_before,
                **dict.fromkeys(FIRMS, 0.5),
                **dict.fromkeys(GIVEN_ZH, 0.3),
                **dict.fromkeys(ORDERED_ZH, 0.6),
                **dict.fromkeys((word for word in chinese.company_before if _KIND_ZH.fullmatch(word)), _KIND),
            },
            ("COMPANY", "right"): {**dict.fromkeys(ACTS_ZH, 0.3), **chinese.company_after, "报道": 0.3, "报导": 0.3},
            ("PERSON", "left"): {**dict.fromkeys(chinese.person_before, 0.6), "岁的": 0.6, "矿工": 0.5},
            ("PERSON", "right"): dict.fromkeys(chinese.person_after, 0.3),
        }
        for key, extra in more.items():
            phrases = {c.phrase: c.weight for c in self._english.contexts if (c.label, c.side) == key}
            self._tables_by[key] = AffixTable({**phrases, **extra}, side=key[1])
        firms = "|".join(re.escape(word) for word in sorted(self._english.firm_nouns, key=len, reverse=True))
        self._firm = lazy_pattern(
            rf"(?: ?\([^()\n]{{2,40}}\))?, (?:an?|the|one of the|its|their|our) [^.,;:\n]{{0,60}}?(?:{firms})(?![a-z])"
        )
        self._noun = lazy_pattern(
            rf"(?<![A-Za-z])(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Ii]ts) [^.,;:\n]{{0,30}}?(?:{firms})"
            rf"(?: (?:in|on|at|from|of|near) [^.,;:\n]{{2,24}})?, $"
        )
        posts = "|".join(re.escape(word) for word in sorted(self._english.person_nouns, key=len, reverse=True))
        self._post = lazy_pattern(
            rf",? (?:(?:an?|the|its|their) )?[^.,;:\n]{{0,40}}?(?<![A-Za-z])(?:{posts})(?![a-z])", re.IGNORECASE
        )
        titles = alternatives(sorted(chinese.person_before, key=len, reverse=True))
        self._apposed = lazy_pattern(
            rf" ?, ?[\u4e00-\u9fffA-Za-z0-9 ]{{0,24}}?(?:{titles})(?=[,。:;\n]|表示|称|发|说|在)"
        )

    def find(
        self,
        text: FoldedText,
        taken: Spans,
        known: Sequence[Mention] = (),
        machines: Sequence[Mention] = (),
        persons: Sequence[Mention] = (),
        places: Sequence[Mention] = (),
        title: str = "",
    ) -> list[Mention]:
        """The unknown names of `text` outside the spans `taken`.

        Args:
            text: the text.
            taken: what other names hold already.
            known: the registry's companies.
            persons: people found already, whose names alone are no firms.
            places: the places; letters that 的 joins to one are often a firm's.
            machines: the hardware; a name right before it is its maker's.
            title: the title of the text, folded; what stands around a name there tells of it too.
        """
        folded = text.folded
        models = {machine.start for machine in machines}
        heads = {m.end + 1: m.start for m in known if folded[m.end : m.end + 1] == " " and m.text[-1].isascii()}
        of_place = {
            m.end + len(match[0])
            for m in places
            if (match := _OF_PLACE.match(folded, m.end))
            and not folded.endswith(("位于", "坐落在", "坐落于"), 0, m.start)
        }
        homes = {m.start: m.end for m in places if m.text.isascii() and (m.ref or "").startswith("cn-")}
        by_surface: dict[str, Evidence] = {}
        runs = list(self._runs.find(folded, taken))
        traded = {folded[run.start : run.end] for run in runs if _TICKER.match(folded, run.end)}
        for run in runs:
            surface = folded[run.start : run.end]
            if is_common_noun(folded, run.words, surface):
                continue
            if (
                not (self._is_never(surface, run.words) and not (run.words[-1] in _RANKS and surface in traded))
                and not (is_ticker(folded, run.start, run.end) and not _is_wire(folded, run.start, run.end))
                and not (len(run.words) == 1 and is_family(folded, run.end))
            ):
                self._weigh(folded, run, by_surface.setdefault(surface, Evidence()))
                if run.start in of_place and not _SITE_ZH.match(folded, run.end):
                    by_surface[surface].company[-1] += _PLACED
                if self._is_seated(folded, run, homes):
                    by_surface[surface].company[-1] += _SEATED
                    by_surface[surface].seated = True
                if run.start in heads:
                    by_surface[surface].company[-1] -= 0.3
                if _MAKER.match(folded, run.end).end() in models:  # type: ignore[union-attr]
                    by_surface[surface].company[-1] += 0.35
        self._repair(folded, by_surface)
        self._shapes.weigh_surnames(by_surface)
        for surface, evidence in by_surface.items() if title else ():
            self._weigh_title(title, surface, evidence)
        people = {mention.text.rsplit(" ", 1)[-1] for mention in persons if " " in mention.text}
        found = list(self._decide(text, by_surface, people))
        people.update(mention.text.rsplit(" ", 1)[-1] for mention in found if mention.label == "PERSON")
        listed = self._weigh_lists(folded, by_surface, [*known, *persons, *found])
        found += self._decide(text, listed, people)
        named = {word for m in found if m.label == "PERSON" and " " in m.text for word in m.text.split(" ")}
        found = [mention for mention in found if mention.label == "PERSON" or mention.text not in named]
        found = [self._with_head(text, mention, heads) for mention in found]
        return [*found, *unite(text, found, [*known, *persons])]

    def _is_seated(self, folded: str, run: Run, homes: Mapping[int, int]) -> bool:
        """Whether a Chinese place begins the run and words of no dictionary go on with it: Luoyang [Xinghuo]."""
        rest = folded[homes[run.start] : run.end].split() if run.start in homes else []
        if not rest or self._shapes.is_ordinary(rest[0]) or self._shapes.person(tuple(rest)) > 0.5:
            return False
        return not self._never.intersection(rest) and not rest[0].isupper()

    def _weigh_lists(
        self, folded: str, by_surface: Mapping[str, Evidence], found: Sequence[Mention]
    ) -> dict[str, Evidence]:
        """The surfaces not found yet that a list joins to a company: Riot, [KSTL] and Volterra."""
        decided = {mention.text for mention in found}
        companies = [mention for mention in found if mention.label == "COMPANY"]
        starts = {mention.start for mention in companies}
        after = {match.end() for mention in companies if (match := _JOIN.match(folded, mention.end))}
        listed = self._weigh_pairs(folded, by_surface, [m for m in found if m.label == "PERSON"])
        for surface, evidence in by_surface.items():
            bonus = _LISTED_CAPITALS if surface.isupper() else _LISTED
            if surface in decided or self._is_plain(surface) or (surface.isupper() and len(surface) < 3):
                continue
            for index, run in enumerate(evidence.runs):
                match = _JOIN.match(folded, run.end)
                if run.start in after or (match and match.end() in starts):
                    evidence.company[index] += bonus
                    listed[surface] = evidence
        return listed

    def _weigh_pairs(
        self, folded: str, by_surface: Mapping[str, Evidence], persons: Sequence[Mention]
    ) -> dict[str, Evidence]:
        """The surfaces that "and" joins to a person's full name: [Abel Moreau] and Ida Brandt, [Otto] and Ida Brandt."""
        starts = {mention.start for mention in persons if " " in mention.text}
        after = {m.end + 5 for m in persons if " " in m.text and folded.startswith(" and ", m.end)}
        after.update(match.end() for m in persons if (match := _AND_ZH.match(folded, m.end)))
        paired = {}
        for surface, evidence in by_surface.items():
            for index, run in enumerate(evidence.runs):
                first = folded.startswith(" and ", run.end) and run.end + 5 in starts
                lone = len(run.words) == 1 and first and surface in self._english.given
                full = len(run.words) in (2, 3) and (first or run.start in after)
                if (lone or full) and self._shapes.person(run.words) > 0.0:
                    evidence.person[index] += _PAIRED
                    paired[surface] = evidence
        return paired

    def _is_plain(self, surface: str) -> bool:
        return all(self._shapes.is_ordinary(word) for word in surface.split(" "))

    def _with_head(self, text: FoldedText, mention: Mention, heads: Mapping[int, int]) -> Mention:
        """The mention with the known company that begins its name: [Kakao] Pay Corp."""
        start, last = heads.get(mention.start, -1), mention.text.rsplit(" ", 1)[-1]
        if start < 0 or mention.label != "COMPANY" or not (last in self._legal or last in self._english.suffixes):
            return mention
        return replace(mention, start=start, text=text.source[start : mention.end], priority=EXACT)

    def _is_never(self, surface: str, words: tuple[str, ...]) -> bool:
        """Whether a surface is no name wherever it stands: a coin, a proposal, a pair of coins, words about coins."""
        if surface in self._never or surface in self._bodies or _PLAIN.fullmatch(surface):
            return True
        if _PROPOSAL.fullmatch(surface):
            return True
        if _WRAPPED.fullmatch(surface):
            return True
        if (
            words[-1] in _SCHOOLS
            or words[-1] in _RANKS
            or words[0] == "University"
            or words[-1] in self._tables.demonyms
        ):
            return True
        if words[0] in _BEARINGS and len(words) > 2 and words[1] in self._tables.demonyms and words[2] in _COIN_WORDS:
            return True
        if words[-1] == "Company" and len(words) > 2 and words[0] in _FIRST_OF_FIRMS:
            return False
        if words[-1] in ("Party", "Algorithm", "Agreement") or all(word in self._legal for word in words):
            return True
        if len(words) == 1 and surface in self._english.suffixes and surface.lower() in self._english.ordinary:
            return True
        if len(words) == 1:
            parts = _PARTS.split(surface)
            return len(parts) > 1 and any(part in self._tables.coins for part in parts)
        return words[-1] in _COIN_WORDS and all(
            word.lower() in self._english.ordinary or word in self._tables.demonyms or word in _COIN_WORDS
            for word in words
        )

    def _repair(self, folded: str, by_surface: dict[str, Evidence]) -> None:
        """Weighs runs anew that hold more than a name."""
        standing = {surface: evidence.inside for surface, evidence in by_surface.items()}
        for surface, evidence in list(by_surface.items()):
            shorter = self._repairs.narrow(evidence.runs[0].words, surface, standing)
            if shorter is None:
                continue
            del by_surface[surface]
            for run in evidence.runs:
                name = shorter.of(run)
                rest = folded[name.start : name.end]
                self._weigh(folded, name, by_surface.setdefault(rest, Evidence()))

    def _weigh(self, folded: str, run: Run, evidence: Evidence) -> None:
        evidence.runs.append(run)
        left, right = folded[max(0, run.start - 40) : run.start], folded[run.end : run.end + 30]
        heading = is_heading(folded, run.start, run.end)
        dampen = 0.4 if heading else 1.0
        evidence.headings += heading
        evidence.coin |= bool(_TOKEN_LEFT.search(left, max(0, len(left) - 18)) or _TOKEN_RIGHT.match(right))
        ticker = 0.6 if _TICKER.match(folded, run.end) and not self._is_abbreviated(folded, run) else 0.0
        # A listing in brackets hides the words that follow it.
        if ticker:
            right = folded[folded.find(")", run.end) + 1 :][:30]
        if aside := _ASIDE.match(folded, run.end):
            right = folded[aside.end() : aside.end() + 30]
        company, person = self._context(folded, run, left, right)
        person += _QUOTED if is_quoted(left, right, run.words) else 0.0
        evidence.company.append(dampen * company + ticker)
        evidence.person.append(person if person >= _BYLINE else dampen * person)
        if left.endswith("(") and right.startswith(")"):
            before = left[:-1].rstrip()
            quoted = before[-1:] in ("”", '"') and not _HAN.match(before[-2:-1])
            source = quoted or before[-1:] in ("", ".", "!", "?", "。") or _DATELINE.match(right)
            evidence.company[-1] += 0.8 if source and _DATELINE.match(right) else 0.6 if source else -0.4
        if aside and (aside["of"] or aside["from"]) and not self._is_plain(folded[run.start : run.end]):
            evidence.company[-1] += 0.3
        if not heading and (len(run.words) > 1 or not _SENTENCE_START.search(left)):
            evidence.inside += 1

    def _weigh_title(self, title: str, surface: str, evidence: Evidence) -> None:
        """Lets the words around a name in the title tell of it where those in the text do not: Miner [Kestrel] files."""
        start = title.find(surface)
        end = start + len(surface)
        part = title[start - 1 : start].isalnum() or title[end : end + 1].isalnum()
        if start < 0 or part or self._is_plain(surface):
            return
        run = Run(start, end, evidence.runs[0].words)
        company, person = self._context(title, run, title[max(0, start - 40) : start], title[end : end + 30])
        if company > person:
            dampen = 0.4 if is_heading(title, start, end) else 1.0
            evidence.company[0] = max(evidence.company[0], dampen * company)

    def _is_abbreviated(self, folded: str, run: Run) -> bool:
        """Whether plain words stand before their own initials, not before a share's code: Annual Yields (AY)."""
        initials = "".join(word[0] for word in run.words)
        plain = len(run.words) > 1 and self._is_plain(" ".join(run.words))
        return plain and folded.startswith(f" ({initials})", run.end) and run.words[-1] not in self._english.suffixes

    def _context(self, folded: str, run: Run, left: str, right: str) -> tuple[float, float]:
        """What the words around a run say for a company and for a person."""
        company_left, company_right = self._affix("COMPANY", left, right)
        person_left, person_right = self._affix("PERSON", left, right)
        post = folded[run.end : run.end + 1] == "," and self._is_post(folded, run.end)
        firm = not post and not self._shapes.opens_person(run.words) and self._firm.match(folded, run.end)
        if firm and _BODY.search(firm[0]):
            firm = None  # BNA, the central bank
        if company_right < _APPOSED and firm:
            company_right = _APPOSED
        if not firm and right.startswith(",") and company_left < _APPOSED and self._is_apposed(folded, run.start):
            company_left = _APPOSED
        apposed = len(run.words) in (2, 3) or (len(run.words) == 1 and folded.startswith(", a", run.end))
        if apposed and post:
            person_right = max(person_right, _APPOSED if len(run.words) > 1 else _TITLED)
            company_left, company_right = min(company_left, 0.1), min(company_right, 0.1)
        if person_right >= _TITLE and company_right < person_right:
            company_right = 0.0  # Abel Moreau was arrested: more is said than "was"
        if person_right == 0.0 and self._apposed.match(folded, run.end):
            person_right = 0.5
        if len(run.words) == 1 and left.rstrip().rsplit(" ", 1)[-1] in self._english.titles:
            person_left += 0.5
        if _QUOTE_END.search(left):
            person_left += 0.4
        if right.startswith(",") and len(run.words) in (2, 3):
            person_left = max(person_left, 0.6 if _POST_BEFORE.search(folded, max(0, run.start - 90), run.start) else 0)
        if _DEPARTMENT.search(left) and right.startswith((" at ", " for ")):
            company_left = company_right = -0.5  # Vice President of [Asset Management] at MARA
        if run.words[0].isupper() and len(run.words) == 1 and (company_left >= _TITLE or firm):
            company_left += 0.12  # utility PQW
        if company_right < _DONE and _DEED.match(right) and not run.words[0].isupper():
            company_right = _DONE
        if _HEAD_AT.search(left):
            company_left += 0.4
        if person_left >= _TITLE and len(run.words) > 1:
            company_right = min(company_right, 0.1)
        if person_left >= _NAMED and len(run.words) in (2, 3) and not firm:
            company_left = min(company_left, 0.1)  # its owner, Lamar Orrin
        return company_left + company_right, person_left + person_right

    def _is_apposed(self, folded: str, start: int) -> bool:
        """Whether a firm's noun stands before the name and its comma: A reseller on the floor, [Hashmart], was there."""
        left = folded[max(0, start - 70) : start]
        return left.endswith(", ") and self._noun.search(left) is not None

    def _is_post(self, folded: str, end: int) -> bool:
        """Whether a person's post stands in apposition, and no firm's noun before it."""
        post, firm = self._post.match(folded, end), self._firm.match(folded, end)
        return post is not None and (firm is None or post.end() < firm.end())

    def _affix(self, label: str, left: str, right: str) -> tuple[float, float]:
        if label == "COMPANY" and (named := _NAMED_ZH.search(left)):
            # 认购人为 Attestor; 接手代管的叫 Jasyl
            told = self._tables_by["COMPANY", "left"].weight(_LEAD.sub("", left[: named.start()]))
            return max(told, 0.4), self._tables_by[label, "right"].weight(right)
        return self._tables_by[label, "left"].weight(left), self._tables_by[label, "right"].weight(right)

    def _decide(
        self, text: FoldedText, by_surface: Mapping[str, Evidence], persons: Collection[str] = ()
    ) -> Iterable[Mention]:
        people = set(persons)
        for surface, evidence in sorted(by_surface.items(), key=lambda item: -len(item[1].runs[0].words)):
            words = evidence.runs[0].words
            if surface in people or (evidence.coin and _ACRONYM.fullmatch(surface)):
                continue
            chinese = sum(_near_han(text.folded, run) for run in evidence.runs) * 2 > len(evidence.runs)
            again = 0.08 * min(len(evidence.runs) - 1, 3)
            shape = self._shapes.company(surface, words, chinese, evidence)
            company = shape + max(evidence.company) + again
            person = self._shapes.person(words) + max(evidence.person) + again
            label, score = ("PERSON", person) if person > company else ("COMPANY", company)
            if label == "PERSON" and not _personal(words, person - company):
                label, score = "COMPANY", company
            if score < _THRESHOLD:
                continue
            if label == "PERSON":
                glued = GLUED.fullmatch(surface)
                people.update(glued.groups() if glued else words)
            if label == "PERSON":
                strong = len(words) > 1 and words[0] in self._english.given
            else:
                tailed = words[-1] in self._legal or words[-1] in self._english.suffixes
                strong = (len(words) > 1 and (words[0] in BANKS or evidence.seated)) or (
                    len(words) > 1
                    and tailed
                    and (words[-1] not in _COIN_WORDS or (words[-1] == "Company" and shape >= 1.0))
                )
            for run in evidence.runs:
                yield Mention(
                    run.start, run.end, text.source[run.start : run.end], label,
                    rule=f"latin.{label.lower()}", confidence=round(min(0.95, 0.4 + score / 3), 2),
                    priority=EXACT if strong else CONTEXT,
                )  # fmt: skip


# two Georgia [Facilities]: no surname
_SITES = frozenset(
    "Facilities Facility Sites Mines Farms Plants Campuses Centers Centres Locations Operations Substations Counties Miners Rigs".split()
)


def _personal(words: tuple[str, ...], lead: float) -> bool:
    """Whether words can be a personal name; a single one only where its context leads clearly."""
    if any(char.isdigit() or char in "/&" for word in words for char in word) or len(words[-1]) < 2:
        return False
    if len(words) == 1 and GLUED.fullmatch(words[0]):
        return lead > 0.1
    if words[-1] in _SITES:
        return False
    return len(words) > 1 or (lead > 0.1 and not words[0].isupper() and not CAMEL.search(words[0]))


def _is_wire(folded: str, start: int, end: int) -> bool:
    """Whether letters in brackets are the agency of a dateline: LIMA (EFE) - The last lorries left."""
    return _DATELINE.match(folded, end) is not None and _CITY.search(folded, max(0, start - 42), start) is not None


def _near_han(folded: str, run: Run) -> bool:
    return bool(_HAN.search(folded[max(0, run.start - 3) : run.start]) or _HAN.search(folded[run.end : run.end + 3]))

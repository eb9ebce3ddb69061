"""What the words of a capitalised run say for a company and for a person, before any context is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nlp.entities.latin_runs import Run
from nlp.entities.letters import latin_words
from nlp.resources.names import NameTables
from nlp.text.lazy import lazy_pattern

CAMEL = lazy_pattern(r"[a-z](?<!\bMc)(?<!\bMac)(?<!\bDe)[A-Z]|[A-Z]{2}[a-z]{3}|\d[A-Z]|[a-z]\d")
_SURNAME = r"(?:Mc|Mac|De|Di|Del|Van|Von|O')?[A-ZÀ-Þ][a-zà-ÿ]{2,}"
GLUED = lazy_pattern(rf"([A-ZÀ-Þ][a-zà-ÿ]{{2,}})((?:[A-ZÀ-Þ][a-zà-ÿ]{{2,}}|[A-Z])?{_SURNAME}(?:-{_SURNAME})?)")
BANKS = frozenset(
    ("Bank", "Banco", "Banque", "Banca", "Grupo", "Groupe", "Gruppo", "Compañía", "Compagnie", "Cooperativa")
)
# Perrin & Co., Reeve & Sons
_AND_CO = lazy_pattern(r" & (?:Co\.?|Sons|Brothers|Cie\.?|Daughters|Associates|Partners)$")
_INITIAL = lazy_pattern(r"[A-Z]\.")
_MODEL = lazy_pattern(r"[A-Z][A-Za-z]{0,4}\d{1,5}[A-Za-z]{0,6}\+{0,2}(?:-\d+T?)?")
_EAST = lazy_pattern(
    r"\w{2,}(?:ov|ova|ev|eva|enko|ski|sky|vich|dze|shvili|escu|opoulos|sson|ström|strøm|uly|ulu|yan|bekov|bayev|zadeh|ínez|ález|ítez|érez|énez|úñez|ópez|ürk|oğlu|ioğlu|aite|aitė|auskas|mäki|nen|dóttir|iani|pour)"
)
# the given name of a Chinese one: Zhiqiang, Haoran, Yaling
_SYLLABLE = (
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu"
    r"|ua|ui|uo|ue|a|o|e|i|u)|er|en|an|ai|ao|ang)"
)
_PINYIN = lazy_pattern(rf"(?i:{_SYLLABLE}[-']?{_SYLLABLE})")
# words of the trade within a coined word: Kitanode, Tinkerhash, Voltshed
_COINED = lazy_pattern(
    r"^[A-Z][a-z]{2,10}(?:hash|node|volt|watts?|mine|pool|rigs?|grid|ledger|compute|kraft|energi|hydro|tronics?|tron|silicon|labs?|data|cloud|chips?|chain|bytes?)$"
    r"|^(?:Hash|Crypto|Watt|Volt|Giga|Tera|Mega|Compu|Silico|Elektro|Electro|Cyber)[a-z]{3,9}$"
)
_DOMAIN = lazy_pattern(r"\.(?:com|io|info|ai|net|org|co|xyz|cn|us|fm|space)$")


@dataclass(slots=True)
class Evidence:
    """What speaks for one surface in one document."""

    runs: list[Run] = field(default_factory=list)
    company: list[float] = field(default_factory=list)
    person: list[float] = field(default_factory=list)
    inside: int = 0
    headings: int = 0
    coin: bool = False
    seated: bool = False


class Shapes:
    """Weighs the words of names in Latin letters."""

    def __init__(self, tables: NameTables) -> None:
        self._english = tables.english
        self._legal = frozenset(tables.english.legal_forms)
        self._never = tables.never
        self._tails = self._english.suffixes | self._legal
        self._common_firsts = self._english.common_firsts | self._english.suffixes | tables.demonyms

    def company(self, surface: str, words: tuple[str, ...], chinese: bool, evidence: Evidence) -> float:
        """What the words of a surface say for COMPANY."""
        if words[-1] in self._legal and len(words) > 1:
            return 1.0
        ordinary = [self.is_ordinary(word) for word in words]
        if _AND_CO.search(surface) and not words[0].isupper() and not ordinary[0]:
            return 1.0
        score = self._standing(surface, ordinary, chinese, evidence)
        if surface.isupper() and 1 < len(words) < 4 and words[-1].title() in self._tails and not any(ordinary[:-1]):
            score += 0.5  # KESTREL TECHNOLOGIES
        if len(words) > 1 and words[-1] in self._english.suffixes:
            named_first = evidence.inside and words[0] not in self._common_firsts and not surface.isupper()
            score += 0.5 if not all(ordinary) else 0.35 if named_first else 0.15
        if len(words) > 1 and words[0] in BANKS and not all(ordinary):
            score += 0.6  # Banco Andino
        if " & " in surface and not any(ordinary):
            score += 0.2  # Perrin & Cole
        if _DOMAIN.search(surface):
            score += 0.6
        named = max(evidence.person) > max(evidence.company) and GLUED.fullmatch(surface)
        if any(CAMEL.search(word) for word in words) and not named:
            score += 0.3
        if any(_COINED.search(word) for word in words) and not named and len(words) < 3 and not surface.isupper():
            score += 0.35
        opening = not evidence.inside and not chinese
        plain = any(ordinary) or evidence.headings == len(evidence.runs)
        return score - self._against(words) - (0.15 if opening and plain else 0.0)

    def _standing(self, surface: str, ordinary: list[bool], chinese: bool, evidence: Evidence) -> float:
        """What the case of the words says where they stand."""
        score = 0.0
        if surface.isupper() and len(surface) <= 6:
            score -= 0.15
        elif chinese and not all(ordinary):
            score += 0.5
        elif not any(ordinary) and evidence.inside:
            score += 0.5 if len(surface) > 4 else 0.4
        elif not any(ordinary) and evidence.headings < len(evidence.runs):
            score += 0.15
        elif not all(ordinary) and evidence.inside:
            score += 0.15
        if all(ordinary) and len(ordinary) > 1 and chinese:
            score += 0.2
        elif all(ordinary):
            if len(ordinary) > 1 and len(evidence.runs) == 1 and surface.rsplit(" ", 1)[-1] not in self._tails:
                score -= 0.15  # Annual Percentage Yields, Fragile Premiums
            running = evidence.headings < len(evidence.runs)
            score -= 0.6 if not running and not chinese else 0.35 if len(ordinary) == 1 else 0.0
        return score

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, or every part of a compound, is in the dictionary: User-Friendly, AI-Powered."""
        parts = word.split("-") if "-" in word else (word,)
        return all(part.lower() in self._english.ordinary or (len(parts) > 1 and part in self._never) for part in parts)

    def _against(self, words: tuple[str, ...]) -> float:
        """What the words say against a company: a personal name, a model, a lost line break, too many of them."""
        weight = 0.4 if len(words) > 5 else 0.0
        glued = GLUED.fullmatch(words[-1])
        if glued and len(glued[2]) < 5 and glued[2] in self._english.openers:
            weight += 0.6
        if any(_MODEL.fullmatch(word) for word in words) and not (len(words) > 1 and words[-1] in self._tails):
            weight += 0.6
        head = GLUED.fullmatch(words[0]) if len(words) == 1 else None
        given = (head[1] if head else words[0]) in self._english.given
        if given and len(words) < 4 and words[-1] not in self._english.suffixes:
            weight += 0.4
        elif self._is_pinyin(words):
            weight += 0.2
        return weight

    def _is_pinyin(self, words: tuple[str, ...]) -> bool:
        """Whether the words are a Chinese surname and given name of two syllables: Hao Zhiqiang, Qimin Chen."""
        if len(words) != 2 or words[-1] in self._tails:
            return False
        pairs = ((words[0], words[1]), (words[1], words[0]))
        return any(
            surname in self._english.surnames
            and _PINYIN.fullmatch(given) is not None
            and given.lower() not in self._english.ordinary
            for surname, given in pairs
        )

    def weigh_surnames(self, by_surface: Mapping[str, Evidence]) -> None:
        """Lets a last word that comes again alone speak for a person: Vahan Petrosyan, so Petrosyan claims.

        A firm is called by the first words of its name.
        """
        for evidence in by_surface.values():
            words = evidence.runs[0].words
            again = by_surface.get(words[-1]) if len(words) in (2, 3) else None
            if again is None or words[0] in by_surface or any(map(self.is_ordinary, words)):
                continue
            if words[-1].isupper() or self._tails.intersection(words) or words[0] in BANKS or CAMEL.search(words[-1]):
                continue
            if self.person(words) > 0.0:
                evidence.person[0] += 0.45

    def opens_person(self, words: tuple[str, ...]) -> bool:
        """Whether the words begin with a given name and end with no firm's word."""
        given = len(words) > 1 and words[0].partition("-")[0] in self._english.given
        return given and words[-1] not in self._english.suffixes and words[-1] not in self._legal

    def person(self, words: tuple[str, ...]) -> float:
        """What the words of a surface say for PERSON."""
        given = self._english.given
        glued = GLUED.fullmatch(words[0]) if len(words) == 1 else None
        if glued and glued[1] in given:
            words = (glued[1], glued[2])
        if len(words) == 1:
            if words[0].lower() in self._english.ordinary and words[0] not in self._english.surnames | given:
                return -0.6  # Judge Approval
            return -0.1 if words[0].lower() in self._english.ordinary or words[0].endswith("ers") else 0.05
        if words[-1] in self._english.suffixes or words[-1] in self._legal or len(words) > 4:
            return -0.6
        if any(_INITIAL.fullmatch(word) for word in words[1:]) and not words[0].isupper():
            return 0.6  # Dinh Q. Tuan
        if words[0].partition("-")[0] in given:
            if words[-1].lower() not in self._english.ordinary or words[-1] in given:
                return 0.65
            return 0.55 if words[0].lower() not in self._english.ordinary else 0.3
        if words[0].lower() in self._english.ordinary:
            return -0.2
        if self._is_pinyin(words):
            return 0.6
        surname = (
            any(_EAST.fullmatch(word) for word in words[1:])
            or words[-1] in self._english.surnames
            or words[0] in self._english.surnames
        )
        return 0.5 if surname and words[-1].lower() not in self._english.ordinary else 0.1


_QUOTE_END = lazy_pattern(r"[,?!.][”\"’']{1,2} \Z")
_SAYS = lazy_pattern(r" (?:said|says|added|explained|noted|wrote|continued|stated)(?![a-z])")


def is_quoted(left: str, right: str, words: tuple[str, ...]) -> bool:
    """Whether a single word speaks right behind what it says, as people do: “…,” Orrick said.

    >>> is_quoted("“It works,” ", " said on Monday", ("Orrick",)), is_quoted("", " said", ("Orrick",))
    (True, False)
    """
    plain = len(words) == 1 and words[0].istitle() and words[0].isalpha()
    return plain and _SAYS.match(right) is not None and _QUOTE_END.search(left) is not None


def is_common_noun(folded: str, words: tuple[str, ...], surface: str) -> bool:
    r"""Whether a text writes the words of a surface in lower case too: with a Multi-Site Hosting Company.

    >>> is_common_noun("A Data Hosting Firm\nwith a data hosting firm", ("Data", "Hosting", "Firm"), "Data Hosting Firm")
    True
    """
    if len(words) < 3:
        return False
    lower = surface.lower()
    return words[-1].lower() in latin_words(folded) and lower in folded

"""Firms whose name begins with a number word, which counts nothing there: Eleven Brooks Limited, Ten Cove Power."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.entities.headings import is_heading
from nlp.entities.letters import cues_of, find_latin
from nlp.entities.priorities import EXACT
from nlp.records import Mention
from nlp.resources.names import NameTables
from nlp.text.alternatives import alternatives
from nlp.text.fold import FoldedText
from nlp.text.lazy import lazy_pattern

_NUMBERS = (
    "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Twenty",
    "Thirty", "Forty", "Fifty", "Sixty", "Ninety", "Hundred", "Thousand",
)  # fmt: skip
_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ'’]{1,24}"
# the last words that make a firm of such a name; those of many firms count them: Ten Mining Companies
_TAILS = frozenset(
    (
        "Bank",
        "Power",
        "Capital",
        "Energy",
        "Holdings",
        "Partners",
        "Group",
        "Labs",
        "Digital",
        "Compute",
        "Resources",
        "Ventures",
        "Credit",
        "Technology",
        "Technologies",
        "Securities",
        "Research",
        "Mining",
        "Electric",
        "Hosting",
        "Advisors",
        "Advisers",
        "Solar",
        "Gas",
        "Trust",
        "Insurance",
    )
)


class NumberFirms:
    """Finds such firms, and where their names come back without the legal form."""

    def __init__(self, tables: NameTables, ref_of: Callable[[str], str]) -> None:
        english = tables.english
        self._ref_of = ref_of
        self._legal = frozenset(english.legal_forms)
        self._things = english.common_firsts | tables.never | tables.demonyms
        forms = alternatives(sorted(english.legal_forms, key=len, reverse=True))
        tails = alternatives(sorted(_TAILS, key=len, reverse=True))
        self._name = lazy_pattern(
            rf"(?<![A-Za-z0-9-])(?P<name>(?P<body>(?:{'|'.join(_NUMBERS)}) (?P<first>{_WORD})(?: {_WORD}){{0,2}}?)"
            rf"(?:(?P<legal>,? (?:{forms}))| (?:{tails})(?P<form>,? (?:{forms}))?))(?![A-Za-z-]| [A-Z]| (?:plants?|firms|companies|stations?|prices?|units|miners|pools)(?![a-z]))"
        )
        self._cues = cues_of(_NUMBERS)

    def find(self, text: FoldedText, known: Sequence[Mention]) -> list[Mention]:
        """The firms of `text` that are none of those `known`."""
        folded = text.folded
        names: dict[str, str] = {}
        for match in find_latin(self._name, folded, self._cues):
            formal = match["legal"] or match["form"]
            if match["first"] in self._things or not (formal or not is_heading(folded, *match.span())):
                continue
            name = match["name"]
            short = match["body"] if match["legal"] else name[: len(name) - len(match["form"] or "")]
            names[name] = names[short] = self._ref_of(short if not formal else name)
        if not names:
            return []
        taken = {at for mention in known for at in range(mention.start, mention.end) if mention.label == "COMPANY"}
        again = lazy_pattern(
            rf"(?<![A-Za-z0-9-])(?:{alternatives(sorted(names, key=len, reverse=True))})(?![A-Za-z0-9-])"
        )
        return [
            Mention(
                *match.span(), text.source[match.start() : match.end()], "COMPANY", ref=names[match[0]],
                rule="latin.company.number", confidence=0.8, priority=EXACT,
            )
            for match in find_latin(again, folded)
            if match.start() not in taken
        ]  # fmt: skip

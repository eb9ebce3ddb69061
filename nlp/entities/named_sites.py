"""Names of sites without a site word in them: a campus called Osage Landing, Akosombo, the giant dam, Project Marble 2."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.entities.letters import cues_of, find_latin
from nlp.text.lazy import lazy_pattern

_WORD = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ-]{1,30}"
_NAME = rf"({_WORD}(?: {_WORD}){{0,2}}(?: \d{{1,2}}(?![\d.,%]))?)"
_CALLED = "called|named|dubbed|christened|nicknamed|code-named|codenamed|known as"
# behind the site word nothing that makes a firm or a person of it: a data center [operator]
_SITE_END = r"(?=[,.;:)\n]|$| (?:in|near|outside|on|at|of|it|that|which|with|and|from|under|beside|along|powered|fed|run|owned|leased|built)(?![A-Za-z]))"
_SMALL = r"(?:[a-z0-9-]+(?:['’]s)? ){0,5}?"
# its Texas Panhandle site
_PLACED = r"(?:[A-Z][a-z]+ ){0,2}"
_ROLES = frozenset(
    (
        "Manager",
        "Finance",
        "Director",
        "Management",
        "Lead",
        "Team",
        "Developer",
        "Update",
        "Financing",
        "Overview",
        "Timeline",
        "Company",
        "Gutenberg",
        "Leader",
        "Managers",
        "Partners",
        "Costs",
        "Cost",
    )
)
_POWER = lazy_pattern(
    r"MW|GW|megawatt|gigawatt|campus|data cent|substation|energi[sz]ed|hectare|acre|mine(?![a-z])|halls?(?![a-z])|dam(?![a-z])|项目|园区|兆瓦|数据中心|矿场"
)
_NEAR = 160
_BARE = frozenset(("in", "near", "outside", "from"))


class NamedSites:
    """Finds the spans of such names; `sites` is an alternation of the words for sites."""

    def __init__(self, sites: str) -> None:
        dams = rf"(?:{sites}|dam|reservoir|waterfall|shed|hangar|mill)s?"
        self._called = lazy_pattern(
            rf"(?<![A-Za-z])(?:{sites}),? (?:(?:is|was|it|has been|to be) )?(?:{_CALLED}) [\"“]?{_NAME}(?![A-Za-z])"
        )
        self._one_word = lazy_pattern(
            rf"(?<![A-Za-z.])(?P<name>{_WORD}), (?:an?|the|its|our|their) {_SMALL}{_PLACED}(?:{dams})(?! of the)[ ]?{_SITE_END}"
        )
        self._project = lazy_pattern(
            rf"(?<![A-Za-z])Project {_WORD}(?: {_WORD})?(?: (?:\d{{1,2}}|I{{1,3}})(?![\d.,%]))?"
        )

    def find(self, folded: str) -> Iterator[tuple[int, int]]:
        """The spans of the names in `folded`."""
        for match in find_latin(self._called, folded, _CALLED_CUES):
            yield match.span(1)
        for match in find_latin(self._one_word, folded, _ARTICLES):
            before = folded[max(0, match.start() - 9) : match.start()].rsplit(maxsplit=1)
            if folded.endswith((" according to ", "According to "), 0, match.start()):
                continue  # a site of the web
            if _WEB.search(match[0]):
                continue
            if not (before and before[-1].lower() in _BARE):
                yield match.span("name")
        for match in find_latin(_PORT, folded, _PORTS):
            yield match.span()
        for match in find_latin(self._project, folded, _PROJECT):
            words = match[0].split(" ")
            around = folded[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if _ROLES.isdisjoint(words) and _POWER.search(around):
                yield match.span()


_WEB = lazy_pattern(r" (?:cloud[ -]mining|news|web|fan|review|comparison|listings?|data|tracking) sites?(?![a-z])")
_PORT = lazy_pattern(
    rf"(?<![A-Za-z])Port of (?!Spain|Entry|Call){_WORD}(?: (?!Authority|Commission){_WORD})?(?! (?:Authority|Commission))(?![A-Za-z])"
)
_PORTS = frozenset(("Port",))
_CALLED_CUES = cues_of(_CALLED.split("|"))
_ARTICLES = frozenset(("a", "an", "the", "its", "our", "their"))
_PROJECT = frozenset(("Project",))

"""All names of a text: registry, hardware models, unknown names and their short forms, overlaps settled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from nlp.entities.addressed_people import addressed_people
from nlp.entities.authorities import ChineseAuthorities, EnglishAuthorities
from nlp.entities.branches import join_branches
from nlp.entities.chinese_sites import ChineseSites
from nlp.entities.companies import ChineseCompanies
from nlp.entities.cued_companies import CuedCompanies
from nlp.entities.dealing_names import DealingNames
from nlp.entities.facilities import Facilities
from nlp.entities.grown_names import GrownNames
from nlp.entities.institutions import Institutions
from nlp.entities.introductions import IntroducedCompanies
from nlp.entities.latin_names import LatinNames
from nlp.entities.letter_names import LetterNames
from nlp.entities.lettered_things import LetteredThings
from nlp.entities.lower_names import LowerNames
from nlp.entities.machine_lines import UnlistedLines
from nlp.entities.machines import MachineFinder
from nlp.entities.merge import Spans, merge
from nlp.entities.mixed_names import MixedNames
from nlp.entities.model_codes import ModelCodes
from nlp.entities.no_firms import NoFirms
from nlp.entities.number_firms import NumberFirms
from nlp.entities.people import ChinesePeople
from nlp.entities.place_names import as_places, unite_sites
from nlp.entities.places import Places
from nlp.entities.places_again import PlacesAgain
from nlp.entities.posted_people import PostedPeople
from nlp.entities.quoted_people import QuotedPeople
from nlp.entities.registry_names import RegistryNames, Surface
from nlp.entities.same_names import unite_forms
from nlp.entities.segments import Segmenter, Segments
from nlp.entities.share_codes import share_codes
from nlp.entities.share_names import ShareNames
from nlp.entities.short_forms import ShortForms
from nlp.entities.sited_names import SitedNames
from nlp.entities.surfaces import registry_surfaces
from nlp.entities.towns_of_states import settle_places
from nlp.entities.zones import Zones
from nlp.records import Mention
from nlp.resources.names import NameTables, load_names
from nlp.resources.registry import Entry, Registry, load_registry
from nlp.schema import NAME_LABELS
from nlp.text.fold import FoldedText, plain
from nlp.text.lazy import lazy_pattern

_STATES = frozenset(("U.S.", "US", "U.K.", "UK", "EU", "Federal", "National", "State", "Full"))
_MARKS = lazy_pattern(r"[\s.,'’&-]+")
_DOTS = lazy_pattern(r"[・•‧∙･⋅]")
MachineFinding = Callable[[FoldedText], Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class _Unknown:
    """The finders of names that no registry knows."""

    latin: LatinNames
    companies: ChineseCompanies
    introduced: IntroducedCompanies
    cued: CuedCompanies
    dealing: DealingNames
    shares: ShareNames
    people: ChinesePeople
    posted: PostedPeople
    places: Places
    authorities: ChineseAuthorities
    english_authorities: EnglishAuthorities
    facilities: Facilities
    chinese_sites: ChineseSites
    sited: SitedNames
    numbers: NumberFirms
    quoted: QuotedPeople
    institutions: Institutions
    no_firms: NoFirms
    letters: LetterNames
    lower: LowerNames
    mixed: MixedNames
    grown: GrownNames
    lines: UnlistedLines
    zones: Zones
    again: PlacesAgain
    short_forms: ShortForms

    @classmethod
    def of(cls, tables: NameTables, places: Mapping[str, str]) -> _Unknown:
        """The finders; `places` gives the refs of the registry's places by their names."""
        home = frozenset(name for name, ref in places.items() if ref.startswith("cn-"))
        return cls(
            latin=LatinNames(tables),
            companies=ChineseCompanies(tables.chinese, home),
            introduced=IntroducedCompanies(tables.chinese),
            cued=CuedCompanies(tables.chinese),
            dealing=DealingNames(tables),
            shares=ShareNames(tables.chinese, home),
            people=ChinesePeople(tables.chinese),
            posted=PostedPeople(tables.chinese),
            places=Places(tables),
            authorities=ChineseAuthorities(tables.chinese),
            english_authorities=EnglishAuthorities(tables.english, tables.demonyms, tables.calendar),
            facilities=Facilities(tables),
            chinese_sites=ChineseSites(tables.chinese),
            sited=SitedNames(tables),
            numbers=NumberFirms(tables, name_ref),
            quoted=QuotedPeople(tables.english),
            institutions=Institutions(tables.chinese),
            no_firms=NoFirms(tables.chinese),
            letters=LetterNames(tables),
            lower=LowerNames(tables),
            mixed=MixedNames(tables),
            grown=GrownNames(tables),
            lines=UnlistedLines(tables.chinese),
            zones=Zones(tables),
            again=PlacesAgain(tables, name_ref),
            short_forms=ShortForms(tables, frozenset(places)),
        )


class NameRecogniser:
    """Finds COMPANY, PERSON, MACHINE, JURISDICTION, FACILITY and AUTHORITY mentions."""

    def __init__(
        self,
        tables: NameTables,
        surfaces: Iterable[Surface],
        *,
        machines: MachineFinding | None = None,
        employers: Mapping[str, Sequence[str]] = MappingProxyType({}),
        models: Iterable[Entry] = (),
    ) -> None:
        surfaces = tuple(surfaces)
        self._wide = frozenset(s.ref for s in surfaces if s.label == "JURISDICTION" and s.wide)
        self._registry = RegistryNames(surfaces, tables, employers)
        self._segmenter = Segmenter(tables.trade_words)
        places = {s.text: s.ref for s in surfaces if s.label == "JURISDICTION" and not s.short}
        self._unknown = _Unknown.of(tables, places)
        self._machines = machines
        self._codes_of = ModelCodes(models)
        self._never = frozenset(map(plain, tables.never))
        self._things = LetteredThings(tables)
        self._codes = frozenset(s.text for s in surfaces if s.label in ("COMPANY", "AUTHORITY") and s.text.isupper())

    @classmethod
    def load(cls, patterns_folder: Path) -> NameRecogniser:
        """The recogniser of the tables and the registry in `patterns_folder`."""
        return cls.load_with(patterns_folder, load_registry(patterns_folder))

    @classmethod
    def load_with(cls, patterns_folder: Path, registry: Registry) -> NameRecogniser:
        """The recogniser of the tables in `patterns_folder` and of a registry that is loaded already."""
        surfaces = registry_surfaces(registry)
        machines = MachineFinder.load(patterns_folder)
        employers = {e.id: e.firms for label in ("PERSON", "FACILITY") for e in registry.entries(label) if e.firms}
        models = registry.entries("MACHINE")
        return cls(load_names(patterns_folder), surfaces, machines=machines.find, employers=employers, models=models)

    def never_in(self, text: FoldedText) -> frozenset[str]:
        """What is no name in whatever context, or is told to be none in this text, in `plain` form."""
        things = self._things.find(text, self._codes)
        return self._never.union(map(plain, things)) if things else self._never

    def find(self, text: FoldedText, values: Sequence[Mention] = (), title: str = "") -> list[Mention]:
        """The names of `text` in text order, without overlaps, refs set.

        `values` are the QUANTITY and DATE mentions found already; they settle overlaps but are not returned.
        `title` is the folded title of the text, whose words tell what names of the text are.
        """
        segments = self._segmenter.segment(text.folded)
        listed = self._registry.find(text, segments)
        known = [*listed.certain, *self._registry.settle(text.folded, listed.certain, listed.doubtful)]
        machines = self._unknown.lines.extend(text, segments, self._machines(text) if self._machines else [], known)
        found = [*known, *machines, *self._formal(text, segments, known, machines)]
        found += [*self._unknown.numbers.find(text, known), *self._unknown.quoted.find(text)]
        found += self._unknown.zones.find(text)
        taken = _spans([*merge([*found, *values])], skip=("JURISDICTION", "PERSON"))
        for start, end in listed.refused:
            taken.add(start, end)
        places = [mention for mention in found if mention.label == "JURISDICTION"]
        models = [mention for mention in found if mention.label == "MACHINE"]
        firms = [mention for mention in known if mention.label == "COMPANY"]
        persons = [mention for mention in found if mention.label == "PERSON"]
        found += self._unknown.latin.find(text, taken, firms, models, persons, places, title)
        found += self._unknown.letters.find(text)
        found += self._unknown.lower.find(text, taken, places)
        found += self._unknown.mixed.find(text, taken, firms)
        found += self._unknown.companies.find(text, segments, taken, places)
        found += self._unknown.shares.find(text, segments, taken, places)
        found += self._unknown.introduced.find(text, segments, taken, [m for m in found if m.label == "COMPANY"])
        found += self._cued(text, segments, taken, found)
        found += self._unknown.dealing.find(text, segments, [*found, *values])
        found += [*addressed_people(text), *self._unknown.posted.find(text)]
        things = self._things.find(text, self._codes)
        found = [m for m in found if m.label != "COMPANY" or m.text not in things or m.rule.startswith("registry")]
        found = as_places(text.folded, self._unknown.no_firms.without(text, found))
        found += self._unknown.again.find(text, found)
        whole = self._unknown.grown.grow(text, merge([*found, *values]))
        named = [_with_ref(mention) for mention in join_branches(text, whole)]
        complete = unite_forms(text, merge(self._carried(text, segments, named)), self._wide)
        complete = self._codes_of.resolve(text, unite_sites(text.folded, settle_places(text, complete)))
        return [mention for mention in complete if mention.label in NAME_LABELS and not _is_letter(mention)]

    def _cued(self, text: FoldedText, segments: Segments, taken: Spans, found: Sequence[Mention]) -> list[Mention]:
        """Companies that a cue gives away, and people; what is a company by its cue is no person."""
        named = _spans(found, skip=())
        companies = self._unknown.cued.find(text, segments, named)
        people = self._unknown.people.find(text, segments, taken, [m for m in found if m.label == "PERSON"])
        titled = {m.text for m in people if m.rule in ("zh.person.titled", "zh.person.dotted", "zh.person.clause")}
        firms = {m.text for m in companies}
        return [
            *(m for m in companies if m.text not in titled),
            *(m for m in people if m.text not in firms or m.text in titled),
        ]

    def _formal(
        self, text: FoldedText, segments: Segments, known: Sequence[Mention], machines: Sequence[Mention]
    ) -> list[Mention]:
        """Places, authorities and sites that their form gives away."""
        places = [mention for mention in known if mention.label == "JURISDICTION"]
        found = self._unknown.places.find(text, segments, places, known)
        places = [*places, *found]
        found += self._unknown.authorities.find(text, segments, places, known)
        bodies = {m.end: m for m in known if m.label == "AUTHORITY"}
        found += [_of_state(m, bodies.get(m.end)) for m in self._unknown.english_authorities.find(text, places)]
        if segments.tokens:
            found += self._unknown.institutions.find(text, segments, places)
        others = [m for m in known if m.label != "JURISDICTION" or m.ref in self._wide]
        towns = [m for m in places if m.ref not in self._wide]
        found += self._unknown.facilities.find(text, segments, others, towns)
        named_others = [m for m in known if m.label != "JURISDICTION"]
        found += self._unknown.chinese_sites.find(text, segments, places, named_others)
        formal = [m for m in found if m.label != "JURISDICTION" and m.rule != "en.facility.called"]
        named = [*machines, *formal, *others]
        return found + self._unknown.sited.find(text, {(m.start, m.end) for m in named}, towns)

    def _carried(self, text: FoldedText, segments: Segments, named: Sequence[Mention]) -> list[Mention]:
        """The mentions with those of their short forms, one ref for all forms of a name."""
        short = self._unknown.short_forms
        firms = {m.text: m.ref for m in named if m.rule.startswith("registry") and m.label == "COMPANY" and m.ref}
        named = [
            replace(m, ref=ref) if not m.rule.startswith("registry") and (ref := short.known_ref(m, firms)) else m
            for m in named
        ]
        whole = [m for m in named if m.rule != "zh.company.institute"]  # its school is no firm
        given = short.introduced(text.folded, named)
        # a firm of the registry that the text calls a body: the National Electricity Administration (ANDE)
        bodies = {alias.surface: alias.ref for alias in given if alias.label == "AUTHORITY"}
        named = [
            replace(m, label="AUTHORITY", ref=bodies[m.text]) if m.label == "COMPANY" and m.text in bodies else m
            for m in named
        ]
        aliases = [*given, *short.derived(text.folded, segments, whole)]
        known = {fold_key(text.folded[m.start : m.end]) for m in named if m.rule.startswith("registry")}
        refs: dict[tuple[str, str], str] = {}
        # RICHRIG is short for RichRig, and RichRig for RichRig.com
        for alias in sorted(aliases, key=lambda alias: alias.ref == name_ref(alias.surface)):
            refs.setdefault((fold_key(alias.surface), alias.label), alias.ref)
        joined = [
            mention
            if mention.rule.startswith("registry") or mention.label not in NAME_LABELS
            else _joined(mention, refs)
            for mention in named
        ]
        found = short.find(text, segments, [a for a in aliases if fold_key(a.surface) not in known])
        # what one form was joined to its other forms are, too: 斯密瑟(John Smither), Smither
        become = {(a.label, a.ref): b.ref for a, b in zip(named, joined, strict=True) if a.ref != b.ref}
        found = [replace(m, ref=ref) if (ref := become.get((m.label, m.ref))) else m for m in found]
        return [*joined, *found, *share_codes(text, joined, self._never), *short.addressed(text, joined)]


def _is_letter(mention: Mention) -> bool:
    """Whether a firm's name would be one Chinese letter: 巨|擘."""
    return mention.label == "COMPANY" and len(mention.text) == 1 and mention.text >= "\u4e00"


def _spans(mentions: Iterable[Mention], *, skip: tuple[str, ...]) -> Spans:
    spans = Spans()
    for mention in mentions:
        if mention.label not in skip:
            spans.add(mention.start, mention.end)
    return spans


def _of_state(mention: Mention, body: Mention | None) -> Mention:
    """The body with the ref that the registry has for it without its state: UK [Financial Conduct Authority]."""
    if body is None or mention.text[: body.start - mention.start].strip() not in _STATES:
        return mention
    return replace(mention, ref=body.ref)


def _joined(mention: Mention, refs: Mapping[tuple[str, str], str]) -> Mention:
    """The mention with the ref that its short form has, where another gives it one."""
    ref = refs.get((fold_key(mention.text), mention.label), mention.ref)
    return mention if ref == mention.ref else replace(mention, ref=ref)


def _with_ref(mention: Mention) -> Mention:
    if mention.ref is not None or mention.label not in NAME_LABELS:
        return mention
    return replace(mention, ref=name_ref(mention.text))


def fold_key(surface: str) -> str:
    """The form under which two spellings of one name are the same."""
    return _MARKS.sub("", surface).lower()


def name_ref(surface: str) -> str:
    """An id for a name that no registry knows.

    >>> name_ref("Abundant Mines")
    'abundant-mines'
    """
    return re.sub(r"[\s.,'’&/()-]+", "-", _DOTS.sub("·", surface.lower())).strip("-") or surface

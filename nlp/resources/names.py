"""The tables behind the recognition of names that no registry knows: suffixes, contexts, surnames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_text, read_toml

_SIDES = ("left", "right")
_LABELS = ("COMPANY", "PERSON")


@dataclass(frozen=True, slots=True)
class Context:
    """A phrase next to a name that speaks for a label."""

    label: str
    side: str
    phrase: str
    weight: float


@dataclass(frozen=True, slots=True)
class EnglishNames:
    """What tells names in English text."""

    legal_forms: tuple[str, ...]
    suffixes: frozenset[str]
    site_words: tuple[str, ...]
    site_tails: tuple[str, ...]
    site_bearings: tuple[str, ...]
    numbered_things: tuple[str, ...]
    authority_heads: tuple[str, ...]
    authority_openers: tuple[str, ...]
    authority_not: tuple[str, ...]
    authority_tails: tuple[str, ...]
    authority_whole: tuple[str, ...]
    central_banks: tuple[str, ...]
    company_not_behind: Mapping[str, tuple[str, ...]]
    company_not_ahead: Mapping[str, tuple[str, ...]]
    coin_firms: frozenset[str]
    coin_right: tuple[str, ...]
    place_left: tuple[str, ...]
    place_right: tuple[str, ...]
    openers: frozenset[str]
    role_words: frozenset[str]
    inner_openers: frozenset[str]
    common_firsts: frozenset[str]
    firm_nouns: frozenset[str]
    person_nouns: frozenset[str]
    letter_names: Mapping[str, str]
    letter_left: tuple[str, ...]
    letter_right: tuple[str, ...]
    titles: frozenset[str]
    given: frozenset[str]
    surnames: frozenset[str]
    second_tails: tuple[str, ...]
    lower_tails: tuple[str, ...]
    lower_posts: tuple[str, ...]
    lower_deeds: tuple[str, ...]
    lower_named: tuple[str, ...]
    ordinary: frozenset[str]
    contexts: tuple[Context, ...]


@dataclass(frozen=True, slots=True)
class ChineseNames:
    """What tells names in Chinese text. Lists keep the order of the file."""

    legal_forms: tuple[str, ...]
    suffixes: tuple[str, ...]
    weak_suffixes: frozenset[str]
    ordinary: frozenset[str]
    generic: frozenset[str]
    stops: frozenset[str]
    inner: frozenset[str]
    name_verbs: frozenset[str]
    subject_verbs: tuple[str, ...]
    share_moves: tuple[str, ...]
    share_tails: tuple[str, ...]
    subject_ends: frozenset[str]
    company_before: Mapping[str, float]
    company_after: Mapping[str, float]
    latin_tails: tuple[tuple[str, str], ...]
    latin_tails_of_known: tuple[str, ...]
    company_roles: tuple[str, ...]
    company_acts: tuple[str, ...]
    company_pairs: tuple[tuple[str, tuple[str, ...]], ...]
    person_before: frozenset[str]
    person_after: frozenset[str]
    speech_verbs: tuple[str, ...]
    not_person: frozenset[str]
    surnames: frozenset[str]
    frequent_surnames: frozenset[str]
    double_surnames: frozenset[str]
    not_given: frozenset[str]
    translit: frozenset[str]
    authority_tails: tuple[str, ...]
    authority_heads: tuple[str, ...]
    authority_opens: tuple[str, ...]
    authority_offices: tuple[str, ...]
    authority_stops: frozenset[str]
    authority_alone: frozenset[str]
    authority_prefixes: tuple[str, ...]
    site_words: tuple[str, ...]
    site_heads: tuple[str, ...]
    site_tails: tuple[str, ...]
    group_fields: tuple[str, ...]
    exchange_goods: tuple[str, ...]
    site_minerals: tuple[str, ...]
    site_yields: tuple[str, ...]
    site_kinds: tuple[str, ...]
    site_centres: tuple[str, ...]
    site_openings: tuple[str, ...]
    place_tails: tuple[str, ...]
    place_not_after: tuple[str, ...]
    place_plain: frozenset[str]
    place_leads: tuple[str, ...]
    place_heads: tuple[str, ...]
    place_events: tuple[str, ...]
    event_stops: frozenset[str]
    law_names: tuple[str, ...]
    letter_left: tuple[str, ...]
    letter_right: tuple[str, ...]
    not_company: frozenset[str]
    name_leads: frozenset[str]
    no_firm_behind: tuple[str, ...]
    authority_fields: tuple[str, ...]
    authority_inner: frozenset[str]
    state_cues: tuple[str, ...]
    state_trades: tuple[str, ...]
    network_kinds: tuple[str, ...]
    law_words: tuple[str, ...]
    index_words: tuple[str, ...]
    traps: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameTables:
    """All tables of unknown names, with the words that are a name in no language."""

    english: EnglishNames
    chinese: ChineseNames
    coins: frozenset[str]
    acronyms: frozenset[str]
    calendar: frozenset[str]
    demonyms: frozenset[str]
    venues: frozenset[str]
    figured: frozenset[str]
    lower_words: frozenset[str]
    venue_cues: tuple[str, ...] = field(default=())

    @property
    def trade_words(self) -> frozenset[str]:
        """Chinese words around names, which a general dictionary lacks: 矿企, 首席执行官."""
        chinese = self.chinese
        words = chinese.person_before | chinese.generic | chinese.company_before.keys() | frozenset(chinese.site_words)
        return frozenset(word for word in words if word.isalpha() and not word.isascii())

    @property
    def never(self) -> frozenset[str]:
        """Every word that is no name."""
        return self.coins | self.acronyms | self.calendar | self.demonyms | self.venues


def load_names(folder: Path) -> NameTables:
    """The tables of `folder` (the patterns folder).

    Raises:
        ResourceError: a file or key is missing or of another type.
    """
    shared = _Keys(folder / "common" / "names.toml")
    return NameTables(
        english=_english(folder / "en"),
        chinese=_chinese(folder / "zh"),
        coins=frozenset(shared.words("coins")),
        acronyms=frozenset(shared.words("acronyms")),
        calendar=frozenset(shared.words("calendar")),
        demonyms=frozenset(shared.words("demonyms")),
        venues=frozenset(shared.words("venues")),
        figured=frozenset(shared.words("figured")),
        lower_words=frozenset(shared.words("lower_words")),
        venue_cues=shared.words("venue_cues"),
    )


def _english(folder: Path) -> EnglishNames:
    keys = _Keys(folder / "names.toml")
    return EnglishNames(
        legal_forms=keys.words("legal_forms"),
        suffixes=frozenset(keys.words("suffixes")),
        site_words=keys.words("site_words"),
        site_tails=keys.words("site_tails"),
        site_bearings=keys.words("site_bearings"),
        numbered_things=keys.words("numbered_things"),
        authority_heads=keys.words("authority_heads"),
        authority_openers=keys.words("authority_openers"),
        authority_not=keys.words("authority_not"),
        authority_tails=keys.words("authority_tails"),
        authority_whole=keys.words("authority_whole"),
        central_banks=tuple(f"{word} " for word in keys.words("central_banks")),
        company_not_behind=_neighbours(keys, "company_not_behind"),
        company_not_ahead=_neighbours(keys, "company_not_ahead"),
        coin_firms=frozenset(keys.words("coin_firms")),
        coin_right=_longest_first(keys.words("coin_right")),
        place_left=_longest_first(keys.words("place_left")),
        place_right=_longest_first(keys.words("place_right")),
        openers=frozenset(keys.words("openers")),
        role_words=frozenset(keys.words("role_words")),
        inner_openers=frozenset(keys.words("inner_openers")),
        common_firsts=frozenset(keys.words("common_firsts")),
        firm_nouns=frozenset(keys.words("firm_nouns")),
        person_nouns=frozenset(keys.words("person_nouns")),
        letter_names=dict(row.split("=") for row in keys.words("letter_names")),
        letter_left=_longest_first(keys.words("letter_left")),
        letter_right=_longest_first(keys.words("letter_right")),
        titles=frozenset(keys.words("person_titles_before")),
        surnames=frozenset(keys.words("surnames")),
        second_tails=keys.words("second_tails"),
        lower_tails=keys.words("lower_tails"),
        lower_posts=_longest_first(keys.words("lower_posts")),
        lower_deeds=keys.words("lower_deeds"),
        lower_named=keys.words("lower_named"),
        given=frozenset(_lines(folder / "given_names.txt")),
        ordinary=frozenset(_lines(folder / "common_words.txt")),
        contexts=tuple(_contexts(keys)),
    )


def _chinese(folder: Path) -> ChineseNames:
    keys = _Keys(folder / "names.toml")
    return ChineseNames(
        legal_forms=_longest_first(keys.words("legal_forms")),
        suffixes=_longest_first(keys.words("suffixes")),
        weak_suffixes=frozenset(keys.words("weak_suffixes")),
        ordinary=frozenset(_lines(folder / "common_words.txt")),
        generic=frozenset(keys.words("generic")),
        stops=frozenset(keys.words("stops")),
        inner=frozenset(keys.words("inner")),
        name_verbs=frozenset(keys.words("name_verbs")),
        subject_verbs=_longest_first((*keys.words("subject_verbs"), *keys.words("share_moves"))),
        share_moves=keys.words("share_moves"),
        share_tails=_longest_first(keys.words("share_tails")),
        subject_ends=frozenset(keys.letters("subject_ends")),
        company_before=_weights(keys, "company_before", strong=0.5, weak=0.2),
        company_after=_weights(keys, "company_after", strong=0.35, weak=0.15),
        latin_tails=tuple(
            (word, letters) for word, _, letters in (t.partition("=") for t in keys.words("latin_tails"))
        ),
        latin_tails_of_known=keys.words("latin_tails_of_known"),
        company_roles=_longest_first(keys.words("company_roles")),
        company_acts=_longest_first(keys.words("company_acts")),
        company_pairs=tuple(_pairs(keys, "company_pairs")),
        person_before=frozenset(keys.words("person_before")),
        person_after=frozenset(keys.words("person_after")),
        speech_verbs=_longest_first(keys.words("speech_verbs")),
        not_person=frozenset(keys.words("not_person")),
        surnames=frozenset(keys.letters("surnames")),
        frequent_surnames=frozenset(keys.letters("frequent_surnames")),
        double_surnames=frozenset(keys.words("double_surnames")),
        not_given=frozenset(keys.letters("not_given")),
        translit=frozenset(keys.letters("translit")),
        authority_tails=_longest_first(keys.words("authority_tails")),
        authority_heads=_longest_first(keys.words("authority_heads")),
        authority_opens=_longest_first(keys.words("authority_opens")),
        authority_offices=_longest_first(keys.words("authority_offices")),
        authority_stops=frozenset(keys.letters("authority_stops")),
        authority_alone=frozenset(keys.words("authority_alone")),
        authority_prefixes=_longest_first(keys.words("authority_prefixes")),
        site_words=_longest_first(keys.words("site_words")),
        site_heads=_longest_first(keys.words("site_heads")),
        site_tails=_longest_first(keys.words("site_tails")),
        group_fields=_longest_first(keys.words("group_fields")),
        exchange_goods=_longest_first(keys.words("exchange_goods")),
        site_minerals=_longest_first(keys.words("site_minerals")),
        site_yields=_longest_first(keys.words("site_yields")),
        site_kinds=_longest_first(keys.words("site_kinds")),
        site_centres=_longest_first(keys.words("site_centres")),
        site_openings=_longest_first(keys.words("site_openings")),
        place_tails=_longest_first(keys.words("place_tails")),
        place_not_after=_longest_first(keys.words("place_not_after")),
        place_plain=frozenset(keys.words("place_plain")),
        place_leads=_longest_first(keys.words("place_leads")),
        place_heads=_longest_first(keys.words("place_heads")),
        place_events=_longest_first(keys.words("place_events")),
        event_stops=frozenset(keys.letters("event_stops")),
        law_names=_longest_first(keys.words("law_names")),
        letter_left=_longest_first(keys.words("letter_left")),
        letter_right=_longest_first(keys.words("letter_right")),
        not_company=frozenset(keys.words("not_company")),
        name_leads=frozenset(keys.words("name_leads")),
        no_firm_behind=_longest_first(keys.words("no_firm_behind")),
        authority_fields=_longest_first(keys.words("authority_fields")),
        authority_inner=frozenset(keys.words("authority_inner")),
        state_cues=keys.words("state_cues"),
        state_trades=keys.words("state_trades"),
        network_kinds=_longest_first(keys.words("network_kinds")),
        law_words=keys.words("law_words"),
        index_words=keys.words("index_words"),
        traps=frozenset(keys.words("traps")),
    )


def _neighbours(keys: _Keys, key: str) -> Mapping[str, tuple[str, ...]]:
    rows = (row.partition("=") for row in keys.words(key))
    return {name: tuple(words.split("|")) for name, _, words in rows}


def _weights(keys: _Keys, name: str, *, strong: float, weak: float) -> Mapping[str, float]:
    table = dict.fromkeys(keys.words(name), strong)
    table.update(dict.fromkeys(keys.words(f"{name}_weak"), weak))
    return table


def _pairs(keys: _Keys, name: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    for row in keys.table.get(name, ()):
        left, right = row.get("left"), row.get("right")
        if not isinstance(left, list) or not isinstance(right, list):
            raise ResourceError(f"expected lists left and right in {name!r}, was {row!r}", path=keys.path)
        for word in left:
            yield word, tuple(right)


def _contexts(keys: _Keys) -> Iterable[Context]:
    for row in keys.table.get("context", ()):
        label, side, weight = row.get("label"), row.get("side"), row.get("weight")
        if label not in _LABELS or side not in _SIDES or not isinstance(weight, (int, float)):
            raise ResourceError(
                f"expected a context with label in {_LABELS}, side in {_SIDES} and a weight, was {label!r}, {side!r}",
                path=keys.path,
            )
        for phrase in row.get("phrases", ()):
            yield Context(label, side, phrase, float(weight))


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in read_text(path).split("\n") if line.strip() and not line.startswith("#")]


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=lambda word: (-len(word), word)))


class _Keys:
    """Typed access to one TOML file."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.table: dict[str, Any] = read_toml(path)

    def words(self, key: str) -> tuple[str, ...]:
        """The list of strings under `key`."""
        value = self.table.get(key)
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            raise ResourceError(f"expected a list of strings under {key!r}, was {value!r}", path=self.path)
        return tuple(value)

    def letters(self, key: str) -> str:
        """The string under `key`."""
        value = self.table.get(key)
        if not isinstance(value, str):
            raise ResourceError(f"expected a string under {key!r}, was {value!r}", path=self.path)
        return value

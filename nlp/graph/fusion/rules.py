"""When two tellings are of one fact, as data: the table `common/fusion.toml`, read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.graph.claims import Filler, Literal
from nlp.resources.files import read_toml
from nlp.schema import LITERAL_ROLES, PREDICATES
from nlp.text.fold import fold

KINDS = ("event", "period", "state", "lasting")
_SIDES = frozenset({"subject", "object"})


@dataclass(frozen=True, slots=True)
class Rule:
    """What identifies the statements of one predicate; the keys are told in the table itself."""

    predicate: str
    kind: str
    open: frozenset[str] = frozenset()
    symmetric: bool = False
    literals: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    strict: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    lag: int = 0
    days: int = 0
    series: tuple[str, ...] = ()
    plan: int = 0


@dataclass(frozen=True, slots=True)
class NameWords:
    """Words at the end of names that tell the sort of a thing; long and short names of offices."""

    descriptors: tuple[str, ...]
    site_words: tuple[str, ...]
    offices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole table."""

    predicates: Mapping[str, Rule]
    conflict: float
    slack: int
    currencies: Mapping[str, tuple[float, float]]
    posts: Mapping[str, str]
    names: NameWords

    def of(self, predicate: str) -> Rule:
        """The rule of a predicate; of one that the schema does not have, that it happens on a day."""
        return self.predicates.get(predicate) or Rule(predicate, "event")

    def posts_of(self, titles: Iterable[Filler]) -> frozenset[str]:
        """The posts that titles name, whatever their language."""
        folded = (" ".join(fold(title.text).casefold().split()) for title in titles if isinstance(title, Literal))
        return frozenset(post for title in folded if (post := self.posts.get(title)))


def load_rules(folder: Path) -> Rules:
    """The rules of a patterns folder.

    Raises:
        ResourceError: the table is missing or wrong.
    """
    path = folder / "common" / "fusion.toml"
    table = read_toml(path)
    try:
        rules = {name: _rule(name, row, str(path)) for name, row in table["predicates"].items()}
        names = table["names"]
        posts = {title.casefold(): post for post, titles in table["posts"].items() for title in titles}
        currencies = {code: (float(low), float(high)) for code, (low, high) in table["currencies"].items()}
        loaded = Rules(
            predicates=rules,
            conflict=float(table["conflict"]),
            slack=int(table["slack"]),
            currencies={"USD": (1.0, 1.0), **currencies},
            posts=posts,
            names=NameWords(tuple(names["descriptors"]), tuple(names["site_words"]), dict(names["offices"])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"the table of fusion is not as expected: {error!r}", path=str(path)) from error
    missing = PREDICATES.keys() - rules.keys()
    if missing:
        raise ResourceError(f"expected a rule for every predicate, there is none for {sorted(missing)}", path=str(path))
    return loaded


def _rule(name: str, row: Mapping[str, Any], path: str) -> Rule:
    predicate = PREDICATES.get(name)
    if predicate is None:
        raise ResourceError(f"{name!r} is no predicate; there are {', '.join(PREDICATES)}", path=path)
    rule = Rule(
        predicate=name,
        kind=row["kind"],
        open=frozenset(row.get("open", ())),
        symmetric=bool(row.get("symmetric", False)),
        literals=tuple(row.get("literals", ())),
        values=tuple(row.get("values", ())),
        strict=frozenset(row.get("strict", ())),
        places=tuple(row.get("places", ())),
        things=tuple(row.get("things", ())),
        lag=int(row.get("lag", 0)),
        days=int(row.get("days", 0)),
        series=tuple(row.get("series", ())),
        plan=int(row.get("plan", 0)),
    )
    if rule.kind not in KINDS:
        raise ResourceError(f"{name}: kind must be one of {', '.join(KINDS)}, was {rule.kind!r}", path=path)
    known = _SIDES | set(predicate.qualifiers)
    used = {*rule.open, *rule.literals, *rule.values, *rule.strict, *rule.places, *rule.things, *rule.series}
    if not used <= known:
        raise ResourceError(f"{name}: has no roles {sorted(used - known)}", path=path)
    if not set(rule.literals) <= set(LITERAL_ROLES):
        raise ResourceError(f"{name}: literals must be literal roles, were {rule.literals}", path=path)
    return rule

"""Statement rules as typed rows: frames (trigger and arguments) and constructions (one pattern).

How a row writes its patterns tells `nlp.resources.expansion`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.expansion import DESCRIPTION, PRIVATE, PatternRow, compile_pattern, expand_pattern
from nlp.resources.files import read_toml
from nlp.resources.required import RequiredTable, load_required
from nlp.resources.segments import SegmentPatterns, load_segments
from nlp.schema import ACTIONS, LITERAL_ROLES, METRICS, MODALITIES, PREDICATES
from nlp.text.lazy import lazy_pattern

# how far back from a mention the words are read that may not stand before it
_REACH_BACK = 64


@dataclass(frozen=True, slots=True)
class Role:
    """What may fill a role of a frame, and where it stands.

    `side` is right, left or both of the trigger; `reach` the greatest cost of the way to it;
    `before` and `after` are patterns that must touch the mention, `not_before` one that may not; `shared` fillers may serve several
    statements; `bias` is added to the cost.
    """

    name: str
    types: str
    side: str = "right"
    reach: float = 25.0
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    not_before: re.Pattern[str] | None = None
    shared: bool = False
    bias: float = 0.0
    own_sentence: bool = True

    def bars(self, text: str, position: int) -> bool:
        """Whether the words right before a mention keep it out of this role."""
        return (
            self.not_before is not None
            and self.not_before.search(text, max(0, position - _REACH_BACK), position) is not None
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger with its arguments.

    Mode ``object`` makes one statement for each object found, ``event`` one for each trigger.
    """

    id: str
    language: str
    predicate: str
    triggers: tuple[str, ...]
    mode: str
    roles: tuple[Role, ...]
    subject: str
    literals: Mapping[str, str]
    modality: str | None
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_sentence: re.Pattern[str] | None
    not_after: re.Pattern[str] | None
    """What may not follow the trigger at once: a mining |company."""
    requires: tuple[str, ...]
    subject_by: re.Pattern[str] | None
    no_subject: bool
    default: bool = False
    """Whether the frame takes every object that no other rule wants, without a trigger."""
    reach: float = 0.0
    """How far the role reaches that reaches farthest."""


@dataclass(frozen=True, slots=True)
class Construction:
    """One pattern whose slots are the participants."""

    id: str
    language: str
    predicate: str
    row: PatternRow
    lists: tuple[str, ...]
    literals: Mapping[str, str]
    modality: str | None
    hint: tuple[str, ...]
    needs: re.Pattern[str] | None = None
    """What the sentence must hold."""
    moods: tuple[str, ...] = ()
    """The modalities that cue words may give it; any, where there are none."""
    undated: bool = False
    """Whether the fact has no date: a maker named before its model."""
    joins: bool = False
    """Whether it makes no statement of its own but adds to another of its predicate."""
    loose: bool = False
    """Whether it only counts where no other rule finds its predicate in the sentence."""
    words: tuple[tuple[str, ...], ...] = ()
    """Groups of words of each of which every match holds one."""
    types: tuple[str, ...] = ()
    """For each mention that every match has, the characters it may be."""

    @property
    def source(self) -> str:
        """The regular expression."""
        return self.row.expanded[0]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return self.row.compiled


@dataclass(frozen=True, slots=True)
class Grammar:
    """All statement rules and cue words of the languages loaded."""

    frames: tuple[Frame, ...]
    constructions: tuple[Construction, ...]
    cues: Mapping[str, Mapping[str, re.Pattern[str]]]
    segments: Mapping[str, SegmentPatterns] = field(default_factory=dict)
    demonyms: Mapping[str, str] = field(default_factory=dict)
    """Adjectives of places, in lower case, with the refs of the places."""
    """By metric, what names the part of a business in Chinese."""


def load_grammar(folder: Path, languages: tuple[str, ...] = ("zh", "en")) -> Grammar:
    """The statement rules of `folder`/<language>/{frames,constructions,cues}.toml.

    Raises:
        ResourceError: a row is wrong; names the file and the row.
    """
    frames: list[Frame] = []
    constructions: list[Construction] = []
    cues: dict[str, dict[str, re.Pattern[str]]] = {}
    demonyms: dict[str, str] = {}
    required = load_required(folder)
    for language in languages:
        base = folder / language
        table = read_toml(base / "cues.toml")
        macros: dict[str, str] = table.get("macros", {})
        cues[language] = {
            name: compile_pattern("|".join(sorted(words, key=len, reverse=True)), macros)[0]
            for name, words in table.get("cues", {}).items()
        }
        demonyms |= table.get("demonyms", {})
        path = base / "frames.toml"
        for row in _rows(path, "frame"):
            frames.append(_frame(row, language, macros, path))
        path = base / "constructions.toml"
        for row in _rows(path, "construction"):
            constructions.extend(_constructions(row, language, macros, path, required))
    segments = load_segments(folder, "zh") if "zh" in languages else {}
    return Grammar(tuple(frames), tuple(constructions), cues, segments, demonyms)


def _rows(path: Path, key: str) -> list[dict[str, Any]]:
    """The rows of a file; an id that is there twice would leave open which row a statement comes from."""
    rows: list[dict[str, Any]] = read_toml(path).get(key, [])
    seen: set[str] = set()
    for row in rows:
        name = str(row.get("id", ""))
        if name in seen:
            raise _fail(path, row, "the id is there twice; give one of the rows another")
        seen.add(name)
    return rows


def _fail(path: Path, row: Mapping[str, Any], message: str) -> ResourceError:
    return ResourceError(f"row {row.get('id', '?')!r}: {message}", path=str(path))


_FRAME_KEYS = {
    "id", "predicate", "triggers", "mode", "roles", "subject", "metric", "action", "segment", "modality", "needs",
    "unless", "unless_sentence", "not_after", "requires", "subject_by", "no_subject", "default", "examples",
}  # fmt: skip
_ROLE_KEYS = {"types", "side", "reach", "before", "after", "not_before", "shared", "bias", "own_sentence"}


def _checked_predicate(row: Mapping[str, Any], path: Path) -> str:
    predicate = str(row.get("predicate", ""))
    if predicate not in PREDICATES and predicate != "none":
        raise _fail(path, row, f"expected a predicate of the schema, was {predicate!r}")
    if row.get("modality") not in (None, *MODALITIES):
        raise _fail(path, row, f"expected a modality, was {row['modality']!r}")
    if row.get("metric") not in (None, *METRICS) or row.get("action") not in (None, *ACTIONS):
        raise _fail(path, row, "metric or action is not in the schema")
    return predicate


def _frame(row: Mapping[str, Any], language: str, macros: Mapping[str, str], path: Path) -> Frame:
    predicate = _checked_predicate(row, path)
    unknown = set(row) - _FRAME_KEYS
    if unknown:
        raise _fail(path, row, f"unknown keys {sorted(unknown)}")
    if not row.get("triggers") and not row.get("default"):
        raise _fail(path, row, "expected triggers, there are none")
    # the predicate none takes mentions away from other frames: prices, purchases of coins, rewards
    allowed = {"subject", "object", *(PREDICATES[predicate].qualifiers if predicate in PREDICATES else ())}
    roles = []
    for name, spec in row.get("roles", {}).items():
        base = name.split(".")[0].rstrip("0123456789")
        if base not in allowed:
            raise _fail(path, row, f"{predicate} has no role {base!r}")
        if set(spec) - _ROLE_KEYS:
            raise _fail(path, row, f"role {name}: unknown keys {sorted(set(spec) - _ROLE_KEYS)}")
        roles.append(
            Role(
                base,
                spec["types"],
                spec.get("side", "right"),
                float(spec.get("reach", 25.0)),
                _touching(spec.get("before"), macros, at_end=True, place="J" in spec["types"]),
                _touching(spec.get("after"), macros, at_end=False),
                _touching(spec.get("not_before"), macros, at_end=True),
                bool(spec.get("shared", False)),
                float(spec.get("bias", 0.0)),
            )
        )
    try:
        return Frame(
            id=f"{language}.{row['id']}",
            language=language,
            predicate=predicate,
            triggers=tuple(row.get("triggers", ())),
            mode=row.get("mode", "object"),
            roles=tuple(roles),
            subject=row.get("subject", "Cc"),
            literals={k: row[k] for k in LITERAL_ROLES if k in row},
            modality=row.get("modality"),
            needs=compile_pattern(row["needs"], macros)[0] if "needs" in row else None,
            unless=compile_pattern(row["unless"], macros)[0] if "unless" in row else None,
            unless_sentence=compile_pattern(row["unless_sentence"], macros)[0] if "unless_sentence" in row else None,
            not_after=compile_pattern(row["not_after"], macros)[0] if "not_after" in row else None,
            requires=tuple(row.get("requires", ())),
            subject_by=_touching(row.get("subject_by"), macros, at_end=True),
            no_subject=bool(row.get("no_subject", False)),
            default=bool(row.get("default", False)),
            reach=max((role.reach for role in roles), default=0.0),
        )
    except (KeyError, re.error) as error:
        raise _fail(path, row, f"not a pattern: {error}") from error


# the general place before the one that counts: 在美国[德克萨斯州]
_WIDER_PLACE = f"(?:{chr(PRIVATE + ord('j'))}的?\\s?)?"


def _touching(
    source: str | None, macros: Mapping[str, str], *, at_end: bool, place: bool = False
) -> re.Pattern[str] | None:
    if source is None:
        return None
    body = expand_pattern(source, macros)[0]
    if place:
        body = f"(?:{body}){_WIDER_PLACE}"
    return lazy_pattern(f"(?:{body})$" if at_end else f"(?:{body})")


_CONSTRUCTION_KEYS = {
    "id",
    "predicate",
    "patterns",
    "metric",
    "action",
    "segment",
    "title",
    "modality",
    "hint",
    "needs",
    "undated",
    "moods",
    "joins",
    "loose",
    "examples",
}


def _constructions(
    row: Mapping[str, Any], language: str, macros: Mapping[str, str], path: Path, required: RequiredTable
) -> Iterator[Construction]:
    predicate = _checked_predicate(row, path)
    if set(row) - _CONSTRUCTION_KEYS:
        raise _fail(path, row, f"unknown keys {sorted(set(row) - _CONSTRUCTION_KEYS)}")
    # where a company sits is told by such descriptions themselves
    described = DESCRIPTION in macros and predicate != "located_in"
    for number, source in enumerate(row.get("patterns", ()), 1):
        pattern = PatternRow(source, macros, language, described)
        try:
            asked = required.of(pattern)
        except (KeyError, re.error) as error:
            raise _fail(path, row, f"pattern {number}: {error}") from error
        yield Construction(
            id=f"{language}.{row['id']}.{number}",
            language=language,
            predicate=predicate,
            row=pattern,
            lists=asked.lists,
            literals={k: row[k] for k in LITERAL_ROLES if k in row},
            modality=row.get("modality"),
            hint=tuple(row.get("hint", ())),
            needs=compile_pattern(row["needs"], macros)[0] if "needs" in row else None,
            moods=tuple(row.get("moods", ())),
            undated=bool(row.get("undated", False)),
            joins=bool(row.get("joins", False)),
            loose=bool(row.get("loose", False)),
            words=asked.words,
            types=asked.types,
        )

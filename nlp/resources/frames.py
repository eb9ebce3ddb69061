"""Statement rules as typed rows: frames (trigger and arguments) and constructions (one pattern).

A pattern is a regular expression over encoded text (`nlp.encoding`), with two additions:
``{role:Cc}`` is a mention of type C or c that fills the role, ``{role:Cc+}`` may be a list of them,
``<Cc>`` is a mention that fills none, and ``{name}`` is a macro of the same file. A macro whose name
is a literal role (title, segment) fills that role; `post`, a chain of titles, fills title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from nlp.errors import ResourceError
from nlp.resources.files import read_toml
from nlp.resources.required import RequiredTable, load_required
from nlp.resources.segments import SegmentPatterns, load_segments
from nlp.schema import ACTIONS, LITERAL_ROLES, METRICS, MODALITIES, PREDICATES
from nlp.text.alternatives import with_grouped_words
from nlp.text.lazy import compile_now, lazy_pattern

_PRIVATE = 0xE000
_SLOT = re.compile(r"\{([a-z_]+\d?):([A-Za-z]+)(\+?)\}|<([A-Za-z]+)>|\{([a-z_]+)\}")
_MACRO = re.compile(r"\{([a-z_]+)\}")

# a pronoun or description that stands for a company is one character of the text
_PRONOUN = re.compile(r"(?<![a-z])(?:its|our|their|the company(?='s))(?=\\?[ s'|)])(?!['s][a-z])")
_LITERAL_OF = {"post": "title"}
"""Macros whose text is a literal of another name."""
_DESCRIPTION = "desc"
"""The macro of what may stand before a company and only tells its trade."""
# what a Chinese list goes on with; that the names belong to it is tested afterwards
_MORE_OF = (
    r"(?:\s?(?:\([^()]{{0,16}}\))?\s?(?:(?:、|,?以及|,?及|和|与)[^,。;:\ue041-\ue07a]{{0,8}}"
    r"|(?:,\s|,?\s?(?:and|or|&|as well as|plus)\s)(?:in\s|at\s)?(?:the\s)?)[{chars}]){{0,24}}"
)


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


class PatternRow:
    """A construction's pattern as its row has it; it is expanded and compiled at its first use.

    Most texts need few of the patterns: to expand and compile all takes a fifth of a second.
    """

    def __init__(self, text: str, macros: Mapping[str, str], language: str, described: bool) -> None:
        self._text, self._macros, self._language, self._described = text, macros, language, described

    @property
    def written(self) -> str:
        """The text with all that decides what it is expanded to; a KeyError names a macro that is not known."""
        used = _MACRO.findall(self._text)
        if self._described:
            used.append(_DESCRIPTION)
        bodies: dict[str, str] = {}
        for name in used:  # the list grows by macros within macros while it is read
            if name not in bodies:
                bodies[name] = self._macros[name]
                used += _MACRO.findall(bodies[name])
        return "\0".join((self._language, self._text, *bodies.values()))

    @cached_property
    def expanded(self) -> tuple[str, tuple[str, ...]]:
        """The regular expression, and the roles that may be lists; a KeyError names a macro that is not known."""
        source, lists = expand_pattern(self._text, self._macros, described=self._described)
        return (_within_line(source) if self._language == "en" else source), lists

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return compile_now(with_grouped_words(self.expanded[0]))


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
    """By metric, what names the part of a business in Chinese."""


def compile_pattern(source: str, macros: Mapping[str, str]) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """The pattern, compiled at its first use, and the roles that may be lists.

    >>> compile_pattern("{subject:C}订购", {})[0].groups
    1
    """
    source, lists = expand_pattern(source, macros)
    return lazy_pattern(with_grouped_words(source)), lists


def expand_pattern(source: str, macros: Mapping[str, str], *, described: bool = False) -> tuple[str, tuple[str, ...]]:
    """The regular expression that a pattern stands for, and the roles that may be lists.

    With `described` a company inside the pattern may have its trade before it: 向[上市矿企]X.

    Raises:
        KeyError: a macro is not known.
    """
    lists: list[str] = []

    def replace(match: re.Match[str]) -> str:
        role, types, plus, bare, macro = match.groups()
        if macro is not None:
            if macro not in macros:
                raise KeyError(macro)
            body = _SLOT.sub(replace, macros[macro])
            literal = _LITERAL_OF.get(macro, macro)
            return f"(?P<{literal}>{body})" if literal in LITERAL_ROLES else f"(?:{body})"
        chars = "".join(chr(_PRIVATE + ord(t)) for t in (types or bare))
        if role is None:
            return f"[{chars}]"
        first = f"(?P<{role}>[{chars}])"
        if described and "C" in types and match.start():
            first = f"(?:{_SLOT.sub(replace, macros[_DESCRIPTION])})?{first}"
        if plus:
            lists.append(role)
            return first + _MORE_OF.format(chars=chars)
        return first

    return _SLOT.sub(replace, _PRONOUN.sub(rf"(?:\g<0>|{chr(_PRIVATE + ord('c'))})", source)), tuple(lists)


def load_grammar(folder: Path, languages: tuple[str, ...] = ("zh", "en")) -> Grammar:
    """The statement rules of `folder`/<language>/{frames,constructions,cues}.toml.

    Raises:
        ResourceError: a row is wrong; names the file and the row.
    """
    frames: list[Frame] = []
    constructions: list[Construction] = []
    cues: dict[str, dict[str, re.Pattern[str]]] = {}
    required = load_required(folder)
    for language in languages:
        base = folder / language
        table = read_toml(base / "cues.toml")
        macros: dict[str, str] = table.get("macros", {})
        cues[language] = {
            name: compile_pattern("|".join(sorted(words, key=len, reverse=True)), macros)[0]
            for name, words in table.get("cues", {}).items()
        }
        path = base / "frames.toml"
        for row in _rows(path, "frame"):
            frames.append(_frame(row, language, macros, path))
        path = base / "constructions.toml"
        for row in _rows(path, "construction"):
            constructions.extend(_constructions(row, language, macros, path, required))
    return Grammar(tuple(frames), tuple(constructions), cues, load_segments(folder, "zh") if "zh" in languages else {})


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
_WIDER_PLACE = f"(?:{chr(_PRIVATE + ord('j'))}的?\\s?)?"


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


# a class of characters, or a blank outside of one
_CLASS_OR_BLANK = re.compile(r"\[(?:\\.|[^\]\\])*\]|\\s")


def _within_line(pattern: str) -> str:
    r"""The pattern in which blanks are no line ends: a name at the head of the next line is no part of it.

    >>> _within_line(r"a\sb[\s,]")
    'a[^\\S\\n]b[\\s,]'
    """
    return _CLASS_OR_BLANK.sub(lambda match: match[0] if match[0] != r"\s" else r"[^\S\n]", pattern)


def _constructions(
    row: Mapping[str, Any], language: str, macros: Mapping[str, str], path: Path, required: RequiredTable
) -> Iterator[Construction]:
    predicate = _checked_predicate(row, path)
    if set(row) - _CONSTRUCTION_KEYS:
        raise _fail(path, row, f"unknown keys {sorted(set(row) - _CONSTRUCTION_KEYS)}")
    # where a company sits is told by such descriptions themselves
    described = _DESCRIPTION in macros and predicate != "located_in"
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

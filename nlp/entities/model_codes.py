"""Models by their code alone: which series A2 is of in a text that says Sealminer A2, A3 beside it, S19J (the S19J Pro)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from nlp.records import Mention
from nlp.resources.registry import Entry
from nlp.text.fold import FoldedText, fold
from nlp.text.lazy import lazy_pattern

_WORDS = r"(?:[ -]?(?:Pro|PRO|XP|Hydro|Hyd\.?|Air|Mini|Max|SE|Ultra|Imm\.?))*"
_CODE = rf"(?P<letters>[A-Z]{{1,3}})\d{{1,4}}[A-Za-z]{{0,3}}\+{{0,2}}{_WORDS}"
# a code alone; a code behind the name of its line
_BARE = lazy_pattern(rf"{_CODE}(?= ?(?:系列|series)?$)")
_FULL = lazy_pattern(rf"(?:[A-Za-z]{{3,}}|[\u4e00-\u9fff]{{2,}})[ -]?(?P<code>{_CODE})(?= ?(?:系列|series)?$)")
_JOINT = lazy_pattern(r" ?(?:、|/|和|与|及|以及|或|, (?:and |or )?|and|or|&) ?")
# S19J Pro Antminer Machines (S19J)
_DEFINED = lazy_pattern(r"(?: ?(?:[Mm]achines?|[Mm]iners?|矿机|服务器))?\s?\([\"“]?")
_SERIES = lazy_pattern(r" ?(?:系列|[Ss]eries)$")
_BREAKS = lazy_pattern(r"[ .-]+")
_GAPS = lazy_pattern(r"[ .-]")
_LINKED = 5  # the longest joint


class ModelCodes:
    """Gives codes alone the refs that their series has in the text, or else that a maker of the text has for them."""

    def __init__(self, models: Iterable[Entry]) -> None:
        self._models = tuple(models)

    @cached_property
    def _makers(self) -> Mapping[str, str]:
        return {model.id: model.maker for model in self._models if model.maker}

    @cached_property
    def _by_code(self) -> Mapping[str, frozenset[str]]:
        """The ids of the models that have a code behind the name of a line."""
        found: dict[str, set[str]] = defaultdict(set)
        for model in self._models:
            for name in model.names:
                full = _FULL.fullmatch(fold(name.text))
                if full:
                    found[_key(full["code"])].add(model.id)
        return {code: frozenset(ids) for code, ids in found.items()}

    def resolve(self, text: FoldedText, mentions: Sequence[Mention]) -> list[Mention]:
        """The `mentions`, in text order, those of codes alone with the refs of what they mean."""
        machines = [m for m in mentions if m.label == "MACHINE"]
        bare = {m.start: _BARE.match(text.folded, m.start, m.end) for m in machines}
        codes = {m.start: _key(match[0]) for m in machines if (match := bare[m.start])}
        if not codes:
            return list(mentions)
        refs = self._refs(text, machines, codes)
        firms = {m.ref for m in mentions if m.label == "COMPANY"}
        for machine in machines:
            code = codes.get(machine.start)
            if code is not None and code not in refs and not self._is_at_home(machine, firms):
                known = [ref for ref in self._by_code.get(code, ()) if self._makers.get(ref) in firms]
                if len(known) == 1:
                    refs[code] = known[0]
        return [
            replace(m, ref=refs[codes[m.start]]) if m.label == "MACHINE" and codes.get(m.start) in refs else m
            for m in mentions
        ]

    def _is_at_home(self, machine: Mention, firms: set[str | None]) -> bool:
        """Whether the text names the maker of the model that a code was taken for."""
        return self._makers.get(machine.ref or "") in firms

    def _refs(self, text: FoldedText, machines: Sequence[Mention], codes: Mapping[int, str]) -> dict[str, str]:
        """The refs of codes that the text itself tells: by the full name, by a bracket, by a neighbour in a list."""
        full: dict[str, set[str]] = defaultdict(set)
        series: dict[
            int, tuple[str, str]
        ] = {}  # where a model stands: the letters of its code, what its ref begins with
        for machine in machines:
            match = _FULL.match(text.folded, machine.start, machine.end)
            if match and machine.ref:
                full[_key(match["code"])].add(machine.ref)
                series[machine.start] = _series(match["letters"], _key(match["code"]), machine.ref)
        refs = {code: next(iter(named)) for code, named in full.items() if len(named) == 1}
        for before, machine in pairwise(machines):
            gap = text.folded[before.end : machine.start] if machine.start - before.end < 12 else ""
            code, ref = codes.get(machine.start), before.ref
            whole = _key(text.folded[before.start : before.end])
            if code and ref and gap and _DEFINED.fullmatch(gap) and whole.startswith(code) and code not in full:
                refs[code] = ref
        for machine in machines:
            code = codes.get(machine.start)
            if code in refs:
                series[machine.start] = _series(_letters(code), code, refs[code])
        joined = list(pairwise(machines))
        for pairs in (joined, [(other, known) for known, other in reversed(joined)]):
            for known, other in pairs:
                code = codes.get(other.start)
                told = series.get(known.start)
                if code is None or told is None or code in refs or told[0] != _letters(code) or not told[1]:
                    continue
                if (other.ref or "").startswith(told[1]):
                    series[other.start] = told
                    continue
                first, second = sorted((known, other), key=lambda m: m.start)
                if second.start - first.end <= _LINKED and _JOINT.fullmatch(text.folded, first.end, second.start):
                    refs[code] = told[1] + _slug(text.folded[other.start : other.end])
                    series[other.start] = told
        return refs


def _series(letters: str, code: str, ref: str) -> tuple[str, str]:
    """The letters of a code and what stands before it in its ref: sealminer- of sealminer-a2."""
    return letters.lower(), ref[: -len(code)] if ref.endswith(code) else ""


def _slug(written: str) -> str:
    """The end of the ref of a code: a3-pro, m30s-plus."""
    return _BREAKS.sub("-", _SERIES.sub("", written).lower().replace("+", "-plus")).strip("-")


def _letters(code: str) -> str:
    return code.rstrip("+")[: next((i for i, char in enumerate(code) if char.isdigit()), 0)]


def _key(code: str) -> str:
    """A code without case, spaces and hyphens.

    >>> _key("S19 Pro Hydro"), _key("A2")
    ('s19prohyd', 'a2')
    """
    return _GAPS.sub("", code.lower()).replace("hydro", "hyd")

"""The one place that decides between the mentions of patterns and those of the model.

A mention of the patterns stays unless the model finds its tags too improbable where it stands; a
mention of the model is made where it is probable enough and nothing that stays is in its way. The
thresholds are those of the model's config, by language, label and source.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy

from nlp.entities.merge import Spans
from nlp.records import Mention
from nlp.schema import NAME_LABELS
from nlp.text.fold import plain
from nlp.text.language import detect_language
from nlp.text.lazy import lazy_pattern
from nlp.transformer.config import ModelConfig
from nlp.transformer.decoding import read_spans
from nlp.transformer.runtime import Reading
from nlp.transformer.tags import first_of, inner_of

#: what the model may make: names, and quantities, whose values the grammar reads
MADE_LABELS = (*NAME_LABELS, "QUANTITY")
RULE = "model.tagger"
_AGAIN = "model.again"
_NEVER, _ALWAYS = 1.01, 0.0
_EDGES = " \t\r\n\u3000\u00a0\"'“”‘’《》「」『』()（）[]【】,，.。:：;；、!?！？"
_WORD = lazy_pattern(r"[A-Za-z0-9]")
# what belongs to a number before and behind a part of it: 1,[040], [41]万, [48] million
_GOES_BEFORE = lazy_pattern(r"\d[.,]$|\.$")
_GOES_ON = lazy_pattern(r"[.,]\d|[千百万萬亿億]|\s?(?i:million|billion|trillion|bn|mn)(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mention that the model proposes, with its probability."""

    start: int
    end: int
    label: str
    probability: float


def probability_of(reading: Reading, start: int, end: int, label: str) -> float:
    """How probable the model finds the mention ``[start, end)`` of a label: its tags, and that it ends there.

    0 where no piece of the text lies in it.
    """
    first, last = reading.pieces.span(start, end)
    if first >= last:
        return 0.0
    scores = reading.scores
    total = float(scores[first, first_of(label)]) + float(scores[first + 1 : last, inner_of(label)].sum())
    chance = float(numpy.exp(total / (last - first)))
    if last < len(scores):
        chance *= 1.0 - float(numpy.exp(scores[last, inner_of(label)]))
    return chance


def propose(reading: Reading, text: str) -> Iterator[Proposal]:
    """The names and quantities that the model reads in a text, cut at the borders of words."""
    for span in read_spans(reading.scores):
        if span.label not in MADE_LABELS:
            continue
        start, end = reading.pieces.starts[span.first], reading.pieces.stops[span.last - 1]
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES and not _is_abbreviation(text, start, end):
            end -= 1
        if start < end and _is_whole(text, start, end, span.label):
            yield Proposal(start, end, span.label, probability_of(reading, start, end, span.label))


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether a full stop belongs to what it ends (Inc., Ltd.)."""
    return text[end - 1] == "." and re.search(r"(?:Inc|Ltd|Corp|Co|S\.A|N\.V|Jr|Sr)\.$", text[start:end]) is not None


def _is_whole(text: str, start: int, end: int, label: str) -> bool:
    """Whether a mention cuts no word of Latin letters and no number, and a name holds a letter."""
    if label == "QUANTITY" and (_GOES_BEFORE.search(text, max(0, start - 2), start) or _GOES_ON.match(text, end)):
        return False
    if start and _WORD.match(text[start]) and _WORD.match(text[start - 1]):
        return False
    if end < len(text) and _WORD.match(text[end]) and _WORD.match(text[end - 1]):
        return False
    return label == "QUANTITY" or any(char.isalpha() for char in text[start:end])


SOURCES = ("listed", "short", "form")
# where shares are listed: no firm, whatever its town
_VENUES = ("证券交易所", "證券交易所", "Stock Exchange", "Securities Exchange")


def source_of(mention: Mention) -> str:
    """How the patterns know a name: listed in a registry, as the short form of another, or by its form and place."""
    if mention.rule.startswith("registry"):
        return "listed"
    return "short" if mention.rule.startswith("short") else "form"


def language_of(text: str) -> str:
    """Whose thresholds hold for a text: zh or en."""
    return detect_language(text)[:2]


def decide(
    mentions: Sequence[Mention],
    reading: Reading,
    text: str,
    config: ModelConfig,
    *,
    never: Container[str] = frozenset(),
) -> list[Mention]:
    """The mentions that stay, and those that the model adds, in no order; values are never touched.

    `never` holds in `plain` form what the model makes no name of: coins, abbreviations, venues of shares.
    """
    language = language_of(text)
    kept: list[Mention] = []
    for mention in mentions:
        if mention.label not in NAME_LABELS:
            kept.append(mention)
            continue
        chance = probability_of(reading, mention.start, mention.end, mention.label)
        if chance >= config.keep.get(f"{language}.{source_of(mention)}.{mention.label}", _ALWAYS):
            kept.append(replace(mention, confidence=round(max(mention.confidence * (0.5 + chance / 2), 0.01), 4)))
    taken = Spans()
    for mention in sorted(kept, key=lambda m: (m.label not in NAME_LABELS, m.start)):
        taken.add(mention.start, mention.end)
    added = []
    for proposal in propose(reading, text):
        if proposal.probability < config.add.get(f"{language}.{proposal.label}", _NEVER):
            continue
        surface = text[proposal.start : proposal.end]
        if plain(surface) not in never and not surface.endswith(_VENUES) and taken.add(proposal.start, proposal.end):
            added.append(
                Mention(
                    proposal.start, proposal.end, surface, proposal.label,
                    rule=RULE, confidence=round(proposal.probability, 4),
                )
            )  # fmt: skip
    return with_refs([*kept, *added, *_again(added, taken, text)], kept)


def _again(added: Iterable[Mention], taken: Spans, text: str) -> Iterator[Mention]:
    """Further places of names that the model made, where nothing else is marked."""
    seen: set[str] = set()
    for mention in added:
        if mention.label not in NAME_LABELS or mention.text in seen or len(mention.text) < 3:
            continue
        seen.add(mention.text)
        at = text.find(mention.text)
        while at >= 0:
            end = at + len(mention.text)
            if _is_whole(text, at, end, mention.label) and taken.add(at, end):
                yield replace(mention, start=at, end=end, rule=_AGAIN)
            at = text.find(mention.text, end)


def with_refs(mentions: Sequence[Mention], known: Iterable[Mention]) -> list[Mention]:
    """The mentions with a ref each: what is written like a known name, or is the part of one that stands for it, is that name."""
    refs: dict[tuple[str, str], str] = {}
    parts: dict[tuple[str, str], str] = {}

    def learn(label: str, form: str, ref: str) -> None:
        refs.setdefault((label, form), ref)
        for part in _short_forms(label, form):
            parts.setdefault((label, part), ref)

    for mention in known:
        if mention.label in NAME_LABELS and mention.ref is not None:
            learn(mention.label, _key(mention.text), mention.ref)
    made: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: m.start - m.end):
        if mention.label in NAME_LABELS and mention.ref is None:
            key = (mention.label, _key(mention.text))
            learn(*key, refs.get(key) or parts.get(key) or _new_ref(mention.text))
            mention = replace(mention, ref=refs[key])
        made.append(mention)
    return made


# so many characters at the head of a Chinese name may be its short form
_LONGEST_HEAD = 8


def _short_forms(label: str, form: str) -> Iterator[str]:
    """What may stand for a longer name: a person's last name, the first words or characters of any other."""
    if label == "PERSON":
        for mark in (" ", "·"):
            if mark in form:
                yield form.rpartition(mark)[2]
        return
    words = form.split(" ")
    for count in range(1, min(len(words), 6)):
        yield " ".join(words[:count])
    for length in range(2, min(len(form), _LONGEST_HEAD + 1)):
        if not form[length - 1].isascii():
            yield form[:length]


def _key(surface: str) -> str:
    return " ".join(surface.lower().split())


def _new_ref(surface: str) -> str:
    """An id for a name that nothing knows."""
    return re.sub(r"[\s.,'&/()-]+", "-", surface.lower()).strip("-") or surface

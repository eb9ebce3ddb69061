"""The pipeline components: thin factories, with `nlp.model_components` the only place that knows spaCy's registry and writes to the Doc.

| factory | reads | writes |
| --- | --- | --- |
| ``lode_quantities`` | text | candidates |
| ``lode_dates`` | text, ``doc._.date`` | candidates |
| ``lode_names`` | text, candidates | candidates |
| ``lode_merge`` | text, candidates | ``doc.ents``, ``ent._.value``, ``ent._.iso``, ``ent._.rule`` |
| ``lode_statements`` | ``doc.ents`` | ``doc._.statements`` |

Candidates are mentions that still may overlap; they travel in ``doc.user_data``. What a model adds
stands in `nlp.model_components`.
"""

from __future__ import annotations

import datetime
import itertools
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.annotation import to_json
from nlp.entities.merge import merge
from nlp.entities.recogniser import NameRecogniser
from nlp.errors import ResourceError
from nlp.messages import register_messages
from nlp.records import Document, Measure, Mention
from nlp.resources.files import patterns_folder
from nlp.resources.registry import Registry, load_registry
from nlp.schema import NAME_LABELS
from nlp.statements.extraction import StatementExtractor
from nlp.text.fold import FoldedText, fold
from nlp.text.language import detect_language
from nlp.text.lazy import lazy_pattern
from nlp.values.dates import DateFinder
from nlp.values.measures import MeasureFinder

_HAN_NAME = lazy_pattern("[\u4e00-\u9fff]{2,}")
CANDIDATES = "lode.candidates"
# what no component behind `lode_names` makes a name of
NEVER_NAMES = "lode.never"
# what a model says of the mentions, for the statements
HINTS, HEARD = "lode.hints", "lode.heard"


def register_extensions() -> None:
    """Declares the attributes that Lode keeps on Doc and Span. Calling it again changes nothing."""
    register_messages()
    for name, default in (("date", None), ("title", None), ("source", None), ("statements", ()), ("mentions", ())):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    if not Doc.has_extension("to_annotation"):
        Doc.set_extension("to_annotation", method=to_annotation)
    for name in ("value", "iso", "rule"):
        if not Span.has_extension(name):
            Span.set_extension(name, getter=_Reader(name), setter=_Writer(name))


_DETAILS = "lode.details"


def _key(start: int, end: int) -> str:
    # a string, since msgpack takes no tuples for keys
    return f"{start}-{end}"


class _Reader:
    """What Lode knows of a span beyond its label: the Doc keeps it by the span's characters."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, span: Span) -> Any:
        """The detail, None where nothing is known."""
        return span.doc.user_data.get(_DETAILS, {}).get(_key(span.start_char, span.end_char), {}).get(self._name)


class _Writer:
    """Sets a detail of a span, as `_Reader` reads it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, span: Span, value: Any) -> None:
        """Keeps `value`."""
        details = span.doc.user_data.setdefault(_DETAILS, {})
        details.setdefault(_key(span.start_char, span.end_char), {})[self._name] = value


@lru_cache(maxsize=8)
def _registry(folder: Path) -> Registry:
    return load_registry(folder)


@lru_cache(maxsize=8)
def _names(folder: Path) -> NameRecogniser:
    return NameRecogniser.load_with(folder, _registry(folder))


@lru_cache(maxsize=8)
def _measures(folder: Path) -> MeasureFinder:
    return MeasureFinder.load(folder)


@lru_cache(maxsize=8)
def _dates(folder: Path) -> DateFinder:
    return DateFinder.load(folder)


@lru_cache(maxsize=8)
def _statements(folder: Path) -> StatementExtractor:
    return StatementExtractor.load(folder, _registry(folder))


def _folder(patterns: str | None) -> Path:
    return Path(patterns) if patterns else patterns_folder()


def folded_of(doc: Doc) -> FoldedText:
    """The text of a Doc with its folded form."""
    source = doc.user_data.get("lode.text")
    if source is None:
        # a Doc made by another tokenizer; asking it for its text again and again is slow
        source = doc.user_data["lode.text"] = doc.text
        doc.user_data["lode.folded"] = fold(source)
    return FoldedText(source, doc.user_data["lode.folded"])


def _add_candidates(doc: Doc, mentions: Sequence[Mention]) -> None:
    doc.user_data.setdefault(CANDIDATES, []).extend(mentions)


class Component:
    """What all components share: a patterns folder that travels with the pipeline.

    A pipeline from disk is made first and told afterwards where its own copy of the folder lies;
    so a folder that is not there is no error yet, and the tables are read when they are needed.
    """

    def __init__(self, patterns: str | None = None) -> None:
        register_extensions()
        self.patterns = patterns
        if patterns is None or Path(patterns).is_dir():
            self._load(_folder(patterns))

    def _load(self, folder: Path) -> None:
        """Reads what the component needs of the patterns."""

    def __getattr__(self, name: str) -> Any:
        if name == "_engine":
            raise ResourceError(
                "expected a patterns folder, there is none; give the place of yours", path=str(self.patterns)
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Copies the patterns folder, where it is not the shipped one, to `path`."""
        if self.patterns:
            shutil.copytree(self.patterns, path, dirs_exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> Component:
        """This component with the patterns that were stored at `path`."""
        if self.patterns and Path(path).is_dir():
            self.patterns = str(path)
            self._load(Path(path))
        return self


class QuantityComponent(Component):
    """Adds the quantities of a text to its candidates."""

    def _load(self, folder: Path) -> None:
        self._engine = _measures(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its quantities as candidates."""
        _add_candidates(doc, self._engine.find(folded_of(doc)))
        return doc


class DateComponent(Component):
    """Adds the dates of a text, resolved against ``doc._.date``, to its candidates."""

    def _load(self, folder: Path) -> None:
        self._engine = _dates(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its dates as candidates."""
        anchor = parse_anchor(doc._.date)
        year = None if anchor else year_of(doc._.title, doc._.source)
        _add_candidates(doc, self._engine.find(folded_of(doc), anchor, year=year))
        return doc


def year_of(*texts: str | None) -> int | None:
    """The year that title or source names, where a document has no date.

    >>> year_of(None, "Mining digest (2018)")
    2018
    """
    for text in texts:
        found = re.search(r"(?<!\d)(20[0-4]\d)(?!\d)", text or "")
        if found:
            return int(found[1])
    return None


def parse_anchor(date: str | None) -> datetime.date | None:
    """The day of an ISO date or datetime, None where there is none."""
    try:
        return datetime.date.fromisoformat(date[:10]) if date else None
    except ValueError:
        return None


class NameComponent(Component):
    """Adds the names of a text to its candidates."""

    def _load(self, folder: Path) -> None:
        self._engine = _names(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its names as candidates."""
        doc.user_data[NEVER_NAMES] = self._engine.never_in(folded_of(doc))
        values = tuple(doc.user_data.get(CANDIDATES, ()))
        _add_candidates(doc, self._engine.find(folded_of(doc), values, fold(doc._.title or "")))
        return doc


class MergeComponent(Component):
    """Reads the values of quantities that a model found, settles overlaps between candidates and writes ``doc.ents``."""

    def _load(self, folder: Path) -> None:
        self._engine = _measures(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its entities."""
        candidates = doc.user_data.pop(CANDIDATES, [])
        tagged = [m for m in candidates if _is_unread(m)]
        if tagged:
            known = [m for m in candidates if not _is_unread(m)]
            candidates = [*known, *self._engine.tagged(folded_of(doc), tagged, known)]
        doc.user_data.pop(NEVER_NAMES, None)
        mentions = number_mentions(merge(candidates), folded_of(doc).source)
        return set_entities(doc, mentions)


def _is_unread(mention: Mention) -> bool:
    """Whether a model found a quantity whose value is still to be read."""
    return mention.label == "QUANTITY" and mention.measure is None


def number_mentions(mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """The mentions with ids e1, e2 …, their surface, and a ref each."""
    made: list[Mention] = []
    for mention in mentions:
        surface = text[mention.start : mention.end]
        start = mention.start + len(surface) - len(surface.lstrip())
        surface = surface.strip()
        if not surface:
            continue
        identity = f"e{len(made) + 1}"
        ref = mention.ref
        if mention.label not in NAME_LABELS or ref is None:
            ref = mention.iso if mention.label == "DATE" and mention.iso else f"{mention.label[0].lower()}:{identity}"
        made.append(
            Mention(
                start,
                start + len(surface),
                surface,
                mention.label,
                rule=mention.rule,
                ref=ref,
                measure=mention.measure,
                iso=mention.iso,
                confidence=mention.confidence,
                id=identity,
            )
        )
    return tuple(made)


def set_entities(doc: Doc, mentions: Sequence[Mention]) -> Doc:
    """The Doc with mentions as ``doc.ents``; tokens are split where a mention begins or ends inside one."""
    spans = _spans(doc, mentions)
    if None in spans:
        doc = _split_tokens(doc, mentions)
        spans = _spans(doc, mentions)
    # not doc.ents = …, which makes every span once more
    doc.set_ents([span for span in spans if span is not None], default="outside")
    doc.user_data[_DETAILS] = {
        _key(m.start, m.end): {"value": m.measure, "iso": m.iso, "rule": m.rule} for m in mentions
    }
    doc._.mentions = tuple(mentions)
    return doc


def _spans(doc: Doc, mentions: Sequence[Mention]) -> list[Span | None]:
    """The spans of mentions, None where one begins or ends inside a token."""
    add = doc.vocab.strings.add
    return [doc.char_span(m.start, m.end, label=add(m.label), kb_id=add(m.ref or "")) for m in mentions]


def _borders(doc: Doc) -> tuple[Any, Any]:
    """The first characters of the tokens of a Doc, and the characters after their last."""
    lengths = doc.to_array(["LENGTH", "SPACY"]).astype("int64").reshape(-1, 2)
    widths = lengths.sum(axis=1)
    starts = widths.cumsum() - widths
    return starts, starts + lengths[:, 0]


def _split_tokens(doc: Doc, mentions: Sequence[Mention]) -> Doc:
    """The Doc with its tokens split at the borders of mentions."""
    starts, ends = _borders(doc)
    borders = sorted({m.start for m in mentions} | {m.end for m in mentions})
    wanted: dict[int, list[int]] = {}
    for border, index in zip(borders, numpy.searchsorted(ends, borders, side="right").tolist(), strict=True):
        if index < len(starts) and starts[index] < border < ends[index]:
            wanted.setdefault(index, []).append(border - int(starts[index]))
    if len(wanted) * len(starts) > _MANY and _is_plain(doc):
        cut = [int(starts[index]) + offset for index, offsets in wanted.items() for offset in offsets]
        return _remade(doc, numpy.sort(numpy.append(starts, cut)), numpy.sort(numpy.append(ends, cut)))
    with doc.retokenize() as retokenizer:
        for index, cuts in wanted.items():
            token = doc[index]
            surface = token.text
            parts = [surface[a:b] for a, b in itertools.pairwise([0, *cuts, len(surface)])]
            retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))
    return doc


# a split moves all tokens behind it: from so many moves on, a Doc is made anew
_MANY = 2_000_000


def _is_plain(doc: Doc) -> bool:
    """Whether a Doc holds nothing but tokens, entities and user data."""
    annotated = any(doc.has_annotation(name) for name in ("TAG", "POS", "MORPH", "LEMMA", "DEP", "SENT_START"))
    return not (annotated or doc.spans or doc.cats or len(doc.tensor))


def _remade(doc: Doc, starts: Any, ends: Any) -> Doc:
    """A Doc of the same text with tokens at other places."""
    text = folded_of(doc).source
    words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    spaces = (numpy.append(starts[1:], len(text)) > ends).tolist()
    made = Doc(doc.vocab, words=words, spaces=spaces, user_data=doc.user_data)
    made._context = doc._context
    return made


class StatementComponent(Component):
    """Reads the statements of a text whose entities are known; takes hints of a model from ``doc.user_data``."""

    def _load(self, folder: Path) -> None:
        self._engine = _statements(folder)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with ``doc._.statements``."""
        mentions = doc._.mentions or mentions_of(doc)
        text = folded_of(doc)
        found = self._engine.extract(
            text.folded,
            mentions,
            title=doc._.title,
            source=text.source,
            today=doc._.date,
            hints=doc.user_data.pop(HINTS, ()),
            heard=doc.user_data.pop(HEARD, None),
        )
        doc._.statements = tuple(found)
        return doc


def to_document(doc: Doc, document: Document | None = None) -> Document:
    """What a Doc holds, as a document; all else as in `document`."""
    text = folded_of(doc).source
    base = document or Document(id="", text=text, date=doc._.date, title=doc._.title, source=doc._.source)
    return replace(
        base,
        lang=base.lang or detect_language(text),
        mentions=tuple(doc._.mentions or mentions_of(doc)),
        statements=tuple(doc._.statements),
    )


def to_doc(nlp: Language, document: Document) -> Doc:
    """The Doc of an annotated document: its entities, ``doc._`` of Lode, and its id in ``doc.user_data["id"]``."""
    doc = nlp.tokenizer(document.text)
    doc._.date, doc._.title, doc._.source = document.date, document.title, document.source
    doc = set_entities(doc, document.mentions)
    doc._.statements = document.statements
    doc.user_data["id"] = document.id
    return doc


def to_annotation(doc: Doc, **fields: Any) -> dict[str, Any]:
    """The record of a Doc in the annotation format, with `fields` such as id and url; ``doc._.to_annotation(id="a")``."""
    return to_json(replace(to_document(doc), **fields))


def mentions_of(doc: Doc) -> tuple[Mention, ...]:
    """The mentions in ``doc.ents``, whoever made them; labels that Lode does not know are left out."""
    made = []
    for number, ent in enumerate(doc.ents, 1):
        if ent.label_ in (*NAME_LABELS, "QUANTITY", "DATE"):
            value = ent._.value
            made.append(
                Mention(
                    ent.start_char,
                    ent.end_char,
                    ent.text,
                    ent.label_,
                    rule=ent._.rule or "",
                    ref=ent.kb_id_ or f"{ent.label_[0].lower()}:e{number}",
                    measure=value if isinstance(value, Measure) else None,
                    iso=ent._.iso,
                    id=f"e{number}",
                )
            )
    return tuple(made)


_ASSIGNS = ["doc.ents", "token.ent_iob", "token.ent_type"]


@Language.factory("lode_quantities", default_config={"patterns": None})
def create_quantities(nlp: Language, name: str, patterns: str | None) -> QuantityComponent:
    """The factory of `QuantityComponent`."""
    return QuantityComponent(patterns)


@Language.factory("lode_dates", default_config={"patterns": None})
def create_dates(nlp: Language, name: str, patterns: str | None) -> DateComponent:
    """The factory of `DateComponent`."""
    return DateComponent(patterns)


@Language.factory("lode_names", default_config={"patterns": None})
def create_names(nlp: Language, name: str, patterns: str | None) -> NameComponent:
    """The factory of `NameComponent`."""
    return NameComponent(patterns)


@Language.factory("lode_merge", default_config={"patterns": None}, assigns=_ASSIGNS)
def create_merge(nlp: Language, name: str, patterns: str | None) -> MergeComponent:
    """The factory of `MergeComponent`."""
    return MergeComponent(patterns)


@Language.factory(
    "lode_statements", default_config={"patterns": None}, requires=["doc.ents"], assigns=["doc._.statements"]
)
def create_statements(nlp: Language, name: str, patterns: str | None) -> StatementComponent:
    """The factory of `StatementComponent`."""
    return StatementComponent(patterns)


def segmenter_words(folder: Path) -> tuple[str, ...]:
    """The words that the tokenizer holds together: Chinese names of the registry and terms of the trade."""
    from nlp.resources.files import read_text

    terms = [line for line in read_text(folder / "zh" / "terms.txt").split("\n") if line and not line.startswith("#")]
    names = [name for name in _registry(folder).surfaces() if _HAN_NAME.fullmatch(name)]
    return tuple(dict.fromkeys((*terms, *names)))

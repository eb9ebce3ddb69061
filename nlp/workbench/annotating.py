"""Documents through the pipeline: annotation, and what model and patterns do not agree about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from nlp.annotation import to_json
from nlp.evaluation.scores import Side, match_statements, role_items
from nlp.pipeline import MODEL_COMPONENTS, annotate
from nlp.records import Document, Statement
from nlp.schema import LITERAL_ROLES

if TYPE_CHECKING:
    from spacy.language import Language

# how many of the lowest confidences tell how sure a document is
_LOWEST = 5


def annotate_bare(pipeline: Language, document: Document) -> Document:
    """The document annotated afresh: mentions and statements it came with do not count."""
    return annotate(pipeline, replace(document, mentions=(), statements=()))


def annotate_by_patterns(pipeline: Language, document: Document) -> Document:
    """The document as the patterns of a pipeline alone have it."""
    models = [name for name, _ in MODEL_COMPONENTS if name in pipeline.pipe_names]
    with pipeline.select_pipes(disable=models):
        return annotate_bare(pipeline, document)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A mention or a statement that only one of model and patterns has."""

    kind: str
    only: str
    start: int
    end: int
    record: Any

    def as_json(self) -> dict[str, Any]:
        """The doubt as a JSON object; `record` is the mention or the statement."""
        return {"kind": self.kind, "only": self.only, "start": self.start, "end": self.end, "record": self.record}


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How much a look at a document would teach.

    Attributes:
        lowest: the lowest confidence of its mentions and statements.
        confidence: the mean of its five lowest.
        disagreement: the share of mentions and statements that only one of model and patterns has.
        doubts: these.
    """

    lowest: float
    confidence: float
    disagreement: float
    doubts: tuple[Doubt, ...]

    @property
    def score(self) -> float:
        """From 0, all sure and agreed, to 1."""
        return round((1 - self.confidence + self.disagreement) / 2, 4)

    def as_json(self) -> dict[str, Any]:
        """The uncertainty as a JSON object."""
        return {
            "score": self.score,
            "lowest": round(self.lowest, 3),
            "confidence": round(self.confidence, 3),
            "disagreement": round(self.disagreement, 3),
            "doubts": [doubt.as_json() for doubt in self.doubts],
        }


def weigh(found: Document, by_patterns: Document) -> Uncertainty:
    """How sure the annotation `found` is, and how far the patterns alone agree with it."""
    doubts = tuple(_doubts(found, by_patterns))
    made = [len(one.mentions) + len(one.statements) for one in (found, by_patterns)]
    sure = sorted((*(m.confidence for m in found.mentions), *(s.confidence for s in found.statements)))[:_LOWEST]
    return Uncertainty(
        lowest=sure[0] if sure else 1.0,
        confidence=sum(sure) / len(sure) if sure else 1.0,
        disagreement=len(doubts) / max(1, sum(made)),
        doubts=doubts,
    )


def _doubts(found: Document, by_patterns: Document) -> Iterator[Doubt]:
    sides = (("model", found, by_patterns), ("patterns", by_patterns, found))
    for only, one, other in sides:
        known = {(m.start, m.end, m.label) for m in other.mentions}
        for mention, record in zip(one.mentions, to_json(one)["entities"], strict=True):
            if (mention.start, mention.end, mention.label) not in known:
                yield Doubt("mention", only, mention.start, mention.end, record)
    pairs = match_statements(Side(found), Side(by_patterns))
    matched = ({i for i, _ in pairs}, {j for _, j in pairs})
    for (only, one, _), done in zip(sides, matched, strict=True):
        for number, (statement, record) in enumerate(zip(one.statements, to_json(one)["statements"], strict=True)):
            if number not in done:
                start, end = statement.evidence[0] if statement.evidence else (0, 0)
                yield Doubt("statement", only, start, end, {**record, "names": _names(one, statement)})


def _names(document: Document, statement: Statement) -> dict[str, Any]:
    """Where the fillers of a statement stand: ids mean nothing beside another annotation of the text."""
    side = Side(document)
    names = {}
    for role, filler in role_items(statement):
        mentions = side.mentions(filler) if role not in LITERAL_ROLES else []
        if mentions:
            same = next((m for m in mentions if m.id == filler), mentions[0])
            names[filler] = {"start": same.start, "end": same.end, "text": same.text, "label": same.label}
    return names


def by_uncertainty(rows: Iterable[tuple[Document, Uncertainty]]) -> list[tuple[Document, Uncertainty]]:
    """The documents that teach most first."""
    return sorted(rows, key=lambda row: -row[1].score)

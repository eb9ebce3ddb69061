"""Builds and loads the pipeline; documents in, annotated documents out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.transformer.config import DEFAULT_MODEL, find_model

if TYPE_CHECKING:
    from spacy.language import Language

    from nlp.records import Document

COMPONENTS = ("lode_quantities", "lode_dates", "lode_names", "lode_merge", "lode_statements")
# what a model adds: a component and the one it stands before, None for the end
MODEL_COMPONENTS: tuple[tuple[str, str | None], ...] = (
    ("lode_model", "lode_merge"),
    ("lode_hints", "lode_statements"),
    ("lode_judge", None),
)


def load(
    model: str | Path | None = DEFAULT_MODEL,
    *,
    patterns: str | Path | None = None,
    segmenter: str = "rjieba",
    precision: str = "int8",
    threads: int = 1,
) -> Language:
    """The pipeline, a spaCy `Language`.

    Args:
        model: the name of a shipped model or a model folder; None or ``none`` for patterns alone.
        patterns: a patterns folder of your own; None for the shipped one.
        segmenter: ``rjieba`` or ``jieba``.
        precision: of the model: ``int8``, ``fp32``, or ``torch`` for a GPU.
        threads: how many the model may use.

    Raises:
        ModelError: a model is asked for, and there is none.
        ResourceError: a pattern file is wrong.

    >>> nlp = load()
    >>> doc = nlp("嘉楠科技向HIVE交付了4000台矿机")
    >>> [(ent.text, ent.label_) for ent in doc.ents]
    [('嘉楠科技', 'COMPANY'), ('HIVE', 'COMPANY'), ('4000台', 'QUANTITY')]
    """
    with _without_collection():
        pipeline = _build(patterns, segmenter)
        if model not in (None, "none"):
            from nlp import model_components  # noqa: F401 - the import registers the factories

            find_model(model)
            config = {"model": str(model), "precision": precision, "threads": threads}
            for name, before in MODEL_COMPONENTS:
                pipeline.add_pipe(name, before=before, config=config)
    return pipeline


@contextmanager
def _without_collection() -> Iterator[None]:
    """Lets the garbage collector rest: it would look through the registry again and again while it is built.

    What was built counts as old then, as it would after collections in between; the collector does not have
    to look through all of it at once.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            if not gc.get_freeze_count():  # somebody's frozen objects stay so
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _build(patterns: str | Path | None, segmenter: str) -> Language:
    import spacy

    from nlp import components, tokenizer  # noqa: F401 - the import registers the tokenizer
    from nlp.resources.files import patterns_folder

    folder = Path(patterns) if patterns else patterns_folder()
    words = components.segmenter_words(folder)
    # one string: spaCy copies, writes and reads the settings again and again, which takes its time for ten thousand
    settings = {"@tokenizers": "lode.Tokenizer.v1", "segmenter": segmenter, "words": "\n".join(words)}
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": settings}})
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"patterns": str(patterns) if patterns else None})
    nlp.meta["name"], nlp.meta["description"] = "lode", "Bitcoin-mining news, Chinese and English"
    return nlp


# longer texts are read part by part, so that time and memory grow with length only
PART = 200_000


def annotate(nlp: Language, document: Document) -> Document:
    """The document with its mentions and statements; everything else of it stays."""
    if len(document.text) > PART:
        from nlp.parts import join_parts, split_document

        return join_parts(document, ((start, annotate(nlp, part)) for start, part in split_document(document, PART)))
    return _annotate_together(nlp, [document])[0]


# so many documents go through one component before the next one has its turn
_TOGETHER = 16


def annotate_all(nlp: Language, documents: Iterable[Document]) -> Iterator[Document]:
    """The documents with their mentions and statements, in order.

    Some of them are read ahead: what a component knows stays in the processor's cache while it
    works on one after the other, a tenth of the time.
    """
    waiting: list[Document] = []
    for document in documents:
        if len(document.text) > PART:
            yield from _annotate_together(nlp, waiting)
            waiting = []
            yield annotate(nlp, document)
            continue
        waiting.append(document)
        if len(waiting) == _TOGETHER:
            yield from _annotate_together(nlp, waiting)
            waiting = []
    yield from _annotate_together(nlp, waiting)


def _annotate_together(nlp: Language, documents: Sequence[Document]) -> list[Document]:
    """The documents, none of them long, after all components."""
    from nlp.components import to_document

    docs = []
    for document in documents:
        doc = nlp.tokenizer(document.text)
        doc._.date, doc._.title, doc._.source = document.date, document.title, document.source
        docs.append(doc)
    for _, component in nlp.pipeline:
        docs = [component(doc) for doc in docs]
    return list(map(to_document, docs, documents))

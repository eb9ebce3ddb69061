"""The pipeline components that a model adds.

| factory | reads | writes |
| --- | --- | --- |
| ``lode_model`` | text, candidates | candidates |
| ``lode_hints`` | ``doc._.mentions``, what ``lode_model`` read | hints for ``lode_statements`` |
| ``lode_judge`` | ``doc._.statements``, what ``lode_hints`` found | ``doc._.statements`` |
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import CANDIDATES, HEARD, HINTS, NEVER_NAMES, folded_of, mentions_of, register_extensions
from nlp.errors import ModelError
from nlp.statements.carried_over import Heard
from nlp.transformer.config import DEFAULT_MODEL, find_model, load_config
from nlp.transformer.decision import decide, language_of
from nlp.transformer.evidence import Evidence
from nlp.transformer.heads import ArgumentHeads
from nlp.transformer.judge import judge
from nlp.transformer.lone import lone
from nlp.transformer.runtime import Model

if TYPE_CHECKING:
    from nlp.records import Mention
    from nlp.transformer.runtime import Reading

_READING, _EVIDENCE = "lode.reading", "lode.evidence"


@lru_cache(maxsize=4)
def _heads(folder: Path) -> ArgumentHeads:
    return ArgumentHeads.load(folder)


class _WithModel:
    """A component with a model folder that travels with the pipeline.

    A pipeline from disk is made first and told afterwards where its model lies, so a folder that is
    not there is no error before the component is used.
    """

    def __init__(self, model: str, precision: str, threads: int) -> None:
        register_extensions()
        self._precision, self._threads = precision, threads
        self._folder: Path | None = None
        if not Path(model).is_absolute() or Path(model).is_dir():
            self._load(find_model(model))

    def _load(self, folder: Path) -> None:
        """Reads what the component needs of the model."""
        self._folder = folder

    def _missing(self) -> ModelError:
        return ModelError("expected a model, there is none; load the pipeline with the folder of yours")

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Copies the model folder to `path`."""
        if self._folder is not None:
            shutil.copytree(self._folder, path, dirs_exist_ok=True)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> _WithModel:
        """This component with the model that was stored at `path`."""
        self._load(Path(path))
        return self


class ModelComponent(_WithModel):
    """Lets a model say which names stay among the candidates, and adds those that it alone finds.

    What it read travels in ``doc.user_data`` to `JudgeComponent`.
    """

    _model: Model | None = None

    def _load(self, folder: Path) -> None:
        self._folder, self._model = folder, Model.load(folder, precision=self._precision, threads=self._threads)

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its candidates as model and patterns together have them.

        Raises:
            ModelError: there is no model.
        """
        if self._model is None:
            raise self._missing()
        text = folded_of(doc).source
        reading = self._model.read([text])[0]
        candidates, never = doc.user_data.get(CANDIDATES, []), doc.user_data.get(NEVER_NAMES, frozenset())
        doc.user_data[CANDIDATES] = decide(candidates, reading, text, self._model.config, never=never)
        doc.user_data[_READING] = partial(self._model.told, reading)
        return doc


class HintComponent(_WithModel):
    """Reads of which predicates the mentions are objects, for `StatementComponent`; what it found travels to `JudgeComponent`.

    The model that read the text is told of which types its mentions are.
    """

    _weights: ArgumentHeads | None = None

    def _load(self, folder: Path) -> None:
        self._folder, self._weights, self._settings = folder, _heads(folder), load_config(folder).statements

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with hints; without what a model read there are none."""
        tell: Callable[[Sequence[Mention]], Reading] | None = doc.user_data.pop(_READING, None)
        if self._weights is None:
            raise self._missing()
        if tell is not None and self._settings:
            mentions = doc._.mentions or mentions_of(doc)
            evidence = Evidence(self._weights, tell(mentions), mentions)
            least = self._settings.get("hints", 1.01)
            doc.user_data[HINTS] = [*evidence.hints(least), *evidence.pairs(self._settings.get("pairs", 1.01))]
            if "subjects" in self._settings:
                doc.user_data[HEARD] = Heard(evidence.subjects, **self._settings["subjects"])
            doc.user_data[_EVIDENCE] = evidence
        return doc


class JudgeComponent(_WithModel):
    """Weighs the statements, and those that the model makes of a subject alone; drops the doubtful ones."""

    _settings: Mapping[str, Any] | None = None

    def _load(self, folder: Path) -> None:
        self._folder, self._settings = folder, load_config(folder).statements

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its statements judged; without evidence they stay as they are."""
        evidence: Evidence | None = doc.user_data.pop(_EVIDENCE, None)
        if self._settings is None:
            raise self._missing()
        if evidence is not None:
            language, statements = language_of(folded_of(doc).source), doc._.statements
            made = lone(statements, evidence, self._settings.get("lone_from", 1.01), language)
            doc._.statements = tuple(judge([*statements, *made], evidence, self._settings, language))
        return doc


_DEFAULTS = {"model": DEFAULT_MODEL, "precision": "int8", "threads": 1}


@Language.factory("lode_model", default_config=_DEFAULTS)
def create_model(nlp: Language, name: str, model: str, precision: str, threads: int) -> ModelComponent:
    """The factory of `ModelComponent`."""
    return ModelComponent(model, precision, threads)


@Language.factory("lode_hints", default_config=_DEFAULTS, requires=["doc.ents"])
def create_hints(nlp: Language, name: str, model: str, precision: str, threads: int) -> HintComponent:
    """The factory of `HintComponent`."""
    return HintComponent(model, precision, threads)


@Language.factory("lode_judge", default_config=_DEFAULTS, requires=["doc.ents"])
def create_judge(nlp: Language, name: str, model: str, precision: str, threads: int) -> JudgeComponent:
    """The factory of `JudgeComponent`."""
    return JudgeComponent(model, precision, threads)

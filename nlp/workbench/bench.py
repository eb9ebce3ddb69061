"""What the routes share: the settings, the workers, the gold file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from nlp.workbench.gold import GoldFile
from nlp.workbench.problems import Problem
from nlp.workbench.settings import Settings
from nlp.workbench.workers import FullError, LateError, Stop, Workers

if TYPE_CHECKING:
    from spacy.language import Language

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Bench:
    """One running workbench.

    Attributes:
        annotators: the workers with pipelines.
        clerks: those for all else that takes time (reading, scoring), so that it keeps no pipeline waiting.
        began: when it started, of a monotonic clock.
    """

    settings: Settings
    annotators: Workers[Language]
    clerks: Workers[None]
    gold: GoldFile | None
    began: float

    @classmethod
    def of(cls, settings: Settings, pipelines: Sequence[Language]) -> Bench:
        """A workbench with these pipelines."""
        waiting = settings.limits.waiting
        gold = None if settings.gold is None else GoldFile(settings.gold)
        annotators, clerks = Workers(pipelines, waiting=waiting), Workers([None], waiting=waiting)
        return cls(settings, annotators, clerks, gold, time.monotonic())

    def close(self) -> None:
        """Ends the workers."""
        self.annotators.close()
        self.clerks.close()

    async def annotating(self, job: Callable[[Language, Stop], Result]) -> Result:
        """The result of a job that needs a pipeline.

        Raises:
            Problem: the queue is full, or the job not done in time.
        """
        return await self._run(self.annotators, job)

    async def clerking(self, job: Callable[[], Result]) -> Result:
        """The result of a job that needs none.

        Raises:
            Problem: the queue is full, or the job not done in time.
        """
        return await self._run(self.clerks, lambda _, __: job())

    async def _run(self, workers: Workers[Any], job: Callable[[Any, Stop], Result]) -> Result:
        seconds = self.settings.limits.seconds
        try:
            return await workers.run(job, seconds=seconds)
        except FullError as error:
            after = {"Retry-After": str(error.seconds)}
            raise Problem(429, f"all workers are busy; ask again in {error.seconds} s", headers=after) from error
        except LateError as error:
            raise Problem(408, f"not done within {seconds:g} s; send fewer or shorter documents") from error

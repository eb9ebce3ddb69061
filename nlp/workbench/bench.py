"""What the routes share: the settings, the workers, the gold file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from nlp.workbench.gold import GoldFile
from nlp.workbench.problems import Problem
from nlp.workbench.settings import Settings
from nlp.workbench.workers import FullError, LateError, Stop, Workers

if TYPE_CHECKING:
    from spacy.language import Language

Result = TypeVar("Result")
# so many seconds pass between looks whether the caller is still there
_LOOK = 0.5


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

    async def annotating(self, request: Request, job: Callable[[Language, Stop], Result]) -> Result:
        """The result of a job that needs a pipeline.

        Raises:
            Problem: the queue is full, or the job not done in time.
            ClientDisconnect: nobody waits for it any longer.
        """
        return await self._run(self.annotators, request, job)

    async def clerking(self, request: Request, job: Callable[[], Result]) -> Result:
        """The result of a job that needs none.

        Raises:
            Problem: the queue is full, or the job not done in time.
            ClientDisconnect: nobody waits for it any longer.
        """
        return await self._run(self.clerks, request, lambda _, __: job())

    async def _run(self, workers: Workers[Any], request: Request, job: Callable[[Any, Stop], Result]) -> Result:
        seconds = self.settings.limits.seconds
        working = asyncio.ensure_future(workers.run(job, seconds=seconds))
        try:
            while not (await asyncio.wait({working}, timeout=_LOOK))[0]:
                if await request.is_disconnected():
                    raise ClientDisconnect
            return working.result()
        except FullError as error:
            after = {"Retry-After": str(error.seconds)}
            raise Problem(429, f"all workers are busy; ask again in {error.seconds} s", headers=after) from error
        except LateError as error:
            raise Problem(408, f"not done within {seconds:g} s; send fewer or shorter documents") from error
        finally:
            # a job that waits is dropped, one that runs ends at the next document
            working.cancel()

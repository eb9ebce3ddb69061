"""A bounded queue before a few workers, each with a tool of its own.

A tool (a pipeline) is in the hands of one job at a time. More jobs than may wait are refused at once, with the
time after which to ask again: the service slows its callers down instead of falling over.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Generic, TypeVar

Tool = TypeVar("Tool")
Result = TypeVar("Result")
# how much the last job counts in the mean of seconds a job
_NEWEST = 0.2


class FullError(Exception):
    """All workers are busy and the queue is full; ask again after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"the queue is full; ask again in {seconds} s")


class LateError(Exception):
    """A job was not done in time."""


class Stop:
    """Tells a job whether anybody still waits for it; a job looks between two documents."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Nobody waits any longer."""
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()


class Workers(Generic[Tool]):
    """Runs jobs on threads, as many at a time as there are tools."""

    def __init__(self, tools: Sequence[Tool], *, waiting: int) -> None:
        self._tools: SimpleQueue[Tool] = SimpleQueue()
        for tool in tools:
            self._tools.put(tool)
        self.size, self.waiting = len(tools), waiting
        self._executor: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._pending = 0
        self._seconds = 0.5

    @property
    def pending(self) -> int:
        """Jobs that run or wait."""
        return self._pending

    async def run(self, job: Callable[[Tool, Stop], Result], *, seconds: float) -> Result:
        """The result of a job.

        Raises:
            FullError: the queue is full.
            LateError: the job was not done within `seconds`.
        """
        stop = Stop()
        future = self._submit(job, stop)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), seconds)
        except asyncio.TimeoutError as error:
            raise LateError(f"not done within {seconds:g} s") from error
        finally:
            # where nobody waits any longer the job ends at the next document
            stop.set()

    def close(self) -> None:
        """Ends the threads once their jobs are done; jobs that wait are dropped. A later job starts new ones."""
        with self._lock:
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, job: Callable[[Tool, Stop], Result], stop: Stop) -> Future[Result]:
        with self._lock:
            if self._pending >= self.size + self.waiting:
                rounds = math.ceil(self._pending * self._seconds / self.size)
                raise FullError(min(120, max(1, rounds)))
            if self._executor is None:
                self._executor = ThreadPoolExecutor(self.size, thread_name_prefix="lode")
            future = self._executor.submit(self._work, job, stop)
            self._pending += 1
        future.add_done_callback(self._done)
        return future

    def _work(self, job: Callable[[Tool, Stop], Result], stop: Stop) -> Result:
        tool = self._tools.get()
        began = time.monotonic()
        try:
            return job(tool, stop)
        finally:
            self._tools.put(tool)
            with self._lock:
                self._seconds += _NEWEST * (time.monotonic() - began - self._seconds)

    def _done(self, _: Future[Result]) -> None:
        with self._lock:
            self._pending -= 1

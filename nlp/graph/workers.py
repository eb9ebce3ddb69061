"""Queries in processes of their own: one that takes too long or too much is ended, and the next goes on."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import sys
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take: seconds, bytes of its answer, bytes of memory, and how many run at once."""

    seconds: float = 30.0
    answer: int = 64 << 20
    memory: int = 4 << 30
    workers: int = 2
    query: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """A query, and the formats its answer is wanted in."""

    query: str
    results: str = "json"
    graphs: str = "turtle"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class TooMuchError(Exception):
    """A query that took too long, or took down its process, or found none free."""


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


@dataclass(slots=True)
class Pool:
    """Processes that answer queries on a store."""

    folder: Path
    limits: Limits
    _idle: queue.Queue[_Worker] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        for _ in range(self.limits.workers):
            self._idle.put(self._start())

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=_work, args=(str(self.folder), self.limits, there), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    def run(self, task: Task) -> tuple[str, bytes]:
        """``select`` or ``construct`` with the answer, ``bad`` with the reason why there is none.

        Raises:
            TooMuchError: it took too long, or none was free.
        """
        try:
            worker = self._idle.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise TooMuchError("too many queries at once; ask again later") from None
        try:
            worker.pipe.send(task)
            if not worker.pipe.poll(self.limits.seconds):
                raise TooMuchError(f"the query took longer than {self.limits.seconds:g} s; ask for less")
            kind, answer = worker.pipe.recv()
            return kind, answer
        except (TooMuchError, EOFError, OSError) as error:
            _end(worker)
            worker = self._start()
            if isinstance(error, TooMuchError):
                raise
            raise TooMuchError("the query took more memory than it may; ask for less") from error
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """Ends all processes."""
        with contextlib.suppress(queue.Empty):
            while True:
                _end(self._idle.get_nowait())


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _work(folder: str, limits: Limits, pipe: Connection) -> None:
    """The life of a worker: it opens the store anew for every query, so it sees what was loaded meanwhile."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = limits.memory if hard == resource.RLIM_INFINITY else min(hard, limits.memory)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    while True:
        try:
            task = pipe.recv()
        except EOFError:
            return
        pipe.send(_answer(Path(folder), limits, task))


def _answer(folder: Path, limits: Limits, task: Task) -> tuple[str, bytes]:
    from nlp.errors import LodeError
    from nlp.graph.sparql import reading

    try:
        with reading(folder) as graph:
            graph.confine(task.default_graphs, task.named_graphs)
            return graph.written(task.query, results=task.results, graphs=task.graphs, most=limits.answer)
    except LodeError as error:
        return "bad", str(error).encode("utf-8", "replace")
    except Exception as error:
        return "bad", f"the query could not be answered: {error}".encode("utf-8", "replace")

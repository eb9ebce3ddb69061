"""The local engine: worker processes that take slots, read and annotate them, and write parts themselves.

What travels between processes is where records lie and how many were done, never a Doc. A worker that crashes or hangs is
replaced; its slot is done again document by document, so that the one to blame is found, tried once more alone, and
then refused. Work that other workers have under way is not touched by it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from nlp.batch.journal import Part
from nlp.batch.slots import refused_slot
from nlp.batch.tasks import CHARACTERS, Settings, Task, run_task
from nlp.errors import LodeError, WorkerError

READY, BEGUN, DONE, FAILED = "ready", "begun", "done", "failed"
TRIES = 2
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
# a pipeline that is not loaded after so many seconds never will be
_LOADING = 300.0


def run_local(
    tasks: Iterable[Task],
    settings: Settings,
    *,
    workers: int,
    time_limit: float,
    told: Callable[[int, int], None] | None = None,
) -> Iterator[Part]:
    """The parts of tasks, each as soon as it is whole, in whatever order.

    Args:
        tasks: read on as workers become free.
        settings: of the workers.
        workers: how many processes.
        time_limit: seconds that a document may take for every `CHARACTERS` characters that it has begun.
        told: is called now and then with how many documents are under way and how many workers are alive.

    Raises:
        WorkerError: a worker cannot start, or cannot write.
    """
    pool = Pool(settings, workers, time_limit)
    try:
        yield from pool.run(iter(tasks), told)
    finally:
        pool.stop()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Lets a process that is started here reckon on one thread: those of several workers would take each other's processor.

    The libraries read these when they are loaded, which a spawned process does anew.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _work(pipe: Connection, settings: Settings) -> None:
    """What a worker process does: tasks from the pipe, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        nlp = settings.load()
    except LodeError as error:
        pipe.send((FAILED, str(error)))
        return
    pipe.send((READY, None))
    while True:
        try:
            task = pipe.recv()
            if task is None:
                return
            part = run_task(nlp, task, settings, lambda place, size: pipe.send((BEGUN, (place, size))))
            pipe.send((DONE, part))
        except (EOFError, BrokenPipeError):
            return
        except OSError as error:
            pipe.send((FAILED, f"a part cannot be written: {error.strerror or error}; make room, then start it again"))
            return


@dataclass(slots=True)
class _Worker:
    """A process with its end of the pipe, its task, and until when it must be heard of."""

    process: BaseProcess
    pipe: Connection
    deadline: float
    task: Task | None = None
    place: int | None = None
    ready: bool = False


@dataclass(slots=True)
class _Blame:
    """How often a document of a slot was under way when a worker was lost."""

    task: Task
    losses: int = 0
    counts: dict[int, int] = field(default_factory=dict)


class Pool:
    """Worker processes that are kept from one `run` to the next, until `stop`."""

    def __init__(self, settings: Settings, workers: int, time_limit: float) -> None:
        self._settings, self._size, self._limit = settings, workers, time_limit
        # spawned, not forked: a fork of a process with threads (onnxruntime, pyarrow) may hang
        self._context: Any = multiprocessing.get_context("spawn")
        self._workers: list[_Worker] = []
        self._again: deque[Task] = deque()
        self._blames: dict[int, _Blame] = {}

    def run(self, tasks: Iterator[Task], told: Callable[[int, int], None] | None) -> Iterator[Part]:
        """The parts; ends when there are no more tasks and none is under way."""
        drained = False
        while True:
            while not drained or self._again:
                worker = self._free()
                if worker is None:
                    break
                task = self._again.popleft() if self._again else next(tasks, None)
                if task is None:
                    drained = True
                    break
                self._give(worker, task)
            busy = [worker for worker in self._workers if worker.task is not None]
            if drained and not self._again and not busy:
                return
            for worker in self._heard():
                part = self._hear(worker)
                if part is not None:
                    yield part
            self._check_time()
            if told is not None:
                told(len(busy), len(self._workers))

    def _free(self) -> _Worker | None:
        """A worker without a task: one that waits, or a new one while there are not enough."""
        idle = next((worker for worker in self._workers if worker.task is None and worker.ready), None)
        if idle is None and len(self._workers) < self._size:
            idle = self._start()
        return idle or next((worker for worker in self._workers if worker.task is None), None)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._settings), daemon=True)
        with _one_thread():
            process.start()
        theirs.close()
        worker = _Worker(process, ours, time.monotonic() + _LOADING)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, task: Task) -> None:
        worker.task, worker.place = task, None
        if worker.ready:
            worker.deadline = time.monotonic() + self._limit
        try:
            worker.pipe.send(task)
        except (BrokenPipeError, ConnectionError):
            self._lost(worker, "a worker process ended before it got its task")

    def _heard(self) -> list[_Worker]:
        pipes = {worker.pipe: worker for worker in self._workers}
        return [pipes[pipe] for pipe in wait(list(pipes), timeout=0.5) if isinstance(pipe, Connection)]

    def _hear(self, worker: _Worker) -> Part | None:
        try:
            message, value = worker.pipe.recv()
        except (EOFError, ConnectionError):
            worker.process.join(5)
            self._lost(worker, f"a worker process ended ({_ending(worker.process.exitcode)})")
            return None
        if message == FAILED:
            raise WorkerError(value)
        if message == DONE:
            worker.task = worker.place = None
            return value  # type: ignore[no-any-return]
        if message == READY:
            worker.ready = True
            worker.deadline = time.monotonic() + self._limit
        else:
            worker.place, size = value
            worker.deadline = time.monotonic() + self._limit * (1 + size // CHARACTERS)
        return None

    def _check_time(self) -> None:
        now = time.monotonic()
        for worker in [w for w in self._workers if now > w.deadline and (w.task is not None or not w.ready)]:
            if not worker.ready:
                raise WorkerError(f"a worker has not loaded the pipeline after {_LOADING:.0f} s; use fewer --workers")
            self._lost(worker, f"it took longer than the time limit ({self._limit:g} s)")

    def _lost(self, worker: _Worker, reason: str) -> None:
        """A worker is gone or has to go: its task is tried again with more care."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        task = worker.task
        if task is None:
            if not worker.ready:
                raise WorkerError(f"{reason} while it loaded the pipeline; use fewer --workers, or look at the memory")
            return
        blame = self._blames.setdefault(task.number, _Blame(task))
        blame.losses += 1
        refused = dict(task.refused)
        if task.careful and worker.place is not None:
            blame.counts[worker.place] = blame.counts.get(worker.place, 0) + 1
            if blame.counts[worker.place] >= TRIES:
                refused[worker.place] = f"could not be annotated: {reason}, {TRIES} times"
        elif blame.losses > TRIES:
            task = replace(task, slot=refused_slot(task.slot, f"cannot be read: {reason}, {blame.losses} times"))
        self._again.append(replace(task, careful=True, refused=refused))

    def stop(self) -> None:
        """Ends all workers; what they have under way is lost, what is whole stays."""
        for worker in self._workers:
            worker.process.kill() if worker.task is not None or not worker.ready else _dismiss(worker)
        for worker in self._workers:
            worker.process.join(10)
            worker.pipe.close()
        self._workers.clear()


def _dismiss(worker: _Worker) -> None:
    try:
        worker.pipe.send(None)
    except (BrokenPipeError, ConnectionError):
        worker.process.kill()


def _ending(code: int | None) -> str:
    if code is None:
        return "it gives no sign"
    if code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
        return f"signal {name}" + (", out of memory?" if name == "SIGKILL" else "")
    return f"exit code {code}"

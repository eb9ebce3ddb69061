"""The engine for many machines: Ray Data, with an actor a worker that loads the pipeline once.

Ray hands out slots, notices lost machines and does their slots again; parts are written by name and renamed when they are
whole, so a slot that is done twice is there once. The folder of the run must lie on storage that all machines see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nlp.batch.journal import Part
from nlp.batch.local import Pool
from nlp.batch.tasks import Settings, Task
from nlp.errors import WorkerError

_INSTALL = 'Ray is not installed: pip install "lode-nlp[ray]", or leave --engine at local'


class Annotator:
    """An actor of the cluster, with a worker process of its own: so a document that crashes or hangs costs no actor."""

    def __init__(self, settings: Settings, time_limit: float) -> None:
        self._pool = Pool(settings, 1, time_limit)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """The parts of a batch of tasks."""
        import pickle

        tasks = [pickle.loads(task) for task in batch["task"]]  # noqa: S301 - our own
        return {"part": [pickle.dumps(part) for part in self._pool.run(iter(tasks), None)]}


def run_on_ray(
    tasks: Iterable[Task],
    settings: Settings,
    *,
    address: str | None,
    workers: int,
    time_limit: float,
    cpus: float = 1.0,
) -> Iterator[Part]:
    """The parts of tasks, as they become whole on a cluster.

    Args:
        tasks: all are planned before the first one is done; records that travel in slots are kept by Ray meanwhile.
        settings: of the workers.
        address: of the cluster (``auto``, ``ray://host:10001``), ``local`` to start one on this machine.
        workers: how many actors.
        time_limit: seconds that a document may take for every 100,000 characters that it has begun.
        cpus: how many an actor asks for.

    Raises:
        WorkerError: Ray is not installed or cannot be reached, or the run fails there.
    """
    try:
        import ray
        from ray.data import ActorPoolStrategy, from_items
    except ImportError as error:
        raise WorkerError(_INSTALL) from error
    import logging
    import pickle

    try:
        if not ray.is_initialized():
            ray.init(address=None if address == "local" else address, log_to_driver=False, logging_level=logging.ERROR)
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        rows = [{"task": pickle.dumps(task)} for task in tasks]
        if not rows:
            return
        done = from_items(rows, override_num_blocks=len(rows)).map_batches(
            Annotator,
            fn_constructor_args=(settings, time_limit),
            batch_size=1,
            compute=ActorPoolStrategy(size=workers),
            num_cpus=cpus,
        )
        for row in done.iter_rows():
            yield pickle.loads(row["part"])  # noqa: S301 - our own
    except (ray.exceptions.RayError, ConnectionError, RuntimeError) as error:
        raise WorkerError(f"the run failed on Ray: {type(error).__name__}: {str(error)[:500]}") from error

"""The engine for many machines: Ray Data, with an actor a worker that loads the pipeline once.

Ray hands out slots, notices lost machines and does their slots again; parts are written by name and renamed when they are
whole, so a slot that is done twice is there once. The folder of the run must lie on storage that all machines see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nlp.batch.journal import Part
from nlp.batch.tasks import Settings, Task, run_task
from nlp.errors import WorkerError

_INSTALL = 'Ray is not installed: pip install "lode-nlp[ray]", or leave --engine at local'


class Annotator:
    """An actor of the cluster: a pipeline, and the tasks that it is given."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._nlp: Any = settings.load()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        """The parts of a batch of tasks."""
        import pickle

        parts = [
            run_task(self._nlp, pickle.loads(task), self._settings, lambda place, size: None)  # noqa: S301 - our own
            for task in batch["task"]
        ]
        return {"part": [pickle.dumps(part) for part in parts]}


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
        time_limit: seconds without any part after which the run is given up, for every worker's slot.
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
        ray.data.DataContext.get_current().enable_progress_bars = False
        rows = [{"task": pickle.dumps(task)} for task in tasks]
        if not rows:
            return
        done = from_items(rows, override_num_blocks=len(rows)).map_batches(
            Annotator,
            fn_constructor_args=(settings,),
            batch_size=1,
            compute=ActorPoolStrategy(size=workers),
            num_cpus=cpus,
            scheduling_strategy="SPREAD",
            max_restarts=-1,
            max_task_retries=-1,
        )
        for row in done.iter_rows():
            yield pickle.loads(row["part"])  # noqa: S301 - our own
    except (ray.exceptions.RayError, ConnectionError, RuntimeError) as error:
        raise WorkerError(f"the run failed on Ray: {type(error).__name__}: {str(error)[:500]}") from error

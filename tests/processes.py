"""Commands that run beside a test and end with it, whatever happens."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager


def _heed_ctrl_c() -> None:
    # under nohup or behind & a process inherits that SIGINT is ignored
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def beside(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process that runs `command`, killed at the end if it is still there."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env, preexec_fn=_heed_ctrl_c)  # noqa: PLW1509 - no threads here
    try:
        yield process
    finally:
        process.kill()
        process.communicate()

"""What a step of training frees is kept, where the C library can."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs the GNU C library")
def test_freed_memory_is_kept_by_the_process() -> None:
    code = """
import resource
from nlp.training.memory import keep_freed_memory
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def step():
    before = faults()
    for _ in range(5):
        bytearray(64_000_000)
    return faults() - before
given_back = step()
assert keep_freed_memory()
step()
kept = step()
print(given_back, kept)
assert kept < given_back / 10
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout

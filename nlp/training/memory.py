"""Memory of a training run: what a step frees is kept for the next one."""

from __future__ import annotations

import ctypes

# of mallopt(3): what is freed at the end is given back from so many bytes on; how many blocks lie outside of the heap; how many heaps
# there are: the threads on the way back would have one of their own, which cannot grow large
_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """Lets the allocator of the GNU C library keep what is freed; whether it does.

    It gives large blocks back to the system when they are freed, and each step of training asks for them anew, page by page, which
    took a quarter of its time.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # another C library
        return False
    settings = ((_ARENA_MAX, 1), (_MMAP_MAX, 0), (_TRIM_THRESHOLD, _NEVER))
    return all(mallopt(setting, value) for setting, value in settings)

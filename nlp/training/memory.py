"""Memory of a training run: what a step frees is kept for the next one."""

from __future__ import annotations

import ctypes

# of mallopt(3): what is freed at the end is given back from so many bytes on; how many blocks lie outside of the heap
_TRIM_THRESHOLD, _MMAP_MAX = -1, -4
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """Lets the allocator of the GNU C library keep what is freed; whether it does.

    It gives large blocks back to the system when they are freed, and each step of training asks for them anew, page by page, which
    took a fifth of its time.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:  # another C library
        return False
    return bool(mallopt(_MMAP_MAX, 0)) and bool(mallopt(_TRIM_THRESHOLD, _NEVER))

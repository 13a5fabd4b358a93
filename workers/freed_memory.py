"""Gives memory that was freed back to the system: the C library keeps it for the next time.

Arrays of a round or an import leave holes in the heaps of the threads that made them. Only glibc is
told; others give back by themselves or not at all.
"""

import ctypes
import gc
import os
from typing import Any

_M_ARENA_MAX = -8
ARENAS = 2
"""Heaps that threads share, instead of eight a core: each keeps what its largest job took."""

KERNELS = "16"
"""Those of the shapes that two threads are at."""


def _libc() -> Any:
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None


_LIBC = _libc() if os.name == "posix" else None


def share_heaps() -> None:
    """To be called before there are threads. Arrow takes from the same heaps then."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if _LIBC is not None:
        _LIBC.mallopt(_M_ARENA_MAX, ARENAS)


def keep_few_kernels() -> None:
    """To be called before torch is imported: of compiled products it keeps a few.

    oneDNN compiles some for each shape of a batch, 1.7 MB, and it and torch keep 1,024 each: those
    of 10,000 texts were 120 MB. To compile anew takes 5 ms, which a batch of 32 takes 80 times.
    """
    for cache in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):
        os.environ.setdefault(cache, KERNELS)


def spare_what_stays() -> None:
    """Lets `give_back` pass over what is there by now, which are modules mostly."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """What nothing needs any more. Python itself looks for old garbage once in an hour or so: what
    refers to itself would keep its arrays until then."""
    gc.collect()
    trim()


def trim() -> None:
    """Gives back what is free in the heaps: a round leaves as much there as it holds.

    Once a second it costs no CPU-time that could be measured.
    """
    if _LIBC is not None:
        _LIBC.malloc_trim(0)

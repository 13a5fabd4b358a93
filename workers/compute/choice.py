"""Which implementation of the ports a worker computes with."""

import logging
import threading

from service.core.numpy_compute import numpy_compute
from service.installation import is_installed
from service.ports import Compute
from workers.device import has_bfloat16, has_cuda

# On fewer rows a CPU saves less than a twentieth of a second.
LARGE = 200_000

log = logging.getLogger(__name__)


class Computes:
    """numpy, and for large pools torch, on machines where torch is faster.

    Importing torch takes seconds and 200 MB. No one who labels waits for that, and a worker that
    sees no large pool does without. Safe to use from several threads.
    """

    def __init__(self, threads: int, *, on_gpu: bool = False, large: int = LARGE) -> None:
        """`on_gpu`: torch is loaded now and does pools of any size: the worker is there for it."""
        self._threads = threads
        self._large = 0 if on_gpu else large
        self._numpy = numpy_compute(threads)
        self._faster: Compute | None = None
        self._looked = False
        self._lock = threading.Lock()
        if on_gpu:
            self._looked = True
            self._faster = faster(threads)

    @property
    def name(self) -> str:
        """What large pools are done with at this moment."""
        return (self._faster or self._numpy).name

    def for_pool(self, rows: int) -> Compute:
        """What to do a pool of so many rows with; numpy as long as torch is being loaded."""
        if rows < self._large:
            return self._numpy
        with self._lock:
            looked, self._looked = self._looked, True
        ready = self._faster or self._numpy
        if not looked:
            threading.Thread(target=self._look, name="torch", daemon=True).start()
        return ready

    def _look(self) -> None:
        try:
            self._faster = faster(self._threads)
        except Exception:
            log.exception("torch can't be used, numpy goes on")
        log.info("large pools are ranked with %s", self.name)


def faster(threads: int) -> Compute | None:
    """torch on CUDA, or on a CPU that multiplies in bfloat16; None where numpy is no slower."""
    if not is_installed("torch"):
        return None
    from workers.compute.torch_compute import on_device, torch_on_cpu

    if has_cuda():
        return on_device("cuda", threads)
    return torch_on_cpu(threads) if has_bfloat16() else None

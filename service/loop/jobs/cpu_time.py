"""What each job takes of this process's CPU time.

A job's own thread is counted by the system. Threads that libraries start for it are not told apart:
what the process used beyond the jobs' own threads is shared out by how much these used meanwhile.
"""

import threading
import time


class CpuMeter:
    """The CPU-seconds of the job that runs in the thread which begins this."""

    def __init__(self) -> None:
        self._clock, self._read_at, self._seconds = 0, 0.0, 0.0

    def begin(self) -> None:
        self._clock = time.pthread_getcpuclockid(threading.get_ident())
        self._read_at = time.clock_gettime(self._clock)
        _LEDGER.begin(self)

    def seconds(self) -> float:
        """So far; any thread may ask while the job's lives."""
        _LEDGER.share_out()
        return self._seconds

    def add(self, seconds: float) -> None:
        """What a process of its own took."""
        self._seconds += seconds

    def end(self) -> float:
        """All of it. Called by the job's thread: its clock goes with it."""
        _LEDGER.end(self)
        return self._seconds

    def own(self) -> float:
        """Seconds of its thread since this was asked last."""
        before, self._read_at = self._read_at, time.clock_gettime(self._clock)
        return self._read_at - before


class _Ledger:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._meters: list[CpuMeter] = []
        self._read_at = 0.0

    def begin(self, meter: CpuMeter) -> None:
        with self._lock:
            self._share_out()
            self._meters.append(meter)

    def end(self, meter: CpuMeter) -> None:
        with self._lock:
            self._share_out()
            self._meters.remove(meter)

    def share_out(self) -> None:
        with self._lock:
            self._share_out()

    def _share_out(self) -> None:
        before, self._read_at = self._read_at, time.process_time()
        own = [meter.own() for meter in self._meters]
        own_seconds = sum(own)
        if own_seconds <= 0:
            return
        others = max(self._read_at - before - own_seconds, 0.0)
        for meter, seconds in zip(self._meters, own, strict=True):
            meter.add(seconds * (1 + others / own_seconds))


_LEDGER = _Ledger()

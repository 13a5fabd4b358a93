"""What each job takes of this process's CPU time, and of the energy that the machine counts.

A job's own thread is counted by the system. Threads that libraries start for it are not told apart:
what the process used beyond the jobs' own threads is shared out by how much these used meanwhile.
Energy is that of the whole machine, shared out by the seconds in which its cores were busy.
"""

import threading
import time
from typing import NamedTuple

from service.loop.jobs.energy_counter import EnergyCounter, MeteredEnergy


class Metered(NamedTuple):
    """Energy that counters saw, and the CPU-seconds that it went into."""

    joules: float = 0.0
    cpu_seconds: float = 0.0


class CpuMeter:
    """The CPU-seconds of the job that runs in the thread which begins this."""

    def __init__(self, ledger: "Ledger | None" = None) -> None:
        self._ledger = ledger or _LEDGER
        self._clock, self._read_at, self._seconds = 0, 0.0, 0.0
        self._metered = Metered()

    def begin(self) -> None:
        self._clock = time.pthread_getcpuclockid(threading.get_ident())
        self._read_at = time.clock_gettime(self._clock)
        self._ledger.begin(self)

    def seconds(self) -> float:
        """So far; any thread may ask while the job's lives."""
        self._ledger.share_out()
        return self._seconds

    def metered(self) -> Metered:
        """Of `seconds()`, as it was when that was asked last."""
        return self._metered

    def add(self, seconds: float, joules: float | None = None) -> None:
        """What a process of its own took; `joules` where the machine counted them."""
        self._seconds += seconds
        if joules is not None:
            before = self._metered
            self._metered = Metered(before.joules + joules, before.cpu_seconds + seconds)

    def end(self) -> float:
        """All of it. Called by the job's thread: its clock goes with it."""
        self._ledger.end(self)
        return self._seconds

    def own(self) -> float:
        """Seconds of its thread since this was asked last."""
        before, self._read_at = self._read_at, time.clock_gettime(self._clock)
        return self._read_at - before


class Ledger:
    """Shares out what this process took since it was asked last."""

    def __init__(self, counter: EnergyCounter) -> None:
        self._counter = counter
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
        own_seconds, machine = sum(own), self._counter.taken()
        if own_seconds <= 0:
            return
        all_seconds = max(self._read_at - before, own_seconds)
        for meter, seconds in zip(self._meters, own, strict=True):
            share = seconds / own_seconds
            meter.add(share * all_seconds, machine and share * joules_of(all_seconds, machine))


def joules_of(seconds: float, machine: MeteredEnergy) -> float:
    """Of what the machine took, by busy seconds: these come in ticks, so that a short time may seem
    to have more CPU-seconds than all cores together."""
    return machine.joules * seconds / max(machine.busy_seconds, seconds)


_LEDGER = Ledger(EnergyCounter())

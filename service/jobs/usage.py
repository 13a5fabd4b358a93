"""Energy that this machine's processors say they took, where Linux lets us read it.

The counters are those of the powercap interface: RAPL of Intel and of AMD. They count whole
processors, with all that others do on them meanwhile.
https://docs.kernel.org/power/powercap/powercap.html
"""

import os
import resource
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

POWERCAP = Path("/sys/class/powercap")
STAT = Path("/proc/stat")
MICROJOULES = 1_000_000
_BUSY = (0, 1, 2, 5, 6)
"""Columns of the first line of /proc/stat: user, nice, system, irq, softirq."""


class MeteredEnergy(NamedTuple):
    """By the whole machine, in some time."""

    joules: float
    busy_seconds: float
    """Of all its cores together."""


@dataclass
class Zone:
    """A counter that begins again at 0 when it is full."""

    energy: Path
    full: int
    """Microjoules."""
    before: int

    @classmethod
    def of(cls, folder: Path) -> Self | None:
        """None where it isn't ours to read, or counts what another zone counts too."""
        try:
            name = (folder / "name").read_text().strip()
            if not name.startswith("package") and name != "dram":
                return None
            energy = folder / "energy_uj"
            full = int((folder / "max_energy_range_uj").read_text())
            return cls(energy, full, int(energy.read_text()))
        except (OSError, ValueError):
            return None

    def taken(self) -> int:
        """Microjoules since this was asked last."""
        before, self.before = self.before, int(self.energy.read_text())
        return (self.before - before) % (self.full + 1)


class EnergyCounter:
    """All processors and their memory."""

    def __init__(self, powercap: Path = POWERCAP, stat: Path = STAT) -> None:
        self._stat = stat
        zones = (Zone.of(folder) for folder in sorted(powercap.glob("intel-rapl:*")))
        self._zones = [zone for zone in zones if zone is not None]
        self._busy = self._busy_seconds() if self._zones else 0.0

    def taken(self) -> MeteredEnergy | None:
        """Since this was asked last; None where there is nothing to read, or no longer."""
        if not self._zones:
            return None
        try:
            joules = sum(zone.taken() for zone in self._zones) / MICROJOULES
            before, self._busy = self._busy, self._busy_seconds()
        except (OSError, ValueError):
            self._zones = []
            return None
        return MeteredEnergy(joules, self._busy - before)

    def _busy_seconds(self) -> float:
        _, *ticks = self._stat.read_text().partition("\n")[0].split()
        return sum(int(ticks[column]) for column in _BUSY) / os.sysconf("SC_CLK_TCK")


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


_UNIT = 1 if sys.platform == "darwin" else 1024


def peak_bytes() -> int:
    """Of its whole life, whatever for. The system keeps it, so that asking costs nothing."""
    here, children = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return max(here, children) * _UNIT

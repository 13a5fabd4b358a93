"""Energy that this machine's processors say they took, where Linux lets us read it.

The counters are those of the powercap interface: RAPL of Intel and of AMD. They count whole
processors, with all that others do on them meanwhile.
https://docs.kernel.org/power/powercap/powercap.html
"""

import os
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

"""Energy is read from the counters of Linux where there are any, as they lie in its files."""

from pathlib import Path

import pytest

from service.jobs.usage import CpuMeter, EnergyCounter, Ledger
from tests.jobs.test_cpu_time import burn

FULL = 1_000_000_000
PLACES = {"intel-rapl:0": "package-0", "intel-rapl:0:0": "core", "intel-rapl:0:1": "dram"}
"""Cores are counted by their package; `psys` by both."""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    for place, name in {**PLACES, "intel-rapl:1": "psys"}.items():
        zone = tmp_path / place
        zone.mkdir()
        (zone / "name").write_text(f"{name}\n")
        (zone / "max_energy_range_uj").write_text(f"{FULL}\n")
        (zone / "energy_uj").write_text("900000000\n")
    busy(tmp_path, 0)
    return tmp_path


def busy(machine: Path, ticks: int) -> None:
    """So many hundredths of a second of user, nice and system time each, much idle time."""
    (machine / "stat").write_text(f"cpu  {ticks} {ticks} {ticks} 5000 70 0 0 0 0 0\ncpu0 1\n")


def counted(machine: Path, microjoules: int) -> None:
    for zone in machine.glob("intel-rapl:*"):
        (zone / "energy_uj").write_text(f"{microjoules}\n")


def counter(machine: Path) -> EnergyCounter:
    return EnergyCounter(machine, machine / "stat")


def test_processors_and_memory_count_once_and_counters_begin_again(machine: Path) -> None:
    found = counter(machine)
    counted(machine, 950_000_000)
    busy(machine, 200)
    assert found.taken() == (100.0, 6.0)
    counted(machine, 10_000_000)
    taken = found.taken()
    assert taken is not None
    assert taken.joules == pytest.approx(120.0, abs=1e-5)


def test_without_counters_nothing_is_counted(machine: Path) -> None:
    assert EnergyCounter(machine / "none", machine / "stat").taken() is None
    found = counter(machine)
    (machine / "intel-rapl:0" / "energy_uj").unlink()
    assert found.taken() is None


def test_a_job_has_the_share_of_its_seconds(machine: Path) -> None:
    meter = CpuMeter(Ledger(counter(machine)))
    counted(machine, 910_000_000)  # before it began
    meter.begin()
    burn(0.1)
    counted(machine, 930_000_000)
    busy(machine, 20)
    seconds = meter.seconds()
    assert meter.metered().cpu_seconds == pytest.approx(seconds)
    assert meter.metered().joules == pytest.approx(40.0 * seconds / 0.6)


def test_no_job_takes_more_than_the_machine(machine: Path) -> None:
    """Ticks are long beside a short job: none has passed."""
    meter = CpuMeter(Ledger(counter(machine)))
    meter.begin()
    burn(0.01)
    counted(machine, 903_000_000)
    meter.end()
    assert meter.metered().joules == pytest.approx(6.0)

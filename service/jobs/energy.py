"""How much energy computing took, and what that comes to in CO2: with a band.

docs/energy.md has the sources, and says what is not in it.
"""

from dataclasses import dataclass

UNCERTAINTY = 0.4
"""A core's share of what its machine draws differs so much between machines, either way."""
UNCERTAINTY_OF_COUNTERS = 0.15
"""Counters err a little, and what a job takes of a processor that others use is a convention."""
SECONDS_PER_HOUR = 3_600
WATT_HOURS_PER_KILOWATT_HOUR = 1_000


@dataclass(frozen=True)
class Band:
    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Band":
        return Band(self.value * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True)
class Power:
    """Of what isn't metered, in watts."""

    core: float
    gpu: float | None


@dataclass(frozen=True)
class Computing:
    cpu_seconds: float
    gpu_seconds: float
    joules: float = 0.0
    """That counters saw, over `metered_cpu_seconds` of the CPU-seconds."""
    metered_cpu_seconds: float = 0.0


def watt_hours(computing: Computing, power: Power) -> Band | None:
    """None where a GPU worked and nobody knows what it draws: cards differ tenfold."""
    if computing.gpu_seconds > 0 and power.gpu is None:
        return None
    others = max(computing.cpu_seconds - computing.metered_cpu_seconds, 0.0)
    estimated = others * power.core + computing.gpu_seconds * (power.gpu or 0.0)
    counted, half = computing.joules, estimated * UNCERTAINTY
    half += counted * UNCERTAINTY_OF_COUNTERS
    value = counted + estimated
    return Band(value, value - half, value + half).times(1 / SECONDS_PER_HOUR)


def co2e_grams(energy: Band, carbon_intensity: float) -> Band:
    """At so many grams a kilowatt-hour. The band is that of the energy alone."""
    return energy.times(carbon_intensity / WATT_HOURS_PER_KILOWATT_HOUR)

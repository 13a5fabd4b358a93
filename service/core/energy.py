"""How much energy computing took, and what that comes to in CO2: an estimate with a band.

docs/energy.md has the sources, and says what is not in it.
"""

from dataclasses import dataclass

UNCERTAINTY = 0.4
"""A core's share of what its machine draws differs so much between machines, either way."""
SECONDS_PER_HOUR = 3_600
WATT_HOURS_PER_KILOWATT_HOUR = 1_000


@dataclass(frozen=True)
class Band:
    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Band":
        return Band(self.value * factor, self.low * factor, self.high * factor)


def watt_hours(
    cpu_seconds: float, gpu_seconds: float, core_watts: float, gpu_watts: float | None
) -> Band | None:
    """None where a GPU worked and nobody knows what it draws: cards differ tenfold."""
    if gpu_seconds > 0 and gpu_watts is None:
        return None
    joules = cpu_seconds * core_watts + gpu_seconds * (gpu_watts or 0.0)
    return Band(1.0, 1.0 - UNCERTAINTY, 1.0 + UNCERTAINTY).times(joules / SECONDS_PER_HOUR)


def co2e_grams(energy: Band, carbon_intensity: float) -> Band:
    """At so many grams a kilowatt-hour. The band is that of the energy alone."""
    return energy.times(carbon_intensity / WATT_HOURS_PER_KILOWATT_HOUR)

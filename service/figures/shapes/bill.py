"""What a project has cost: people, money, computing, bytes, energy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.jobs.energy import Band
from service.kit.reasons import Reason

Money = Annotated[float | None, Field(description="In the currency of the project's prices.")]


@dataclass(frozen=True)
class Cost:
    value: Money
    reason: Annotated[Reason | None, Field(description="Why it isn't known.")]


@dataclass(frozen=True)
class PeopleBill:
    active_seconds: Annotated[
        float, Field(description="At most 5 minutes an answer; changed answers too.")
    ]
    labels: Annotated[int, Field(description="That people and programs gave.")]
    cost: Cost
    people: Annotated[int, Field(description="Number of people who answered.")]
    programs: Annotated[int, Field(description="Number of programs that answered.")]


@dataclass(frozen=True)
class KindBill:
    kind: str
    jobs: Annotated[int, Field(description="Those that a worker began.")]
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: Annotated[
        int,
        Field(
            description="Most memory that a worker which did one had taken by then, whatever for: "
            "none needed more. 0: not known."
        ),
    ]


@dataclass(frozen=True)
class ComputeBill:
    """Of all jobs, those too whose rows were cleared away."""

    jobs: int
    cpu_seconds: float
    gpu_seconds: Annotated[float, Field(description="Of rankings and of encoders.")]
    kinds: Sequence[KindBill]


@dataclass(frozen=True)
class Spending:
    seconds_per_label: Annotated[
        float, Field(description="CPU-seconds that it may spend for each new label: a setting.")
    ]
    cpu_seconds: Annotated[float, Field(description="That it has spent.")]
    put_off: Annotated[int, Field(description="Rounds that waited to be measured.")]
    reason: Annotated[Reason | None, Field(description="Why.")]


@dataclass(frozen=True)
class Budget:
    """What may be spent on knowing more, rather than on labelling."""

    measuring: Spending


@dataclass(frozen=True, kw_only=True)
class StoredBill:
    vector_bytes: Annotated[int, Field(description="Of vectors on the disk.")]
    uploaded_bytes: Annotated[int, Field(description="Of files that came in; they go once read.")]


@dataclass(frozen=True, kw_only=True)
class EnergyBill:
    """Counted where a machine has counters, else estimated from seconds: see docs/energy.md."""

    watt_hours: Band | None
    co2e_grams: Annotated[Band | None, Field(description="The band is that of the energy alone.")]
    metered_share: Annotated[
        float,
        Field(description="Of the CPU-seconds: those whose energy counters of the machine saw."),
    ]
    core_watts: float
    gpu_watts: float | None
    carbon_intensity: Annotated[float, Field(description="Grams of CO2e a kilowatt-hour.")]
    reason: Annotated[Reason | None, Field(description="Why it isn't known.")]


@dataclass(frozen=True)
class RandomBill:
    """What people would have cost with random sampling, for the quality of the last round."""

    lower: Annotated[Money, Field(description="From the one-sided 95 % bound of labels saved.")]
    estimate: Money
    reason: Annotated[
        Reason | None, Field(description="Why it isn't known, or why no more is claimed.")
    ]


@dataclass(frozen=True, kw_only=True)
class Bill:
    currency: Annotated[str, Field(description="Of all that is money here.")]
    people: PeopleBill
    compute: ComputeBill
    budget: Budget
    stored: StoredBill
    energy: EnergyBill
    cost_per_label: Cost
    cost_per_point: Annotated[
        Cost,
        Field(description="A point of accuracy, between the first figure and the last."),
    ]
    random: RandomBill

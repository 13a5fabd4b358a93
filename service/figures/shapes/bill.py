"""What a project has cost: people, money, computing, bytes, energy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.jobs.energy import Band
from service.kit.reasons import Reason

Money = Annotated[
    float | None, Field(description="Amount in the project's currency; null if unknown.")
]


@dataclass(frozen=True)
class Cost:
    value: Money
    reason: Annotated[Reason | None, Field(description="Reason why the cost isn't known.")]


@dataclass(frozen=True)
class PeopleBill:
    active_seconds: Annotated[
        float,
        Field(description="Seconds spent on answers, 5 minutes each at most; changed ones too."),
    ]
    labels: Annotated[int, Field(description="Number of labels from people and programs.")]
    cost: Cost
    people: Annotated[int, Field(description="Number of people who answered.")]
    programs: Annotated[int, Field(description="Number of programs that answered.")]


@dataclass(frozen=True)
class KindBill:
    kind: str
    jobs: Annotated[int, Field(description="Number of jobs that a worker began.")]
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: Annotated[
        int,
        Field(
            description="Most memory that a worker had used by the end of such a job, in bytes: "
            "none needed more. 0: not known."
        ),
    ]


@dataclass(frozen=True)
class ComputeBill:
    """Computing of all jobs, including those whose records were deleted."""

    jobs: int
    cpu_seconds: float
    gpu_seconds: Annotated[float, Field(description="GPU-seconds of rankings and encoders.")]
    kinds: Sequence[KindBill]


@dataclass(frozen=True)
class Spending:
    seconds_per_label: Annotated[
        float,
        Field(description="CPU-seconds of measuring that each new label allows, by a setting."),
    ]
    cpu_seconds: Annotated[float, Field(description="CPU-seconds spent on measuring so far.")]
    put_off: Annotated[int, Field(description="Number of rounds whose measurement had to wait.")]
    reason: Annotated[Reason | None, Field(description="Reason why measurements had to wait.")]


@dataclass(frozen=True)
class Budget:
    """What may be spent on measuring, beside labelling."""

    measuring: Spending


@dataclass(frozen=True, kw_only=True)
class StoredBill:
    vector_bytes: Annotated[int, Field(description="Bytes of vectors on the disk.")]
    uploaded_bytes: Annotated[
        int, Field(description="Bytes of all uploads; files are deleted once read.")
    ]


@dataclass(frozen=True, kw_only=True)
class EnergyBill:
    """Energy, counted if a machine has counters, else estimated from seconds: see
    docs/energy.md."""

    watt_hours: Band | None
    co2e_grams: Annotated[
        Band | None, Field(description="Grams of CO2e; the range is that of the energy alone.")
    ]
    metered_share: Annotated[
        float,
        Field(description="Share of CPU-seconds with energy from the machine's counters."),
    ]
    core_watts: float
    gpu_watts: float | None
    carbon_intensity: Annotated[float, Field(description="Grams of CO2e per kilowatt-hour.")]
    reason: Annotated[Reason | None, Field(description="Reason why the energy isn't known.")]


@dataclass(frozen=True)
class RandomBill:
    """The cost of people's work with random sampling, for the quality of the last round."""

    lower: Annotated[Money, Field(description="Cost at the one-sided 95 % bound of labels saved.")]
    estimate: Money
    reason: Annotated[
        Reason | None, Field(description="Reason why no cost is known, or why no more is claimed.")
    ]


@dataclass(frozen=True, kw_only=True)
class Bill:
    currency: Annotated[str, Field(description="Currency of all amounts here.")]
    people: PeopleBill
    compute: ComputeBill
    budget: Budget
    stored: StoredBill
    energy: EnergyBill
    cost_per_label: Cost
    cost_per_point: Annotated[
        Cost,
        Field(description="Cost of a percentage point of the metric, from first to last figure."),
    ]
    random: RandomBill

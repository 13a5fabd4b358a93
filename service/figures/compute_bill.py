"""What a project's jobs took, and the energy that this comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from service.figures.shapes.bill import ComputeBill, KindBill
from service.jobs.energy import Band, Computing, Power, watt_hours
from service.jobs.queries.work import JobKindCost
from service.kit.settings import Settings


@dataclass(frozen=True)
class ComputeTotals:
    jobs: int
    cpu_seconds: float
    gpu_seconds: float
    joules: float
    metered_cpu_seconds: float
    kinds: Sequence[JobKindCost]

    @classmethod
    def of(cls, kinds: Sequence[JobKindCost]) -> Self:
        return cls(
            jobs=sum(kind.jobs for kind in kinds),
            cpu_seconds=sum(kind.cpu_seconds for kind in kinds),
            gpu_seconds=sum(kind.gpu_seconds for kind in kinds),
            joules=sum(kind.joules for kind in kinds),
            metered_cpu_seconds=sum(kind.metered_cpu_seconds for kind in kinds),
            kinds=kinds,
        )

    @property
    def metered_share(self) -> float:
        """Of the CPU-seconds: those whose energy counters saw."""
        return self.metered_cpu_seconds / self.cpu_seconds if self.cpu_seconds else 0.0

    def bill(self) -> ComputeBill:
        kinds = [
            KindBill(each.kind, each.jobs, each.cpu_seconds, each.gpu_seconds, each.peak_bytes)
            for each in self.kinds
        ]
        return ComputeBill(self.jobs, self.cpu_seconds, self.gpu_seconds, kinds)

    def watt_hours(self, settings: Settings) -> Band | None:
        return watt_hours(
            Computing(self.cpu_seconds, self.gpu_seconds, self.joules, self.metered_cpu_seconds),
            Power(settings.core_watts, settings.gpu_watts),
        )

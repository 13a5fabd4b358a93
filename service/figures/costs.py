"""What labels cost people and their owner, and what the computing took."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.bill import ComputeBill, Cost, KindBill, PeopleBill
from service.jobs.energy import Band, Computing, Power, watt_hours
from service.jobs.queries.work import JobKindCost
from service.kit.reasons import ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.people.queries.access import Access
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.tables.projects import Project
from service.rounds.time_spent import annotator_seconds


def people_bill(uow: UnitOfWork, project: Project) -> PeopleBill:
    """What people have given so far."""
    seconds = annotator_seconds(uow, project.id)
    from_files = uow[Imports].known_answers(project.id)
    labels = max(uow[Counters].value(project.id, Counted.LABELS) - from_files, 0)
    accounts = uow[Counters].by_key(project.id, Counted.ANSWERS)
    programs = len(uow[Access].programs(accounts))
    return PeopleBill(
        active_seconds=seconds,
        labels=labels,
        cost=cost_of_labels(project, labels, seconds),
        people=len(accounts) - programs,
        programs=programs,
    )


def label_cost(people: PeopleBill) -> Cost:
    """Of a label that people gave, on average."""
    if people.cost.value is None:
        return people.cost
    if people.labels == 0:
        return Cost(None, reason(ReasonCode.NO_LABELS))
    return Cost(people.cost.value / people.labels, None)


def cost_of_labels(project: Project, labels: int, seconds: float) -> Cost:
    """Of so many that people gave, or why it isn't known."""
    price = cost(project, labels, seconds)
    if price is not None:
        return Cost(price, None)
    has_price = project.price_per_hour is not None
    return Cost(None, reason(ReasonCode.NO_TIME if has_price else ReasonCode.NO_PRICE))


def cost(project: Project, labels: int, seconds: float) -> float | None:
    """What the labels that people gave cost so far; None until it can be known."""
    if project.price_per_label is None and project.price_per_hour is None:
        return None
    if project.price_per_label is None and seconds == 0:
        return None
    by_label = (project.price_per_label or 0.0) * max(labels, 0)
    return by_label + (project.price_per_hour or 0.0) * seconds / 3600


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

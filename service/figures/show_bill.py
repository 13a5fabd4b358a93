"""What a project has cost: people, money, computing, bytes, energy."""

import math
from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import by_metric
from service.figures.costs import ComputeTotals, cost_of_labels, label_cost, people_bill
from service.figures.shapes.bill import (
    Bill,
    Budget,
    Cost,
    EnergyBill,
    RandomBill,
    Spending,
    StoredBill,
)
from service.figures.show_curve import saving
from service.jobs.energy import co2e_grams
from service.jobs.queries.work import JobKindCost, WorkDone
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.first_figures import not_measured
from service.rounds.kinds import MEASURE, earned_by_learning, last_cost, left_to_measure
from service.rounds.queries.figures import FigureRows
from service.rounds.tables.rounds import Figure
from service.vectors.queries import Shards

FLOAT_BYTES = 4
"""Of a number in a vector as it is stored."""


def show_bill(uow: UnitOfWork, settings: Settings, project_id: int) -> Bill:
    """All of it, jobs too whose rows were cleared away; what isn't known has its reason."""
    project = uow[Projects].get(project_id)
    people = people_bill(uow, project)
    compute = ComputeTotals.of(uow[WorkDone].by_kind(project_id))
    per_label = label_cost(people)
    return Bill(
        currency=project.currency,
        people=people,
        compute=compute.bill(),
        budget=_budget(uow, settings, project, compute.kinds),
        stored=StoredBill(
            vector_bytes=FLOAT_BYTES * uow[Shards].stored_numbers(project_id),
            uploaded_bytes=uow[Imports].received_bytes(project_id),
        ),
        energy=_energy(compute, settings),
        cost_per_label=per_label,
        cost_per_point=_per_point(uow, project),
        random=_random(uow, project, per_label),
    )


def _budget(
    uow: UnitOfWork, settings: Settings, project: Project, kinds: Sequence[JobKindCost]
) -> Budget:
    spent = {kind.kind: kind.cpu_seconds for kind in kinds}
    counts = uow[Counters].values(project.id, (Counted.PUT_OFF, Counted.SETTLED))
    rate, rounds = settings.measuring_seconds_per_label, counts[Counted.PUT_OFF]
    by_share = earned_by_learning(kinds) / max(counts[Counted.SETTLED], 1)
    lacking = (last_cost(uow, project.id) or 0.0) - left_to_measure(kinds)
    measuring = _why_measured_less(last_cost(uow, project.id), rate, lacking, by_share, rounds)
    return Budget(Spending(rate, spent.get(MEASURE.name, 0.0), rounds, measuring))


def _why_measured_less(
    cost: float | None, rate: float, lacking: float, by_share: float, rounds: int
) -> Reason | None:
    """A label earns `rate`, and `by_share` of what measuring is `lacking` of its share."""
    if cost is None or rounds == 0:
        return None
    labels = math.ceil(max(cost / rate, lacking / by_share if by_share else 0.0))
    figures = {"rounds": rounds, "seconds": round(cost, 1), "labels": labels}
    return reason(ReasonCode.MEASUREMENTS_PUT_OFF, **figures)


def _energy(compute: ComputeTotals, settings: Settings) -> EnergyBill:
    energy = compute.watt_hours(settings)
    return EnergyBill(
        watt_hours=energy,
        co2e_grams=None if energy is None else co2e_grams(energy, settings.carbon_intensity),
        metered_share=compute.metered_share,
        core_watts=settings.core_watts,
        gpu_watts=settings.gpu_watts,
        carbon_intensity=settings.carbon_intensity,
        reason=reason(ReasonCode.GPU_WATTS_UNKNOWN) if energy is None else None,
    )


def _per_point(uow: UnitOfWork, project: Project) -> Cost:
    """What a point of the metric has cost, between the first figure and the last."""
    first, last = uow[FigureRows].first_and_last(project.id)
    if first is None or last is None or first.round == last.round:
        figures = 0 if first is None else 1
        return Cost(None, reason(ReasonCode.FEW_FIGURES, figures=figures, needed=2))
    before, after = _cost_then(project, first), _cost_then(project, last)
    if before.value is None or after.value is None:
        return after if after.value is None else before
    then, now = (by_metric(figure, project.metric).pool.value or 0.0 for figure in (first, last))
    points = 100 * (now - then)
    if points <= 0:
        return Cost(None, reason(ReasonCode.QUALITY_DID_NOT_RISE))
    return Cost((after.value - before.value) / points, None)


def _cost_then(project: Project, figure: Figure) -> Cost:
    return cost_of_labels(project, figure.labels - figure.known_answers, figure.annotator_seconds)


def _random(uow: UnitOfWork, project: Project, per_label: Cost) -> RandomBill:
    latest = uow[FigureRows].latest(project.id)
    saved, why = saving(project, latest).labels, saving(project, latest).reason
    if latest is None or saved is None:
        return RandomBill(None, None, why or not_measured(uow, project.id))
    if not saved.is_significant:
        return RandomBill(None, None, reason(ReasonCode.SAVING_UNSURE))
    if per_label.value is None:
        return RandomBill(None, None, per_label.reason)
    from_people = latest.figure.labels - latest.figure.known_answers
    # Where most labels came with a file, fewer than those may have been enough: nobody is paid less
    # than nothing.
    needed = (max(from_people + more, 0) for more in (saved.lower, saved.estimate))
    lower, estimate = (per_label.value * labels for labels in needed)
    return RandomBill(lower, estimate, why)

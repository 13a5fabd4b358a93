"""The label-efficiency curve of a project, from its measured rounds."""

from collections.abc import Sequence
from dataclasses import replace

from service.answers import Feature, answer_kind
from service.core.acquisition.audit import most_audits
from service.core.evaluation.by_class.per_class import ENOUGH_OF_CLASS
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.savings.labels_saved import LEVEL as SAVED_LEVEL
from service.core.evaluation.savings.labels_saved import LabelsSaved, Saving
from service.core.evaluation.savings.random_heads import ENOUGH_TO_COMPARE
from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import by_metric
from service.figures.costs import ComputeTotals, cost
from service.figures.shapes.curve import (
    Bound,
    Curve,
    CurvePoint,
    EnoughAuditItems,
    SavedLabels,
    SetFigure,
    SetMetrics,
    Target,
)
from service.figures.show_forecast import forecast_of
from service.figures.show_next_step import labels_with
from service.figures.show_progress import thinned
from service.figures.show_stop import show_guard, show_stop
from service.figures.unread_views import unread_views
from service.jobs.energy import Band
from service.jobs.queries.work import WorkDone
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.settings import Settings
from service.kit.vocabulary import Counted, Role
from service.people.permissions import at_least
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.first_figures import not_measured
from service.rounds.queries.figures import FigureRows, Latest, Mark
from service.rounds.tables.measured import RandomPoints
from service.rounds.tables.rounds import Figure

LEVEL = 0.95
MOST_POINTS = 300
"""As many as a screen can show apart."""


ENOUGH = EnoughAuditItems(ENOUGH_AUDIT_ITEMS, ENOUGH_TO_COMPARE, ENOUGH_OF_CLASS)


def show_curve(
    uow: UnitOfWork, settings: Settings, project_id: int, role: Role, *, every_round: bool = False
) -> Curve:
    """Estimates of the released head against labels, seconds, cost, energy; gaps with a reason.

    `every_round`: all points, not only as many as a screen can show.
    """
    curve = _curve(uow, settings, project_id, every_round)
    return curve if at_least(role, Role.ENGINEER) else _without_figures(curve)


def _curve(uow: UnitOfWork, settings: Settings, project_id: int, every_round: bool) -> Curve:
    project, latest = uow[Projects].get(project_id), uow[FigureRows].latest(project_id)
    last, measured = latest or (None, None)
    kind, random = answer_kind(project.answer_kind), RandomPoints([])
    if measured is not None and project.metric.has_random_curve:
        random = measured.random
    figures = uow[FigureRows].all(project_id) if every_round else _readable(uow, project_id)
    ahead = forecast_of(uow, project, measured)
    energy = _energy_of_a_second(uow, settings, project_id)
    return Curve(
        metric=project.metric,
        currency=project.currency,
        level=LEVEL,
        points=[_point(project, figure, energy) for figure in figures],
        of_sets=None if last is None else _of_sets(last),
        unread_views=unread_views(uow, project_id),
        random=random,
        labels_saved=_saved(project, last, saving(project, latest).labels),
        guard=None if Feature.AGAINST_RANDOM in kind.lacks else show_guard(measured, project),
        target=None if project.target is None else Target(project.target),
        stop=show_stop(uow, project, last),
        forecast=ahead.forecast,
        forecast_reason=ahead.reason,
        enough_audit_items=ENOUGH,
        labels_to_first_estimate=_labels_to_first_estimate(uow, project, last),
        reasons=_reasons(uow, project, latest),
    )


def _readable(uow: UnitOfWork, project_id: int) -> Sequence[Figure]:
    shown = thinned(uow[FigureRows].marks(project_id), MOST_POINTS, _is_turn)
    return uow[FigureRows].some(project_id, [mark.round for mark in shown])


def _without_figures(curve: Curve) -> Curve:
    """What moves with each answer to an audit item tells which they are.

    And how many labels a round knew tells who agreed: a tie is none.
    """
    return replace(
        curve,
        points=[],
        of_sets=None,
        unread_views=[],
        random=RandomPoints([]),
        labels_saved=None,
        stop=None,
        forecast=None,
        forecast_reason=reason(ReasonCode.FOR_ENGINEERS),
        guard=None,
        enough_audit_items=ENOUGH,
        labels_to_first_estimate=None,
        reasons=[reason(ReasonCode.FOR_ENGINEERS)],
    )


def _is_turn(before: Mark, after: Mark) -> bool:
    """Whether something begins between two points that must be seen: a strategy, or a figure."""
    begins = before.is_estimated is not after.is_estimated
    return begins or before.strategy != after.strategy


def _labels_to_first_estimate(uow: UnitOfWork, project: Project, last: Figure | None) -> int | None:
    """None once the estimate is there, and for a pool of which a third is too little."""
    if last is not None and last.estimate is not None:
        return None
    if most_audits(uow[Counters].value(project.id, Counted.ITEMS)) < ENOUGH_AUDIT_ITEMS:
        return None
    return labels_with(uow, project, ENOUGH_AUDIT_ITEMS)


def _energy_of_a_second(uow: UnitOfWork, settings: Settings, project_id: int) -> Band | None:
    """Watt-hours of a second of the project's computing, as its bill says on average.

    A point doesn't know how many of its seconds were a GPU's.
    """
    compute = ComputeTotals.of(uow[WorkDone].by_kind(project_id))
    energy, seconds = compute.watt_hours(settings), compute.cpu_seconds + compute.gpu_seconds
    return None if energy is None or seconds == 0 else energy.times(1 / seconds)


def _point(project: Project, figure: Figure, energy: Band | None) -> CurvePoint:
    pool, estimator, test = by_metric(figure, project.metric)
    return CurvePoint(
        round=figure.round,
        labels=figure.labels,
        audit_labels=figure.audit_labels,
        annotator_seconds=figure.annotator_seconds,
        compute_seconds=figure.compute_seconds,
        cost=cost(project, figure.labels - figure.known_answers, figure.annotator_seconds),
        watt_hours=None if energy is None else energy.times(figure.compute_seconds),
        estimate=pool.value,
        low=pool.low,
        high=pool.high,
        estimator=estimator,
        macro_f1=figure.macro_f1,
        evaluation=test,
        strategy=figure.strategy,
        provisional=pool.value is None,
    )


def saving(project: Project, latest: Latest | None) -> Saving:
    """Labels saved, where random sampling is known by what the project goes by."""
    if latest is None:
        return Saving(None, None)
    kind = answer_kind(project.answer_kind)
    if project.metric.has_random_curve or Feature.AGAINST_RANDOM in kind.lacks:
        return latest.measured.labels_saved
    return Saving(None, reason(ReasonCode.NOT_FOR_METRIC))


def _saved(project: Project, last: Figure | None, saved: LabelsSaved | None) -> SavedLabels | None:
    """In labels, hours and money, at the seconds and the cost of a label so far."""
    if last is None or saved is None:
        return None
    labels, seconds = last.labels - last.known_answers, last.annotator_seconds

    def times(spent: float | None) -> Bound | None:
        if not spent or labels <= 0:
            return None
        return Bound(saved.lower * spent / labels, saved.estimate * spent / labels)

    price = cost(project, labels, seconds)
    return SavedLabels(
        **vars(saved),
        is_significant=saved.is_significant,
        level=SAVED_LEVEL,
        seconds=times(seconds),
        cost=times(price),
    )


def _reasons(uow: UnitOfWork, project: Project, latest: Latest | None) -> list[Reason]:
    if latest is None:
        return [not_measured(uow, project.id)]
    about = (
        latest.measured.note,
        saving(project, latest).reason,
        _about_evaluation(latest, project.metric),
    )
    return [each for each in about if each and each.code is not ReasonCode.NOT_FOR_KIND]


def _of_sets(last: Figure) -> SetMetrics | None:
    """By every metric; None as long as one isn't known."""
    if last.of_sets is None:
        return None
    pools = [by_metric(last, metric).pool for metric in (Metric.EXACT_MATCH, *IN_PART)]
    figures = [SetFigure(one.value, one.low, one.high) for one in pools if one.value is not None]
    return SetMetrics(*figures) if len(figures) == len(pools) else None


def _about_evaluation(latest: Latest, metric: Metric) -> Reason | None:
    """Why there is no figure, or that it can't be reconciled with that of the audit items."""
    items = latest.measured.evaluation
    if items is not None and items.reason is not None:
        return items.reason
    pool, _, test = by_metric(latest.figure, metric)
    if test is None or (test.low <= pool.high and test.high >= pool.low):
        return None
    return reason(
        ReasonCode.EVALUATION_SET_DIFFERS,
        set_low=round(100 * test.low),
        set_high=round(100 * test.high),
        pool_low=round(100 * pool.low),
        pool_high=round(100 * pool.high),
    )

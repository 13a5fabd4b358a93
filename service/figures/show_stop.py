"""The light that says whether a project may stop: never more than a light."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.forecast import LearningPoint, promised_gain
from service.core.evaluation.target_reached import FIRST_LOOK, LOOKS, next_look, still_shown
from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import UNDER_WORDS, by_metric
from service.figures.costs import label_cost, people_bill
from service.figures.shapes.curve import StopLight, StrategyGuard
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted, Light
from service.pool.queries.counters import Counters
from service.pool.tables.projects import Project
from service.rounds.guard_strategy import guard_of
from service.rounds.queries.figures import FigureRows, TargetLooks
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Figure, TargetLook

MORE = 100
"""Labels whose worth is compared with their cost."""
KEPT = 0.95
"""Of the labels that there were at a look: while so many are left, what it showed stands."""


class Verdict(NamedTuple):
    light: Light
    reason: Reason
    reached_at_labels: int | None = None


def show_stop(uow: UnitOfWork, project: Project, figure: Figure | None) -> StopLight | None:
    """By the last measured `figure`.

    None for a project without a target that doesn't say either what a point is worth.
    """
    of_target, of_worth = _of_target(uow, project, figure), _of_worth(uow, project)
    verdicts = [each for each in (of_target, of_worth) if each is not None]
    if not verdicts:
        return None
    is_green = any(each.light is Light.GREEN for each in verdicts)
    return StopLight(
        light=Light.GREEN if is_green else verdicts[0].light,
        level=project.stop_level,
        target=project.target,
        reached_at_labels=None if of_target is None else of_target.reached_at_labels,
        reasons=[each.reason for each in verdicts],
    )


def is_enough(uow: UnitOfWork, project: Project) -> bool:
    """Whether the project has reached its target."""
    if project.target is None:
        return False
    verdict = _of_target(uow, project, uow[FigureRows].last(project.id))
    return verdict is not None and verdict.light is Light.GREEN


def _of_target(uow: UnitOfWork, project: Project, figure: Figure | None) -> Verdict | None:
    """What looks have shown counts for a target that was set later too.

    Heads get better, so what was shown of an earlier one stands, as far as the pool is the same, as
    long as the interval of the last round doesn't lie below it, and while nearly as many labels
    teach, and as many audit items are there as any look needs: both are fewer only where labels
    were taken back.
    """
    if project.target is None:
        return None
    if figure is None:
        return _before_the_first_look(uow, project)
    if by_metric(figure, project.metric).pool.high < project.target:
        return Verdict(
            Light.RED, _target_reason(project, ReasonCode.TARGET_FAR, **_against(project, figure))
        )
    if figure.audit_labels < FIRST_LOOK:
        return _before_the_first_look(uow, project)
    looks = uow[TargetLooks].of(project.id)
    standing = [look for look in looks if figure.labels >= KEPT * look.labels]
    if (look := _first_that_shows(uow, project, standing)) is not None:
        return _reached(project, look)
    return Verdict(Light.AMBER, _near(project, figure, looks))


def _first_that_shows(
    uow: UnitOfWork, project: Project, looks: Sequence[TargetLook]
) -> TargetLook | None:
    items, level = uow[Counters].value(project.id, Counted.ITEMS), str(project.stop_level)
    target = project.target or 0.0
    shares = ((look, _shown(look, project.metric).get(level, 0.0)) for look in looks)
    shows = (s for s, share in shares if still_shown(share, s.items, items) >= target)
    return next(shows, None)


def _shown(look: TargetLook, metric: Metric) -> Mapping[str, float]:
    """By level, what a look showed to be reached; nothing where it kept nothing of it."""
    return look.shown if metric.is_of_whole_answers else look.shown_of_sets.get(metric, {})


def _reached(project: Project, look: TargetLook) -> Verdict:
    why = _target_reason(
        project,
        ReasonCode.TARGET_REACHED,
        target=_percent(project.target or 0.0),
        labels=look.labels,
        audit_items=look.audits,
    )
    return Verdict(Light.GREEN, why, look.labels)


def _near(project: Project, figure: Figure, looks: Sequence[TargetLook]) -> Reason:
    against = _against(project, figure)
    following = next_look(looks[-1].audits if looks else 0)
    if following is None:
        return _target_reason(project, ReasonCode.NO_MORE_LOOKS, **against, looks=LOOKS)
    audits = {"audit_items": figure.audit_labels, "next_look": following}
    return _target_reason(project, ReasonCode.TARGET_NEAR, **against, **audits)


def _target_reason(project: Project, code: ReasonCode, **figures: float) -> Reason:
    """Of the metric that the project names."""
    return reason(code, UNDER_WORDS[project.metric], **figures)


def _before_the_first_look(uow: UnitOfWork, project: Project) -> Verdict:
    """By the audit items of now: those of the last round lag behind what else says."""
    answered = uow[Counters].value(project.id, Counted.AUDIT_LABELS)
    if answered >= FIRST_LOOK:
        return Verdict(Light.RED, reason(ReasonCode.FIRST_LOOK_COMES))
    figures = {"audit_items": answered, "needed": FIRST_LOOK}
    return Verdict(Light.RED, reason(ReasonCode.TOO_FEW_AUDIT_ITEMS, **figures))


def _against(project: Project, figure: Figure) -> dict[str, float]:
    """The target and the interval of a round, in percent."""
    pool = by_metric(figure, project.metric).pool
    low, high = round(100 * pool.low), round(100 * pool.high)
    return {"target": _percent(project.target or 0.0), "low": low, "high": high}


def _percent(share: float) -> float:
    """As people write it: 90, 92.5."""
    percent = round(100 * share, 1)
    return int(percent) if percent == int(percent) else percent


def _of_worth(uow: UnitOfWork, project: Project) -> Verdict | None:
    """Whether the next labels cost more than they can be worth."""
    if project.value_per_point is None:
        return None
    price = label_cost(people_bill(uow, project))
    if price.value is None:
        return Verdict(Light.RED, price.reason or reason(ReasonCode.NO_PRICE))
    first, last = uow[FigureRows].first_and_last(project.id)
    if first is None or last is None:
        return Verdict(Light.RED, reason(ReasonCode.FEW_FIGURES, figures=0, needed=2))
    before = uow[FigureRows].last_estimate(project.id, most_labels=last.labels // 2)
    if before is None:
        figures = {"labels": last.labels, "needed": 2 * first.labels}
        return Verdict(Light.RED, reason(ReasonCode.FEW_LABELS_TO_WEIGH, **figures))
    points = 100 * promised_gain(_of(project, before), _of(project, last), MORE)
    cost, worth = MORE * price.value, points * project.value_per_point
    is_worth_it = worth >= cost
    why = reason(
        ReasonCode.WORTH_MORE if is_worth_it else ReasonCode.NOT_WORTH_MORE,
        project.currency,
        labels=MORE,
        cost=round(cost, 2),
        points=round(points, 1),
        worth=round(worth, 2),
    )
    return Verdict(Light.AMBER if is_worth_it else Light.GREEN, why)


def _of(project: Project, figure: Figure) -> LearningPoint:
    pool = by_metric(figure, project.metric).pool
    return LearningPoint(figure.labels, pool.value or 0.0, pool.low, pool.high)


def show_guard(measured: Measured | None, project: Project) -> StrategyGuard:
    """By the last measurement; what the next round goes by."""
    guard = guard_of(measured, project)
    return StrategyGuard(guard.tripped, guard.since_labels, guard.random_share, guard.reason)

"""What a target still takes: labels, seconds, money, and until when."""

import math
from dataclasses import astuple
from datetime import date
from statistics import median

from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.forecast import (
    LEVEL,
    LIKELY,
    LIKELY_OF_SETS,
    Forecast,
    Range,
    forecast,
)
from service.core.evaluation.savings.outlook import Outlook
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.curve import (
    ConePoint,
    DateRange,
    LabelRange,
    LastForecast,
    TargetForecast,
)
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted
from service.labelling.count_answer import day_of
from service.labelling.queries.annotations import Annotations
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.first_figures import not_measured
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.measured import Measured

PACE_DAYS = 7
"""The pace of a day is that of so many days, or since the first of them with an answer."""
MOST_DAYS = 3_650
"""Ahead, beyond which a date says nothing."""


def show_forecast(uow: UnitOfWork, project_id: int) -> LastForecast:
    """For the target that the project has now, from what its last measurement keeps."""
    project = uow[Projects].get(project_id)
    return forecast_of(uow, project, uow[Rounds].measured(project_id))


def forecast_of(uow: UnitOfWork, project: Project, measured: Measured | None) -> LastForecast:
    """For the project's target, from what was `measured` last."""
    report = _forecast(uow, project, measured)
    return LastForecast(None, report) if isinstance(report, Reason) else LastForecast(report, None)


def _forecast(
    uow: UnitOfWork, project: Project, measured: Measured | None
) -> TargetForecast | Reason:
    if measured is None:
        return not_measured(uow, project.id)
    if project.target is None:
        return reason(ReasonCode.NO_TARGET)
    ahead = measured.outlooks[project.metric].outlook()
    if isinstance(ahead, Reason):
        return ahead
    likely = LIKELY if project.metric is Metric.ACCURACY else LIKELY_OF_SETS
    items = uow[Counters].value(project.id, Counted.ITEMS)
    prognosis = forecast(ahead, project.target, items, likely=likely)
    if isinstance(prognosis, Reason):
        return prognosis
    return _shown(uow, project, project.target, ahead, prognosis)


def _shown(
    uow: UnitOfWork, project: Project, target: float, ahead: Outlook, forecast: Forecast
) -> TargetForecast:
    in_all = forecast.labels
    labels = LabelRange(math.floor(in_all.low), round(in_all.estimate), math.ceil(in_all.high))
    spent_labels = uow[Counters].value(project.id, Counted.LABELS)
    more = LabelRange(*(max(n - spent_labels, 0) for n in astuple(labels)))
    seconds = _seconds(uow, project)
    money = _money(project, seconds)
    dates = _dates(uow, project, more)
    parts = (seconds, money, dates)
    return TargetForecast(
        target=target,
        level=LEVEL,
        labels=labels,
        more_labels=more,
        seconds=None if isinstance(seconds, Reason) else _times(more, seconds),
        cost=None if isinstance(money, Reason) else _times(more, money),
        date=None if isinstance(dates, Reason) else dates,
        reached=forecast.reached,
        within=forecast.within,
        cone=_cone(ahead),
        reasons=[part for part in parts if isinstance(part, Reason)],
    )


def _times(more: LabelRange, each: float) -> Range:
    return Range(more.low * each, more.estimate * each, more.high * each)


def _cone(ahead: Outlook) -> list[ConePoint]:
    tail = (1 - LEVEL) / 2
    lines = [ahead.labels, *(ahead.at(share) for share in (tail, 0.5, 1 - tail))]
    return [
        ConePoint(round(labels), float(low), float(estimate), float(high))
        for labels, low, estimate, high in zip(*lines, strict=True)
    ]


def _seconds(uow: UnitOfWork, project: Project) -> float | Reason:
    """Of people, for one more label: their median of late, for as many answers as it takes."""
    people = uow[Counters].by_key(project.id, Counted.ANSWERS)
    latest = [each for user in people for each in uow[Annotations].latest(project.id, user)]
    taken = [each.active_seconds for each in latest if each.active_seconds is not None]
    return median(taken) * project.overlap if taken else reason(ReasonCode.NO_TIME)


def _money(project: Project, seconds: float | Reason) -> float | Reason:
    """For one more label."""
    if project.price_per_hour is None and project.price_per_label is None:
        return reason(ReasonCode.NO_PRICE)
    if project.price_per_hour is None:
        return project.price_per_label or 0.0
    if isinstance(seconds, Reason):
        return seconds
    return (project.price_per_label or 0.0) + project.price_per_hour * seconds / 3600


def _dates(uow: UnitOfWork, project: Project, more: LabelRange) -> DateRange | Reason:
    """The days on which so many more labels are there, at the pace of the last days."""
    today = day_of(uow.now)
    by_day = [
        sum(uow[Counters].by_key(project.id, Counted.ANSWERS, day=today - ago).values())
        for ago in range(PACE_DAYS)
    ]
    active = [ago for ago, answers in enumerate(by_day) if answers > 0]
    if not active:
        return reason(ReasonCode.NOBODY_LABELS, days=PACE_DAYS)
    a_day = sum(by_day) / (max(active) + 1) / project.overlap
    days = [math.ceil(labels / a_day) for labels in astuple(more)]
    if days[-1] > MOST_DAYS:
        return reason(ReasonCode.DATE_TOO_FAR, years=MOST_DAYS // 365)
    return DateRange(*(date.fromordinal(today + ahead) for ahead in days))

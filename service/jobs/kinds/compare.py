"""What other strategies would have reached on a project's labels, once there are enough."""

import math

from service.answers import Feature
from service.core.replay.comparison import ENOUGH_LABELS, MOST_LABELS, strategies_for
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.jobs.tables import Job
from service.kit.errors import Conflict
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.queries.figures import Comparisons

COMPARE = register(
    JobKind(
        name="compare",
        title="Comparing strategies",
        when_ended=(
            "The last comparison stays, until one is asked for or the labels have doubled."
        ),
        handler="service.rounds.compare_strategies:compare_strategies",
        priority=9,
        niceness=14,
        one_at_a_time=True,
        excludes="compare",
        comes_back="A comparison can be asked for again.",
        is_brief=True,
        unit="campaign",
    )
)

SECONDS_A_ROW = 0.07
"""CPU-seconds that a strategy takes for each row that it is compared on, where none has been: 0.03
of 200 rows with 2 classes and 0.07 with 20, of 2,000 rows a quarter of that."""


def start_comparison(uow: UnitOfWork, project_id: int) -> JobStatus:
    """The job of the comparison that is asked for now, or of the one that is open already.

    `Conflict` below 200 settled labels.
    """
    project = uow[Projects].lock(project_id)
    uow[Projects].require(project_id, Feature.COMPARISON)
    labels = uow[Counters].value(project_id, Counted.SETTLED)
    lacking = lacking_labels(labels)
    if lacking is not None:
        raise Conflict(lacking.detail)
    waiting = uow[Jobs].open_of(project_id, COMPARE.name)
    return JobStatus.of(waiting[-1] if waiting else _request(uow, project, labels))


def request_due_comparison(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> None:
    """Asks for one at 200 settled labels with a vector, and whenever they have doubled since.

    Whatever became of the last one: what someone cancelled doesn't come back with the next label.
    Not before labels have earned what it takes.
    """
    put_off = why_put_off(uow, project, labels, seconds_per_label)
    if _is_due(labels, _last(uow, project)) and put_off is None:
        _request(uow, project, labels)


def why_put_off(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> Reason | None:
    """That a due comparison costs more than the labels since the last one have earned."""
    last = _last(uow, project)
    cost, new = _cost(uow, project, labels), labels - last
    if not _is_due(labels, last) or seconds_per_label * new >= cost:
        return None
    needed = math.ceil(cost / seconds_per_label - 1e-9)
    return reason(ReasonCode.COMPARISON_PUT_OFF, seconds=round(cost), labels=new, needed=needed)


def _is_due(labels: int, last: int) -> bool:
    return labels >= max(ENOUGH_LABELS, 2 * last)


def _last(uow: UnitOfWork, project: Project) -> int:
    """The labels at which one was asked for last; 0 when none was."""
    last = uow[Jobs].last_of(project.id, COMPARE.name)
    return 0 if last is None else int(last.payload["labels"])


def _cost(uow: UnitOfWork, project: Project, labels: int) -> float:
    """CPU-seconds that one takes, from the last one, or else from rows and strategies."""
    before = uow[Comparisons].get(project.id)
    if before is None:
        a_row = SECONDS_A_ROW * len(strategies_for(project.strategy))
    else:
        a_row = before.cpu_seconds / min(before.labels, MOST_LABELS)
    return a_row * min(labels, MOST_LABELS)


def lacking_labels(labels: int) -> Reason | None:
    """That there are too few with so many settled labels."""
    if labels >= ENOUGH_LABELS:
        return None
    return reason(
        ReasonCode.FEW_SETTLED_LABELS, "for a comparison", labels=labels, needed=ENOUGH_LABELS
    )


def _request(uow: UnitOfWork, project: Project, labels: int) -> Job:
    return uow[Jobs].add(COMPARE.job(project.id, uow.now, {"labels": labels}))

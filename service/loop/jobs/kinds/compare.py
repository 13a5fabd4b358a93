"""What other strategies would have reached on a project's labels, once there are enough."""

from service.core.comparison import ENOUGH_LABELS
from service.errors import Conflict
from service.loop.jobs.kind import JobKind, register
from service.models import Job, Project
from service.reasons import Reason, ReasonCode, reason
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted

COMPARE = register(
    JobKind(
        name="compare",
        title="Comparing strategies",
        when_ended=(
            "The last comparison stays, until one is asked for or the labels have doubled."
        ),
        handler="service.loop.rounds.compare_strategies:compare_strategies",
        priority=9,
        niceness=14,
        one_at_a_time=True,
        excludes="compare",
        comes_back="A comparison can be asked for again.",
        is_brief=True,
        unit="campaign",
    )
)


def start_comparison(uow: UnitOfWork, project_id: int) -> Job:
    """The job of the comparison that is asked for now, or of the one that is open already.

    `Conflict` below 200 settled labels.
    """
    project = uow.projects.lock(project_id)
    labels = uow.counters.value(project_id, Counted.SETTLED)
    lacking = lacking_labels(labels)
    if lacking is not None:
        raise Conflict(lacking.detail)
    waiting = uow.jobs.open_of(project_id, COMPARE.name)
    return waiting[-1] if waiting else _request(uow, project, labels)


def request_due_comparison(uow: UnitOfWork, project: Project, labels: int) -> None:
    """Asks for one at 200 settled labels with a vector, and whenever they have doubled since.

    Whatever became of the last one: what someone cancelled doesn't come back with the next label.
    """
    if labels < ENOUGH_LABELS:
        return
    last = uow.jobs.last_of(project.id, COMPARE.name)
    if last is None or labels >= 2 * int(last.payload["labels"]):
        _request(uow, project, labels)


def lacking_labels(labels: int) -> Reason | None:
    """That there are too few with so many settled labels."""
    if labels >= ENOUGH_LABELS:
        return None
    return reason(ReasonCode.FEW_SETTLED_LABELS, labels=labels, needed=ENOUGH_LABELS)


def _request(uow: UnitOfWork, project: Project, labels: int) -> Job:
    return uow.jobs.add(COMPARE.job(project.id, uow.now, {"labels": labels}))

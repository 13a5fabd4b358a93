"""An encoder learns from a project's labels: when they have earned what that takes."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.requests import Requests
from service.kit.vocabulary import Counted, JobState
from service.pool.queries.counters import Counters
from service.pool.queries.projects import Views
from service.pool.tables.projects import Project, View
from service.ports import learns_labels

TUNE = register(
    JobKind(
        name="tune",
        title="Teaching an encoder the labels",
        when_ended="Rounds go on with the vectors that there are.",
        handler="service.rounds.tune_encoder:tune_encoder",
        priority=9,
        niceness=10,
        on_gpu=True,
        takes_encoder=True,
        one_at_a_time=True,
        excludes="tune",
        waits_once=True,
        comes_back="It comes again with more labels.",
        unit="step",
    )
)
FEWEST, MOST = 30, 1_000
"""Labels to learn from: of more it learns from so many, and never again."""
GROWN = 1.5
"""Times as many labels as it has learnt from: then it learns anew, from its beginning."""
SECONDS_A_LABEL = 0.3
"""CPU-seconds that one takes to learn, where none was: of short texts, on a CPU."""
TEXTS_A_LABEL = 50
"""A label takes as long to learn as so many texts to read, which follows for the whole pool."""


def is_due(labels: int, learnt_from: int) -> bool:
    """Whether so many chosen labels teach enough more."""
    return labels >= max(FEWEST, GROWN * learnt_from) and learnt_from < MOST


def request_tuning(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> None:
    """Asks for it where it is due, with so many labels that are no audits, unless one waits.

    Not before labels have earned what it takes.
    """
    for view in uow[Views].of(project.id):
        before = view.fitted_on or 0
        if not learns_labels(view.encoder) or not is_due(labels, before):
            continue
        earned = seconds_per_label * (labels - before)
        if _cost(uow, view, labels) <= earned:
            encoder = view.encoder.split(":", 1)[0]
            payload = {"view": view.id}
            uow[Requests].add_once(TUNE.job(project.id, uow.now, payload, encoder=encoder))


def _cost(uow: UnitOfWork, view: View, labels: int) -> float:
    """CPU-seconds of learning from so many labels, by the last time, and of reading the pool."""
    last = uow[Jobs].last_of(view.project_id, TUNE.name, JobState.DONE)
    a_label = last.cpu_seconds / view.fitted_on if last and view.fitted_on else SECONDS_A_LABEL
    items = uow[Counters].value(view.project_id, Counted.ITEMS)
    return a_label * (min(labels, MOST) + items / TEXTS_A_LABEL)

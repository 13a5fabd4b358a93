"""An encoder learns from a project's labels: when they have earned what that takes."""

import math
from typing import NamedTuple

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, Urgency, register
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
        urgency=Urgency.PATIENT,
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
"""Times as many labels as it has learnt from: then it learns anew, from its beginning. Where that
failed, as many times those that there were."""
SECONDS_A_LABEL = 0.3
"""CPU-seconds that one takes to learn, where none was: of short texts, on a CPU."""
TEXTS_A_LABEL = 50
"""A label takes as long to learn as so many texts to read, which follows for the whole pool."""


def is_due(labels: int, learnt_from: int) -> bool:
    """Whether so many chosen labels teach enough more."""
    return labels >= max(FEWEST, GROWN * learnt_from) and learnt_from < MOST


class NextTuning(NamedTuple):
    """When a view's encoder learns again, and what that takes."""

    view: View
    labels: int
    """That the strategy chose: so many it waits for."""
    seconds: float
    """Of a CPU."""
    within_limit: bool
    """Whether the project's `tuning_seconds` allow it."""


def request_tuning(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> None:
    """Asks for it where it is due, with so many labels that teach, unless one waits."""
    for view in due_views(uow, project, labels, seconds_per_label):
        encoder = view.encoder.split(":", 1)[0]
        payload = {"view": view.id, "labels": labels}
        uow[Requests].add_once(TUNE.job(project.id, uow.now, payload, encoder=encoder))


def due_views(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> list[View]:
    """Those that learn now, if so many labels teach."""
    ahead = next_tunings(uow, project, labels, seconds_per_label)
    return [each.view for each in ahead if labels >= each.labels and each.within_limit]


def next_tunings(
    uow: UnitOfWork, project: Project, labels: int, seconds_per_label: float
) -> list[NextTuning]:
    """Of each view that learns again: not before labels have earned what it takes."""
    if not project.tuning or seconds_per_label <= 0:
        return []
    views = [view for view in uow[Views].awake(project.id) if learns_labels(view.encoder)]
    spent = sum(view.learning_seconds for view in views)
    ahead = []
    for view in views:
        before = view.fitted_on or 0
        if before >= MOST:
            continue
        due = max(labels, FEWEST, math.ceil(GROWN * max(before, _failed_with(uow, view))))
        a_label, reading = _prices(uow, view)
        if a_label < seconds_per_label:  # each label more earns more than it takes
            earned = (seconds_per_label * before + reading) / (seconds_per_label - a_label)
            due = max(due, math.ceil(earned))
        elif a_label * min(due, MOST) + reading > seconds_per_label * (due - before):
            continue
        takes = a_label * min(due, MOST) + reading
        limit = project.tuning_seconds
        ahead.append(NextTuning(view, due, takes, limit is None or spent + takes <= limit))
    return ahead


def first_seconds(labels: int, items: int, seconds_per_label: float) -> float | None:
    """CPU-seconds of a view that begins with so many chosen labels; None before it is due."""
    seconds = SECONDS_A_LABEL * (min(labels, MOST) + items / TEXTS_A_LABEL)
    return seconds if is_due(labels, 0) and seconds <= seconds_per_label * labels else None


def _failed_with(uow: UnitOfWork, view: View) -> int:
    """Labels with which it couldn't be taught the last time; 0 where it could."""
    last = uow[Jobs].last_of(view.project_id, TUNE.name)
    if last is None or last.state is not JobState.FAILED or last.payload["view"] != view.id:
        return 0
    return int(last.payload["labels"])


def _prices(uow: UnitOfWork, view: View) -> tuple[float, float]:
    """CPU-seconds of learning from one label, by the last time, and of reading the pool."""
    last = uow[Jobs].last_of(view.project_id, TUNE.name, JobState.DONE)
    a_label = last.cpu_seconds / view.fitted_on if last and view.fitted_on else SECONDS_A_LABEL
    items = uow[Counters].value(view.project_id, Counted.ITEMS)
    return a_label, a_label * items / TEXTS_A_LABEL

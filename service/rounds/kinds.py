"""The figures of the newest round; a job that still waits measures the newer one."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from service.core.evaluation.target_reached import look_due
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.kinds.rank import RANK
from service.jobs.kinds.tune import TUNE
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.requests import Requests
from service.jobs.queries.work import JobKindCost
from service.jobs.tables import Job
from service.kit.vocabulary import Counted, JobState
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Round

MEASURE = register(
    JobKind(
        name="measure",
        title="Measuring",
        when_ended="The curve gets no point for this round.",
        handler="service.rounds.measuring.measure_round:measure_round",
        niceness=5,
        excludes="measure",
        waits_once=True,
        comes_back="Rounds come with the next labels.",
        is_needed=True,
        is_brief=True,
    )
)
REST, LONGEST_REST = 4, timedelta(minutes=1)
"""Between two measurements passes this many times what the last one took. Without it a project of
many classes would be measured all the time, on the core that its rankings need."""
REST_AMONG_SEVERAL = 9
"""The same while several people label, whose rounds rest too: a tenth of the time at most."""
SHARE, AHEAD = 0.5, 3.0
"""Of the CPU-seconds that learning has taken measuring may take so many, and so many before:
figures come for every few labels where they are cheap, and no pool is so large that they cost more
than what they are about."""
PAUSE, TIMES_ITS_COST = timedelta(minutes=1), 20
"""After so long without a round, and so many times the CPU-seconds that it takes, labelling has
paused, and what was put off is measured. After a minute alone, whoever gives a label every other
minute would have each of them measured, however large the pool."""
LONGEST_IMPORT = timedelta(minutes=10)
"""A file that takes longer to come in puts figures off no more."""


def earned_by_learning(kinds: Sequence[JobKindCost]) -> float:
    """CPU-seconds of measuring that ranking and teaching encoders have earned so far."""
    return SHARE * sum(each.cpu_seconds for each in kinds if each.kind in (RANK.name, TUNE.name))


def left_to_measure(kinds: Sequence[JobKindCost]) -> float:
    """CPU-seconds that measuring may take, by what the jobs of a project took so far."""
    spent = sum(each.cpu_seconds for each in kinds if each.kind == MEASURE.name)
    return AHEAD + earned_by_learning(kinds) - spent


def request_measurement(
    uow: UnitOfWork, ranked: Round, seconds_per_label: float, left: float
) -> None:
    """Asks for the figures of a round that has just ranked, in the place of those that wait.

    At once, but for a rest; in a pause, the longer the dearer it is, when it would cost more than
    new labels have earned, or more than is `left` of its share; a first figure, and a look at the
    target that falls due, are worth any. Others wait while a file comes in, too: its items make
    for other figures, and the two would compute side by side.
    """
    run_after = max(uow.now, _rested(uow, ranked.project_id))
    cost, labels = last_cost(uow, ranked.project_id), _only_labels_since(uow, ranked)
    if cost is not None and labels is not None:
        is_dear = cost > min(left, seconds_per_label * labels)
        if is_dear:
            uow[Counters].count(ranked.project_id, Counted.PUT_OFF)
        if is_dear or uow[Imports].any_since(ranked.project_id, uow.now - LONGEST_IMPORT):
            run_after = max(run_after, uow.now + _pause(cost))
    payload = {"round": ranked.number}
    waiting = uow[Requests].hold_queued(MEASURE.dedupe_key(ranked.project_id))
    if waiting is not None:
        uow[Requests].postpone(waiting, run_after, payload)
        return
    uow[Jobs].add(MEASURE.job(ranked.project_id, uow.now, payload, run_after=run_after))


def last_cost(uow: UnitOfWork, project_id: int) -> float | None:
    """CPU-seconds of the last measurement; None when there is none."""
    done = uow[Jobs].last_of(project_id, MEASURE.name, JobState.DONE)
    return None if done is None else done.cpu_seconds


def _only_labels_since(uow: UnitOfWork, ranked: Round) -> int | None:
    """Labels since the last one, where nothing else is new and no look at the target falls due."""
    last = _last_begun(uow, ranked.project_id)
    if ranked.trigger != "labels" or last is None:
        return None
    before = uow[Rounds].get(ranked.project_id, int(last.payload["round"]))
    if before is None or before.label_count == 0:
        return None
    if look_due(before.audit_count, ranked.audit_count):
        return None
    return ranked.label_count - before.label_count


def _pause(cost: float) -> timedelta:
    return max(PAUSE, timedelta(seconds=TIMES_ITS_COST * cost))


def _last_begun(uow: UnitOfWork, project_id: int) -> Job | None:
    return uow[Jobs].last_begun(project_id, MEASURE.name)


def _rested(uow: UnitOfWork, project_id: int) -> datetime:
    """When the last measurement, which may be under way yet, will have been over long enough."""
    last = _last_begun(uow, project_id)
    done = uow[Jobs].last_of(project_id, MEASURE.name, JobState.DONE)
    if last is None or last.started_at is None or done is None:
        return uow.now
    assert done.started_at is not None
    assert done.finished_at is not None
    took = done.finished_at - done.started_at
    resting = uow[Projects].get(project_id).rests_until is not None
    times = REST_AMONG_SEVERAL if resting else REST
    return last.started_at + took + min(times * took, LONGEST_REST)

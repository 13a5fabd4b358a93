"""Rounds: asked for by labels, debounced: after some of them, or a pause."""

from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.requests import Requests, Waiting
from service.jobs.shapes import JobStatus
from service.pool.queries.asked import AskedItems
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project

RANK = register(
    JobKind(
        name="rank",
        title="Choosing the next texts",
        when_ended="The present order stays until more labels come.",
        handler="service.rounds.ranking.rank:rank",
        niceness=2,  # behind who asks for a prediction and waits
        priority=1,
        on_gpu=True,
        chooses=True,
        excludes="rank",
        waits_once=True,
        comes_back="Rounds come with the next labels.",
        is_needed=True,
        is_brief=True,
    )
)
PAUSE = timedelta(seconds=2)
REST, LONGEST_REST = 4, timedelta(seconds=10)
"""While several people label, a round is followed by a rest of so many times the CPU-seconds that
it took: rounds take a fifth of a core. Without it they followed each other as fast as they could,
each of which was replaced before people had been handed a batch of it."""


def request_round(uow: UnitOfWork, project: Project, trigger: str, *, at_once: bool) -> None:
    """Notes one more reason for a round; it starts after `round_every` of them or a pause.

    Only what is still queued takes part in the debounce: a label that arrives while a round
    runs starts the next one. The caller locks the project or shares it: a round that begins waits
    for those who do. One that is due already has nothing noted. Of labels that come at the same
    moment one is counted.
    """
    waiting = uow[Requests].queued(RANK.dedupe_key(project.id))
    note_request(uow, project, waiting, trigger, at_once=at_once)


def note_request(
    uow: UnitOfWork, project: Project, waiting: Waiting | None, trigger: str, *, at_once: bool
) -> None:
    """The same where it is known which round is queued, if one is."""
    labels = int(waiting.payload["labels"] if waiting else 0)
    if waiting is not None and labels >= project.round_every and not at_once:
        return
    labels += trigger == "labels"
    run_after = uow.now + PAUSE
    if at_once:
        run_after = min(waiting.run_after, uow.now) if waiting else uow.now
    elif labels >= project.round_every:
        run_after = max(uow.now, project.rests_until or uow.now)
    payload = {"trigger": trigger, **(waiting.payload if waiting else {}), "labels": labels}
    if at_once:
        payload["at_once"] = True
    if waiting is None:
        uow[Requests].add_once(RANK.job(project.id, uow.now, payload, run_after=run_after))
    else:
        uow[Requests].postpone(waiting, run_after, payload)


def rest(uow: UnitOfWork, project: Project, cpu_seconds: float) -> None:
    """After a round that has taken so much. Nobody rests for one person, who waits for it."""
    several = uow[AskedItems].holders(project.id, uow.now) > 1
    pause = min(timedelta(seconds=REST * cpu_seconds), LONGEST_REST)
    project.rests_until = uow.now + pause if several else None
    waiting = uow[Requests].hold_queued(RANK.dedupe_key(project.id))
    if several and waiting is not None and "at_once" not in waiting.payload:
        until = max(waiting.run_after, uow.now + pause)
        uow[Requests].postpone(waiting, until, waiting.payload)


def skipped(project: Project, labels: int) -> int:
    """Rounds that so many labels since the last one would have started, had it not rested."""
    return max(0, labels // project.round_every - 1) if project.rests_until else 0


def start_round(uow: UnitOfWork, project_id: int) -> JobStatus:
    """The job of the round that starts now, or of the one that waited already."""
    project = uow[Projects].lock(project_id)
    request_round(uow, project, "asked", at_once=True)
    return JobStatus.of(uow[Jobs].open_of(project_id, RANK.name)[-1])

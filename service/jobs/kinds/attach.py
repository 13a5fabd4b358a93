"""Where items that are no nodes of a large pool's graph stand in it: found once, ahead."""

from service.core.vectors.neighbours import MOST_NODES
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, Urgency, register
from service.jobs.kinds.embed import open_embedding
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.requests import Requests
from service.kit.vocabulary import Counted, JobState
from service.pool.queries.counters import Counters
from service.pool.tables.projects import View

ATTACH = register(
    JobKind(
        name="attach",
        title="Finding which texts are alike",
        when_ended="Choosing texts and measuring find it out themselves, and take longer.",
        handler="service.vectors.link_neighbours:attach_items",
        priority=9,
        niceness=10,
        urgency=Urgency.PATIENT,
        one_at_a_time=True,
        excludes="attach",
        waits_once=True,
        takes_turns=True,
        comes_back="It comes with the next file.",
        is_needed=True,
        is_brief=True,
    )
)


def request_attaching(uow: UnitOfWork, view: View) -> None:
    """Asks for it where a pool is larger than its graphs, once its vectors are there."""
    project = view.project_id
    if uow[Counters].value(project, Counted.ITEMS) <= MOST_NODES:
        return
    if any(job.state is JobState.QUEUED for job in open_embedding(uow, view)):
        return
    if uow[Requests].hold_queued(ATTACH.dedupe_key(project)) is None:
        uow[Jobs].add(ATTACH.job(project, uow.now))

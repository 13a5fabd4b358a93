"""Labels decided anew: classes were merged or told apart, and people who differed may agree."""

from collections.abc import Sequence

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job

RESETTLE = register(
    JobKind(
        name="resettle",
        title="Deciding labels anew",
        when_ended="Where people differed, some labels stay as they were decided before.",
        handler="service.labelling.settle_label:resettle_items",
        priority=3,
        excludes="resettle",
        must_end="Labels are being decided anew after a change of the classes.",
        is_brief=True,
    )
)


def request_resettling(uow: UnitOfWork, project_id: int, class_ids: Sequence[int]) -> Job:
    """Asks for what people said differently of items, naming one of these classes."""
    return uow[Jobs].add(RESETTLE.job(project_id, uow.now, {"classes": [*class_ids]}))

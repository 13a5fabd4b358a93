"""What an answer needs first of all, by one statement: a statement more is a round trip more."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, true

from service.db.hot import Prepared
from service.db.repository import Repository
from service.jobs.queries.requests import QUEUED, Waiting
from service.pool.queries.items import HELD, HeldItem
from service.pool.queries.projects import Projects
from service.pool.tables.projects import PROJECTS, Project


class Arrival(NamedTuple):
    project: Project
    item: HeldItem | None
    """If it can be seen, with its row held: to be asked before what was said of it."""
    waiting: Waiting | None
    """The job that was asked about, if it is queued."""


def _arrival() -> Any:
    # Held on its own: PostgreSQL holds no rows that an outer join may lack.
    held, queued = HELD.cte("held"), QUEUED.subquery("queued")
    there = select(*PROJECTS.c, *held.c, *queued.c).where(PROJECTS.c.id == bindparam("project"))
    return there.outerjoin_from(PROJECTS, held, true()).outerjoin(queued, true())


ARRIVAL = Prepared(_arrival())
_ITEM, _JOB = len(PROJECTS.c), len(PROJECTS.c) + len(HeldItem._fields)
"""Where their columns begin."""


class Arrivals(Repository):
    def of(self, project_id: int, item_id: int, job: str | None) -> Arrival:
        """The project, shared from now on, the item, and the queued job with this dedupe key."""
        entered = self.uow[Projects].enter(project_id)
        values = {"project": project_id, "item": item_id, "key": job}
        row = self.execute(ARRIVAL, values).one_or_none()
        project = entered or self.uow[Projects].shared(project_id, row and row[:_ITEM])
        assert row is not None, "there is a project"
        item, waiting = row[_ITEM:_JOB], row[_JOB:]
        return Arrival(
            project,
            None if item[0] is None else HeldItem._make(item),
            None if waiting[0] is None else Waiting._make(waiting),
        )

"""Jobs that every answer asks for: noted with what else its transaction writes, waiting for nobody.

Who finds that somebody else notes theirs just now leaves it at that, for one queued job serves all.
The caller shares the project and the job, when it begins, locks it: it waits for those who found it
queued, so that it is no matter what becomes of their note.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.db.hot import Prepared, prepare_later
from service.db.repository import Repository, word
from service.jobs.tables import JOBS, Job
from service.kit.vocabulary import JobState

QUEUED = select(JOBS.c.id, JOBS.c.run_after, JOBS.c.payload).where(
    JOBS.c.dedupe_key == bindparam("key"), JOBS.c.state == word(JobState.QUEUED)
)
FIND, HOLD = Prepared(QUEUED), Prepared(QUEUED.with_for_update(key_share=True))
_FREE = (
    select(JOBS.c.id)
    .where(
        JOBS.c.id == bindparam("job"),
        JOBS.c.state == word(JobState.QUEUED),
        JOBS.c.run_after == bindparam("as_seen", type_=JOBS.c.run_after.type),
    )
    .with_for_update(key_share=True, skip_locked=True)
)
POSTPONE = Prepared(
    update(JOBS)
    .where(JOBS.c.id.in_(_FREE))
    .values(
        run_after=bindparam("run_after", type_=JOBS.c.run_after.type),
        payload=bindparam("payload", type_=JOBS.c.payload.type),
    )
)
_COLUMNS = {c.name: bindparam(c.name, type_=c.type) for c in JOBS.c if not c.primary_key}
ADD = {
    dialect: Prepared(insert(JOBS).values(_COLUMNS).on_conflict_do_nothing())
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


class Waiting(NamedTuple):
    """A queued job, as far as whoever asks for it again is concerned."""

    id: int
    run_after: datetime
    payload: dict[str, Any]


class Requests(Repository):
    def queued(self, dedupe_key: str | None) -> Waiting | None:
        """The queued job with this key, as it was a moment ago."""
        return self._queued(FIND, dedupe_key)

    def hold_queued(self, dedupe_key: str | None) -> Waiting | None:
        """The queued job with this key, held until the transaction ends."""
        return self._queued(HOLD, dedupe_key)

    def _queued(self, statement: Prepared, dedupe_key: str | None) -> Waiting | None:
        row = self.execute(statement, {"key": dedupe_key}).one_or_none()
        return None if row is None else Waiting._make(row)

    def add_once(self, job: Job) -> None:
        """Queues it, unless one with its dedupe key waits already."""
        prepare_later(self.session, ADD[self.dialect], job.model_dump(exclude={"id"}))

    def postpone(self, waiting: Waiting, run_after: datetime, payload: dict[str, Any]) -> None:
        """Changes when a queued job is due, and why."""
        later = {"job": waiting.id, "run_after": run_after, "payload": payload}
        prepare_later(self.session, POSTPONE, {**later, "as_seen": waiting.run_after})

"""Withdrawals: what a failed or reverted import brought is taken back."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.pool.tables.items import Import

WITHDRAW = register(
    JobKind(
        name="withdraw",
        title="Taking a file back",
        when_ended="What is left of the file stays out of sight.",
        handler="service.importing.withdraw_import:withdraw_import",
        priority=6,
        niceness=5,
        excludes="import",
        must_end="An import that was taken back is being cleared away; send its file again.",
    )
)


def request_withdrawal(
    uow: UnitOfWork, upload: Import, span: tuple[int, int] | None = None, *, counted: bool = False
) -> Job:
    """Asks for what an import brought to be cleared.

    `span` of the ordinals that people saw; `counted`: the project counts its labels.
    """
    payload = {"import_id": upload.id, "counted": counted, "span": span}
    return uow[Jobs].add(WITHDRAW.job(upload.project_id, uow.now, payload))

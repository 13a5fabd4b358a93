"""Ends an import that can't be finished."""

from service.models import Import, Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ImportState, JobKind


def fail_import(uow: UnitOfWork, project_id: int, import_id: int, reason: str) -> None:
    """Nothing of it stays behind but the reason, and the same file can be sent again."""
    found = uow.imports.lock(project_id, import_id)
    if found.state is not ImportState.RUNNING:
        return
    found.state, found.error, found.finished_at = ImportState.FAILED, reason, uow.now
    found.inserted = found.duplicates = found.labelled = found.conflicts = 0
    request_withdrawal(uow, found)


def request_withdrawal(
    uow: UnitOfWork, found: Import, span: tuple[int, int] | None = None, *, counted: bool = False
) -> Job:
    """Asks for what an import brought to be cleared.

    `span` of the ordinals that people saw; `counted`: the project counts its labels.
    """
    return uow.jobs.add(
        Job(
            kind=JobKind.WITHDRAW,
            project_id=found.project_id,
            payload={"import_id": found.id, "counted": counted, "span": span},
            priority=6,
            mutex=f"import:{found.project_id}",
            run_after=uow.now,
            created_at=uow.now,
        )
    )

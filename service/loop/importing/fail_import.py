"""Ends an import that can't be finished."""

from service.loop.jobs.kinds.withdraw import request_withdrawal
from service.models import Job
from service.store.imports import Imports
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ImportState


def fail_import(uow: UnitOfWork, project_id: int, import_id: int, reason: str) -> None:
    """Nothing of it stays behind but the reason, and the same file can be sent again."""
    upload = uow[Imports].lock(project_id, import_id)
    if upload.state is not ImportState.RUNNING:
        return
    upload.state, upload.error, upload.finished_at = ImportState.FAILED, reason, uow.now
    upload.inserted = upload.duplicates = upload.labelled = upload.conflicts = 0
    request_withdrawal(uow, upload)


def fail_import_of(uow: UnitOfWork, job: Job, reason: str) -> None:
    """Ends the import that this job didn't get done."""
    fail_import(uow, job.project_id, int(job.payload["import_id"]), reason)

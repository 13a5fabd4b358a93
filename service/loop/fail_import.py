"""Ends an import that can't be finished."""

from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ImportState


def fail_import(uow: UnitOfWork, project_id: int, import_id: int, reason: str) -> None:
    """Nothing of it stays behind but the reason, and the same file can be sent again."""
    found = uow.imports.lock(project_id, import_id)
    if found.state is not ImportState.RUNNING:
        return
    found.state, found.error, found.finished_at = ImportState.FAILED, reason, uow.now
    uow.items.delete_of_import(import_id)
    found.inserted = found.duplicates = 0

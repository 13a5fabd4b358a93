"""Takes an import back because someone wants so."""

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.withdrawal import Withdrawal
from service.importing.withdraw_import import uncount
from service.jobs.end_job import cancel_job
from service.jobs.kinds.embed import request_embedding
from service.jobs.kinds.import_file import IMPORT
from service.jobs.kinds.withdraw import request_withdrawal
from service.jobs.queries.jobs import Jobs
from service.kit.errors import Conflict
from service.kit.vocabulary import Counted, ImportState, ItemRole
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import


def revert_import(
    app: App, project_id: int, import_id: int, *, with_answers: bool
) -> tuple[Import, int | None]:
    """The import, and the job that clears away what it brought: nobody sees its items any more.

    `Conflict` where people have answered some of them, unless that is known (`with_answers`).
    """
    with app.read() as uow:
        upload = uow[Imports].get(project_id, import_id)
        answered, span = uow[Withdrawal].answered(import_id), uow[Items].span(import_id)
    if answered and upload.state is ImportState.READY and not with_answers:
        raise Conflict(
            f"People have answered {answered:,} of its items. Send with_answers=true to revert it "
            "anyway. Their answers are hidden until the same texts are imported again.",
            answered=answered,
        )
    with app.write() as uow:
        job_id = _revert(uow, project_id, import_id, span)
    if job_id is not None:
        uncount(app, project_id, import_id, job_id)
    with app.read() as uow:
        return uow[Imports].get(project_id, import_id), job_id


def _revert(
    uow: UnitOfWork, project_id: int, import_id: int, span: tuple[int, int] | None
) -> int | None:
    project = uow[Projects].lock(project_id)  # nobody is offered anything, or answers, meanwhile
    runs = uow[Imports].get(project_id, import_id).state is ImportState.RUNNING
    if runs:
        for job in uow[Jobs].open_of(project_id, IMPORT.name):
            if job.payload["import_id"] == import_id:
                cancel_job(uow, job)
    upload = uow[Imports].lock(project_id, import_id)  # after its job, as whoever does that
    if runs:
        upload.state, upload.error = ImportState.REVERTED, None
    elif upload.state is ImportState.READY:
        upload.state = ImportState.REVERTED
        if upload.role is ItemRole.POOL:
            uow[Counters].count(project_id, Counted.ITEMS, -upload.inserted)
        uow[Withdrawal].hide(project_id, import_id, uow.now)
        request_embedding(uow, project, span)  # which sees that they are gone
        return request_withdrawal(uow, upload, span, counted=True).id
    return None

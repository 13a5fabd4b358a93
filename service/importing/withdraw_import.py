"""Clears away what an import brought that failed or was reverted, in slices.

A text that other imports brought too stays, as theirs. What people were shown stays in the
database, out of sight, with all that they said about it: when the text comes again, so does that.
"""

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.withdrawal import Withdrawal
from service.importing.withdraw_rows import withdraw_rows
from service.jobs.kinds.embed import request_embedding
from service.jobs.kinds.rank import request_round
from service.jobs.kinds.withdraw import WITHDRAW, request_withdrawal
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, assert_claimed
from service.jobs.tables import Job
from service.kit.vocabulary import WITHDRAWN, ImportState
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.imports import Import
from service.projects.note_change import hide_classes

SLICE = 200
"""Rows in a transaction: each touches up to five tables."""


def withdraw_import(app: App, run: JobRun) -> None:
    """Job `withdraw`: what it cleared in an attempt that was cut off stays cleared."""
    _withdraw(app, run, int(run.payload["import_id"]), run.job_id)


def withdraw_pending(app: App, run: JobRun) -> None:
    """Does what waits of that before an import, which may bring the same texts."""
    with app.read() as uow:
        waiting = uow[Jobs].open_of(run.project_id, WITHDRAW.name)
    for job in waiting:
        _withdraw(app, run, int(job.payload["import_id"]), job.id)


def uncount(app: App, project_id: int, import_id: int, job_id: int) -> None:
    """Takes its labels off the project's counters, once.

    Nobody can label its items any more, so they are counted without a lock.
    """
    with app.read() as uow:
        if not uow[Jobs].get(job_id).payload["counted"]:
            return
        labels = uow[LabelRows].tally_of_import(import_id)
    with app.write() as uow:
        uow[Projects].lock(project_id)
        job = uow[Jobs].get(job_id)
        if not job.payload["counted"]:
            return
        job.payload = {**job.payload, "counted": False}
        uow[Counters].count_all(project_id, labels, times=-1)


def _withdraw(app: App, run: JobRun, import_id: int, job_id: int) -> None:
    with app.read() as uow:
        upload = uow[Imports].get(run.project_id, import_id)
    if upload.state not in WITHDRAWN:
        return
    uncount(app, run.project_id, import_id, job_id)
    done = 0
    while cleared := _clear_rows(app, run, import_id) or _clear_items(app, run, import_id):
        done += cleared
        if run.job_id == job_id:
            run.progress(done)
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)  # nobody answers with a class that retires
        assert_claimed(uow, run)
        hide_classes(uow, project, _unused_classes(uow, upload), upload.created_by)
        span = uow[Jobs].get(job_id).payload["span"]
        if done and span is not None:  # some are there again, as other imports' items
            request_embedding(uow, project, tuple(span))
        if done and project.embedded_count:
            request_round(uow, project, "import", at_once=True)


def _clear_rows(app: App, run: JobRun, import_id: int) -> int:
    with app.write() as uow:
        uow[Projects].lock(run.project_id)  # annotators may be answering the same items
        assert_claimed(uow, run)
        return withdraw_rows(uow, run.project_id, import_id, SLICE)


def _clear_items(app: App, run: JobRun, import_id: int) -> int:
    with app.write() as uow:
        assert_claimed(uow, run)
        return uow[Withdrawal].delete_untouched(import_id, SLICE)


def _unused_classes(uow: UnitOfWork, upload: Import) -> list[int]:
    """The classes that came with it and that no label and no other import needs."""
    if not upload.class_ids:
        return []
    others = uow[Imports].of(upload.project_id)
    needed = {n for i in others if i.state is ImportState.READY for n in i.class_ids}
    needed |= uow[Withdrawal].classes_in_use(upload.project_id)
    return [class_id for class_id in upload.class_ids if class_id not in needed]


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

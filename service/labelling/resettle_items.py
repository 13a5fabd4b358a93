"""Decides labels anew where several people answered, and classes mean others than before."""

from service.app import App
from service.db.slices import slices
from service.jobs.kinds.rank import request_round
from service.jobs.run_job import JobRun, assert_claimed
from service.labelling.queries.annotations import Annotations
from service.labelling.settle_label import settle_labels
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects

SLICE = 50
"""Items in a transaction: it holds the write lock of SQLite for less than 20 ms."""


def resettle_items(app: App, run: JobRun) -> None:
    """Job `resettle`: an attempt that was cut off begins again, which changes nothing twice."""
    with app.read() as uow:
        items = uow[Annotations].disputed(run.project_id, run.payload["classes"])
    done = 0
    for part in slices(items, SLICE):
        with app.write() as uow:
            project = uow[Projects].lock(run.project_id)
            assert_claimed(uow, run)
            settle_labels(uow, project, uow[Items].plain(part))
        run.progress(done := done + len(part), len(items))
    if not done:
        return
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)
        if project.embedded_count:
            request_round(uow, project, "classes", at_once=True)

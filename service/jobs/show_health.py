"""What tells an operator that the service is well."""

from service.app import App
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import Workers
from service.kit.errors import DiskFull
from service.schema.migrate import check_revision


def check_ready(app: App) -> str | None:
    """Raises unless the database answers, has this version's schema and takes writes.

    Else what is about to be wrong, if anything is: answers are stored, uploads are refused.
    """
    check_revision(app.database)
    app.database.probe.check()
    try:
        app.room.check()
    except DiskFull as error:
        return error.detail
    return None


def show_metrics(app: App) -> str:
    """Prometheus' text format."""
    with app.read() as uow:
        jobs, workers = uow[Jobs].counts(), len(uow[Workers].alive(uow.now))
    lines = ["# TYPE postil_jobs gauge"]
    lines += [
        f'postil_jobs{{kind="{kind}",state="{state}"}} {count}' for kind, state, count in jobs
    ]
    lines += ["# TYPE postil_workers gauge", f"postil_workers {workers}"]
    free = app.room.free()
    if free is not None:
        lines += ["# TYPE postil_disk_free_bytes gauge", f"postil_disk_free_bytes {free}"]
    return "\n".join(lines) + "\n"

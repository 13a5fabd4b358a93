"""What tells an operator that the service is well."""

from service.loop.app import App
from service.store.migrate import check_revision
from service.store.unit_of_work import UnitOfWork


def check_ready(app: App) -> None:
    """Raises unless the database answers and has this version's schema."""
    check_revision(app.database)


def show_metrics(uow: UnitOfWork) -> str:
    """Prometheus' text format."""
    lines = ["# TYPE postil_jobs gauge"]
    lines += [
        f'postil_jobs{{kind="{kind}",state="{state}"}} {count}'
        for kind, state, count in uow.jobs.counts()
    ]
    lines += ["# TYPE postil_workers gauge", f"postil_workers {len(uow.workers.alive(uow.now))}"]
    return "\n".join(lines) + "\n"

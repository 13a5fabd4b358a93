"""Imports: a file that was received is read."""

from service.loop.jobs.kind import JobKind, register
from service.models import Import, Job
from service.store.jobs import Jobs
from service.store.unit_of_work import UnitOfWork

IMPORT = register(
    JobKind(
        name="import",
        title="Reading the file",
        when_ended="Nothing of this file is kept.",
        handler="service.loop.importing.import_items:import_items",
        clean_up="service.loop.importing.fail_import:fail_import_of",
        niceness=2,
        excludes="import",
        takes_turns=True,
        comes_back="Send the file again to import it.",
        unit="byte",
    )
)


def request_import(uow: UnitOfWork, received: Import, *, labels_unsaid: bool) -> Job:
    """Asks for a file to be read, after those of its project that came before."""
    payload = {"import_id": received.id, "labels_unsaid": labels_unsaid}
    return uow[Jobs].add(IMPORT.job(received.project_id, uow.now, payload, total=received.size))

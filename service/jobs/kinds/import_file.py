"""Imports: a file that was received is read."""

from collections.abc import Mapping
from typing import Any

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.pool.tables.items import Import

IMPORT = register(
    JobKind(
        name="import",
        title="Reading the file",
        when_ended="Nothing of this file is kept.",
        handler="service.importing.import_items:import_items",
        clean_up="service.importing.withdraw_import:fail_import_of",
        niceness=2,
        side_by_side=2,
        excludes="import",
        takes_turns=True,
        comes_back="Send the file again to import it.",
        unit="byte",
    )
)


def request_import(uow: UnitOfWork, received: Import, manner: Mapping[str, Any]) -> Job:
    """Asks for a file to be read, after those of its project that came before.

    `manner`: what was said of it and is of no use once it is read.
    """
    payload = {"import_id": received.id, **manner}
    return uow[Jobs].add(IMPORT.job(received.project_id, uow.now, payload, total=received.size))

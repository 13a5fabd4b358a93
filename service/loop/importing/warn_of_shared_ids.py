"""An id from outside that is the id of several texts: all are kept, and whoever sent it is told.

Ids are what a file says they are. An export has them beside each text, but what is sent by an id,
as suggestions of a model outside are, finds none that several have.
"""

from service.loop.app import App
from service.loop.importing.note_warnings import Warnings
from service.models import Import
from service.store.import_rows import Identified, ImportRows
from service.store.imports import Imports
from service.store.unit_of_work import UnitOfWork

NAMED = 10
"""Ids; a file whose rows are counted from 1, as those of another were, shares all of them."""


def warn_of_shared_ids(app: App, upload: Import, warnings: Warnings) -> None:
    """Warns of the import's rows whose id another text has, by their lines."""
    with app.read() as uow:
        count, shared = uow[ImportRows].shared_ids(upload, NAMED)
        for external_id in shared:
            first = uow[ImportRows].first_with_id(upload, external_id)
            other = uow[ImportRows].other_with_id(upload, first)
            if other is not None:
                where = _place(uow, upload, first)
                detail = f"The id {external_id!r} is that of another text, too: {where}."
                warnings.warn(other.line, f"{detail} Both keep it.")
    if count > NAMED:
        warnings.warn(None, f"{count - NAMED:,} more ids are those of several texts.")


def _place(uow: UnitOfWork, upload: Import, row: Identified) -> str:
    if row.import_id == upload.id:
        return f"line {row.line:,}"
    name = uow[Imports].file_names([row.import_id])[row.import_id]
    return f"line {row.line:,} of {name or f'import {row.import_id}'}"

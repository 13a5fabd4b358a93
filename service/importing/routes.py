from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from starlette.concurrency import run_in_threadpool

from service.importing.formats import READERS
from service.importing.receive_import import (
    check_query,
    check_room_in_project,
    declared,
    receive_import,
    store_body,
)
from service.importing.shapes import ConflictingRow, ImportQuery, ImportReport, RejectedRow
from service.importing.show_import import (
    conflicting_rows,
    find_import,
    list_imports,
    look_at_import,
    rejected_rows,
    show_import,
)
from service.importing.withdraw_import import revert_import
from service.kit.errors import BadUpload
from service.kit.page import Page
from service.kit.vocabulary import ImportState
from service.web.dependencies import Id, Paged, looked_at
from service.web.door import Guarded, streamed
from service.web.who_may import EngineerReader, EngineerWaiting

router = APIRouter(prefix="/projects/{project_id}/imports", tags=["imports"], route_class=Guarded)


@router.post(
    "",
    status_code=202,
    openapi_extra=streamed(READERS),
)
async def post_import(
    request: Request,
    engineer: EngineerWaiting,
    query: Annotated[ImportQuery, Query()],
    idempotency_key: Annotated[str | None, Header(max_length=200)] = None,
) -> ImportReport:
    """Imports rows from the request body, which is streamed and may be packed with gzip.

    A `charset` in the content type names the encoding of the text; the default is UTF-8. `text`,
    `id` and `label` name the columns, if they have other names. Without `id`, a column
    `external_id` is the id, as in an export. Sending the same body again makes no second import.
    Rows appear once the whole file is in.
    """
    sent = declared(request.headers, query.file_name)
    check_query(query)
    app, project_id, caller = engineer.app, engineer.project_id, engineer.caller
    await run_in_threadpool(check_room_in_project, app, project_id)
    upload = await store_body(app, project_id, sent, request.stream())
    import_id, job_id = await run_in_threadpool(
        receive_import, app, project_id, caller.id, upload, query, idempotency_key
    )
    look = partial(look_at_import, app, project_id, import_id, job_id)
    report = await looked_at(look, lambda one: one.state is ImportState.RUNNING, query.wait)
    if report.state is ImportState.FAILED and query.wait:
        raise BadUpload(report.error or "The file could not be imported.", import_id=import_id)
    return report


@router.get("")
def get_imports(reader: EngineerReader, paging: Paged) -> Page[ImportReport]:
    """Lists all imports with their counts."""
    return list_imports(reader.uow, reader.project_id, paging)


@router.get("/{import_id}")
def get_import(import_id: Id, reader: EngineerReader) -> ImportReport:
    """Shows an import with its state, its counts and its warnings."""
    return show_import(find_import(reader.uow, reader.project_id, import_id))


@router.get("/{import_id}/rejected")
def get_rejected(import_id: Id, reader: EngineerReader, paging: Paged) -> Page[RejectedRow]:
    """Lists the rows that were rejected, with their line, the reason and how they begin."""
    upload = find_import(reader.uow, reader.project_id, import_id)
    return rejected_rows(reader.app, upload, paging)


@router.get("/{import_id}/conflicts")
def get_conflicts(import_id: Id, reader: EngineerReader, paging: Paged) -> Page[ConflictingRow]:
    """Lists rows whose known answer differs from the label that their item had already."""
    upload = find_import(reader.uow, reader.project_id, import_id)
    return conflicting_rows(reader.uow, upload, paging)


@router.delete("/{import_id}", status_code=202)
def delete_import(
    import_id: Id,
    engineer: EngineerWaiting,
    with_answers: Annotated[
        bool,
        Query(description="Whether to delete it even if people have answered some of its items."),
    ] = False,
) -> ImportReport:
    """Deletes an import. Its items disappear at once, and a job deletes their data.

    If people have answered some of them, it is refused unless `with_answers` is sent. Their answers
    are kept, but not shown. They count again when the same texts are imported again.
    """
    upload, job_id = revert_import(
        engineer.app, engineer.project_id, import_id, with_answers=with_answers
    )
    return show_import(upload, job_id)

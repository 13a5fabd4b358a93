from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from service.importing.formats import READERS
from service.importing.receive_import import declared, store_body
from service.jobs.shapes import JobStatus
from service.kit.errors import BadUpload
from service.kit.page import Page
from service.kit.vocabulary import JobState
from service.own_vectors.receive_vectors import check_view, look_at_upload, receive_vectors
from service.own_vectors.shapes import OwnVectors, VectorsQuery
from service.own_vectors.show_vectors import delete_vectors, show_all, show_one
from service.vectors.encoders import OWN_NAME
from service.web.dependencies import PagedByPlace, looked_at
from service.web.door import Guarded, streamed
from service.web.routers import ROUTERS
from service.web.who_may import EngineerReader, EngineerWaiting, EngineerWriter

router = ROUTERS.add(
    APIRouter(prefix="/projects/{project_id}/vectors", tags=["own vectors"], route_class=Guarded)
)
Name = Annotated[
    str,
    Path(
        pattern=f"^{OWN_NAME.pattern}$",
        description="Name of the view: 2 to 40 lower-case letters, digits, `-` or `_`; a letter "
        "first.",
    ),
]


@router.post(
    "/{name}",
    status_code=202,
    openapi_extra=streamed(READERS),
)
async def post_vectors(
    request: Request,
    name: Name,
    engineer: EngineerWaiting,
    query: Annotated[VectorsQuery, Query()],
) -> JobStatus:
    """Takes in vectors of your own model from the request body, which is streamed and may be packed
    with gzip.

    Each row has the `id` that a text was imported with, and its `vector`, a list of numbers. The
    first file opens the view and sets the length of the vectors. A file is accepted whole or not at
    all. A later vector of a text replaces the earlier one.
    """
    sent = declared(request.headers, query.file_name)
    app, project_id = engineer.app, engineer.project_id
    await run_in_threadpool(check_view, app, project_id, name)
    upload = await store_body(app, project_id, sent, request.stream())
    job_id = await run_in_threadpool(receive_vectors, app, project_id, name, upload, query)
    look = partial(look_at_upload, app, job_id)
    status = await looked_at(look, lambda one: one.finished_at is None, query.wait)
    if status.state is JobState.FAILED:
        raise BadUpload(status.error or "The vectors could not be taken in.", job_id=status.id)
    return status


@router.get("")
def get_all_vectors(reader: EngineerReader, paging: PagedByPlace) -> Page[OwnVectors]:
    """Lists the views of own vectors, and how many texts have a vector in each."""
    return paging.cut_by_place(show_all(reader.app, reader.uow, reader.project_id))


@router.get("/{name}")
def get_vectors(name: Name, reader: EngineerReader) -> OwnVectors:
    """Shows one view of own vectors."""
    return show_one(reader.app, reader.uow, reader.project_id, name)


@router.delete("/{name}", status_code=204, response_class=Response)
def delete_own_vectors(name: Name, writer: EngineerWriter) -> None:
    """Deletes a view of own vectors. New rounds don't use it; the model does until the next
    measured round."""
    delete_vectors(writer.uow, writer.project_id, name)

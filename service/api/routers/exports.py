from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.api.dependencies import AppDep, CurrentPrincipal, Id
from service.api.door import Guarded
from service.api.file_names import attachment
from service.loop.exporting.export_labels import export_labels
from service.loop.people.permissions import require
from service.vocabulary import Role

router = APIRouter(prefix="/projects/{project_id}/export", tags=["export"], route_class=Guarded)


@router.get(
    "",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The labels, a line for each imported row that has one.",
            "content": {
                "application/x-ndjson": {},
                "text/csv": {},
                "application/vnd.apache.parquet": {},
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {},
            },
        }
    },
)
def get_export(
    project_id: Id,
    principal: CurrentPrincipal,
    app: AppDep,
    format: Literal["jsonl", "csv", "parquet", "xlsx"] = "jsonl",  # noqa: A002 - the contract's name
    unique: Annotated[bool, Query(description="One line an item, not one a row.")] = False,
    everything: Annotated[bool, Query(description="Rows without a label too.")] = False,
) -> StreamingResponse:
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        name = uow.projects.get(project_id).name
    content_type, lines = export_labels(
        app, project_id, format, unique=unique, everything=everything
    )
    headers = {"Content-Disposition": attachment(name, format, f"postil-{project_id}")}
    return StreamingResponse(lines, media_type=content_type, headers=headers)

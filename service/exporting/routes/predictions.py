from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.exporting.export_predictions import export_predictions
from service.exporting.routes.files import CONTENT, FormatName
from service.web.door import Guarded
from service.web.file_names import attachment
from service.web.who_may import EngineerWaiting

router = APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)


@router.get(
    "/predictions",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "What the last measured round predicts, a row for each item.",
            "content": CONTENT,
        }
    },
)
def get_predictions(
    engineer: EngineerWaiting,
    format_name: FormatName = "jsonl",
    unblinded: Annotated[
        bool,
        Query(
            description="Also of unlabelled items that may become audits: you aren't asked about "
            "those as audits any more."
        ),
    ] = False,
) -> StreamingResponse:
    """What the last measured round predicts of every item; 409 with a reason before there is one.

    Of labelled items by heads that haven't seen their labels.
    """
    project_id, caller = engineer.project_id, engineer.caller.id
    export = export_predictions(engineer.app, project_id, caller, format_name, unblinded=unblinded)
    name, plain = f"{export.project_name} predictions", f"postil-{project_id}-predictions"
    headers = {"Content-Disposition": attachment(name, format_name, plain)}
    return StreamingResponse(export.lines, media_type=export.content_type, headers=headers)

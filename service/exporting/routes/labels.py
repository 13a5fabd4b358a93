from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from service.exporting.export_labels import Scope, export_labels
from service.exporting.label_lines import COLUMNS, Part
from service.exporting.routes.files import CONTENT, FormatName
from service.kit.fields import MAX_PLACE
from service.web.door import Guarded
from service.web.file_names import attachment
from service.web.who_may import EngineerWaiting

router = APIRouter(prefix="/projects/{project_id}/export", tags=["export"], route_class=Guarded)


@router.get(
    "",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "The labels, a line for each imported row that has one.",
            "content": CONTENT,
        }
    },
)
def get_export(
    engineer: EngineerWaiting,
    format_name: FormatName = "jsonl",
    unique: Annotated[bool, Query(description="One line an item, not one a row.")] = False,
    everything: Annotated[bool, Query(description="Include rows without a label.")] = False,
    settled: Annotated[bool, Query(description="Only rows whose label is settled.")] = False,
    machine_labels: Annotated[
        bool,
        Query(
            description="Rows that people gave no label too, with that of the machine where a "
            "certificate stands: `label_from` says whose each is. Who is told isn't asked about "
            "these as audit items any more."
        ),
    ] = False,
    columns: Annotated[
        list[Part] | None,
        Query(description="What a line has, all of it if nothing is said.", max_length=20),
    ] = None,
    limit: Annotated[
        int | None, Query(ge=1, le=MAX_PLACE, description="So many lines and no more.")
    ] = None,
) -> StreamingResponse:
    """The labels as a file, a line for each imported row that has one."""
    project_id = engineer.project_id
    reader = engineer.caller.id if machine_labels else None
    scope = Scope(unique, everything, settled, limit, reader)
    export = export_labels(engineer.app, project_id, format_name, scope, columns or COLUMNS)
    name = attachment(export.project_name, format_name, f"postil-{project_id}")
    headers = {"Content-Disposition": name}
    return StreamingResponse(export.lines, media_type=export.content_type, headers=headers)

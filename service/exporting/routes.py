"""Curves, labels and predictions over HTTP, as a file of the format that is asked for."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import AfterValidator

from service.exporting.export_figures import (
    QualityTable,
    export_curve,
    export_quality,
    project_name,
)
from service.exporting.export_format import EXPORT_FORMATS
from service.exporting.export_labels import Scope, export_labels
from service.exporting.export_predictions import export_predictions
from service.exporting.label_lines import COLUMNS, Part
from service.figures.shapes.curve import Curve
from service.figures.shapes.quality import Quality
from service.figures.show_curve import show_curve
from service.figures.show_quality import show_quality
from service.kit.fields import MAX_PLACE
from service.web.dependencies import attachment
from service.web.door import Guarded
from service.web.who_may import EngineerReader, EngineerWaiting, ProjectReader

labels = APIRouter(prefix="/projects/{project_id}/export", tags=["export"], route_class=Guarded)
predictions = APIRouter(prefix="/projects/{project_id}", tags=["model"], route_class=Guarded)
curves = APIRouter(prefix="/projects/{project_id}", tags=["rounds"], route_class=Guarded)


CONTENT: dict[str, dict[str, Any]] = {
    each.media_type: {"schema": {"type": "string"}} for each in EXPORT_FORMATS.values()
}
"""For the description of a response."""
NAMES = [*EXPORT_FORMATS]
OF_CURVES = ["json", *NAMES]


def _one_of(names: list[str]) -> Callable[[str], str]:
    def checked(name: str) -> str:
        if name not in names:
            raise ValueError(f"should be one of {', '.join(names)}")
        return name

    return checked


FormatName = Annotated[
    str, Query(alias="format", json_schema_extra={"enum": NAMES}), AfterValidator(_one_of(NAMES))
]
CurveFormat = Annotated[
    str,
    Query(
        alias="format",
        json_schema_extra={"enum": OF_CURVES},
        description="Format of the response; a table has a row for each measured round.",
    ),
    AfterValidator(_one_of(OF_CURVES)),
]
QualityFormat = Annotated[
    str,
    Query(
        alias="format",
        json_schema_extra={"enum": OF_CURVES},
        description="Format of the response; `json` holds all, others hold one `table`.",
    ),
    AfterValidator(_one_of(OF_CURVES)),
]


def _called(name: str, project_id: int, format_name: str, what: str = "") -> dict[str, str]:
    """Headers that call a file by its project's name, and what of the project is in it."""
    plain = f"postil-{project_id}"
    if what:
        name, plain = f"{name} {what}", f"{plain}-{what}"
    return {"Content-Disposition": attachment(name, format_name, plain)}


@labels.get(
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
    unique: Annotated[
        bool, Query(description="Whether each item has one line, not each imported row.")
    ] = False,
    everything: Annotated[
        bool, Query(description="Whether to include rows without a label.")
    ] = False,
    settled: Annotated[
        bool, Query(description="Whether to include only rows with a settled label.")
    ] = False,
    machine_labels: Annotated[
        bool,
        Query(
            description="Whether rows that people gave no label get the machine's, where a "
            "certificate stands: `label_from` says whose each label is. You aren't asked about "
            "these as audit items any more."
        ),
    ] = False,
    columns: Annotated[
        list[Part] | None,
        Query(description="Columns of each line; all if left out.", max_length=20),
    ] = None,
    limit: Annotated[
        int | None, Query(ge=1, le=MAX_PLACE, description="Largest number of lines.")
    ] = None,
) -> StreamingResponse:
    """Exports the labels as a file, with a line for each imported row that has a label."""
    project_id = engineer.project_id
    reader = engineer.caller.id if machine_labels else None
    scope = Scope(unique, everything, settled, limit, reader)
    export = export_labels(engineer.app, project_id, format_name, scope, columns or COLUMNS)
    headers = _called(export.project_name, project_id, format_name)
    return StreamingResponse(export.lines, media_type=export.content_type, headers=headers)


@predictions.get(
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
            description="Whether to include unlabelled items that may become audit items: you "
            "aren't asked about those as audit items any more."
        ),
    ] = False,
) -> StreamingResponse:
    """Exports what the last measured round predicts for every item. The status is 409, with a
    reason, before there is one.

    Labelled items are predicted by heads that haven't seen their labels.
    """
    project_id, caller = engineer.project_id, engineer.caller.id
    export = export_predictions(engineer.app, project_id, caller, format_name, unblinded=unblinded)
    headers = _called(export.project_name, project_id, format_name, "predictions")
    return StreamingResponse(export.lines, media_type=export.content_type, headers=headers)


@curves.get(
    "/curve",
    response_model=Curve,
    responses={200: {"content": CONTENT}},
)
def get_curve(
    reader: ProjectReader,
    wanted: CurveFormat = "json",
) -> Curve | Response:
    """Shows quality against the number of labels, with intervals. Figures that aren't known are
    null, with a reason.

    Annotators see no figures: these would show which items are audited, and who agrees.
    """
    uow, project_id = reader.uow, reader.project_id
    curve = show_curve(
        uow, reader.app.settings, project_id, reader.role, every_round=wanted != "json"
    )
    if wanted == "json":
        return curve
    table = export_curve(curve, wanted)
    headers = _called(project_name(uow, project_id), project_id, wanted, "curve")
    return Response(table.content, media_type=table.content_type, headers=headers)


@curves.get("/quality", response_model=Quality, responses={200: {"content": CONTENT}})
def get_quality(
    reader: EngineerReader,
    wanted: QualityFormat = "json",
    table: Annotated[
        QualityTable, Query(description="Table to export, named after its rows.")
    ] = QualityTable.CLASSES,
) -> Quality | Response:
    """Shows precision and recall for each class, which classes are mixed up, and confidence, on
    audit items."""
    uow, project_id = reader.uow, reader.project_id
    quality = show_quality(uow, project_id)
    if wanted == "json":
        return quality
    file = export_quality(quality, wanted, table)
    headers = _called(project_name(uow, project_id), project_id, wanted, table)
    return Response(file.content, media_type=file.content_type, headers=headers)

from fastapi import APIRouter, Response

from service.exporting.export_curve import export_curve, project_name
from service.exporting.routes.files import CONTENT, CurveFormat
from service.figures.shapes.curve import Curve
from service.figures.show_curve import show_curve
from service.web.door import Guarded
from service.web.file_names import attachment
from service.web.who_may import ProjectReader

router = APIRouter(prefix="/projects/{project_id}", tags=["rounds"], route_class=Guarded)


@router.get(
    "/curve",
    response_model=Curve,
    responses={200: {"content": CONTENT}},
)
def get_curve(
    reader: ProjectReader,
    wanted: CurveFormat = "json",
) -> Curve | Response:
    """Quality against labels, with intervals. What isn't known is null, with a reason.

    Annotators see none of it: it would tell which items are audited, and who agrees.
    """
    uow, project_id = reader.uow, reader.project_id
    curve = show_curve(
        uow, reader.app.settings, project_id, reader.role, every_round=wanted != "json"
    )
    if wanted == "json":
        return curve
    table = export_curve(curve, wanted)
    name = f"{project_name(uow, project_id)} curve"
    headers = {"Content-Disposition": attachment(name, wanted, f"postil-{project_id}-curve")}
    return Response(table.content, media_type=table.content_type, headers=headers)

from fastapi import APIRouter, Response

from service.exporting.export_curve import export_curve
from service.figures.past_rounds import list_rounds
from service.figures.shapes.curve import Curve
from service.figures.shapes.forecast import LastForecast
from service.figures.shapes.rounds import PastRound
from service.figures.show_curve import show_curve
from service.figures.show_forecast import show_forecast
from service.figures.show_progress import show_progress
from service.figures.show_stats import show_stats
from service.jobs.kinds.rank import start_round
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.pool.queries.projects import Projects
from service.web.dependencies import PagedByPlace
from service.web.door import Guarded
from service.web.export_files import CONTENT, CurveFormat
from service.web.file_names import attachment
from service.web.schemas.progress import ProgressResponse
from service.web.schemas.rounds import StatsResponse
from service.web.who_may import EngineerReader, EngineerWriter, ProjectReader

router = APIRouter(prefix="/projects/{project_id}", tags=["rounds"], route_class=Guarded)


@router.get("/rounds")
def get_rounds(reader: EngineerReader, paging: PagedByPlace) -> Page[PastRound]:
    """Every round with what it takes to replay it."""
    return list_rounds(reader.uow, reader.project_id, paging)


@router.post("/rounds", status_code=202)
def post_round(writer: EngineerWriter) -> JobStatus:
    """Starts a round now, without waiting for more labels."""
    return start_round(writer.uow, writer.project_id)


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
    name = f"{uow[Projects].get(project_id).name} curve"
    headers = {"Content-Disposition": attachment(name, wanted, f"postil-{project_id}-curve")}
    return Response(table.content, media_type=table.content_type, headers=headers)


@router.get("/forecast")
def get_forecast(reader: EngineerReader) -> LastForecast:
    """What the project's target still takes: labels, seconds, money, and until when."""
    return show_forecast(reader.uow, reader.project_id)


@router.get("/progress")
def get_progress(reader: ProjectReader) -> ProgressResponse:
    """A few counts, cheap enough to ask for every few seconds from every labelling tab."""
    shown = show_progress(reader.uow, reader.project_id, reader.caller.id, reader.role)
    return ProgressResponse.model_validate(shown)


@router.get("/stats")
def get_stats(reader: ProjectReader) -> StatsResponse:
    """Counts and your own pace; for engineers people, classes, jobs and the last round too."""
    shown = show_stats(reader.uow, reader.project_id, reader.caller.id, reader.role)
    return StatsResponse.model_validate(shown)

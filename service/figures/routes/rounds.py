from fastapi import APIRouter

from service.figures.past_rounds import list_rounds
from service.figures.shapes.forecast import LastForecast
from service.figures.shapes.progress import Progress
from service.figures.shapes.rounds import PastRound
from service.figures.shapes.stats import Stats
from service.figures.show_forecast import show_forecast
from service.figures.show_progress import show_progress
from service.figures.show_stats import show_stats
from service.jobs.kinds.rank import start_round
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.web.dependencies import PagedByPlace
from service.web.door import Guarded
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


@router.get("/forecast")
def get_forecast(reader: EngineerReader) -> LastForecast:
    """What the project's target still takes: labels, seconds, money, and until when."""
    return show_forecast(reader.uow, reader.project_id)


@router.get("/progress")
def get_progress(reader: ProjectReader) -> Progress:
    """A few counts, cheap enough to ask for every few seconds from every labelling tab."""
    return show_progress(reader.uow, reader.project_id, reader.caller.id, reader.role)


@router.get("/stats")
def get_stats(reader: ProjectReader) -> Stats:
    """Counts and your own pace; for engineers people, classes, jobs and the last round too."""
    return show_stats(reader.uow, reader.project_id, reader.caller.id, reader.role)

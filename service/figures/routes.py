from fastapi import APIRouter

from service.figures.past_rounds import list_rounds
from service.figures.shapes.bill import Bill
from service.figures.shapes.curve import LastForecast, NextStep
from service.figures.shapes.rounds import PastRound
from service.figures.shapes.stats import Progress, Stats
from service.figures.show_bill import show_bill
from service.figures.show_forecast import show_forecast
from service.figures.show_next_step import show_next_step
from service.figures.show_progress import show_progress
from service.figures.show_stats import show_stats
from service.jobs.kinds.rank import start_round
from service.jobs.shapes import JobStatus
from service.kit.page import Page
from service.web.dependencies import PagedByPlace
from service.web.door import Guarded
from service.web.who_may import EngineerReader, EngineerWriter, ProjectReader

rounds = APIRouter(prefix="/projects/{project_id}", tags=["rounds"], route_class=Guarded)
bill = APIRouter(prefix="/projects/{project_id}", tags=["bill"], route_class=Guarded)


@rounds.get("/rounds")
def get_rounds(reader: EngineerReader, paging: PagedByPlace) -> Page[PastRound]:
    """Every round with what it takes to replay it."""
    return list_rounds(reader.uow, reader.project_id, paging)


@rounds.post("/rounds", status_code=202)
def post_round(writer: EngineerWriter) -> JobStatus:
    """Starts a round now, without waiting for more labels."""
    return start_round(writer.uow, writer.project_id)


@rounds.get("/forecast")
def get_forecast(reader: EngineerReader) -> LastForecast:
    """What the project's target still takes: labels, seconds, money, and until when."""
    return show_forecast(reader.uow, reader.project_id)


@rounds.get("/next-step")
def get_next_step(reader: EngineerReader) -> NextStep:
    """The one thing that brings the project furthest now, with its reason."""
    return show_next_step(reader.uow, reader.project_id)


@rounds.get("/progress")
def get_progress(reader: ProjectReader) -> Progress:
    """A few counts, cheap enough to ask for every few seconds from every labelling tab."""
    return show_progress(reader.uow, reader.project_id, reader.caller.id, reader.role)


@rounds.get("/stats")
def get_stats(reader: ProjectReader) -> Stats:
    """Counts and your own pace; for engineers people, classes, jobs and the last round too."""
    return show_stats(
        reader.uow, reader.app.settings, reader.project_id, reader.caller.id, reader.role
    )


@bill.get("/bill")
def get_bill(reader: EngineerReader) -> Bill:
    """What the project has cost so far: people, money, computing, bytes, energy."""
    return show_bill(reader.uow, reader.app.settings, reader.project_id)

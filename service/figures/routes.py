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
    """Lists all rounds, with what it takes to replay each."""
    return list_rounds(reader.uow, reader.project_id, paging)


@rounds.post("/rounds", status_code=202)
def post_round(writer: EngineerWriter) -> JobStatus:
    """Starts a round now, without waiting for more labels."""
    return start_round(writer.uow, writer.project_id)


@rounds.get("/forecast")
def get_forecast(reader: EngineerReader) -> LastForecast:
    """Forecasts what the project's target still takes in labels, seconds and money, and until
    when."""
    return show_forecast(reader.uow, reader.project_id)


@rounds.get("/next-step")
def get_next_step(reader: EngineerReader) -> NextStep:
    """Names the one thing that helps the project most now, with the reason."""
    return show_next_step(reader.uow, reader.project_id)


@rounds.get("/progress")
def get_progress(reader: ProjectReader) -> Progress:
    """Shows a few counts. It is cheap enough for every labelling tab to ask every few seconds."""
    return show_progress(reader.uow, reader.project_id, reader.caller.id, reader.role)


@rounds.get("/stats")
def get_stats(reader: ProjectReader) -> Stats:
    """Shows counts and your own pace. Engineers also get people, classes, jobs and the last
    round."""
    return show_stats(
        reader.uow, reader.app.settings, reader.project_id, reader.caller.id, reader.role
    )


@bill.get("/bill")
def get_bill(reader: EngineerReader) -> Bill:
    """Shows what the project has cost so far: people, money, computing, bytes and energy."""
    return show_bill(reader.uow, reader.app.settings, reader.project_id)

"""The application factory."""

from fastapi import APIRouter, FastAPI

from service.app import App
from service.catalogue import routes as catalogue
from service.exporting import routes as exporting
from service.figures import routes as figures
from service.importing import routes as importing
from service.jobs import routes as jobs
from service.labelling import routes as labelling
from service.model import routes as model
from service.people import routes as people
from service.projects import routes as projects
from service.review import routes as review
from service.rounds import routes as rounds
from service.web.description import add_description
from service.web.errors import PROBLEMS, add_error_handlers
from service.web.middleware import add_middleware
from service.web.page import add_page
from service.web.routers import ROUTERS

PREFIX = "/api/v1"
# What annotators ask for comes first: routes are tried in turn.
ALWAYS_THERE = (
    labelling.annotations,
    labelling.assignments,
    people.router,
    projects.projects,
    projects.members,
    importing.router,
    labelling.items,
    review.router,
    review.items,
    projects.classes,
    figures.rounds,
    exporting.curves,
    labelling.answers_set_aside,
    rounds.router,
    exporting.predictions,
    model.router,
    figures.bill,
    exporting.labels,
    jobs.jobs,
    catalogue.router,
)


def routers() -> tuple[APIRouter, ...]:
    """In the order in which their routes are tried."""
    return (*ALWAYS_THERE, *ROUTERS)


def create_app(app: App) -> FastAPI:
    """The HTTP service over these parts; it opens nothing that they haven't opened."""
    api = FastAPI(
        title="Postil",
        version="1",
        summary="Active-learning data labelling.",
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    api.state.app = app
    for router in routers():
        api.include_router(router, prefix=PREFIX, responses=PROBLEMS)
    api.include_router(jobs.health)
    add_error_handlers(api)
    add_description(api)
    add_middleware(api)
    add_page(api)
    return api

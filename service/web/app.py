"""The application factory."""

from fastapi import FastAPI

from service.app import App
from service.catalogue import routes as catalogue
from service.certify import routes as certificates
from service.exporting.routes import curve, labels, predictions
from service.figures.routes import bill, comparison, rounds
from service.find.routes import hunts, items
from service.importing import routes as imports
from service.jobs.routes import health, jobs
from service.labelling.routes import (
    annotations,
    answer_and_next,
    assignments,
    own_answers,
    set_aside,
)
from service.model.routes import model, predict
from service.people.routes import access, account, users
from service.projects.routes import classes, members, projects
from service.review.routes import notes, review
from service.rounds import routes as suggestions
from service.web.compression import add_compression
from service.web.description import add_description
from service.web.errors import PROBLEMS, add_error_handlers
from service.web.headers import add_headers
from service.web.page import add_page
from service.web.security import add_security

PREFIX = "/api/v1"
# What annotators ask for comes first: routes are tried in turn.
NOUNS = (
    answer_and_next,
    annotations,
    assignments,
    own_answers,
    access,
    account,
    projects,
    members,
    users,
    imports,
    items,
    notes,
    review,
    classes,
    rounds,
    curve,
    set_aside,
    suggestions,
    predict,
    predictions,
    model,
    certificates,
    comparison,
    bill,
    labels,
    hunts,
    jobs,
    catalogue,
)


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
    for noun in NOUNS:
        api.include_router(noun.router, prefix=PREFIX, responses=PROBLEMS)
    api.include_router(health.router)
    add_error_handlers(api)
    add_description(api)
    add_compression(api)
    add_security(api)
    add_headers(api)
    add_page(api)
    return api

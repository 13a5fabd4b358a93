"""The application factory."""

from fastapi import FastAPI

from service.api.compression import add_compression
from service.api.description import add_description
from service.api.errors import PROBLEMS, add_error_handlers
from service.api.headers import add_headers
from service.api.page import add_page
from service.api.routers import (
    access,
    account,
    annotations,
    answer_and_next,
    assignments,
    bill,
    catalogue,
    certificates,
    classes,
    comparison,
    exports,
    health,
    hunts,
    imports,
    items,
    jobs,
    members,
    model,
    notes,
    own_answers,
    predict,
    projects,
    review,
    rounds,
    set_aside,
    suggestions,
    users,
)
from service.api.security import add_security
from service.loop.app import App

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
    set_aside,
    suggestions,
    predict,
    model,
    certificates,
    comparison,
    bill,
    exports,
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

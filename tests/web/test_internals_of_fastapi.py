"""What breaks when the insides of FastAPI change that `fastapi_internals` rests on."""

from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.web.fastapi_internals import body_type, depended_on, query_fields


class Filters(BaseModel):
    kind: str = ""


class Sent(BaseModel):
    name: str


def inner(limit: int = 1) -> int:
    return limit


def outer(got: Annotated[int, Depends(inner)], after: Annotated[str, Query(alias="from")]) -> str:
    return after * got


@pytest.fixture(scope="module")
def routes() -> list[APIRoute]:
    router = APIRouter()

    @router.post("/things")
    def post(body: Sent, got: Annotated[str, Depends(outer)]) -> None: ...

    @router.get("/things")
    def get(filters: Annotated[Filters, Query()]) -> None: ...

    return [route for route in router.routes if isinstance(route, APIRoute)]


def test_dependant_call_and_dependencies(routes: list[APIRoute]) -> None:
    """No route says who may call it, or not all that do: the service doesn't start."""
    post, get = (list(depended_on(route)) for route in routes)
    assert [each for each in post if each in (inner, outer)] == [outer, inner]
    assert not {inner, outer} & {*get}


def test_dependant_query_params(routes: list[APIRoute]) -> None:
    """Parameters that a route has are refused as unknown ones."""
    post, get = (dict(query_fields(route)) for route in routes)
    assert post == {"from": str, "limit": int}
    assert [*get.values()] == [Filters]


def test_route_body_field(routes: list[APIRoute]) -> None:
    """An unknown field of a body is refused without the names of those that it has."""
    assert [body_type(route) for route in routes] == [Sent, None]

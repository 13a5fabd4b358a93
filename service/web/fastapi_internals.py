"""What rests on the insides of FastAPI, which any release may change: all of it is here.

`tests/web/test_internals_of_fastapi.py` says of each what breaks when it does.
"""

from collections.abc import Iterator
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute


def depended_on(route: APIRoute) -> Iterator[object]:
    """The dependencies that a handler's signature names, and theirs."""
    for dependant in _all(route.dependant):
        yield dependant.call


def query_fields(route: APIRoute) -> Iterator[tuple[str, Any]]:
    """The parameters of a route's query by name, with their types; a model may be all of it."""
    for dependant in _all(route.dependant):
        for field in dependant.query_params:
            yield field.alias, field.field_info.annotation


def body_type(route: APIRoute) -> Any:
    """What its body is; None where it takes none that is parsed."""
    return None if route.body_field is None else route.body_field.field_info.annotation


def _all(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for each in dependant.dependencies:
        yield from _all(each)

"""A misspelt parameter of a query must not go unnoticed, as a misspelt field of a body doesn't."""

from collections.abc import Collection
from difflib import get_close_matches

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.kit.errors import Invalid
from service.web.fastapi_internals import query_fields


def query_names(route: APIRoute) -> frozenset[str]:
    """What a route takes in its query: by its handler's signature, or that of a dependency."""
    return frozenset(
        name for alias, kind in query_fields(route) for name in _names(kind) or (alias,)
    )


def _names(annotation: object) -> list[str]:
    """Of a model that stands for a whole query."""
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return []
    return [field.alias or name for name, field in annotation.model_fields.items()]


def refuse_unknown(request: Request, names: Collection[str]) -> None:
    """Raises `Invalid` with the first unknown parameter, and the known one that it may mean."""
    # Most calls have no query: nothing is parsed for them.
    if not request.scope["query_string"]:
        return
    for name in request.query_params:
        if name not in names:
            raise Invalid(f"There is no parameter `{name}`. {instead(name, names)}", field=name)


def instead(name: str, names: Collection[str], takes: str = "This call takes") -> str:
    """The known name that may be meant, or all of them."""
    if near := get_close_matches(name, sorted(names), n=1):
        return f"Do you mean `{near[0]}`?"
    if not names:
        return f"{takes} none."
    return f"{takes} {', '.join(f'`{each}`' for each in sorted(names))}."

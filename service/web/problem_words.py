"""What is wrong with a request, a sentence each: which field, what it is, and what it should be."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel

from service.kit.errors import Invalid
from service.kit.fields import NO_NUL, Body
from service.web.fastapi_internals import body_type, query_fields

Issue = Mapping[str, Any]
"""As Pydantic tells it: `type`, `loc`, `msg`, `input`, and figures in `ctx`."""

WANTED = {
    "string_type": "a text",
    "string_unicode": "a text without halves of characters",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number, and a smaller one",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "literal_error": "{expected}",
    "enum": "{expected}",
    "uuid_type": "a UUID, such as 7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "uuid_parsing": "a UUID, such as 7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "datetime_type": "a time, such as 2026-11-28T14:05:00Z",
    "datetime_parsing": "a time, such as 2026-11-28T14:05:00Z",
    "datetime_from_date_parsing": "a time, such as 2026-11-28T14:05:00Z",
    "timezone_aware": "a time with its zone, such as 2026-11-28T14:05:00Z",
}
"""What a field should be, by the type of Pydantic's error; `{ge}` and others are its figures."""
SHAPES = {
    "cursor": "the `next` of the page before",
    "area": "the map's number and the corners of a polygon, at least three, such as 1-0-0-9-0-9-9",
    "name": "2 to 40 of lower-case letters, digits, `-` and `_`, a letter first",
}
"""What is looked for by a pattern, by the name of its field."""
SECRET = {"password", "current", "token"}
"""Fields whose content isn't repeated."""
SHOWN = 40
"""Characters of what was sent."""
_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""Of an enumeration, as Pydantic lists them; people send what is quoted."""


def sentence(issue: Issue, route: object) -> str:
    """What is wrong, for people; `route` knows which fields there are."""
    kind, name = str(issue["type"]), field_of(issue)
    if kind in _IN_FULL:
        return _IN_FULL[kind](issue, f"`{name}`" if name else "The body", route)
    field = f"`{name}`" if name else "The body"
    if kind not in WANTED:
        return f"{field}: {issue['msg']}."
    wanted = _MEMBER.sub(r"\1", WANTED[kind].format(**_figures(issue)))
    if name.rpartition(".")[2] in SECRET:
        return f"{field} should be {wanted}."
    return f"{field} is {_given(issue['input'])}; it should be {wanted}."


def _figures(issue: Issue) -> dict[str, Any]:
    """Its figures, 1.0 as 1."""
    figures = issue.get("ctx", {}).items()
    return {n: int(v) if isinstance(v, float) and v.is_integer() else v for n, v in figures}


def field_of(issue: Issue) -> str:
    """Where in the request it is: of a body that isn't JSON, nowhere."""
    if issue["type"] == "json_invalid":
        return ""
    place = issue["loc"][1:2] if issue["loc"][0] == "query" else issue["loc"][1:]
    return ".".join(str(part) for part in place)


def _given(value: Any) -> str:
    """What was sent, texts in quotation marks; of what has parts, which it is."""
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "an object"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value).encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _no_such_field(issue: Issue, _field: str, route: object) -> str:
    *place, name = issue["loc"][1:]
    fields, absences = _fields_at(route, place)
    if name in absences:
        return f"`{field_of(issue)}` {absences[name]}"
    return f"There is no field `{field_of(issue)}`. {instead(str(name), fields, 'It takes')}"


def _fields_at(route: object, place: Sequence[str | int]) -> tuple[list[str], Mapping[str, str]]:
    """The names of the fields that a body of this route has there, and why it lacks some."""
    model = _model_in(body_type(route)) if isinstance(route, APIRoute) else None
    for part in place:
        if model is not None and isinstance(part, str):
            named = {field.alias or name: field for name, field in model.model_fields.items()}
            model = _model_in(named[part].annotation) if part in named else None
    fields = model.model_fields if model is not None else {}
    absences = model.absences if model is not None and issubclass(model, Body) else {}
    return [field.alias or name for name, field in fields.items()], absences


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model in it: in a list of them, or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _too_short(issue: Issue, field: str, _route: object) -> str:
    length, least = len(issue["input"]), issue["ctx"]["min_length"]
    if length == 0:
        return f"{field} is empty."
    return f"{field} has {_counted(issue, length)}; it should have at least {least:,}."


def _too_long(issue: Issue, field: str, _route: object) -> str:
    most = issue["ctx"]["max_length"]
    return f"{field} has {_counted(issue, len(issue['input']))}; it should have at most {most:,}."


def _counted(issue: Issue, length: int) -> str:
    what = "character" if str(issue["type"]).startswith("string") else "entry"
    plural = {"character": "characters", "entry": "entries"}[what]
    return f"{length:,} {what if length == 1 else plural}"


def _mismatch(issue: Issue, field: str, _route: object) -> str:
    """Patterns keep NUL out, or are those of the fields in `SHAPES`."""
    if issue["ctx"]["pattern"] == NO_NUL:
        return f"{field} holds a NUL character."
    wanted = SHAPES[field_of(issue).rpartition(".")[2]]
    return f"{field} is {_given(issue['input'])}; it should be {wanted}."


def _ours(issue: Issue, field: str, _route: object) -> str:
    message = str(issue["ctx"]["error"])
    if message.startswith("should be"):
        return f"{field} is {_given(issue['input'])}; it {message}."
    return f"{field} {message}."


_IN_FULL: dict[str, Callable[[Issue, str, object], str]] = {
    "missing": lambda _issue, field, _route: f"{field} is missing.",
    "extra_forbidden": _no_such_field,
    "string_too_short": _too_short,
    "string_too_long": _too_long,
    "too_short": _too_short,
    "too_long": _too_long,
    "string_pattern_mismatch": _mismatch,
    "json_invalid": lambda issue, field, _route: f"{field} isn't JSON: {issue['ctx']['error']}.",
    "value_error": _ours,
}
"""What takes more than what it should be."""


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

"""Requests made up from the documentation of the API: what it allows, and what it doesn't."""

from contextlib import suppress
from typing import Any

import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

EXAMPLES = 3
AS_DOCUMENTED = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# These end what the others need.
LEFT_OUT = [("delete", "/api/v1/projects/{project_id}"), ("delete", "/api/v1/session")]


def operations(schema: OpenApiSchema) -> list[Any]:
    found = [each.ok() for each in schema.get_all_operations()]
    return [each for each in found if (each.method.lower(), each.path) not in LEFT_OUT]


def hit(case: Any, real: dict[str, int]) -> None:
    """Aims at rows that exist: most random ids end in a 404 before anything happens."""
    for name, value in real.items():
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = value
        if isinstance(case.body, dict) and name in case.body:
            case.body[name] = value


def send(http: TestClient, case: Any) -> Any:
    sent = case.as_transport_kwargs()
    kept = {name: sent[name] for name in ("json", "data", "content") if sent.get(name) is not None}
    if "data" in kept:
        kept["content"] = kept.pop("data")
    headers = {
        name: value for name, value in sent["headers"].items() if name.lower() != "user-agent"
    }
    headers["Origin"] = "http://testserver"
    query = sent.get("params")
    return http.request(case.method, case.formatted_path, params=query, headers=headers, **kept)


def check_refusals(
    http: TestClient, openapi: dict[str, Any], mode: str, real: dict[str, int]
) -> set[int]:
    """Sends `positive` or `negative` requests to every call; the statuses they got.

    `real` are ids of rows that exist. AssertionError at a server error or what isn't documented.
    """
    schema = schemathesis.openapi.from_dict(openapi)
    statuses: set[int] = set()

    for operation in operations(schema):

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=operation.as_strategy(generation_mode=GenerationMode(mode)), aimed=st.booleans()
        )
        def refuse(case: Any, aimed: bool) -> None:
            if aimed:
                hit(case, real)
            answer = send(http, case)
            statuses.add(answer.status_code)
            assert answer.status_code < 500, f"{case.method} {case.formatted_path}: {answer.text}"
            if answer.status_code >= 400:
                assert answer.headers["content-type"] == "application/problem+json"
            else:
                case.validate_response(answer, checks=AS_DOCUMENTED)

        with suppress(Unsatisfiable):  # a call without parameters has nothing to get wrong
            refuse()
    return statuses

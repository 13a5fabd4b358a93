"""No call answers garbage with a server error, on the stricter of the databases.

What is no garbage after all is answered as documented: status, content type and schema.
"""

from contextlib import suppress
from typing import Any

import pytest
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

from tests.driving import Driver, texts

EXAMPLES = 5
AS_DOCUMENTED = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# These end what the others need.
LEFT_OUT = [("delete", "/api/v1/projects/{project_id}"), ("delete", "/api/v1/session")]


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


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


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_garbage_is_refused_not_tripped_over(driver: Driver, mode: GenerationMode) -> None:
    project = driver.project(["a", "b"])
    driver.imported(project, texts(20))
    [lease] = driver.offered(project)["assignments"]
    real = {
        "project_id": project,
        "item_id": lease["item"]["id"],
        "assignment_id": lease["id"],
        "import_id": 1,
        "job_id": 1,
    }
    http = TestClient(driver.api, raise_server_exceptions=False, cookies=dict(driver.http.cookies))
    schema = schemathesis.openapi.from_dict(driver.api.openapi())
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
        @given(case=operation.as_strategy(generation_mode=mode), aimed=st.booleans())
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
    assert len(statuses) > 4

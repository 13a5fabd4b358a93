"""Bodies and parameters as nobody should send them: each call refuses them and names the field."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from service.web.door import MAX_BODY
from tests.driving import API, Driver, description
from tests.in_process import Browser

pytestmark = pytest.mark.slow

JSON = "application/json"
OTHERS_WORDS = re.compile("Input should|should match|required|Extra inputs|[Vv]alue error|UTF-8")
"""Of the library that checks: each kind of mistake has a sentence in `problem_words`."""
TOO_LONG = "x" * 200_001
TOO_LONG_IN_A_SMALL_BODY = "x" * 60_000
TOO_LARGE = (10**400, -(10**400), -1)
Place = tuple[str | int, ...]
"""Where something stands in a body: names of fields, and 0 for the first of a list."""


class Operation(NamedTuple):
    method: str
    path: str
    parameters: list[dict[str, Any]]
    body: dict[str, Any] | None
    """The schema of a JSON body."""
    is_bulk: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path.removeprefix(API)}"

    def ask(self, http: TestClient, instead: Any = None, **sent: Any) -> Any:
        ids = {p["name"]: 1 for p in self.parameters if p["in"] == "path"}
        ids |= {"annotation_id": uuid4(), "look_id": uuid4()} | (instead or {})
        return http.request(self.method, self.path.format(**ids), **sent)


def described() -> tuple[list[Operation], dict[str, Any]]:
    """Every documented operation, and the schemas they refer to."""
    openapi = description()
    operations = [
        Operation(
            method.upper(),
            path,
            declared.get("parameters", []),
            declared.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema"),
            MAX_BODY in declared,
        )
        for path, methods in openapi["paths"].items()
        for method, declared in methods.items()
    ]
    return operations, openapi["components"]["schemas"]


OPERATIONS, SCHEMAS = described()
WITH_BODY = [each for each in OPERATIONS if "$ref" in (each.body or {})]  # a file has none
OTHER_TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None)


def leaves(schema: dict[str, Any], place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Each place in a body that holds a text or a number, and which of them."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    for option in schema.get("anyOf", [schema]):
        if "$ref" in option:
            yield from leaves(option, place)
        for name, inner in option.get("properties", {}).items():
            yield from leaves(inner, (*place, name))
        if option.get("type") == "array":
            yield from leaves(option["items"], (*place, 0))
        if option.get("type") in ("string", "integer", "number"):
            yield place, option["type"]


def holding(place: Place, value: Any) -> Any:
    """A body with this value at the place and nothing else."""
    for part in reversed(place):
        value = [value] if part == 0 else {part: value}
    return value


@pytest.fixture(scope="module")
def http(shared: Driver) -> TestClient:
    """Signed in as one who may do everything; what breaks is seen as the answer it becomes.

    There is a project 1: before some look at what else is sent, they look whether there is.
    """
    shared.project([])
    made = Browser(shared.api, raise_server_exceptions=False)
    made.headers["Origin"] = "http://testserver"
    made.cookies.update(shared.http.cookies)
    return made


def refused(answer: Any, status: int = 422) -> Any:
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["detail"]
    return problem


def named(answer: Any) -> set[str]:
    """The fields that are blamed, each in a sentence of ours."""
    errors = refused(answer)["errors"]
    assert [each for each in errors if OTHERS_WORDS.search(each["reason"])] == []
    return {each["field"] for each in errors}


def test_there_is_something_to_try() -> None:
    assert len(OPERATIONS) > 40
    assert len(WITH_BODY) >= 12
    tried = {place for each in WITH_BODY for place, _ in leaves(each.body or {})}
    assert {("name",), ("classes", 0, "key"), ("annotations", 0, "assignment_id")} <= tried


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_what_nobody_should_send_is_refused_by_name(http: TestClient, operation: Operation) -> None:
    if operation in WITH_BODY:
        check_unknown_field(http, operation)
        check_values(http, operation)
        check_content_types(http, operation)
        check_no_objects(http, operation)
    check_parameters(http, operation)


def check_unknown_field(http: TestClient, operation: Operation) -> None:
    assert "nonsense" in named(operation.ask(http, json={"nonsense": 1}))


def check_values(http: TestClient, operation: Operation) -> None:
    """What no field can hold."""
    too_long = TOO_LONG if operation.is_bulk else TOO_LONG_IN_A_SMALL_BODY
    for place, kind in leaves(operation.body or {}):
        field = ".".join(map(str, place))
        wrong = [{}, "a\0b", "\ud800", too_long] if kind == "string" else [{}, "x", *TOO_LARGE]
        for value in wrong:
            body = json.dumps(holding(place, value))
            answer = operation.ask(http, content=body, headers={"Content-Type": JSON})
            assert field in named(answer), f"{field} = {body[:60]}"


def check_content_types(http: TestClient, operation: Operation) -> None:
    """One who sends another is told the right one."""
    for kind in OTHER_TYPES:
        headers = {"Content-Type": kind} if kind else {}
        problem = refused(operation.ask(http, content=b'{"name": "a"}', headers=headers))
        assert JSON in problem["detail"], kind


def test_the_limit_lets_the_largest_honest_bodies_pass(shared: Driver) -> None:
    """As the page and most clients send them: in UTF-8, not escaped."""
    project = shared.project([])
    classes = [{"name": f"{n:03}" + "é" * 197, "description": "é" * 2_000} for n in range(1_000)]
    new = {"name": "Large", "classes": classes, "guidelines": "é" * 100_000}
    body = json.dumps(new, ensure_ascii=False).encode()
    assert len(body) > 4 * 2**20
    made = shared.http.post(f"{API}/projects", content=body, headers={"Content-Type": JSON})
    assert made.status_code == 201
    path = f"/projects/{made.json()['id']}"
    changed = shared.http.patch(API + path, json={"guidelines": "é" * 100_000})
    assert changed.status_code == 200
    row = {"id": str(uuid4()), "item_id": 1, "answer": {"class": "é" * 200}}
    rows = json.dumps({"annotations": [row] * 500})
    many = shared.http.post(
        f"{API}/projects/{project}/annotations:bulk", content=rows, headers={"Content-Type": JSON}
    )
    assert many.status_code == 200


UNREADABLE: dict[str, bytes] = {
    "cut off": b'{"name": "a',
    "nothing": b"",
    "not UTF-8": b'{"name": "\xff"}',
    "nested too deeply": b"[" * 60_000,
    "nested too deeply in a field": b'{"name": ' + b'{"a":' * 10_000 + b"}" * 10_000 + b"}",
    "a number without end": b'{"name": ' + b"9" * 10_000 + b"}",
    "a list": b"[]",
    "a word": b'"name"',
}


def check_no_objects(http: TestClient, operation: Operation) -> None:
    for kind, body in UNREADABLE.items():
        answer = operation.ask(http, content=body, headers={"Content-Type": JSON})
        is_named = "JSON" in refused(answer, answer.status_code)["detail"]
        assert answer.status_code == 422 or (answer.status_code == 400 and is_named), kind


def check_parameters(http: TestClient, operation: Operation) -> None:
    for parameter in operation.parameters:
        name = parameter["name"]
        if parameter["in"] == "query":
            is_number = parameter["schema"].get("type") in ("integer", "number")
            for value in ("\0", *(TOO_LARGE if is_number else ())):
                fields = named(operation.ask(http, params={name: value}))
                assert name in {each.partition(".")[0] for each in fields}
        elif parameter["in"] == "path":
            for value in ("%00", "x", 10**400, 0):
                assert name in named(operation.ask(http, instead={name: value}))


def test_a_path_that_no_file_can_have_is_the_page(http: TestClient) -> None:
    for path in ("/%00", "/" + "a" * 5_000, "/..%2f..%2fetc/passwd", "/%ff"):
        assert http.get(path).headers["content-type"].startswith("text/html")
    refused(http.get("/assets/%00"), 404)

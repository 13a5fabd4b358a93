"""What is settled before a body is read: who sends it, and how large it may be."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import event

from service.jobs.routes import health
from service.web import app as api_app
from service.web.door import SMALL_BODY, TAKEN_ON_TRUST, Guarded, Probed, largest_body
from tests.driving import API, Driver
from tests.texts import texts
from tests.web.every_call import CALLS, OPEN
from tests.web.test_bodies import OPERATIONS, WITH_BODY, Operation

pytestmark = pytest.mark.slow

P = f"{API}/projects/{{project_id}}"
LARGER = {
    ("POST", f"{API}/projects"): 5 * 2**20,
    ("PATCH", P): 2**20,
    ("POST", f"{P}/annotations:bulk"): 2 * 2**20,
    ("POST", f"{P}/imports"): None,
    ("POST", f"{P}/vectors/{{name}}"): None,
    ("POST", f"{P}/suggestions"): 2 * 2**20,
    ("POST", f"{P}/predict"): 2 * 2**20,
    ("POST", f"{P}/drift"): 2 * 2**20,
}
"""Where bulk is meant, and how large it may be; None: streamed."""
FREE = {(method, path) for method, path, needs, _ in CALLS if needs == OPEN}
NEEDS_A_CALLER = [each for each in OPERATIONS if (each.method, each.path) not in FREE]
STREAM_TYPE = "application/x-ndjson"


class Sent(NamedTuple):
    """The answer to a request, and how much of its body was read."""

    status: int
    problem: dict[str, Any]
    read: int


def send(
    driver: Driver, operation: Operation, headers: dict[str, str], body: Iterator[bytes]
) -> Sent:
    """As a server hands it over: piece by piece, and only what is asked for."""
    answers: list[dict[str, Any]] = []
    read = 0

    async def receive() -> dict[str, Any]:
        nonlocal read
        piece = next(body, None)
        if piece is None:
            return {"type": "http.request", "body": b"", "more_body": False}
        read += len(piece)
        return {"type": "http.request", "body": piece, "more_body": True}

    async def answered(message: Any) -> None:
        answers.append(message)

    ids = dict.fromkeys(("project_id", "item_id", "user_id", "token_id", "session_id"), 1)
    ids |= dict.fromkeys(("invitation_id", "assignment_id", "import_id", "job_id"), 1)
    ids |= dict.fromkeys(("class_id", "note_id"), 1)
    made_outside = dict.fromkeys(("annotation_id", "batch", "look_id", "name"), "a" * 32)
    path = operation.path.format(**made_outside, **ids)
    scope = {
        "type": "http",
        "method": operation.method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("192.0.2.1", 1),
        "server": ("testserver", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "app": driver.api,
    }
    portal = driver.http.portal
    assert portal is not None
    portal.call(driver.api, scope, receive, answered)
    response = b"".join(each.get("body", b"") for each in answers[1:])
    return Sent(answers[0]["status"], json.loads(response) if response else {}, read)


def pieces(size: int) -> Iterator[bytes]:
    """A body of this size that is no JSON, in pieces of 4 KB."""
    return (b" " * 4096 for _ in range(size // 4096 + 1))


def of(http: TestClient) -> dict[str, str]:
    """What a browser sends that is signed in."""
    cookies = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    return {"Cookie": cookies, "Origin": "http://testserver", "Host": "testserver"}


def routes() -> list[APIRoute]:
    found = [route for router in (*api_app.routers(), health) for route in router.routes]
    assert all(isinstance(route, APIRoute) for route in found)
    return [route for route in found if isinstance(route, APIRoute)]


def test_no_route_is_without_the_door() -> None:
    """A new one's router says that it is `Guarded`, and `LARGER` when it takes more."""
    probed = [route.path for route in routes() if type(route) is Probed]
    assert probed == ["/healthz", "/readyz", "/metrics"]
    assert [route.path for route in routes() if not isinstance(route, Guarded)] == []
    assert len(routes()) == len(OPERATIONS)
    larger = {
        (method, f"{API}{route.path}"): largest_body(route)
        for route in routes()
        for method in route.methods
        if largest_body(route) != SMALL_BODY
    }
    assert larger == LARGER


def test_nothing_is_read_from_who_is_not_known(shared: Driver) -> None:
    for operation in NEEDS_A_CALLER:
        check_nothing_is_read(shared, operation)


def check_nothing_is_read(shared: Driver, operation: Operation) -> None:
    size = {"Content-Length": str(SMALL_BODY), "Content-Type": "application/json"}
    for headers in ({}, {"Authorization": "Bearer"}, {"Cookie": "other=1"}):
        sent = send(shared, operation, headers | size, pieces(SMALL_BODY))
        assert (sent.status, sent.problem["code"], sent.read) == (401, "unauthorized", 0), operation
    for headers in ({"Authorization": "Bearer nope"}, {"Cookie": "postil_session=nope"}):
        sent = send(shared, operation, headers | size, pieces(SMALL_BODY))
        assert (sent.status, sent.problem["code"], sent.read) == (401, "unauthorized", 0), operation
        in_chunks = {"Content-Type": "application/json"}
        sent = send(shared, operation, headers | in_chunks, pieces(SMALL_BODY))
        assert (sent.status, sent.problem["code"]) == (401, "unauthorized"), operation
        assert sent.read <= TAKEN_ON_TRUST + 4096, operation


def test_a_body_over_the_limit_is_refused_however_it_comes(shared: Driver) -> None:
    for operation in WITH_BODY:
        check_limit(shared, operation)


def check_limit(shared: Driver, operation: Operation) -> None:
    limit = LARGER.get((operation.method, operation.path), SMALL_BODY)
    assert limit is not None
    headers = of(shared.http) | {"Content-Type": "application/json"}
    response = send(shared, operation, headers | {"Content-Length": str(limit + 1)}, pieces(limit))
    assert (response.status, response.problem["code"], response.read) == (413, "too_large", 0), (
        operation
    )
    for lie in ({}, {"Content-Length": "10"}, {"Content-Length": "many"}):
        sent = send(shared, operation, headers | lie, pieces(16 * 2**20))
        assert (sent.status, sent.problem["code"]) == (413, "too_large"), operation
        assert f"{limit:,} bytes" in sent.problem["detail"]
        assert limit < sent.read <= limit + 4096, operation


def test_a_sign_in_takes_64_kilobytes(shared: Driver) -> None:
    [operation] = [each for each in WITH_BODY if str(each) == "POST /session"]
    sent = send(shared, operation, {"Content-Type": "application/json"}, pieces(16 * 2**20))
    assert (sent.status, sent.read) == (413, SMALL_BODY + 4096)


def test_labelling_goes_on_meanwhile(shared: Driver) -> None:
    """Parsing is what stopped it: not one of these bodies is parsed."""
    parsed: list[int] = []
    [operation] = [each for each in WITH_BODY if str(each) == "POST /session"]
    whole = b"[" + b",".join([b"{}"] * 5_000_000) + b"]"

    def body() -> Iterator[bytes]:
        for start in range(0, len(whole), 2**16):
            parsed.append(start)
            yield whole[start : start + 2**16]

    headers = {"Content-Type": "application/json"}
    assert send(shared, operation, headers, body()).status == 413
    assert len(parsed) == 2


def statements(driver: Driver, call: Any) -> list[str]:
    """What the database is asked while it is called."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = driver.app.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return asked


def test_who_asks_is_looked_up_once(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(12))
    ann = driver.join(project, "Ann")
    ann.get(f"{API}/me")
    for call in (
        lambda: ann.get(f"{API}/projects/{project}/curve"),
        lambda: ann.post(f"{API}/projects/{project}/assignments", json={}),
        lambda: ann.post(f"{API}/tokens", json={"name": "t"}),
    ):
        looked_up = [
            each for each in statements(driver, call) if "token_hash" in each and "JOIN" in each
        ]
        assert len(looked_up) == 1

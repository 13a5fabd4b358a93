"""Ids: numbers below 2^53 that mean nothing to clients, on either database, wherever they stand."""

import re
from typing import Any
from uuid import uuid4

import pytest

from service.kit.fields import MAX_ID
from tests.driving import API, Driver
from tests.web.every_call import CALLS, World, name
from tests.web.test_bodies import OPERATIONS, Operation

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

NAMES = [
    (call, id_name)
    for call in CALLS
    for id_name in re.findall(r"{(\w+)}", call[1])
    if id_name not in ("annotation_id", "batch", "look_id", "name")  # the client makes them
]
NUMBERS = ("integer", "number")


@pytest.fixture(scope="module")
def world(shared: Driver) -> World:
    return World(shared)


def test_an_id_in_a_path_is_there_or_not_found_or_named(world: World) -> None:
    for call, id_name in NAMES:
        missing = world.send("admin", call, **{id_name: MAX_ID})
        refused = (missing.status_code, missing.json()["code"])
        assert refused == (404, "not_found"), (name(call), id_name)
        beyond = world.send("admin", call, **{id_name: MAX_ID + 1})
        field = "project_id" if id_name == "project" else id_name
        assert (beyond.status_code, beyond.json()["field"]) == (422, field), (name(call), id_name)


def largest(operation: Operation) -> dict[str, int]:
    """The numbers in its query, each the largest that it takes."""
    found: dict[str, int] = {}
    for parameter in operation.parameters:
        schema = parameter["schema"]
        for option in schema.get("anyOf", [schema]):
            option = option.get("items", option)
            if parameter["in"] == "query" and option.get("type") in NUMBERS:
                found[parameter["name"]] = option["maximum"]
    return found


def test_the_largest_number_in_a_query_is_answered(world: World) -> None:
    body = {"content": b"", "headers": {"Content-Type": "application/x-ndjson"}}
    for operation in (each for each in OPERATIONS if largest(each)):
        ids = {"project_id": world.project, "name": "images"}
        ids |= dict.fromkeys(("import_id", "item_id", "job_id"), 1)
        path = operation.path.format(**ids)
        is_import = operation.method == "POST"
        for parameter, most in largest(operation).items():
            sent: dict[str, Any] = body if is_import else {}
            taken = {parameter: 0.01 if is_import else most}
            answer = world.driver.http.request(operation.method, path, params=taken, **sent)
            assert answer.status_code < 500, (operation, parameter, answer.text)
            more = {parameter: most + 1}
            beyond = world.driver.http.request(operation.method, path, params=more, **sent)
            refused = (beyond.status_code, beyond.json()["field"])
            assert refused == (422, parameter), (operation, parameter)


def test_which_queries_hold_ids() -> None:
    ids = {
        (str(operation), parameter)
        for operation in OPERATIONS
        for parameter, value in largest(operation).items()
        if value == MAX_ID and parameter != "cursor"
    }
    assert ids == {
        ("GET /jobs", "project"),
        ("GET /projects/{project_id}/items", "annotator"),
        ("GET /projects/{project_id}/items/{item_id}/similar", "annotator"),
    }


def test_ids_in_bodies(world: World) -> None:
    path = f"{API}/projects/{world.project}/annotations"
    http = world.people["annotator"]
    lease = world.driver.offered(world.project, 1, http)["assignments"][0]
    asked = {"item_id": lease["item"]["id"], "assignment_id": lease["id"]}
    for wrong in asked:
        body = {"answer": {"class": "a"}, **asked, wrong: MAX_ID}
        missing = http.put(f"{path}/{uuid4()}", json=body)
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
        rows = {"annotations": [body | {"id": str(uuid4())}]}
        [row] = http.post(f"{path}:bulk", json=rows).json()["results"]
        assert row["status"] == 404
        beyond = http.put(f"{path}/{uuid4()}", json=body | {wrong: MAX_ID + 1})
        assert (beyond.status_code, beyond.json()["field"]) == (422, wrong)
        rows = {"annotations": [body | {"id": str(uuid4()), wrong: MAX_ID + 1}]}
        beyond = http.post(f"{path}:bulk", json=rows)
        assert (beyond.status_code, beyond.json()["field"]) == (422, f"annotations.0.{wrong}")

"""Every list has one envelope: results, and what to send as the cursor of the page that follows.

A list may say more of all its rows beside these.
"""

import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import pytest

from tests.asking import answers_questions
from tests.driving import API, Driver
from tests.own_vectors.own import send
from tests.texts import texts

pytestmark = pytest.mark.both_databases

P = f"{API}/projects/{{project_id}}"
LISTS = {
    f"{API}/projects": "id",
    f"{API}/jobs": "id",
    f"{API}/tokens": "id",
    f"{API}/me/sessions": "id",
    f"{API}/strategies": "name version",
    f"{API}/encoders": "name",
    f"{API}/job-kinds": "name",
    f"{API}/export-formats": "name",
    f"{P}/settings-history": "id",
    f"{P}/drift": "id",
    f"{P}/classes": "id",
    f"{P}/imports": "import_id",
    f"{P}/imports/{{import_id}}/rejected": "line",
    f"{P}/imports/{{import_id}}/conflicts": "line",
    f"{P}/vectors": "name",
    f"{P}/items": "id",
    f"{P}/items/{{item_id}}/similar": "id",
    f"{P}/own-answers": "item_id",
    f"{P}/rounds": "number",
    f"{P}/review/disagreements": "item_id",
    f"{P}/review/errors": "item_id",
    f"{P}/review/notes": "id",
    f"{P}/review/skipped": "item_id",
    f"{P}/notes/replies": "note_id",
    f"{P}/members": "user_id",
    f"{P}/set-aside": "user_id",
    f"{P}/invitations": "id",
}


@pytest.fixture(scope="module")
def driver(shared: Driver) -> Driver:
    """Nothing here changes what the others see."""
    return shared


@pytest.fixture(scope="module")
def ids(driver: Driver) -> dict[str, int]:
    """A project with three or more of everything that is listed."""
    project = driver.project(["fruit", "metal"])
    for _ in range(2):
        driver.project()
    wrong = {0: "metal", 1: "fruit", 2: "metal"}
    rows = [{**row, "label": wrong.get(n, row["label"])} for n, row in enumerate(texts(40))]
    driver.imported(project, rows, labels="import")
    for number in range(2):
        rows = [{"text": each["text"], "label": "other"} for each in texts(3)]
        bad = [*rows, {"text": ""}, {"id": "without"}, {"text": "", "label": "x"}]
        body = "\n".join(map(json.dumps, bad))
        uploaded = driver.upload(project, body, labels="import", create_classes="true").json()
        driver.work()
        driver.post(f"/projects/{project}/rounds")
        driver.work()
        driver.post("/tokens", name=f"program {number}")
        driver.join(project, f"person {number}")
        driver.post(f"/projects/{project}/invitations", uses=5)
    for name in ("images", "names", "sounds"):
        assert send(driver, project, [{"id": "row-1", "vector": [1, 2]}], name).status_code == 202
    driver.work()
    _noted(driver, project)
    _disagree(driver, project)
    _set_aside(driver, project)
    for lease in driver.offered(project, 3)["assignments"]:
        assert driver.answer(project, lease, "metal").status_code == 201
    _skipped(driver, project)
    driver.post("/tokens", name="program")
    driver.post(f"/projects/{project}/invitations", uses=5)
    [first, *_] = answers_questions(driver).get(f"/projects/{project}/items").json()["results"]
    for n in (30, 31):
        sent = driver.post(f"/projects/{project}/drift", texts=[row["text"] for row in texts(n)])
        assert sent.status_code == 200, sent.text
    return {
        "project_id": project,
        "import_id": uploaded["import_id"],
        "item_id": first["id"],
    }


def _noted(driver: Driver, project: int) -> None:
    """Comments of the administrator's, with replies by somebody else."""
    eve = driver.join(project, "Eve", "engineer")
    for item in driver.get(f"/projects/{project}/items").json()["results"][:3]:
        driver.post(f"/projects/{project}/items/{item['id']}/notes", kind="comment", text="?")
    for note in driver.get(f"/projects/{project}/review/notes").json()["results"]:
        said = eve.put(f"{API}/projects/{project}/notes/{note['id']}/reply", json={"text": "!"})
        assert said.status_code == 200


def _disagree(driver: Driver, project: int) -> None:
    """Two people answer three texts, each in another way."""
    driver.http.patch(f"{API}/projects/{project}", json={"overlap": 2})
    driver.imported(project, texts(43)[40:])
    for name, said in (("Ann", "fruit"), ("Ben", "metal")):
        http = driver.join(project, name)
        for lease in driver.offered(project, 3, http)["assignments"]:
            assert driver.answer(project, lease, said, http=http).status_code == 201


def _skipped(driver: Driver, project: int) -> None:
    """Three more texts."""
    driver.imported(project, texts(46)[43:])
    fay = driver.join(project, "Fay")
    for lease in driver.offered(project, 3, fay)["assignments"]:
        skip = f"{API}/projects/{project}/assignments/{lease['id']}/skip"
        assert fay.post(skip, json={}).status_code == 200


def _set_aside(driver: Driver, project: int) -> None:
    """What two people answered."""
    for name in ("Cat", "Dan"):
        http = driver.join(project, name)
        [lease] = driver.offered(project, 1, http)["assignments"]
        assert driver.answer(project, lease, "fruit", http=http).status_code == 201
        user = http.get(f"{API}/me").json()["id"]
        assert driver.post(f"/projects/{project}/members/{user}/set-aside").json()["answers"] == 1


def walked(driver: Driver, path: str, size: int) -> Iterator[Any]:
    query: dict[str, Any] | None = {"limit": size}
    while query is not None:
        page = driver.http.get(path, params=query).json()
        assert page.keys() >= {"results", "next", "total"}
        assert len(page["results"]) <= size
        yield from page["results"]
        query = None if page["next"] is None else {"limit": size, "cursor": page["next"]}


@pytest.mark.slow
def test_a_list_is_the_same_however_it_is_cut(driver: Driver, ids: dict[str, int]) -> None:
    for path, key in LISTS.items():
        of = itemgetter(*key.split())
        at = path.format(**ids)
        whole = driver.http.get(at, params={"limit": 500}).json()
        assert whole["next"] is None, path
        keys = [of(row) for row in whole["results"]]
        assert len({*keys}) == len(keys) >= (1 if path.endswith("/sessions") else 2), path
        assert whole["total"] in (None, len(keys)), path
        for size in (1, 2, len(keys)):
            assert [of(row) for row in walked(driver, at, size)] == keys, (path, size)


@pytest.mark.slow
def test_a_cursor_that_no_page_gave_is_refused(driver: Driver, ids: dict[str, int]) -> None:
    for path in LISTS:
        for cursor in ("", "x", "-1", "9" * 17, "१"):
            answer = driver.http.get(path.format(**ids), params={"cursor": cursor})
            assert (answer.status_code, answer.json()["field"]) == (422, "cursor"), (path, cursor)


def test_every_list_is_tried(driver: Driver) -> None:
    """What answers with a list of things has this envelope, and takes cursor and limit."""
    schema = driver.api.openapi()
    parts = schema["components"]["schemas"]
    listed = set()
    for path, methods in schema["paths"].items():
        if "get" not in methods:
            continue
        content = methods["get"]["responses"]["200"].get("content", {})
        shape = content.get("application/json", {}).get("schema", {})
        assert shape.get("type") != "array", f"{path} answers with a bare list"
        fields = parts.get(shape.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
        if "results" in fields or "next" in fields:
            assert fields.keys() >= {"results", "next", "total"}, path
            named = {each["name"] for each in methods["get"]["parameters"]}
            assert {"cursor", "limit"} <= named, path
            listed.add(path)
    assert listed == {*LISTS}

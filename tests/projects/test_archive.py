"""Projects that are put away, brought back, and taken as templates."""

from typing import Any
from uuid import uuid4

import pytest

from tests.driving import API, Driver
from tests.texts import texts

SETTINGS: dict[str, Any] = {
    "guidelines": "What is it *made of*?",
    "strategy": "random",
    "batch_size": 7,
    "round_every": 9,
    "audits": "proof",
    "overlap": 2,
    "suggestions": True,
    "lease_seconds": 77,
    "take_along_hours": 3,
    "price_per_hour": 30.0,
    "price_per_label": 0.1,
    "target": 0.8,
    "stop_level": 0.95,
    "value_per_point": 12.0,
}


def archived(driver: Driver, project: int, state: str = "archived") -> Any:
    return driver.http.patch(f"{API}/projects/{project}", json={"state": state})


def names(driver: Driver, **query: Any) -> list[int]:
    return [each["id"] for each in driver.get("/projects", **query).json()["results"]]


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_archived_project_is_read_and_nothing_else(driver: Driver) -> None:
    project, other = driver.project(), driver.project()
    driver.without("embed").imported(project, texts(6))
    ann = driver.join(project, "Ann")
    [lease, _] = driver.offered(project, 2, ann)["assignments"]
    job = driver.get("/jobs", project=project).json()["results"][0]["id"]
    assert archived(driver, project).json()["state"] == "archived"
    assert (names(driver), names(driver, archived=True)) == ([other], [project])
    place = f"{API}/projects/{project}"
    for path in ("", "/stats", "/progress", "/items", "/classes", "/export", "/curve"):
        assert driver.http.get(place + path).status_code == 200, path
    item = {"item_id": lease["item"]["id"]}
    decided = {"batch": str(uuid4()), "items": [lease["item"]["id"]], "answer": {"class": "a"}}
    for http, method, path, body in (
        (ann, "POST", "/assignments", {}),
        (ann, "PUT", f"/annotations/{uuid4()}", {**item, "answer": {"class": "a"}}),
        (ann, "POST", f"/assignments/{lease['id']}/skip", {}),
        (ann, "POST", f"/items/{lease['item']['id']}/notes", {"kind": "flag"}),
        (driver.http, "POST", "/items:label", decided),
        (driver.http, "DELETE", f"/items:label/{uuid4()}", None),
        (driver.http, "POST", "/classes", {"name": "c"}),
        (driver.http, "POST", "/rounds", None),
        (driver.http, "POST", "/predict", {"texts": ["a"]}),
        (driver.http, "POST", "/invitations", {}),
        (driver.http, "PATCH", "", {"name": "Other"}),
        (driver.http, "PATCH", "", {"name": "Other", "state": "active"}),
    ):
        answer = http.request(method, place + path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "archived"), path
    for change in ("cancel", "retry"):
        answer = driver.post(f"/jobs/{job}/{change}")
        assert (answer.status_code, answer.json()["code"]) == (409, "archived"), change
    sent = driver.upload(project, '{"text": "new"}')
    assert (sent.status_code, sent.json()["code"]) == (409, "archived")
    assert archived(driver, project, "active").status_code == 200
    assert driver.answer(project, lease, "a", http=ann).status_code == 201
    archived(driver, project)
    assert driver.http.delete(place).status_code == 204


@pytest.mark.both_databases
def test_a_duplicate_has_the_settings_and_classes(driver: Driver) -> None:
    """Whatever can be said of a project, but for what makes it that one."""
    classes = [
        {"name": "x", "key": "5", "description": "An x", "colour": "teal"},
        {"name": "y", "colour": "red"},
    ]
    opened = driver.post("/projects", name="First", classes=classes, **SETTINGS)
    project = opened.json()["id"]
    driver.without("embed").imported(project, texts(3))
    gone = driver.get(f"/projects/{project}/classes").json()["results"][1]["id"]
    driver.post(f"/projects/{project}/classes/{gone}/retire")
    made = driver.post(f"/projects/{project}/duplicate", name="Second")
    assert made.status_code == 201
    found = made.json()
    assert {name: found[name] for name in SETTINGS} == SETTINGS
    assert (found["name"], found["item_count"], found["my_role"]) == ("Second", 0, "admin")
    [only] = found["classes"]
    assert {name: only[name] for name in classes[0]} == classes[0]
    assert found["seed"] != driver.get(f"/projects/{project}").json()["seed"]

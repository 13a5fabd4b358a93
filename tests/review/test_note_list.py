"""Notes as a work list: resolved, replied to, read by who wrote them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(3))


@pytest.fixture
def ann(driver: Driver, project: int) -> TestClient:
    http = driver.join(project, "Ann")
    # Annotators say nothing of a text that they were never offered.
    for lease in driver.offered(project, 3, http)["assignments"]:
        driver.end(project, "release", lease, http)
    return http


def note(http: TestClient, project: int, kind: str = "flag", text: str = "", item: int = 1) -> int:
    path = f"{API}/projects/{project}/items/{item}/notes"
    return int(http.post(path, json={"kind": kind, "text": text}).json()["id"])


def listed(driver: Driver, project: int, state: str = "open") -> list[Any]:
    found = driver.get(f"/projects/{project}/review/notes", state=state).json()
    return list(found["results"])


def do(driver: Driver, project: int, note_id: int, what: str, **body: Any) -> Any:
    answer = driver.post(f"/projects/{project}/notes/{note_id}/{what}", **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def replies(http: TestClient, project: int) -> list[Any]:
    found = http.get(f"{API}/projects/{project}/notes/replies").json()["results"]
    told = http.get(f"{API}/projects/{project}/progress").json()["replies"]
    assert told == len(found)
    return list(found)


def test_what_is_resolved_leaves_the_list_and_comes_back(
    driver: Driver, project: int, ann: TestClient
) -> None:
    first, second = note(ann, project), note(ann, project, "comment", "why?", item=2)
    driver.label(project, 1, lambda _text: "a")
    assert [(one["id"], one["kind"], one["text"]) for one in listed(driver, project)] == [
        (first, "flag", ""),
        (second, "comment", "why?"),
    ]
    shown = do(driver, project, first, "resolve")
    assert shown["resolved_at"] is not None
    assert shown["annotator"] == "Ann"
    assert do(driver, project, first, "resolve") == shown
    assert [one["id"] for one in listed(driver, project)] == [second]
    assert [one["id"] for one in listed(driver, project, "resolved")] == [first]
    do(driver, project, first, "reopen")
    assert [one["id"] for one in listed(driver, project)] == [first, second]
    assert listed(driver, project, "resolved") == []


def test_a_flag_that_is_resolved_makes_room_for_another(
    driver: Driver, project: int, ann: TestClient
) -> None:
    first = note(ann, project)
    do(driver, project, first, "resolve")
    assert ann.delete(f"{API}/projects/{project}/items/1/flag").status_code == 204
    assert [one["id"] for one in listed(driver, project, "resolved")] == [first]
    assert note(ann, project) != first
    assert len(listed(driver, project)) == 1


@pytest.mark.slow
def test_whoever_wrote_it_reads_the_reply_once_and_nobody_else_does(
    driver: Driver, project: int, ann: TestClient
) -> None:
    ben = driver.join(project, "Ben")
    asked = note(ann, project, "comment", "a or b?")
    shown = do(driver, project, asked, "resolve", reply="a, here.")
    assert (shown["reply"], shown["replied_by"]) == ("a, here.", driver.get("/me").json()["name"])
    assert replies(ben, project) == []
    [reply] = replies(ann, project)
    assert (reply["note_id"], reply["text"], reply["reply"]) == (asked, "a or b?", "a, here.")
    path = f"{API}/projects/{project}/notes/{asked}/read"
    assert ben.post(path).status_code == 404
    assert len(replies(ann, project)) == 1
    for _ in range(2):
        assert ann.post(path).status_code == 204
    assert replies(ann, project) == []


def test_a_changed_reply_is_unread_and_an_empty_one_is_none(
    driver: Driver, project: int, ann: TestClient
) -> None:
    asked = note(ann, project, "comment", "a or b?")
    path = f"{API}/projects/{project}/notes/{asked}"
    for text, unread in (("a.", 1), ("b.", 1), ("b.", 0), ("", 0)):
        assert driver.http.put(f"{path}/reply", json={"text": text}).status_code == 200
        assert len(replies(ann, project)) == unread
        ann.post(f"{path}/read")


def test_a_note_of_another_project_is_none(driver: Driver, project: int, ann: TestClient) -> None:
    asked, other = note(ann, project), driver.project()
    answer = driver.post(f"/projects/{other}/notes/{asked}/resolve")
    assert answer.status_code == 404
    assert len(listed(driver, project)) == 1


def test_who_wrote_it_need_not_read_their_own_reply(driver: Driver, project: int) -> None:
    own = note(driver.http, project)
    do(driver, project, own, "resolve", reply="never mind")
    assert replies(driver.http, project) == []

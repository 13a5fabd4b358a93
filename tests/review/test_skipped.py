"""Texts that people skipped, as a work list: why, labelled by who runs the project, asked again."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.driving import Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(4))


def skip(driver: Driver, project: int, http: TestClient, count: int = 1, **why: str) -> list[Any]:
    leases = driver.offered(project, count, http)["assignments"]
    for lease in leases:
        path = f"/api/v1/projects/{project}/assignments/{lease['id']}/skip"
        assert http.post(path, json=why).status_code == 200
    return [lease["item"]["id"] for lease in leases]


def listed(driver: Driver, project: int) -> Any:
    return driver.get(f"/projects/{project}/review/skipped", limit=1).json()


def test_a_skipped_text_is_listed_with_who_and_why_until_it_has_a_label(
    driver: Driver, project: int
) -> None:
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [item] = skip(driver, project, ann, reason="No class fits")
    [row] = listed(driver, project)["results"]
    assert (row["item_id"], row["waits"]) == (item, True)
    assert skip(driver, project, ben) == [item]
    found = listed(driver, project)
    [row] = found["results"]
    assert row["text"] == driver.get(f"/projects/{project}/items/{item}").json()["text"]
    told = [(each["annotator"], each["message"]) for each in row["skips"]]
    assert told == [("Ann", "No class fits"), ("Ben", None)]
    assert (row["waits"], found["total"], found["next"]) == (False, 1, None)
    body = {"batch": "7d3e1c7e-3a55-4c59-8a8e-0d6a8a1d3f01", "answer": {"class": "a"}}
    labelled = driver.post(f"/projects/{project}/items:label", items=[item], **body).json()
    assert labelled["changed"] == 1
    assert listed(driver, project)["total"] == 0


def test_an_audit_text_is_on_the_list_as_any_other(driver: Driver, project: int) -> None:
    driver.serve_audits(project, 2)
    ann = driver.join(project, "Ann")
    skipped = skip(driver, project, ann, 4)
    assert {row.source for row in driver.assignments(project)} > {"audit"}
    first = listed(driver, project)
    found, cursor = [row["item_id"] for row in first["results"]], first["next"]
    while cursor is not None:
        page = driver.get(f"/projects/{project}/review/skipped", limit=1, cursor=cursor).json()
        found, cursor = found + [row["item_id"] for row in page["results"]], page["next"]
    assert sorted(found) == sorted(skipped)


def test_people_are_asked_again_as_they_were_asked_first(driver: Driver, project: int) -> None:
    driver.serve_audits(project, 1)
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [item] = skip(driver, project, ann)
    assert skip(driver, project, ben) == [item]
    again = f"/projects/{project}/review/skipped/{item}/ask-again"
    for _ in range(2):
        assert driver.post(again).status_code == 204
    assert listed(driver, project)["total"] == 0
    assert skip(driver, project, ann) == [item]
    sources = {row.source for row in driver.assignments(project) if row.item_id == item}
    assert len(sources) == 1
    assert driver.post(f"/projects/{project}/review/skipped/9999/ask-again").status_code == 404


def test_only_who_runs_the_project_sees_why(driver: Driver, project: int) -> None:
    ann = driver.join(project, "Ann")
    assert ann.get(f"/api/v1/projects/{project}/review/skipped").status_code == 403

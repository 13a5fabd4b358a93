"""People find again what they answered and skipped, and nothing else."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Source
from tests.driving import API, Driver
from tests.texts import texts

FIELDS = {"item_id", "text", "columns", "answer", "label", "flagged", "assignment_id", "at"}


def own(http: TestClient, project: int, **query: Any) -> list[Any]:
    answer = http.get(f"{API}/projects/{project}/own-answers", params=query)
    assert answer.status_code == 200, answer.text
    results: list[Any] = answer.json()["results"]
    return results


def labels(http: TestClient, project: int, **query: Any) -> list[str | None]:
    return [row["label"] for row in own(http, project, **query)]


class Worked:
    """Ann skipped a text, answered two and flagged the latest; Ben answered one."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.project = driver.project(["fruit", "metal"])
        driver.without("embed").imported(self.project, texts(8))
        self.ann, self.ben = (driver.join(self.project, name) for name in ("Ann", "Ben"))
        self.skipped, self.first, self.second = driver.offered(self.project, 3, self.ann)[
            "assignments"
        ]
        assert driver.end(self.project, "skip", self.skipped, self.ann).is_success
        self.say(self.first, "fruit", self.ann)
        self.say(self.second, "metal", self.ann)
        flagged = f"{API}/projects/{self.project}/items/{self.second['item']['id']}/notes"
        assert self.ann.post(flagged, json={"kind": "flag"}).status_code == 201
        [lease] = driver.offered(self.project, 1, self.ben)["assignments"]
        self.say(lease, "metal", self.ben)

    def say(self, lease: Any, label: str, http: TestClient) -> None:
        self.driver.wait(1.0)
        assert self.driver.answer(self.project, lease, label, http=http).status_code == 201


@pytest.fixture
def worked(driver: Driver) -> Worked:
    return Worked(driver)


@pytest.mark.both_databases
def test_everybody_sees_their_own(worked: Worked) -> None:
    project, ann = worked.project, worked.ann
    rows = own(ann, project)
    mine = [worked.second, worked.first, worked.skipped]
    assert [row["item_id"] for row in rows] == [lease["item"]["id"] for lease in mine]
    assert [row["label"] for row in rows] == ["metal", "fruit", None]
    assert [row["flagged"] for row in rows] == [True, False, False]
    assert [row["answer"] for row in rows] == [{"class": "metal"}, {"class": "fruit"}, None]
    assert rows[0].keys() == FIELDS, "nothing of why it was offered, of others, or of a model"
    assert labels(worked.ben, project) == ["metal"]
    assert own(worked.driver.http, project) == []
    others = f"{API}/projects/{project}/own-answers/{worked.first['item']['id']}"
    assert ann.get(others).json() == rows[1]
    assert worked.ben.get(others).status_code == 404


@pytest.mark.both_databases
def test_it_is_searched_and_cut_into_pages(worked: Worked) -> None:
    project, ann = worked.project, worked.ann
    assert labels(ann, project, mark="skipped") == [None]
    assert labels(ann, project, mark="answered") == ["metal", "fruit"]
    assert labels(ann, project, mark="flagged") == ["metal"]
    assert labels(ann, project, **{"class": "fruit"}) == ["fruit"]
    assert labels(ann, project, mark="skipped", **{"class": "fruit"}) == []
    text = worked.first["item"]["text"]
    assert [row["text"] for row in own(ann, project, q=text)] == [text]
    assert labels(ann, project, skip=1, limit=1) == ["fruit"]
    path = f"{API}/projects/{project}/own-answers"
    page = ann.get(path, params={"limit": 2, "total": True}).json()
    assert page["total"] == 3
    assert labels(ann, project, cursor=page["next"]) == [None]
    assert ann.get(path, params={"class": "wood"}).json()["field"] == "class"
    assert ann.get(path, params={"cursor": f"{10**18 - 1}-1"}).status_code == 422


def test_another_answer_takes_the_place_of_the_first(worked: Worked) -> None:
    project, ann, driver = worked.project, worked.ann, worked.driver
    worked.say(worked.first, "metal", ann)
    worked.say(worked.skipped, "fruit", ann)
    assert labels(ann, project) == ["fruit", "metal", "metal"]
    assert own(ann, project, mark="skipped") == []
    item = driver.get(f"/projects/{project}/items/{worked.first['item']['id']}").json()
    assert (item["label"], item["annotators"]) == ("metal", ["Ann"])
    sources = {row.item_id: row.source for row in driver.assignments(project)}
    assert Source.AUDIT in sources.values(), "checks are among them, and look like any other"


def test_what_is_taken_back_with_its_file_is_gone(worked: Worked) -> None:
    [run] = worked.driver.get(f"/projects/{worked.project}/imports").json()["results"]
    path = f"{API}/projects/{worked.project}/imports/{run['import_id']}"
    answer = worked.driver.http.delete(path, params={"with_answers": True})
    assert answer.status_code in (200, 202), answer.text
    assert own(worked.ann, worked.project) == []


def test_what_was_skipped_and_answered_is_skipped_again_though_others_have_it(
    worked: Worked,
) -> None:
    """Ben has answered the text meanwhile: its place is his, and Ann's skip still stands."""
    driver, project, item = worked.driver, worked.project, worked.skipped["item"]["id"]
    while item not in [row["item_id"] for row in own(worked.ben, project)]:
        [lease] = driver.offered(project, 1, worked.ben)["assignments"]
        worked.say(lease, "metal", worked.ben)
    answer = driver.answer(project, worked.skipped, "fruit", http=worked.ann).json()
    assert driver.retract(project, answer["id"], worked.ann).status_code == 200
    again = driver.end(project, "skip", worked.skipped, worked.ann)
    assert (again.status_code, again.json().get("state")) == (200, "skipped")
    [row] = own(worked.ann, project, mark="skipped")
    assert row["item_id"] == item

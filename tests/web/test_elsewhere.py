"""What belongs to another project, or to one that was deleted, is not there: for every call."""

import re
from typing import Any
from uuid import uuid4

import pytest

from tests.driving import API, Driver
from tests.texts import texts
from tests.web.every_call import CALLS, World, name

pytestmark = pytest.mark.slow

IN_A_PROJECT = [call for call in CALLS if "{project}" in call[1]]
WITH_AN_ID = [call for call in IN_A_PROJECT if "_id}" in call[1]]


class Elsewhere:
    """A project with one of everything in it, which only the administrator is a member of."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.project = driver.project(strategy="random")
        self.imported = driver.imported(self.project, texts(12))
        [self.lease, other] = driver.offered(self.project, 2)["assignments"]
        self.annotation = str(uuid4())
        assert driver.answer(self.project, other, "a", id=self.annotation).status_code == 201
        ann = driver.join(self.project, "Ann elsewhere")
        path = f"/projects/{self.project}"
        note = driver.post(f"{path}/items/{other['item']['id']}/notes", kind="comment", text="x")
        self.ids = {
            "item_id": self.lease["item"]["id"],
            "import_id": self.imported["import_id"],
            "assignment_id": self.lease["id"],
            "annotation_id": self.annotation,
            "note_id": note.json()["id"],
            "class_id": driver.get(path).json()["classes"][0]["id"],
            "look_id": str(uuid4()),
            "invitation_id": driver.post(f"/projects/{self.project}/invitations").json()["id"],
            "user_id": ann.get(f"{API}/me").json()["id"],
            "job_id": driver.get("/jobs", project=self.project).json()["results"][0]["id"],
        }

    def everything(self) -> list[Any]:
        """All that can be seen of it."""
        paths = ["", "/imports", "/items", "/members", "/invitations", "/export?everything=true"]
        paths += [f"/items/{self.ids['item_id']}"]
        return [self.driver.get(f"/projects/{self.project}{path}").text for path in paths]


@pytest.fixture(scope="module")
def world(shared: Driver) -> World:
    return World(shared)


@pytest.fixture(scope="module")
def elsewhere(world: World) -> Elsewhere:
    return Elsewhere(world.driver)


def test_the_ids_of_every_call_are_tried(elsewhere: Elsewhere) -> None:
    named = {found for call in CALLS for found in re.findall(r"{(\w+_id)}", call[1])}
    assert named == set(elsewhere.ids) | {"token_id", "session_id"}


@pytest.mark.parametrize("who", ["engineer", "admin"])
def test_ids_of_another_project_are_not_found(world: World, elsewhere: Elsewhere, who: str) -> None:
    """Whether or not the caller may see them there."""
    before, found = elsewhere.everything(), {}
    for call in WITH_AN_ID:
        new = {"annotation_id": uuid4()} if call[0] == "PUT" else {}  # the client makes it
        answer = world.send(who, call, **(elsewhere.ids | new))
        if (answer.status_code, answer.json()["code"]) != (404, "not_found"):
            found[name(call)] = answer.text
        assert "apple" not in answer.text
    assert found == {}
    assert elsewhere.everything() == before


def test_an_id_that_another_project_uses_is_a_conflict_without_a_word_about_it(
    world: World, elsewhere: Elsewhere
) -> None:
    [lease] = world.driver.offered(world.project, 1, world.people["annotator"])["assignments"]
    answer = world.driver.answer(
        world.project, lease, "a", id=elsewhere.annotation, http=world.people["annotator"]
    )
    assert answer.status_code == 409
    assert set(answer.json()) == {"type", "title", "status", "detail", "code"}
    assert answer.json()["detail"].endswith("Use a new id.")


def test_ids_in_bodies_and_queries_reach_no_other_project(
    world: World, elsewhere: Elsewhere
) -> None:
    before = elsewhere.everything()
    item = {"item_id": elsewhere.ids["item_id"], "answer": {"class": "a"}}
    lease = {"assignment_id": elsewhere.ids["assignment_id"]}
    for body in (item, item | lease, lease | {"item_id": 1, "answer": {"class": "a"}}):
        path = f"/projects/{world.project}/annotations:bulk"
        answer = world.driver.post(path, annotations=[{"id": str(uuid4()), **body}]).json()
        assert [row["status"] for row in answer["results"]] == [404]
    stranger = world.people["stranger engineer"]
    for path in (f"/jobs?project={elsewhere.project}", f"/jobs/{elsewhere.ids['job_id']}"):
        assert stranger.get(API + path).status_code == 404
    assert stranger.post(f"{API}/jobs/{elsewhere.ids['job_id']}/cancel").status_code == 404
    theirs = {"annotator": elsewhere.ids["user_id"]}
    assert world.driver.get(f"/projects/{world.project}/items", **theirs).json()["results"] == []
    assert elsewhere.everything() == before


def test_jobs_of_no_project_are_those_of_all_that_one_is_in(
    world: World, elsewhere: Elsewhere
) -> None:
    """By whoever may ask for each of them."""

    def listed(who: str) -> set[int]:
        jobs = world.people[who].get(f"{API}/jobs", params={"limit": 500}).json()["results"]
        return {job["project_id"] for job in jobs}

    world.driver.post(f"/projects/{world.project}/rounds")
    assert listed("engineer") == listed("annotator") == {world.project}
    assert listed("stranger engineer") == set()
    assert listed("admin") >= {world.project, elsewhere.project}


@pytest.fixture(scope="module")
def deleted(world: World) -> Elsewhere:
    made = Elsewhere(world.driver)
    world.driver.http.delete(f"{API}/projects/{made.project}")
    return made


def test_a_deleted_project_is_gone_for_every_call(world: World, deleted: Elsewhere) -> None:
    found = {}
    for call in IN_A_PROJECT:
        answer = world.send("admin", call, project=deleted.project, **deleted.ids)
        if (answer.status_code, answer.json()["code"]) != (404, "not_found"):
            found[name(call)] = answer.text
    assert found == {}


def test_a_deleted_projects_jobs_and_name_are_gone(world: World, deleted: Elsewhere) -> None:
    assert world.driver.get("/jobs", project=deleted.project).status_code == 404
    assert world.driver.get(f"/jobs/{deleted.ids['job_id']}").status_code == 404
    listed = world.driver.get("/projects", limit=500).json()["results"]
    assert deleted.project not in [project["id"] for project in listed]

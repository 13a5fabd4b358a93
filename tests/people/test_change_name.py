"""People change what they are called, the first administrator too."""

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Role
from service.people.names import change_name
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.set_password import give_password
from service.people.sign_in import make_sign_in_link
from service.pool.tables.people import User
from tests.driving import API, Driver
from tests.texts import texts, truth


def rename(http: TestClient, name: str) -> Any:
    return http.patch(f"{API}/me", json={"name": name})


def refused(http: TestClient, name: str) -> tuple[int, str, str]:
    answer = rename(http, name)
    problem = answer.json()
    return answer.status_code, problem["field"], problem["detail"]


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_first_administrator_has_another_name_wherever_one_stands(driver: Driver) -> None:
    """Beside what is answered already, too."""
    project = driver.project_with(texts(12), ("fruit", "metal"))
    [item, _] = driver.label(project, 2, truth)
    there = f"/projects/{project}"
    driver.post(f"{there}/items/{item}/notes", kind="flag")
    http = driver.http
    http.patch(f"{API}{there}", json={"guidelines": "Read twice."})
    places = ["export?format=jsonl", "export?format=csv", "members", "items", "stats"]
    places += ["review/notes", "settings-history", "invitations"]
    driver.post(f"{there}/invitations")

    def named(name: str) -> list[str]:
        return [place for place in places if name in driver.get(f"{there}/{place}").text]

    before = named("admin")
    made = rename(http, "  Mira \t Okafor ")
    assert (made.status_code, made.json()["name"]) == (200, "Mira Okafor")
    assert driver.get("/me").json()["name"] == "Mira Okafor"
    assert driver.get("/session").json()["user"]["name"] == "Mira Okafor"
    assert (named("Mira Okafor"), named("admin")) == (before, [])
    assert before == places


@pytest.mark.both_databases
@pytest.mark.parametrize("alike", ["Bo Lee", "BO LEE", " bo  lee", "Ｂｏ Ｌｅｅ"])
@pytest.mark.slow
def test_nobody_takes_the_name_of_one_whom_they_meet(driver: Driver, alike: str) -> None:
    project, other = driver.project(), driver.project(["c"])
    ann, bo = driver.join(project, "Ann"), driver.join(project, "Bo Lee")
    elsewhere = driver.join(other, "Cy")
    status, field, why = refused(ann, alike)
    assert (status, field) == (409, "name")
    assert "'Bo Lee'" in why
    assert ann.get(f"{API}/me").json()["name"] == "Ann"
    assert rename(bo, alike).status_code == 200, "it is their own"
    assert refused(driver.http, alike)[0] == 409
    assert rename(elsewhere, alike).status_code == 200, "they never meet"


def test_an_administrator_is_met_in_every_project(driver: Driver) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann")
    with driver.app.write() as uow:
        root = uow[Access].add(User(name="Root", role=Role.ADMIN, created_at=uow.now))
        secret = make_sign_in_link(uow, root)
    assert refused(ann, "root")[:2] == (409, "name")
    made = driver.post(f"/projects/{project}/invitations", uses=2).json()
    sent = {"token": made["url"].split("#token=")[1]}
    assert driver.browser().post(f"{API}/session", json={**sent, "name": "root"}).status_code == 409
    http = driver.browser()
    assert http.post(f"{API}/session", json={"token": secret}).status_code == 200
    assert refused(http, "ann")[:2] == (409, "name")
    assert http.post(f"{API}/invitation:accept", json=sent).status_code == 200, "as themselves"


@pytest.mark.both_databases
@pytest.mark.slow
def test_of_two_who_choose_a_name_at_the_same_time_one_gets_it(driver: Driver) -> None:
    """An administrator, who is a member of nothing, and somebody of a project."""
    ann = driver.join(driver.project(), "Ann")
    with driver.app.write() as uow:
        root = uow[Access].add(User(name="Root", role=Role.ADMIN, created_at=uow.now)).id
    with ThreadPoolExecutor(1) as pool:
        with driver.app.write() as uow:
            change_name(uow, Principal(root, "Root", Role.ADMIN), "Zoe")
            anns = pool.submit(refused, ann, "zoe")
            assert not wait([anns], timeout=0.5).done
        assert anns.result()[:2] == (409, "name")


def signed_in(driver: Driver, name: str, password: str) -> TestClient | None:
    http = driver.browser()
    answer = http.post(f"{API}/session", json={"name": name, "password": password})
    return http if answer.status_code == 200 else None


@pytest.mark.slow
def test_names_tell_apart_who_signs_in_with_a_password(driver: Driver) -> None:
    for project, name in ((driver.project(), "Ann"), (driver.project(["c"]), "Bo")):
        driver.join(project, name)
        give_password(driver.app, name, f"{name}'s password")
    ann, bo = (signed_in(driver, name, f"{name}'s password") for name in ("Ann", "Bo"))
    assert ann is not None
    assert bo is not None
    assert refused(bo, "ann")[:2] == (409, "name")
    assert rename(ann, "Anna").status_code == 200
    assert signed_in(driver, "Ann", "Ann's password") is None
    assert signed_in(driver, "anna", "Ann's password") is not None


@pytest.mark.parametrize(
    ("typed", "why"), [("", "Type a name"), (" \t ", "Type a name"), ("A\u200bnn", "U+200B")]
)
def test_a_name_that_cannot_be_seen_is_refused(driver: Driver, typed: str, why: str) -> None:
    status, field, detail = refused(driver.http, typed)
    assert (status, field) == (422, "name")
    assert why in detail


def test_a_long_one_is_refused(driver: Driver) -> None:
    assert refused(driver.http, "x" * 81)[:2] == (422, "name")
    assert rename(driver.http, "x" * 80).status_code == 200


def test_a_token_for_labelling_changes_no_name(driver: Driver) -> None:
    for scope, status in (("annotator", 403), ("engineer", 200)):
        token = driver.post("/tokens", name="t", scope=scope).json()["token"]
        program = driver.browser()
        program.headers["Authorization"] = f"Bearer {token}"
        assert rename(program, "Mira").status_code == status

"""Links that bring a member back: only where they give whoever makes one nothing new."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.kit.vocabulary import Role, UserState
from service.people.queries.access import Access
from service.pool.tables.people import Member
from tests.driving import API, Driver


def _id(http: TestClient) -> int:
    return int(http.get(f"{API}/me").json()["id"])


def _ask(http: TestClient, project: int, user: int) -> Any:
    return http.post(f"{API}/projects/{project}/members/{user}/sign-in-link")


def _use(driver: Driver, made: Any) -> tuple[int, TestClient]:
    http = driver.browser()
    body = {"token": made.json()["url"].split("/sign-in#token=")[1]}
    return http.post(f"{API}/session", json=body).status_code, http


def _change(driver: Driver, user: int, **fields: Any) -> None:
    with driver.app.write() as uow:
        found = uow[Access].user(user)
        assert found is not None
        for name, value in fields.items():
            setattr(found, name, value)


def _add(driver: Driver, project: int, user: int, role: Role) -> None:
    with driver.app.write() as uow:
        uow[Access].add(Member(project_id=project, user_id=user, role=role))


def test_a_link_brings_a_member_back_once(driver: Driver) -> None:
    project = driver.project()
    eve, ann = driver.join(project, "Eve", "engineer"), driver.join(project, "Ann")
    ann_id = _id(ann)
    assert ann.delete(f"{API}/session").status_code == 204
    made = _ask(eve, project, ann_id)
    assert made.status_code == 201, made.text
    assert made.json().keys() == {"url", "expires_at"}
    status, back = _use(driver, made)
    assert (status, _id(back)) == (200, ann_id)
    assert _use(driver, made)[0] == 401
    assert _ask(ann, project, ann_id).status_code == 401
    assert _ask(back, project, ann_id).status_code == 403
    assert _ask(eve, project, 10_000).status_code == 404
    outsider = _id(driver.join(driver.project(), "Outsider"))
    assert _ask(driver.http, project, outsider).status_code == 404


Gains = Callable[[Driver, int, int], None]
"""Gives someone more than labelling in a project that the caller runs."""
GAINS: dict[str, Gains] = {
    "an engineer of the project": lambda driver, project, user: _promote(driver, project, user),
    "an engineer of the service": lambda d, _, user: _change(d, user, role=Role.ENGINEER),
    "an admin": lambda d, _, user: _change(d, user, role=Role.ADMIN),
    "a password": lambda d, _, user: _change(d, user, password_hash="some hash"),
    "an annotator elsewhere": lambda d, _, user: _add(d, d.project(), user, Role.ANNOTATOR),
    "an engineer elsewhere": lambda d, _, user: _add(d, d.project(), user, Role.ENGINEER),
}


def _promote(driver: Driver, project: int, user: int) -> None:
    path = f"{API}/projects/{project}/members/{user}"
    assert driver.http.patch(path, json={"role": "engineer"}).status_code == 200


@pytest.mark.parametrize("gain", GAINS.values(), ids=GAINS)
@pytest.mark.slow
def test_no_engineer_gains_by_a_link_made_before_or_after(driver: Driver, gain: Gains) -> None:
    project = driver.project()
    eve, ann = driver.join(project, "Eve", "engineer"), _id(driver.join(project, "Ann"))
    before = _ask(eve, project, ann)
    assert before.status_code == 201
    gain(driver, project, ann)
    refused = _ask(eve, project, ann)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "Only an administrator" in refused.json()["detail"]
    assert _use(driver, before)[0] == 401
    assert _use(driver, _ask(driver.http, project, ann))[0] == 200, "an administrator may"


def test_projects_count_that_the_caller_runs_and_those_that_were_deleted(driver: Driver) -> None:
    project, other, deleted = (driver.project() for _ in range(3))
    eve, ann = driver.join(project, "Eve", "engineer"), _id(driver.join(project, "Ann"))
    for each in (other, deleted):
        _add(driver, each, ann, Role.ANNOTATOR)
    assert driver.http.delete(f"{API}/projects/{deleted}").status_code == 204
    _add(driver, other, _id(eve), Role.ENGINEER)
    made = _ask(eve, project, ann)
    assert made.status_code == 201
    path = f"{API}/projects/{other}/members/{_id(eve)}"
    assert driver.http.patch(path, json={"role": "annotator"}).status_code == 200
    assert _ask(eve, project, ann).status_code == 403
    assert _use(driver, made)[0] == 401, "who made it doesn't run all of them any more"


def test_a_link_ends_with_the_part_of_whoever_made_it(driver: Driver) -> None:
    project = driver.project()
    eve, ann = driver.join(project, "Eve", "engineer"), _id(driver.join(project, "Ann"))
    made = _ask(eve, project, ann)
    driver.http.delete(f"{API}/projects/{project}/members/{_id(eve)}")
    assert _use(driver, made)[0] == 401


def test_a_tokens_scope_counts_not_its_owners_role(driver: Driver) -> None:
    project = driver.project()
    eve = driver.join(project, "Eve", "engineer")
    ann = _id(driver.join(project, "Ann"))
    for http, scope, whom, status in (
        (driver.http, "engineer", _id(eve), 403),
        (driver.http, "admin", _id(eve), 201),
        (driver.http, "engineer", ann, 201),
        (eve, "annotator", ann, 403),
    ):
        token = http.post(f"{API}/tokens", json={"name": "t", "scope": scope}).json()["token"]
        asking = driver.browser()
        asking.headers["Authorization"] = f"Bearer {token}"
        assert _ask(asking, project, whom).status_code == status, scope


def test_a_disabled_account_gets_no_link(driver: Driver) -> None:
    project = driver.project()
    ann = _id(driver.join(project, "Ann"))
    _change(driver, ann, state=UserState.DISABLED)
    assert _ask(driver.http, project, ann).status_code == 409

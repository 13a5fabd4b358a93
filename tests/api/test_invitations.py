"""Invitations that people can still join by: listed, and revoked one by one."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.store.clock import FrozenClock
from tests.driving import API, Driver


def _invite(driver: Driver, project: int, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = driver.post(f"/projects/{project}/invitations", **fields).json()
    return made


def _join(driver: Driver, made: dict[str, Any], http: TestClient | None = None) -> int:
    token = made["url"].split("#token=")[1]
    body = {"token": token, "name": f"Ann by {token}"}
    return (http or driver.browser()).post(f"{API}/session", json=body).status_code


def _listed(driver: Driver, project: int) -> list[Any]:
    return [each["id"] for each in driver.get(f"/projects/{project}/invitations").json()["results"]]


@pytest.mark.both_databases
def test_those_that_people_can_still_join_by_are_listed(driver: Driver, clock: FrozenClock) -> None:
    project, other = driver.project(), driver.project()
    assert _listed(driver, project) == []
    made = _invite(driver, project, role="engineer", uses=3, days=2)
    used_up = _invite(driver, project, uses=1)
    _invite(driver, other)
    assert _listed(driver, project) == [made["id"], used_up["id"]]
    assert [_join(driver, each) for each in (made, used_up)] == [200, 200]
    [listed] = driver.get(f"/projects/{project}/invitations").json()["results"]
    assert listed == {
        "id": made["id"],
        "role": "engineer",
        "uses_left": 2,
        "expires_at": made["expires_at"],
        "made_by": "admin",
        "created_at": listed["created_at"],
    }
    clock.advance(2 * 86_400)
    assert _listed(driver, project) == []


def test_a_revoked_invitation_lets_nobody_in(driver: Driver) -> None:
    project, other = driver.project(), driver.project()
    revoked, stays = _invite(driver, project), _invite(driver, project)
    ann = driver.browser()
    assert _join(driver, revoked, ann) == 200
    path = f"{API}/projects/{project}/invitations/{revoked['id']}"
    elsewhere = f"{API}/projects/{other}/invitations/{revoked['id']}"
    assert driver.http.delete(elsewhere).status_code == 404
    assert _listed(driver, project) == [revoked["id"], stays["id"]]
    assert [driver.http.delete(path).status_code for _ in range(2)] == [204, 204]
    assert _listed(driver, project) == [stays["id"]]
    assert [_join(driver, each) for each in (revoked, stays)] == [401, 200]
    assert ann.get(f"{API}/projects/{project}").status_code == 200, "who joined by it stays"

"""Invitations that people can still join by: listed, taken as who is signed in, and revoked."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.db.clock import FrozenClock
from tests.driving import API, Driver


def _invite(driver: Driver, project: int, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = driver.post(f"/projects/{project}/invitations", **fields).json()
    return made


def _token(made: dict[str, Any]) -> str:
    return str(made["url"].split("#token=")[1])


def _join(
    driver: Driver, made: dict[str, Any], http: TestClient | None = None, name: str | None = None
) -> int:
    body = {"token": _token(made), "name": name or f"Ann by {_token(made)}"}
    return (http or driver.browser()).post(f"{API}/session", json=body).status_code


def _accept(http: TestClient, token: str) -> Any:
    return http.post(f"{API}/invitation:accept", json={"token": token})


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


def test_who_is_signed_in_joins_another_project_as_themselves(driver: Driver) -> None:
    first, second, third = (driver.project() for _ in range(3))
    ann, namesake = driver.browser(), driver.browser()
    assert _join(driver, _invite(driver, first), ann, "Ann") == 200
    assert _join(driver, _invite(driver, third), namesake, "ann") == 200
    made = _invite(driver, second, uses=2)
    link = _token(made)
    assert _accept(driver.browser(), link).status_code == 401
    assert _accept(ann, "unknown").status_code == 404
    for _ in range(2):  # again is no second use
        joined = _accept(ann, link).json()
        assert joined["id"] == ann.get(f"{API}/me").json()["id"]
        assert (joined["name"], joined["project_id"]) == ("Ann", second)
    for project in (first, second):
        assert ann.get(f"{API}/projects/{project}").json()["my_role"] == "annotator"
    refused = _accept(namesake, link)
    assert (refused.status_code, refused.json()["code"]) == (409, "name_taken")
    assert [_join(driver, made, name=name) for name in ("Ben", "Cem")] == [200, 401]

"""What ends with a role in a project, and whose can't."""

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver


def _invitation(http: TestClient, project: int) -> str:
    made = http.post(f"{API}/projects/{project}/invitations", json={"role": "engineer"})
    return str(made.json()["url"]).split("#token=")[1]


def _join(driver: Driver, secret: str) -> int:
    body = {"token": secret, "name": f"Eve by {secret}"}
    return driver.browser().post(f"{API}/session", json=body).status_code


@pytest.mark.parametrize("ends", ["DELETE", "PATCH"])
def test_who_lost_a_role_does_not_come_back_by_an_own_invitation(driver: Driver, ends: str) -> None:
    project, other = driver.project(), driver.project()
    eve = driver.join(project, "Eve", "engineer")
    back = _invitation(eve, project)
    of_others = [_invitation(driver.http, project), _invitation(driver.http, other)]
    path = f"{API}/projects/{project}/members/{eve.get(f'{API}/me').json()['id']}"
    assert driver.http.patch(path, json={"role": "engineer"}).status_code == 200
    assert driver.browser().post(f"{API}/invitation", json={"token": back}).status_code == 200
    body = {"role": "annotator"} if ends == "PATCH" else None
    assert driver.http.request(ends, path, json=body).is_success
    assert _join(driver, back) == 401
    assert [_join(driver, each) for each in of_others] == [200, 200]


def test_a_projects_owner_stays_its_engineer(driver: Driver) -> None:
    project = driver.project()
    eve = driver.join(project, "Eve", "engineer")
    path = f"{API}/projects/{project}/members/{driver.get('/me').json()['id']}"
    assert eve.delete(path).status_code == 409
    assert eve.patch(path, json={"role": "annotator"}).status_code == 409
    kept = eve.patch(path, json={"role": "engineer"}).json()
    assert (kept["role"], kept["is_owner"]) == ("engineer", True)
    members = eve.get(f"{API}/projects/{project}/members").json()["results"]
    assert [each["is_owner"] for each in members] == [True, False]


def test_who_adjudicates_is_set_and_shown_to_them(driver: Driver) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann")
    shown = f"{API}/projects/{project}"
    path = f"{shown}/members/{ann.get(f'{API}/me').json()['id']}"
    assert not ann.get(shown).json()["may_adjudicate"]
    assert driver.http.get(shown).json()["may_adjudicate"]
    changed = driver.http.patch(path, json={"adjudicates": True}).json()
    assert (changed["role"], changed["adjudicates"]) == ("annotator", True)
    assert ann.get(shown).json()["may_adjudicate"]
    assert driver.http.patch(path, json={"role": "annotator"}).json()["adjudicates"]
    assert not driver.http.patch(path, json={"adjudicates": False}).json()["adjudicates"]
    assert not ann.get(shown).json()["may_adjudicate"]

"""What was made with a token ends with it: whoever found a lost one lets nobody in any more."""

import pytest
from fastapi.testclient import TestClient

from tests.driving import API, Driver
from tests.people.test_keys import made

pytestmark = pytest.mark.both_databases


def joins(driver: Driver, url: str, name: str) -> int:
    """The status of who opens an invitation and types a name."""
    body = {"token": url.split("#token=")[1], "name": name}
    return driver.browser().post(f"{API}/session", json=body).status_code


def invitation(http: TestClient, project: int) -> dict[str, str]:
    body = {"role": "engineer", "uses": 5, "days": 30}
    answer = http.post(f"{API}/projects/{project}/invitations", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_invitations_and_links_end_with_their_token_and_are_named(driver: Driver) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann").get(f"{API}/me").json()["id"]
    program, created = made(driver, driver.http, scope="admin")
    child, _ = made(driver, program, scope="admin")
    invitations = [invitation(http, project) for http in (program, child)]
    link = program.post(f"{API}/projects/{project}/members/{ann}/sign-in-link").json()
    own = invitation(driver.http, project)
    assert joins(driver, invitations[0]["url"], "Ben") == 200

    ended = driver.http.delete(f"{API}/tokens/{created['id']}")
    assert ended.status_code == 200, ended.text
    body = ended.json()
    assert {each["id"] for each in body["invitations"]} == {each["id"] for each in invitations}
    assert {each["project_id"] for each in body["invitations"]} == {project}
    assert body["sign_in_links"] == ["Ann"]
    assert len(body["tokens"]) == 1

    assert [joins(driver, each["url"], "Cy") for each in invitations] == [401, 401]
    secret = link["url"].split("#token=")[1]
    assert driver.browser().post(f"{API}/session", json={"token": secret}).status_code == 401
    assert joins(driver, own["url"], "Dee") == 200, "made by a person"

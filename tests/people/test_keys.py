"""How tokens, sessions and accounts end: with what they came from, at once, and everywhere."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.db.clock import FrozenClock
from service.kit.vocabulary import Role
from service.labelling import notes as add_note
from service.people import issue_token
from service.people.queries.access import Access
from service.people.sign_in import make_sign_in_link, user_called
from service.pool.tables.people import User
from tests.driving import API, Driver
from tests.texts import texts

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]
DAY = 86_400


def bearer(driver: Driver, secret: str) -> TestClient:
    http = driver.browser()
    http.headers["Authorization"] = f"Bearer {secret}"
    return http


def made(driver: Driver, http: TestClient, **fields: Any) -> tuple[TestClient, Any]:
    """A program with a token that `http` made, and what was said of the token."""
    answer = http.post(f"{API}/tokens", json={"name": "script", **fields})
    assert answer.status_code == 201, answer.text
    return bearer(driver, answer.json()["token"]), answer.json()


def me(http: TestClient) -> int:
    return http.get(f"{API}/me").status_code


def listed(http: TestClient) -> set[int]:
    return {each["id"] for each in http.get(f"{API}/tokens").json()["results"]}


@pytest.mark.parametrize("days", [None, 1, 30])
def test_a_token_that_ends_makes_none_that_lasts_longer(
    driver: Driver, clock: FrozenClock, days: int | None
) -> None:
    parent, created = made(driver, driver.http, days=2)
    clock.advance(DAY / 2)
    child, of_child = made(driver, parent, days=days)
    grandchild, _ = made(driver, child)
    assert of_child["expires_at"] <= created["expires_at"]
    clock.advance(DAY * 1.5)
    assert [me(each) for each in (parent, child, grandchild)] == [401] * 3


@pytest.mark.parametrize(
    ("scope", "wanted", "allowed"),
    [
        ("annotator", "engineer", "a token made by this one. It may be `annotator`."),
        ("engineer", "admin", "a token made by this one. It may be `annotator` or `engineer`."),
        (None, "admin", "a token of Ann. It may be `annotator` or `engineer`."),
    ],
)
def test_no_token_does_more_than_its_maker(
    driver: Driver, scope: str | None, wanted: str, allowed: str
) -> None:
    """It isn't made to do less in silence: its program would fail much later."""
    ann = driver.join(driver.project(), "Ann")
    http = ann if scope is None else made(driver, driver.http, scope=scope)[0]
    answer = http.post(f"{API}/tokens", json={"name": "script", "scope": wanted})
    assert (answer.status_code, answer.json()["field"]) == (422, "scope")
    assert answer.json()["detail"] == f"`scope` is `{wanted}`: too much for {allowed}"
    assert made(driver, http)[1]["scope"] == (scope or "engineer")


def test_children_end_with_their_parent(driver: Driver) -> None:
    parent, created = made(driver, driver.http)
    child, _ = made(driver, parent)
    grandchild, _ = made(driver, child)
    other, _ = made(driver, driver.http)
    assert driver.http.delete(f"{API}/tokens/{created['id']}").status_code == 200
    assert [me(each) for each in (parent, child, grandchild, other)] == [401, 401, 401, 200]


def test_a_token_for_labelling_sees_and_ends_only_its_own(driver: Driver) -> None:
    engineer, other = made(driver, driver.http, scope="engineer")
    label, own = made(driver, driver.http, scope="annotator")
    child, of_child = made(driver, label)
    assert listed(label) == {own["id"], of_child["id"]}
    assert label.delete(f"{API}/tokens/{other['id']}").status_code == 404
    assert me(engineer) == 200
    for call in (label.get, label.delete):
        assert call(f"{API}/me/sessions").status_code == 403
    assert label.delete(f"{API}/tokens/{of_child['id']}").status_code == 200
    assert label.delete(f"{API}/tokens/{own['id']}").status_code == 200
    assert [me(each) for each in (label, child, driver.http)] == [401, 401, 200]


def test_no_token_ends_one_that_may_do_more(driver: Driver) -> None:
    admin, strong = made(driver, driver.http, scope="admin")
    engineer, weak = made(driver, driver.http, scope="engineer")
    assert engineer.delete(f"{API}/tokens/{strong['id']}").status_code == 404
    assert admin.delete(f"{API}/tokens/{weak['id']}").status_code == 200
    assert (me(admin), me(engineer)) == (200, 401)


def test_links_and_invitations_by_a_token_end_with_it(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann").get(f"{API}/me").json()["id"]
    program, created = made(driver, driver.http, scope="admin", days=1)
    path = f"{API}/projects/{project}"
    invited = program.post(f"{path}/invitations", json={"days": 30}).json()
    link = program.post(f"{path}/members/{ann}/sign-in-link").json()
    assert invited["expires_at"] == link["expires_at"] == created["expires_at"]
    clock.advance(DAY)
    for made_by_it in (invited, link):
        body = {"token": made_by_it["url"].split("#token=")[1], "name": "Eve"}
        assert driver.browser().post(f"{API}/session", json=body).status_code == 401


def test_no_token_makes_itself_a_session(driver: Driver) -> None:
    """Of an account that does more than label: a link to it would outlast the token."""
    project = driver.project()
    program, _ = made(driver, driver.http, scope="admin", days=1)
    admin = driver.get("/me").json()["id"]
    path = f"{API}/projects/{project}/members/{admin}/sign-in-link"
    assert program.post(path).status_code == 403
    assert driver.http.post(path).status_code == 201


def test_a_person_has_so_many_tokens(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issue_token, "MOST_TOKENS", 2)
    _, first = made(driver, driver.http)
    program, _ = made(driver, driver.http)
    for http in (driver.http, program):
        refused = http.post(f"{API}/tokens", json={"name": "third"})
        assert refused.status_code == 409
        assert "Revoke one first" in refused.json()["detail"]
    driver.http.delete(f"{API}/tokens/{first['id']}")
    made(driver, program)


def test_an_administrator_makes_tokens_for_any_account(driver: Driver) -> None:
    """What is done by it is that person's, and it may do no more than they."""
    project = driver.without("embed").project_with(texts(4), ["fruit", "metal"])
    ann = driver.join(project, "Ann")
    user = ann.get(f"{API}/me").json()["id"]
    path = f"{API}/users/{user}/tokens"
    wanted = {"name": "her script", "scope": "engineer"}
    assert ann.post(path, json=wanted).status_code == 403
    stronger = driver.http.post(path, json={"name": "her script", "scope": "admin"})
    assert (stronger.status_code, stronger.json()["field"]) == (422, "scope")
    assert "for a token of Ann. It may be `annotator` or `engineer`" in stronger.json()["detail"]
    made_for = driver.http.post(path, json=wanted)
    assert made_for.status_code == 201, made_for.text
    script = bearer(driver, made_for.json()["token"])
    assert script.get(f"{API}/me").json()["name"] == "Ann"
    assert script.get(f"{API}/projects/{project}/items").status_code == 403
    [lease] = driver.offered(project, 1, script)["assignments"]
    assert driver.answer(project, lease, "fruit", http=script).status_code == 201
    [row] = ann.get(f"{API}/projects/{project}/own-answers").json()["results"]
    assert row["item_id"] == lease["item"]["id"]
    assert driver.http.post(f"{API}/users/99/tokens", json=wanted).status_code == 404
    driver.http.patch(f"{API}/users/{user}", json={"state": "disabled"})
    assert me(script) == 401
    assert driver.http.post(path, json=wanted).status_code == 409


def test_a_token_for_somebody_ends_with_the_one_that_made_it(
    driver: Driver, clock: FrozenClock
) -> None:
    ann = driver.join(driver.project(), "Ann").get(f"{API}/me").json()["id"]
    program, _ = made(driver, driver.http, scope="admin", days=1)
    secret = program.post(f"{API}/users/{ann}/tokens", json={"name": "t"}).json()["token"]
    assert me(bearer(driver, secret)) == 200
    clock.advance(DAY)
    assert me(bearer(driver, secret)) == 401


@pytest.mark.parametrize("role", ["annotator", "engineer"])
def test_a_program_is_a_member_of_one_project(driver: Driver, role: str) -> None:
    project, other = driver.without("embed").project(), driver.project()
    path = f"{API}/projects/{project}/programs"
    added = driver.http.post(path, json={"name": "Importer", "role": role})
    assert added.status_code == 201, added.text
    program = bearer(driver, added.json()["token"])
    assert program.get(f"{API}/me").json()["name"] == "Importer"
    assert program.get(f"{API}/projects/{project}").json()["my_role"] == role
    assert program.get(f"{API}/projects/{other}").status_code == 404
    assert program.post(f"{API}/projects", json={"name": "Own"}).status_code == 403
    status = 200 if role == "engineer" else 403
    assert program.get(f"{API}/projects/{project}/members").status_code == status
    again = driver.http.post(path, json={"name": "importer"})
    assert (again.status_code, again.json()["field"]) == (409, "name")
    assert driver.http.post(path, json={"name": " "}).status_code == 422
    driver.http.delete(f"{API}/projects/{project}/members/{added.json()['user_id']}")
    assert program.get(f"{API}/projects/{project}").status_code == 404


def test_a_person_writes_so_many_notes_on_an_item(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add_note, "MOST_NOTES", 2)
    project = driver.without("embed").project()
    driver.imported(project, texts(2))
    ann, ben = (driver.join(project, name, "engineer") for name in ("Ann", "Ben"))
    path = f"{API}/projects/{project}/items/1/notes"
    bodies = [{"kind": "comment", "text": text} for text in ("Hm.", "Why?", "Why not?")]
    assert [ann.post(path, json=body).status_code for body in bodies] == [201, 201, 409]
    assert ben.post(path, json=bodies[2]).status_code == 201
    other = f"{API}/projects/{project}/items/2/notes"
    assert ann.post(other, json=bodies[2]).status_code == 201


def signed_in(driver: Driver, name: str) -> TestClient:
    """Another browser of the same person."""
    with driver.app.write() as uow:
        link = make_sign_in_link(uow, user_called(uow, name))
    http = driver.browser()
    assert http.post(f"{API}/session", json={"token": link}).status_code == 200
    return http


def test_sessions_are_listed_and_ended_one_by_one(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    other = signed_in(driver, "Ann")
    here, there = ann.get(f"{API}/me/sessions").json()["results"]
    assert (here["is_this"], there["is_this"]) == (True, False)
    [mine] = driver.get("/me/sessions").json()["results"]
    assert ann.delete(f"{API}/me/sessions/{mine['id']}").status_code == 404
    assert ann.delete(f"{API}/me/sessions/{there['id']}").status_code == 204
    assert (me(ann), me(other), me(driver.http)) == (200, 401, 200)
    assert len(ann.get(f"{API}/me/sessions").json()["results"]) == 1


def test_signing_out_everywhere(driver: Driver) -> None:
    project = driver.project()
    url = driver.post(f"/projects/{project}/invitations", uses=2).json()["url"]
    invitation = url.split("#token=")[1]
    ann = driver.browser()
    joined = ann.post(f"{API}/session", json={"token": invitation, "name": "Ann"}).json()
    other = signed_in(driver, "Ann")
    program, _ = made(driver, ann)
    with driver.app.write() as uow:
        link = make_sign_in_link(uow, user_called(uow, "Ann"))
    assert other.delete(f"{API}/me/sessions").status_code == 204
    assert [me(each) for each in (ann, other, program, driver.http)] == [401, 401, 200, 200]
    assert driver.browser().post(f"{API}/session", json={"token": link}).status_code == 401
    again = ann.post(f"{API}/session", json={"token": invitation})
    assert (again.status_code, again.json()["field"]) == (422, "name"), "no way leads back"
    assert joined["id"]


def state(driver: Driver, user: int, state: str, http: TestClient | None = None) -> Any:
    return (http or driver.http).patch(f"{API}/users/{user}", json={"state": state})


def test_a_disabled_account_is_shut_at_once(driver: Driver) -> None:
    project = driver.project()
    eve = driver.join(project, "Eve", "engineer")
    user = eve.get(f"{API}/me").json()["id"]
    program, _ = made(driver, eve)
    url = eve.post(f"{API}/projects/{project}/invitations", json={}).json()["url"]
    with driver.app.write() as uow:
        link = make_sign_in_link(uow, user_called(uow, "Eve"))
    assert state(driver, user, "disabled", eve).status_code == 403
    assert state(driver, user, "disabled").json()["state"] == "disabled"
    assert (me(eve), me(program)) == (401, 401)
    for secret in (link, url.split("#token=")[1]):
        body = {"token": secret, "name": "Eve"}
        assert driver.browser().post(f"{API}/session", json=body).status_code == 401
    members = driver.get(f"/projects/{project}/members").json()["results"]
    assert {each["name"]: each["state"] for each in members} == {
        "admin": "active",
        "Eve": "disabled",
    }
    assert state(driver, user, "active").json()["state"] == "active"
    assert (me(eve), me(program)) == (401, 401), "what ended stays ended"
    assert me(signed_in(driver, "Eve")) == 200


def test_nobody_shuts_themselves_out(driver: Driver) -> None:
    admin = driver.get("/me").json()["id"]
    refused = state(driver, admin, "disabled")
    assert (refused.status_code, me(driver.http)) == (409, 200)
    assert "is the only administrator" in refused.json()["detail"]
    with driver.app.write() as uow:
        uow[Access].add(User(name="Ann", role=Role.ADMIN))
    refused = state(driver, admin, "disabled")
    assert (refused.status_code, me(driver.http)) == (409, 200)
    assert "your own account" in refused.json()["detail"]
    assert state(driver, 10_000, "disabled").status_code == 404

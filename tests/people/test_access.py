"""Ways in and out: links, invitations, sessions, tokens, passwords."""

from typing import Any

import pytest
from pwdlib import PasswordHash
from pydantic import SecretStr
from sqlalchemy import inspect

from service.app import App
from service.bootstrap import build
from service.db.clock import FrozenClock
from service.kit.settings import Settings
from service.kit.vocabulary import Role, UserState
from service.people.queries.access import Access
from service.people.sign_in import first_admin, make_sign_in_link
from service.pool.tables.people import User
from service.web.app import create_app
from tests.driving import API, Driver
from tests.in_process import Browser

DAY = 86_400


def link(app: App) -> str:
    with app.write() as uow:
        admin, _ = first_admin(uow)
        return make_sign_in_link(uow, admin)


def sign_in(driver: Driver, **body: Any) -> tuple[int, Browser]:
    http = driver.browser()
    return http.post(f"{API}/session", json=body).status_code, http


def me(http: Browser) -> int:
    return http.get(f"{API}/me").status_code


def invitation(driver: Driver, project: int, **fields: Any) -> str:
    made = driver.post(f"/projects/{project}/invitations", **fields)
    assert made.status_code == 201, made.text
    return str(made.json()["url"]).split("/invite#token=")[1]


def test_a_link_signs_in_once(driver: Driver) -> None:
    secret = link(driver.app)
    status, http = sign_in(driver, token=secret)
    assert (status, me(http)) == (200, 200)
    again, other = sign_in(driver, token=secret)
    assert (again, me(other)) == (401, 401)


def test_a_link_lasts_a_week(driver: Driver, clock: FrozenClock) -> None:
    early, late = link(driver.app), link(driver.app)
    clock.advance(7 * DAY - 1)
    assert sign_in(driver, token=early)[0] == 200
    clock.advance(1)
    assert sign_in(driver, token=late)[0] == 401
    assert sign_in(driver, token="nothing like it")[0] == 401


def test_a_session_ends_when_told_and_when_old(driver: Driver, clock: FrozenClock) -> None:
    _, http = sign_in(driver, token=link(driver.app))
    cookie = http.cookies["postil_session"]
    assert http.delete(f"{API}/session").status_code == 204
    assert me(http) == 401
    stolen = driver.browser()
    stolen.cookies.set("postil_session", cookie)
    assert me(stolen) == 401
    _, other = sign_in(driver, token=link(driver.app))
    clock.advance(30 * DAY - 1)
    assert me(other) == 200
    clock.advance(1)
    assert me(other) == 401


def test_who_is_there_can_be_asked_by_whoever_comes(driver: Driver) -> None:
    http = driver.browser()
    assert http.get(f"{API}/session").json() == {"user": None}
    http.cookies.set("postil_session", "nothing like it")
    assert http.get(f"{API}/session").json() == {"user": None}
    _, signed_in = sign_in(driver, token=link(driver.app))
    there = signed_in.get(f"{API}/session").json()["user"]
    assert there == signed_in.get(f"{API}/me").json()


def test_the_cookie_is_for_this_page_only(driver: Driver) -> None:
    http = driver.browser()
    answer = http.post(f"{API}/session", json={"token": link(driver.app)})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    over_tls = Browser(driver.api, base_url="https://testserver")
    answer = over_tls.post(f"{API}/session", json={"token": link(driver.app)})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_the_cookie_travels_encrypted_where_a_proxy_decrypts(app: App) -> None:
    at = {"public_url": "https://labels.example.org"}
    behind = App(app.settings.model_copy(update=at), app.database, app.blobs, app.asking)
    http = Browser(create_app(behind))
    answer = http.post(f"{API}/session", json={"token": link(app)})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_whoever_opens_an_invitation_types_a_name_and_labels(driver: Driver) -> None:
    project = driver.project()
    secret = invitation(driver, project, uses=2)
    look = driver.browser().post(f"{API}/invitation", json={"token": secret}).json()
    assert look == {
        "project_id": project,
        "project_name": "Test",
        "role": "annotator",
        "invited_by": "admin",
        "returning": None,
    }
    http = driver.browser()
    for nameless in ({"token": secret}, {"token": secret, "name": " "}):
        refused = http.post(f"{API}/session", json=nameless)
        assert (refused.status_code, refused.json()["field"]) == (422, "name")
    joined = http.post(f"{API}/session", json={"token": secret, "name": " Ann "}).json()
    assert (joined["name"], joined["role"], joined["project_id"]) == ("Ann", "annotator", project)
    assert http.get(f"{API}/projects/{project}").json()["my_role"] == "annotator"
    assert sign_in(driver, token=secret, name="Ben")[0] == 200
    assert sign_in(driver, token=secret, name="Cem")[0] == 401
    assert driver.browser().post(f"{API}/invitation", json={"token": secret}).status_code == 401
    members = driver.get(f"/projects/{project}/members").json()["results"]
    assert [(m["name"], m["role"]) for m in members] == [
        ("admin", "engineer"),
        ("Ann", "annotator"),
        ("Ben", "annotator"),
    ]


def test_an_invitation_expires_and_dies_with_its_project(
    driver: Driver, clock: FrozenClock
) -> None:
    project = driver.project()
    secret = invitation(driver, project, days=2)
    clock.advance(2 * DAY)
    assert sign_in(driver, token=secret, name="Ann")[0] == 401
    secret = invitation(driver, project)
    driver.http.delete(f"{API}/projects/{project}")
    assert sign_in(driver, token=secret, name="Ann")[0] == 404
    assert driver.browser().post(f"{API}/invitation", json={"token": secret}).status_code == 404


def test_roles_in_a_project_can_change_and_end(driver: Driver) -> None:
    project = driver.project()
    ann = driver.join(project, "Ann")
    user = ann.get(f"{API}/me").json()["id"]
    path = f"/projects/{project}/members/{user}"
    assert ann.get(f"{API}/projects/{project}/members").status_code == 403
    assert driver.http.patch(API + path, json={"role": "engineer"}).json()["role"] == "engineer"
    assert ann.get(f"{API}/projects/{project}/members").status_code == 200
    assert driver.http.patch(API + path, json={"role": "admin"}).status_code == 422
    assert driver.http.delete(API + path).status_code == 204
    assert ann.get(f"{API}/projects/{project}").status_code == 404
    assert driver.http.delete(API + path).status_code == 404
    owner = driver.get("/me").json()["id"]
    assert driver.http.delete(f"{API}/projects/{project}/members/{owner}").status_code == 409


def bearer(driver: Driver, token: str) -> Browser:
    http = driver.browser()
    http.headers["Authorization"] = f"Bearer {token}"
    return http


def token(http: Browser, **fields: Any) -> Any:
    made = http.post(f"{API}/tokens", json={"name": "script", **fields})
    assert made.status_code == 201, made.text
    return made.json()


def test_a_token_is_shown_once_and_can_be_ended(driver: Driver) -> None:
    made = token(driver.http, scope="admin")
    program = bearer(driver, made["token"])
    assert program.get(f"{API}/me").json()["role"] == "admin"
    [listed] = driver.get("/tokens").json()["results"]
    assert (listed["id"], listed["name"]) == (made["id"], "script")
    assert "token" not in listed
    assert driver.http.delete(f"{API}/tokens/{made['id']}").status_code == 200
    assert me(program) == 401
    assert driver.get("/tokens").json()["results"] == []


def test_a_token_expires(driver: Driver, clock: FrozenClock) -> None:
    program = bearer(driver, token(driver.http, days=1)["token"])
    clock.advance(DAY - 1)
    assert me(program) == 200
    clock.advance(1)
    assert me(program) == 401


def test_a_scope_takes_away(driver: Driver) -> None:
    """An admin's token of a lower scope is in no project, and makes no stronger token."""
    project = driver.project()
    program = bearer(driver, token(driver.http, scope="annotator")["token"])
    assert program.get(f"{API}/me").json()["role"] == "annotator"
    assert program.post(f"{API}/projects", json={"name": "New"}).status_code == 403
    assert program.get(f"{API}/projects/{project}").json()["my_role"] == "annotator"
    assert program.get(f"{API}/projects/{project}/members").status_code == 403
    assert token(program)["scope"] == "annotator"


def test_an_invited_engineer_has_tokens_for_the_project_alone(driver: Driver) -> None:
    project, other = driver.project(), driver.project()
    eve = driver.join(project, "Eve", "engineer")
    made = token(eve)
    assert made["scope"] == "engineer"
    program = bearer(driver, made["token"])
    assert program.get(f"{API}/projects/{project}/members").status_code == 200
    assert program.get(f"{API}/projects/{other}").status_code == 404
    assert program.post(f"{API}/projects", json={"name": "New"}).status_code == 403
    weak = bearer(driver, token(eve, scope="annotator")["token"])
    assert weak.get(f"{API}/projects/{project}/members").status_code == 403


def test_nobody_ends_anothers_token_but_an_admin(driver: Driver) -> None:
    project = driver.project()
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    made = token(ann)
    assert ben.delete(f"{API}/tokens/{made['id']}").status_code == 404
    assert me(bearer(driver, made["token"])) == 200
    assert driver.http.delete(f"{API}/tokens/{made['id']}").status_code == 200
    assert me(bearer(driver, made["token"])) == 401


def test_who_is_disabled_is_out_at_once(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    program = bearer(driver, token(ann)["token"])
    user = ann.get(f"{API}/me").json()["id"]
    with driver.app.write() as uow:
        uow.session.get_one(User, user).state = UserState.DISABLED
    assert (me(ann), me(program)) == (401, 401)


@pytest.mark.slow
def test_a_password_signs_in(driver: Driver) -> None:
    with driver.app.write() as uow:
        hashed = PasswordHash.recommended().hash("correct horse")
        uow[Access].add(User(name="Ann", role=Role.ENGINEER, password_hash=hashed))
    assert sign_in(driver, name="ann", password="correct horse")[0] == 200
    for name, password in (("Ann", "wrong"), ("nobody", "correct horse"), ("admin", "")):
        assert sign_in(driver, name=name, password=password)[0] == 401
    assert sign_in(driver)[0] == 422


def test_a_token_fixed_from_outside_is_the_admins(settings: Settings) -> None:
    fixed = settings.model_copy(update={"admin_token": SecretStr("from outside")})
    app = build(fixed)
    app.migrate()
    with app.write() as uow:
        first_admin(uow)
    http = Browser(create_app(app), headers={"Authorization": "Bearer from outside"})
    assert http.get(f"{API}/me").json()["role"] == "admin"
    http.headers["Authorization"] = "Bearer from outsid"
    assert me(http) == 401
    app.close()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://testserver:8080"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=lambda headers: next(iter(headers.values())),
)
def test_another_site_writes_nothing(shared: Driver, method: str, headers: dict[str, str]) -> None:
    project = shared.project()
    http = Browser(shared.api, cookies=dict(shared.http.cookies), headers=headers)
    refused = http.request(method, f"{API}/projects/{project}", json={"name": "Taken"})
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert shared.get(f"/projects/{project}").json()["name"] == "Test"
    assert me(http) == 200


def test_no_secret_is_stored(driver: Driver) -> None:
    """Not one column of one table holds a link's, session's, token's or invitation's secret."""
    project = driver.project()
    unused, used = link(driver.app), link(driver.app)
    _, http = sign_in(driver, token=used)
    secrets = [unused, used, http.cookies["postil_session"]]
    secrets += [token(driver.http)["token"], invitation(driver, project)]
    with driver.app.database.engine.connect() as connection:
        stored = ""
        for table in inspect(connection).get_table_names():
            rows = connection.exec_driver_sql(f'SELECT * FROM "{table}"').all()
            stored += "".join(map(repr, rows))
    assert len(stored) > 1_000
    assert not [secret for secret in secrets if secret in stored]

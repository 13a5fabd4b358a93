"""Setting a password: by who is signed in, and by whoever runs the service."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from pwdlib import PasswordHash

from service.kit.errors import Conflict, Invalid, NotFound
from service.people.set_password import give_password
from service.people.sign_in import make_sign_in_link, user_called
from tests.driving import API, Driver

pytestmark = pytest.mark.slow
FIRST, SECOND = "first password", "second password"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PasswordHash, "hash", lambda _self, sent: f"hash of {sent}")
    monkeypatch.setattr(
        PasswordHash, "verify", lambda _self, sent, known: known == f"hash of {sent}"
    )


def put(http: TestClient, **body: Any) -> Any:
    return http.put(f"{API}/me/password", json=body)


def sign_in(driver: Driver, password: str, name: str = "Ann") -> TestClient | None:
    http = driver.browser()
    answer = http.post(f"{API}/session", json={"name": name, "password": password})
    return http if answer.status_code == 200 else None


def me(http: TestClient) -> Any:
    return http.get(f"{API}/me")


def test_who_has_none_sets_one_and_then_needs_it_to_change_it(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    ways = driver.browser()
    assert ways.get(f"{API}/sign-in").json() == {"passwords": False}
    assert me(ann).json()["has_password"] is False
    assert put(ann, password=FIRST).status_code == 204
    assert ways.get(f"{API}/sign-in").json() == {"passwords": True}
    assert me(ann).json()["has_password"] is True
    for wrong in ({}, {"current": SECOND}):
        refused = put(ann, password=SECOND, **wrong)
        assert (refused.status_code, refused.json()["field"]) == (422, "current")
    assert sign_in(driver, FIRST) is not None
    assert put(ann, password=SECOND, current=FIRST).status_code == 204
    assert (sign_in(driver, FIRST), sign_in(driver, SECOND) is None) == (None, False)


@pytest.mark.parametrize("password", ["", "9 letters", "x" * 201])
def test_a_short_one_is_refused(driver: Driver, password: str) -> None:
    refused = put(driver.http, password=password)
    assert (refused.status_code, refused.json()["field"]) == (422, "password")
    with pytest.raises(Invalid, match="10 to 200"):
        give_password(driver.app, "admin", password)
    assert me(driver.http).json()["has_password"] is False


def test_other_ways_into_the_account_end(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    put(ann, password=FIRST)
    other = sign_in(driver, FIRST)
    with driver.app.write() as uow:
        link = make_sign_in_link(uow, user_called(uow, "Ann"))
    assert other is not None
    assert put(ann, password=SECOND, current=FIRST).status_code == 204
    assert (me(ann).status_code, me(other).status_code) == (200, 401)
    assert driver.browser().post(f"{API}/session", json={"token": link}).status_code == 401
    assert me(driver.http).status_code == 200, "what others have stays"


def test_no_token_sets_one(driver: Driver) -> None:
    made = driver.post("/tokens", name="script", scope="admin").json()
    program = driver.browser()
    program.headers["Authorization"] = f"Bearer {made['token']}"
    assert put(program, password=FIRST).status_code == 403
    assert me(driver.http).json()["has_password"] is False


def test_guessing_the_current_one_is_slowed_down(driver: Driver) -> None:
    put(driver.http, password=FIRST)
    answers = [put(driver.http, password=SECOND, current=f"guess {n}") for n in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


def test_two_of_one_name_can_not_both_have_one(driver: Driver) -> None:
    """Names are what people type there."""
    ann = driver.join(driver.project(), "Ann")
    other = driver.join(driver.project(), "ANN")
    assert put(ann, password=FIRST).status_code == 204
    refused = put(other, password=SECOND)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    with pytest.raises(Conflict, match="sign-in link"):
        give_password(driver.app, str(me(other).json()["id"]), SECOND)
    assert sign_in(driver, FIRST) is not None
    assert put(ann, password=SECOND, current=FIRST).status_code == 204


def test_whoever_runs_the_service_gives_one(driver: Driver) -> None:
    ann = driver.join(driver.project(), "Ann")
    give_password(driver.app, "Ann", FIRST)
    assert me(ann).status_code == 401
    give_password(driver.app, "Ann", SECOND)
    assert (sign_in(driver, FIRST), sign_in(driver, SECOND) is None) == (None, False)
    with pytest.raises(NotFound, match="There is no active account called 'Ben'"):
        give_password(driver.app, "Ben", FIRST)

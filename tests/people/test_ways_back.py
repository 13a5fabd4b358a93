"""Back to one's account by the invitation that made it, in the same browser."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from service.db.clock import FrozenClock
from service.kit.vocabulary import UserState
from service.pool.tables.people import User
from tests.driving import API, Driver

DAY = 86_400


class Guest:
    """A browser that an invitation was opened in."""

    def __init__(self, driver: Driver, project: int, name: str = "Ann", **fields: Any) -> None:
        self.project, self.driver = project, driver
        self.made = driver.post(f"/projects/{project}/invitations", **fields).json()
        self.token = self.made["url"].split("#token=")[1]
        self.http: TestClient = driver.browser()
        self.id = self.joins(name)

    def joins(self, name: str) -> int:
        joined = self.http.post(f"{API}/session", json={"token": self.token, "name": name})
        assert joined.status_code == 200, joined.text
        return int(joined.json()["id"])

    def loses_session(self) -> None:
        self.http.cookies.delete("postil_session")

    def returning(self, http: TestClient | None = None) -> str | None:
        look = (http or self.http).post(f"{API}/invitation", json={"token": self.token})
        return look.json()["returning"] if look.status_code == 200 else None

    def comes_back(self, http: TestClient | None = None) -> int:
        """The id of whom the invitation signed in, or the status."""
        answer = (http or self.http).post(f"{API}/session", json={"token": self.token})
        return int(answer.json()["id"]) if answer.status_code == 200 else answer.status_code


@pytest.fixture
def ann(driver: Driver) -> Guest:
    return Guest(driver, driver.project())


def people(driver: Driver, project: int) -> list[str]:
    return [
        member["name"] for member in driver.get(f"/projects/{project}/members").json()["results"]
    ]


def test_the_invitation_leads_back_to_the_account_it_made(driver: Driver, ann: Guest) -> None:
    ann.loses_session()
    assert ann.http.get(f"{API}/me").status_code == 401
    assert ann.returning() == "Ann"
    assert ann.comes_back() == ann.id
    assert ann.http.get(f"{API}/me").json()["id"] == ann.id
    assert people(driver, ann.project) == ["admin", "Ann"], "no second account"


def test_only_in_the_browser_that_it_made_it_in(driver: Driver, ann: Guest) -> None:
    elsewhere = driver.browser()
    assert ann.returning(elsewhere) is None
    assert ann.comes_back(elsewhere) == 422
    other = Guest(driver, ann.project, "Ben")
    [kept] = [name for name in other.http.cookies if name.startswith("postil_way_back_")]
    number = ann.made["id"]
    elsewhere.cookies.set(f"postil_way_back_{number}", other.http.cookies[kept])
    assert ann.comes_back(elsewhere) == 422, "the secret of another invitation"


def test_used_up_or_expired_it_still_leads_back(driver: Driver, clock: FrozenClock) -> None:
    ann = Guest(driver, driver.project(), uses=1, days=2)
    refused = driver.browser().post(f"{API}/invitation", json={"token": ann.token})
    assert refused.json()["detail"] == "This invitation was used up. Ask admin for a new one."
    clock.advance(31 * DAY)
    assert ann.http.get(f"{API}/me").status_code == 401, "a session lasts a month"
    assert (ann.returning(), ann.comes_back()) == ("Ann", ann.id)
    clock.advance(360 * DAY)
    assert ann.comes_back() == ann.id, "a year since the last time"
    clock.advance(365 * DAY)
    assert (ann.returning(), ann.comes_back()) == (None, 401)


def test_someone_else_in_that_browser_joins_as_themselves(driver: Driver, ann: Guest) -> None:
    ben = ann.joins("Ben")
    assert ben != ann.id
    ann.loses_session()
    assert (ann.returning(), ann.comes_back()) == ("Ben", ben)
    assert people(driver, ann.project) == ["admin", "Ann", "Ben"]


def test_whoever_signs_out_leaves_no_way_in(ann: Guest) -> None:
    kept = dict(ann.http.cookies)
    assert ann.http.delete(f"{API}/session").status_code == 204
    assert not ann.http.cookies
    ann.http.cookies.update(kept)
    assert (ann.returning(), ann.comes_back()) == (None, 422)


def test_it_ends_with_the_invitation_the_membership_and_the_account(driver: Driver) -> None:
    project = driver.project()
    revoked, removed, disabled = (Guest(driver, project, name) for name in ("A", "B", "C"))
    at = f"{API}/projects/{project}"
    assert driver.http.delete(f"{at}/invitations/{revoked.made['id']}").status_code == 204
    assert driver.http.delete(f"{at}/members/{removed.id}").status_code == 204
    with driver.app.write() as uow:
        user = uow.session.get(User, disabled.id)
        assert user is not None
        user.state = UserState.DISABLED
    assert [guest.comes_back() for guest in (revoked, removed, disabled)] == [401, 422, 422]
    driver.http.delete(at)
    assert removed.comes_back() == 404


def test_the_secret_is_for_this_page_only(ann: Guest) -> None:
    answer = ann.http.post(f"{API}/session", json={"token": ann.token})
    kept = [each for each in answer.headers.get_list("set-cookie") if "postil_way_back" in each]
    assert len(kept) == 1
    assert {"httponly", "samesite=strict"} <= set(kept[0].lower().split("; "))


@pytest.mark.parametrize("name", ["postil_way_back_", "postil_way_back_x", "postil_way_back_9" * 9])
def test_a_cookie_of_nothing_is_no_fault(driver: Driver, ann: Guest, name: str) -> None:
    stranger = driver.browser()
    stranger.cookies.set(name, "nothing like it")
    assert ann.returning(stranger) is None
    assert ann.comes_back(stranger) == 422

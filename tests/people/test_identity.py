"""Who asks is looked up at each request, on both ways in: annotators' and everybody else's."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from service.db.clock import FrozenClock
from service.kit.errors import Invalid, NotFound
from service.kit.vocabulary import UserState
from service.people.identify import NOTE_USE_EVERY
from service.people.sign_in import make_sign_in_link, user_called
from service.people.tables import ApiToken, Session
from service.pool.tables.people import User
from tests.driving import API, Driver
from tests.texts import texts

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

Ask = Callable[[TestClient, int], Any]
ASK: dict[str, Ask] = {
    # One transaction asks who it is and does the work; the other looks first.
    "annotator's": lambda http, project: http.post(
        f"{API}/projects/{project}/assignments", json={}
    ),
    "reader's": lambda http, project: http.get(f"{API}/projects/{project}/curve"),
}
on_both_ways = pytest.mark.parametrize("ask", ASK.values(), ids=list(ASK))


@pytest.fixture
def project(driver: Driver) -> int:
    return driver.without("embed").project_with(texts(12))


def with_token(driver: Driver, **fields: Any) -> tuple[TestClient, int]:
    """A program of the administrator's, and the id of its token."""
    made = driver.post("/tokens", name="program", **fields).json()
    http = driver.browser()
    http.headers["Authorization"] = f"Bearer {made['token']}"
    return http, made["id"]


def used(driver: Driver, kind: type[Session] | type[ApiToken]) -> datetime | None:
    """When the newest session or token was last seen to be used."""
    with driver.app.read() as uow:
        rows = uow.session.exec(select(kind)).all()
        return max(rows, key=lambda row: row.id).used_at


@on_both_ways
def test_use_is_noted_now_and_then(
    driver: Driver, project: int, clock: FrozenClock, ask: Ask
) -> None:
    ann = driver.join(project, "Ann")
    program, _ = with_token(driver)
    for http, kind in ((ann, Session), (program, ApiToken)):
        assert ask(http, project).status_code == 200
        first = clock.now
        assert used(driver, kind) == first
        clock.advance(NOTE_USE_EVERY.total_seconds())
        assert ask(http, project).status_code == 200
        assert used(driver, kind) == first, "a row written at each request would cost too much"
        clock.advance(1)
        assert ask(http, project).status_code == 200
        assert used(driver, kind) == first + NOTE_USE_EVERY + timedelta(seconds=1)


def test_a_refused_request_is_no_use(driver: Driver, project: int, clock: FrozenClock) -> None:
    ann = driver.join(project, "Ann")
    clock.advance(3600)
    before = used(driver, Session)
    assert ASK["annotator's"](ann, project + 1).status_code == 404
    assert used(driver, Session) == before


@on_both_ways
def test_who_signs_out_elsewhere_is_out_at_the_next_request(
    driver: Driver, project: int, ask: Ask
) -> None:
    ann = driver.join(project, "Ann")
    twin = driver.browser()
    twin.cookies.update(ann.cookies)
    assert ask(twin, project).status_code == 200
    assert ann.delete(f"{API}/session").status_code == 204
    refused = ask(twin, project)
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    assert "sign-in link" in refused.json()["detail"]


@on_both_ways
def test_a_revoked_token_ends_at_the_next_request(driver: Driver, project: int, ask: Ask) -> None:
    program, token = with_token(driver)
    assert ask(program, project).status_code == 200
    assert driver.http.delete(f"{API}/tokens/{token}").status_code == 200
    refused = ask(program, project)
    assert refused.status_code == 401
    assert "postil token" in refused.json()["detail"]


@on_both_ways
def test_what_expires_does_so_between_two_requests(
    driver: Driver, project: int, clock: FrozenClock, ask: Ask
) -> None:
    ann = driver.join(project, "Ann")
    program, _ = with_token(driver, days=1)
    clock.advance(86_399)
    assert ask(program, project).status_code == ask(ann, project).status_code == 200
    clock.advance(1)
    assert ask(program, project).status_code == 401
    clock.advance(29 * 86_400)
    assert ask(ann, project).status_code == 401


@on_both_ways
def test_who_is_removed_or_disabled_is_out_at_the_next_request(
    driver: Driver, project: int, ask: Ask
) -> None:
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    user, other = (http.get(f"{API}/me").json()["id"] for http in (ann, ben))
    assert driver.http.delete(f"{API}/projects/{project}/members/{user}").status_code == 204
    assert ask(ann, project).status_code == 404
    with driver.app.write() as uow:
        uow.session.get_one(User, other).state = UserState.DISABLED
    assert ask(ben, project).status_code == 401


@on_both_ways
def test_a_token_counts_more_than_a_cookie(driver: Driver, project: int, ask: Ask) -> None:
    ann = driver.join(project, "Ann")
    for header, status in (("Bearer nope", 401), ("Bearer ", 200), ("Basic nope", 200)):
        ann.headers["Authorization"] = header
        assert ask(ann, project).status_code == status


def test_a_link_of_their_own_brings_someone_back(driver: Driver) -> None:
    """By name; by id where several have the name."""
    project = driver.project()
    ann = driver.join(project, "Ann")
    mine = ann.get(f"{API}/me").json()["id"]

    def signed_in(reference: str) -> int:
        with driver.app.write() as uow:
            secret = make_sign_in_link(uow, user_called(uow, reference))
        return int(driver.browser().post(f"{API}/session", json={"token": secret}).json()["id"])

    assert signed_in("Ann") == mine
    driver.join(driver.project(), "Ann")
    with pytest.raises(Invalid, match=f"Several people are called 'Ann'; give one's id: {mine}, "):
        signed_in("Ann")
    assert signed_in(str(mine)) == mine
    with pytest.raises(NotFound, match="There is no active account called 'Ben'"):
        signed_in("Ben")

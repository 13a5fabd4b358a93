"""Ways in that have ended go after a month; those that are good, or lead back, stay."""

import pytest
from sqlalchemy import func, select

from service.db.clock import FrozenClock
from service.people.end_access import forget_ended_access
from service.schema import metadata
from tests.driving import API, Driver

DAY = 86_400


def left(driver: Driver) -> dict[str, int]:
    names = ("session", "api_token", "sign_in_link", "invitation", "way_back")
    with driver.app.read() as uow:
        counted = {
            name: uow.session.execute(select(func.count()).select_from(metadata.tables[name]))
            for name in names
        }
        return {name: int(found.scalar_one()) for name, found in counted.items()}


@pytest.mark.both_databases
def test_what_ended_goes_after_a_month(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project()
    driver.join(project, "Ann")  # an invitation that is used up, and the way back to Ann
    unused = driver.post(f"/projects/{project}/invitations", days=3).json()
    brief = driver.post("/tokens", name="brief", days=2).json()
    lasting = driver.post("/tokens", name="lasting").json()
    revoked = driver.post("/tokens", name="revoked").json()
    assert driver.http.delete(f"{API}/tokens/{revoked['id']}").status_code == 200
    before = left(driver)
    assert forget_ended_access(driver.app) == 0
    assert left(driver) == before

    clock.advance(29 * DAY)
    assert forget_ended_access(driver.app) == 0, "who comes by one is told that it has ended"
    clock.advance(36 * DAY)
    forgotten = forget_ended_access(driver.app)
    assert forgotten >= 5
    assert left(driver) == {
        "session": 0,  # a session lasts a month
        "api_token": 1,
        "sign_in_link": 0,
        "invitation": 1,
        "way_back": 1,
    }
    bearer = {"Authorization": f"Bearer {lasting['token']}"}
    http = driver.browser()
    assert http.get(f"{API}/me", headers=bearer).status_code == 200
    assert (
        http.get(f"{API}/me", headers={"Authorization": f"Bearer {brief['token']}"}).status_code
        == 401
    )
    look = {"token": unused["url"].split("#token=")[1]}
    assert http.post(f"{API}/invitation", json=look).status_code == 401
    assert forget_ended_access(driver.app) == 0

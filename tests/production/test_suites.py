"""What the suites of API and loop ask of a service in one process, asked of the production set-up.

The same tests, over the network: two processes answer, a relay and two workers do the jobs, on
PostgreSQL and Redis. Those are left out that look behind the API or stop the clock; they run on
PostgreSQL where they stand.
"""

from collections.abc import Iterator

import httpx
import pytest

from tests.driving import API
from tests.patience import PATIENCE_SECONDS
from tests.production.remote import RemoteDriver
from tests.production.stack import SECRETS, Stack

pytestmark = pytest.mark.slow


@pytest.fixture
def driver(stack: Stack) -> Iterator[RemoteDriver]:
    made = RemoteDriver(stack)
    yield made
    made.close()


def test_people_come_in_by_a_link_and_programs_by_the_token_from_outside(stack: Stack) -> None:
    link = stack.execute("api", "postil", "token", "--sign-in").strip()
    address, _, secret = link.partition("/sign-in#token=")
    assert address == stack.url
    with httpx.Client(base_url=f"{address}{API}", timeout=PATIENCE_SECONDS) as http:
        assert http.post("/session", json={"token": secret}).json()["role"] == "admin"
    bearer = {"Authorization": f"Bearer {SECRETS['POSTIL_ADMIN_TOKEN']}"}
    assert (
        httpx.get(f"{stack.url}{API}/me", headers=bearer, timeout=PATIENCE_SECONDS).json()["role"]
        == "admin"
    )

"""Who may call what, and in which transactions: every documented call, for everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from tests.driving import API, Driver
from tests.in_process import Browser
from tests.web.every_call import (
    ADMIN,
    ANYBODY,
    CALLS,
    ENGINEER,
    MEMBER_AND_ENGINEER,
    MEMBER_ENGINEER,
    OPEN,
    Call,
    P,
    World,
    name,
)
from tests.web.test_who_may import WORD_OF

pytestmark = pytest.mark.slow

AT_MOST = {"Reader": 1, "Writer": 2, "Labeller": 1, "Opener": 2}
"""Transactions; of writers the first finds out who they are before a body is read."""


class Watched:
    """The service, and how many transactions were open whenever bytes came or went."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self.pool: Any = driver.app.database.engine.pool
        self.open: list[int] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def received() -> Any:
            self.open.append(self.pool.checkedout())
            return await receive()

        async def sent(message: Any) -> None:
            self.open.append(self.pool.checkedout())
            await send(message)

        await self._driver.api(scope, received, sent)


@pytest.fixture(scope="module")
def world(shared: Driver) -> World:
    return World(shared)


@contextmanager
def begun(driver: Driver) -> Iterator[list[int]]:
    """A 1 for each transaction."""
    found: list[int] = []

    def note(*_: Any) -> None:
        found.append(1)

    event.listen(driver.app.database.engine, "checkout", note)
    try:
        yield found
    finally:
        event.remove(driver.app.database.engine, "checkout", note)


def word(call: Call) -> str:
    return WORD_OF[name(call).replace("{project}", "{project_id}")]


def test_every_documented_call_is_here(world: World) -> None:
    documented = {
        (method.upper(), path)
        for path, calls in world.driver.api.openapi()["paths"].items()
        for method in calls
    }
    here = {(method, path.replace("{project}", "{project_id}")) for method, path, _, _ in CALLS}
    assert here == documented


@pytest.mark.parametrize("call", CALLS, ids=name)
def test_a_call(world: World, call: Call) -> None:
    if call[:2] == ("DELETE", P):  # nobody would find the project afterwards
        check_who_may(world, call)
        check_transactions(world, call)  # with whatever jobs all the calls before have asked for
        assert world.people["admin"].get(P.format(project=world.project)).status_code == 404
    else:
        check_transactions(world, call)
        check_who_may(world, call)


def check_transactions(world: World, call: Call) -> None:
    """One, and none while bytes travel."""
    if word(call).endswith(("Waiting", "Asking", "Changing")):
        return
    watched = Watched(world.driver)
    http = Browser(watched, headers={"Origin": "http://testserver"})
    http.cookies.update(Driver(world.driver.app).http.cookies)  # a session that it may end
    http.get(f"{API}/me")
    ids = {"assignment_id": world.lease("admin")} if "{assignment_id}" in call[1] else {}
    with begun(world.driver) as transactions:
        answer = world.send("admin", call, through=http, **ids)
    assert answer.status_code not in (401, 403) or call[2] == OPEN, answer.text
    most = next(most for end, most in AT_MOST.items() if word(call).endswith(end))
    rows = 1 if call[1].endswith(":bulk") else 0
    assert 1 <= len(transactions) <= most + rows
    assert set(watched.open) == {0}


def check_who_may(world: World, call: Call) -> None:
    _, _, needs, _ = call
    status = {who: world.call(who, call) for who in world.people if takes_part(who, call)}
    if needs == OPEN:
        return
    assert status["anonymous"] == 401
    if needs == ANYBODY:
        assert not {status[who] for who in status if who != "anonymous"} & {401, 403}
    elif needs == ADMIN:
        others = {status[who] for who in status if who not in ("anonymous", "admin")}
        assert (others, status["admin"]) == ({403}, 404)
    elif needs == MEMBER_AND_ENGINEER:
        assert [status["stranger"], status["annotator"], status["admin"]] == [404, 403, 201]
        assert status["engineer"] == 403, "who was invited opens no projects"
    elif needs == ENGINEER:
        assert [status["stranger"], status["annotator"], status["admin"]] == [403, 403, 201]
    else:
        assert [status["stranger"], status["stranger engineer"]] == [404, 404]
        assert (status["annotator"] == 403) == (needs == MEMBER_ENGINEER)
        assert not {status.get("engineer"), status.get("admin")} & {401, 403}


def takes_part(who: str, call: Call) -> bool:
    """Those who may end a session or the project don't: others need it still."""
    method, path, needs, _ = call
    if needs == OPEN:
        return who == "anonymous"
    if (method, path) == ("DELETE", "/api/v1/me/sessions"):
        return who in ("anonymous", "stranger")
    return (method, path) != ("DELETE", P) or who not in ("engineer", "admin")


@pytest.mark.parametrize("shared", ["postgresql"], indirect=True)
def test_every_call_on_postgresql(world: World) -> None:
    for call in CALLS:
        if takes_part("admin", call):
            world.call("admin", call)


def test_an_engineer_of_the_project_may_delete_it(driver: Driver) -> None:
    project = driver.project()
    eve = driver.join(project, "Eve", "engineer")
    assert eve.delete(f"/api/v1/projects/{project}").status_code == 204
    assert eve.get(f"/api/v1/projects/{project}").status_code == 404
    assert project not in [p["id"] for p in driver.get("/projects").json()["results"]]

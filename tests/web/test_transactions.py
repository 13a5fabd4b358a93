"""One transaction a request: begun after its body is read, committed before it is answered."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.driving import API, Driver
from tests.patience import WORK_SECONDS
from tests.texts import texts

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

MORE_THAN_THREADS = 60
"""Requests at once; 40 of them have a thread."""


@contextmanager
def no_commit(driver: Driver) -> Iterator[None]:
    """Whatever is written is undone at the last moment."""

    def fail(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("it went away"))

    event.listen(driver.app.database.engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(driver.app.database.engine, "commit", fail)


def test_nothing_is_acknowledged_before_it_is_committed(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(12))
    http = driver.browser()
    http.cookies.update(driver.join(project, "Eve", "engineer").cookies)
    lease = driver.offered(project, 1, http)["assignments"][0]
    path, item = f"{API}/projects/{project}", lease["item"]["id"]
    answer = {"item_id": item, "assignment_id": lease["id"], "answer": {"class": "a"}}
    calls: list[tuple[str, str, Any]] = [
        ("PUT", f"{path}/annotations/{uuid4()}", answer),
        ("POST", f"{path}/items/{item}/notes", {"kind": "comment", "text": "Hm."}),
        ("PATCH", path, {"guidelines": "new"}),
        ("POST", f"{path}/invitations", {}),
        ("DELETE", path, None),
    ]

    def everything() -> list[Any]:
        paths = ["", "/stats", "/invitations", f"/items/{item}"]
        return [driver.get(f"/projects/{project}{each}").json() for each in paths]

    before = everything()
    with no_commit(driver):
        for method, where, body in calls:
            refused = http.request(method, where, json=body)
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable"), where
    assert everything() == before
    assert [http.request(*call[:2], json=call[2]).status_code for call in calls] == [
        201,
        201,
        200,
        201,
        204,
    ]


def test_more_writers_than_threads_get_their_turn(driver: Driver) -> None:
    """Whoever holds the write lock has the thread that it takes to let go of it."""
    project = driver.project()
    portal = driver.http.portal
    assert portal is not None

    async def change() -> list[int]:
        sender = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=driver.api),
            base_url="http://testserver",
            headers={"Origin": "http://testserver"},
            cookies=dict(driver.http.cookies),
        )
        path = f"{API}/projects/{project}"
        async with sender as http:
            many = [http.patch(path, json={"guidelines": "g"}) for _ in range(MORE_THAN_THREADS)]
            return [each.status_code for each in await asyncio.gather(*many)]

    with driver.app.write():
        sent = portal.start_task_soon(change)
        time.sleep(0.5)  # all threads wait for the lock
    assert sent.result(WORK_SECONDS) == [200] * MORE_THAN_THREADS

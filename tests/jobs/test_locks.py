"""Rows held on PostgreSQL, where writers don't queue up: nobody waits in a circle."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from service.app import App
from service.jobs.dispatch_jobs import due_jobs, release_worker
from service.jobs.kinds.rank import request_round
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, run_job
from service.pool.queries.projects import Projects
from tests.driving import API, Driver
from tests.patience import PATIENCE_SECONDS
from tests.texts import texts

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

ORDER = ["project", "job", "import"]
HOLDS = re.compile(r"FROM (\w+)\b.*\bFOR NO KEY UPDATE(?! SKIP)|^\s*UPDATE (\w+)\b", re.DOTALL)


@contextmanager
def watched(app: App) -> Iterator[list[list[str]]]:
    """The tables of `ORDER` that each transaction holds rows of, in the order it came to them."""
    seen: dict[Any, list[str]] = {}

    def note(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        held = seen.setdefault(connection.get_transaction(), [])
        others = statement.replace("FOR UPDATE OF item", "")  # which an answer does
        assert "FOR UPDATE" not in others, "it stops who writes what refers to the row"
        found = HOLDS.search(statement)
        table = (found[1] or found[2]) if found else None
        if table in ORDER and table not in held:
            held.append(table)

    event.listen(app.database.engine, "before_cursor_execute", note)
    orders: list[list[str]] = []
    yield orders
    event.remove(app.database.engine, "before_cursor_execute", note)
    orders += seen.values()


def test_rows_are_held_in_one_order(driver: Driver) -> None:
    """Through all that is done to a project, from its first import to its deletion."""
    named = [{"text": row["text"], "label": row["label"]} for row in texts(40)]

    def revert(import_id: int) -> None:
        path = f"{API}/projects/{project}/imports/{import_id}"
        assert driver.http.delete(path, params={"with_answers": True}).status_code == 202

    with watched(driver.app) as orders:
        project = driver.project(["fruit", "metal"], round_every=2)
        first = driver.imported(project, named[:30], labels="import")
        second = driver.imported(project, texts(60))
        driver.label(project, 6, lambda _: "fruit")
        driver.work()
        revert(first["import_id"])
        driver.work()
        driver.imported(project, named[:30], labels="import")
        revert(second["import_id"])
        sent = driver.upload(project, '{"text": "never taken in"}').json()
        revert(sent["import_id"])
        driver.upload(project, '{"text": "no project to come to"}')
        assert driver.http.delete(f"{API}/projects/{project}").status_code == 204
    assert ["project", "job", "import"] in orders
    assert [held for held in orders if held != sorted(held, key=ORDER.index)] == []


def test_who_holds_a_project_keeps_none_of_its_jobs_from_going_back(driver: Driver) -> None:
    """A label asks for a round and holds the project; the worker that has one is stopped."""
    project = driver.project()
    with driver.app.write() as uow:
        request_round(uow, uow[Projects].lock(project), "labels", at_once=True)

    def stop(app: App, _run: JobRun) -> None:
        with ThreadPoolExecutor(1) as pool, app.write() as uow:
            request_round(uow, uow[Projects].lock(project), "labels", at_once=False)
            released = pool.submit(release_worker, app, "one", died=False)
            assert released.result(PATIENCE_SECONDS) == 1

    [due] = due_jobs(driver.app)
    assert not run_job(driver.app, due.id, "one", {"rank": stop}, driver.tools)
    with driver.app.read() as uow:
        waiting = uow[Jobs].open_of(project, "rank")
    assert [(job.state, job.attempts) for job in waiting] == [("queued", 1), ("queued", 0)]

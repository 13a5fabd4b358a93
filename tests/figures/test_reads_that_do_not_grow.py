"""What a project's pages ask for takes as long with many labels as with few."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from service.app import App
from service.jobs.queries.jobs import Jobs
from service.kit.vocabulary import JobState
from tests.db import rows
from tests.driving import Driver, on_sqlite
from tests.texts import texts, truth

pytestmark = on_sqlite

EACH = 10


@contextmanager
def counting_steps(app: App) -> Iterator[list[int]]:
    """Counts what SQLite's machine does meanwhile: no clock, no noise."""
    seen = [0]

    def tick() -> int:
        seen[0] += EACH
        return 0

    def watch(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(tick, EACH)

    def leave(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(None, EACH)

    event.listen(app.database.engine, "checkout", watch)
    event.listen(app.database.engine, "checkin", leave)
    yield seen
    event.remove(app.database.engine, "checkout", watch)
    event.remove(app.database.engine, "checkin", leave)


def steps(driver: Driver, path: str) -> int:
    with counting_steps(driver.app) as seen:
        assert driver.get(path).status_code == 200
    return seen[0]


READ = ["", "/progress", "/stats", "/next-step", "/quality"]
READ += [f"/review/{name}" for name in ("errors", "disagreements", "notes", "agreement")]


@pytest.mark.slow
def test_no_read_grows_with_labels(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(400), ["fruit", "metal"])

    def label(count: int) -> dict[str, int]:
        driver.label_at_once(project, count, truth)
        with driver.app.write() as uow:
            for _ in range(count):
                uow[Jobs].add(rows.job(project, state=JobState.DONE))
        return {path: steps(driver, f"/projects/{project}{path}") for path in READ}

    few = label(210)
    many = label(190)
    grown = {path: (few[path], many[path]) for path in READ if many[path] > 1.1 * few[path] + EACH}
    assert grown == {}
    assert all(few.values())

"""What a project's pages ask for takes as long with many labels as with few."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from service.loop.app import App
from service.vocabulary import JobState
from tests.driving import Driver, on_sqlite, texts, truth
from tests.store import rows

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


REVIEWS = [f"/review/{name}" for name in ("errors", "disagreements", "notes", "agreement")]


@pytest.mark.parametrize("what", ["", "/progress", "/stats", "/comparison", *REVIEWS])
def test_a_read_does_not_grow_with_labels(driver: Driver, what: str) -> None:
    project = driver.project(["fruit", "metal"])
    driver.without("embed").imported(project, texts(400))
    path = f"/projects/{project}{what}"

    def label(count: int) -> None:
        driver.label_at_once(project, count, truth)
        with driver.app.write() as uow:
            for _ in range(count):
                uow.jobs.add(rows.job(project, state=JobState.DONE))

    label(210)  # enough for a comparison
    few = steps(driver, path)
    label(190)
    assert 0 < steps(driver, path) <= 1.1 * few + EACH

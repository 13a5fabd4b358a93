"""What is left of an import that is cut off, given up or overtaken."""

import tracemalloc
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import select

from service.app import App
from service.db.clock import FrozenClock
from service.importing import store_rows
from service.importing.import_items import import_items
from service.importing.queries.import_rows import ImportRows
from service.jobs.dispatch_jobs import due_jobs, requeue_lost
from service.jobs.run_job import JobRun, run_job
from service.pool.tables.items import Item, ItemSource
from tests.driving import Driver
from tests.parts.breaking import BreakingApp, BreakingBlobs

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

SLICE = 200
ROWS = 2 * SLICE + 100


@pytest.fixture
def driver(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Without vectors, which are beside the point here, and with a tenth of a slice in one."""
    monkeypatch.setattr(store_rows, "SLICE", SLICE)
    monkeypatch.setattr(store_rows, "SHARED_SLICE", SLICE)
    return driver.without("embed")


def body(count: int = ROWS, start: int = 0) -> str:
    """Rows of which every tenth is a duplicate, every 50th is bad and every 100th odd."""
    texts = [f"text {n - (n % 10 == 9)}{'<br>' * (n % 100 == 50)}" for n in range(start + count)]
    return "\n".join(
        '{"nothing": 1}' if n % 50 == 7 else f'{{"id": {n}, "text": "{texts[n]}"}}'
        for n in range(start, start + count)
    )


def rows_of(driver: Driver, kind: type[Item] | type[ItemSource]) -> int:
    with driver.app.read() as uow:
        return uow.session.exec(select(func.count()).select_from(kind)).one()


def shown(driver: Driver, project: int, answer: Any) -> Any:
    return driver.get(f"/projects/{project}/imports/{answer.json()['import_id']}").json()


def whole(driver: Driver, project: int, answer: Any) -> tuple[Any, ...]:
    """All that an import without a fault leaves."""
    report = shown(driver, project, answer)
    path = f"/projects/{project}/imports/{report['import_id']}/rejected"
    rejected = driver.get(path, limit=500).json()["results"]
    counts = [report[name] for name in ("state", "received", "inserted", "duplicates", "rejected")]
    warnings = [each["detail"] for each in report["warnings"]]
    lines = [row["line"] for row in rejected]
    return *counts, lines, warnings, rows_of(driver, Item), rows_of(driver, ItemSource)


BAD, TWICE = ROWS // 50, ROWS // 10
GOOD = ROWS - BAD - TWICE
REFUSED = [50 * n + 8 for n in range(BAD)]
ODD = ["Texts with markup, such as <br> or &amp;: 5 (line 51, line 151, line 251, 2 more)."]
EXPECTED = ("ready", ROWS, GOOD, TWICE, BAD, REFUSED, ODD, GOOD, GOOD + TWICE)


BEFORE_ROWS = 4
"""Writes before the first rows are noted: ordinals are reserved, items go in in three slices."""


@pytest.mark.parametrize("writes", range(8))
def test_a_cut_off_import_goes_on_where_it_stopped(driver: Driver, writes: int) -> None:
    """Cut off before, within and after the items and the rows, or at the end: nothing doubles."""
    project = driver.project()
    answer = driver.upload(project, body())

    def cut_off(app: App, run: JobRun) -> None:
        import_items(BreakingApp(app, writes), run)

    driver.handlers["import"] = cut_off
    [due] = due_jobs(driver.app)
    assert not run_job(driver.app, due.id, "test", driver.handlers, driver.tools)
    assert shown(driver, project, answer)["received"] == min(
        max(writes - BEFORE_ROWS, 0) * SLICE, ROWS
    )
    job = driver.get(f"/jobs/{due.id}").json()
    assert (job["state"], job["attempts"]) == ("queued", 1)
    assert "PowerCut" in job["error"]

    driver.handlers["import"] = import_items
    driver.work()
    assert whole(driver, project, answer) == EXPECTED


def test_what_was_refused_is_told_even_after_a_cut(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, body())
    driver.app.blobs = BreakingBlobs(driver.app.settings.blobs, "/rejected/")
    driver.work()
    assert whole(driver, project, answer) == EXPECTED


def test_nobody_sees_an_item_before_all_are_in(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, body())
    looks: list[Any] = []

    def looked(app: App, run: JobRun) -> None:
        try:
            import_items(BreakingApp(app, 2), run)
        finally:
            offer = driver.offered(project)
            page = driver.get(f"/projects/{project}/items").json()
            one = driver.get(f"/projects/{project}/items/1").status_code
            export = driver.get(f"/projects/{project}/export", everything=True).text
            looks.append((offer["assignments"], offer["reason"], page["results"], one, export))

    driver.handlers["import"] = looked
    run_job(driver.app, due_jobs(driver.app)[0].id, "test", driver.handlers, driver.tools)
    assert rows_of(driver, Item) > 0
    assert [(given, why["code"], *rest) for given, why, *rest in looks] == [
        ([], "embedding", [], 404, "")
    ]
    driver.handlers["import"] = import_items
    driver.work()
    assert shown(driver, project, answer)["state"] == "ready"
    assert driver.get(f"/projects/{project}/items/1").status_code == 200


def test_an_import_that_breaks_three_times_is_given_up(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, body())

    def cut_off(app: App, run: JobRun) -> None:
        import_items(BreakingApp(app, 1), run)

    driver.handlers["import"] = cut_off
    assert driver.work() == ["import"] * 3 + ["withdraw"]
    report = shown(driver, project, answer)
    assert report["state"] == "failed"
    assert "Failed 3 times, last with: PowerCut" in report["error"]
    assert (rows_of(driver, Item), rows_of(driver, ItemSource)) == (0, 0)
    assert driver.offered(project)["reason"]["code"] == "done"
    driver.handlers["import"] = import_items
    again = driver.upload(project, body())
    driver.work()
    assert whole(driver, project, again)[:5] == EXPECTED[:5]


def test_a_cancelled_import_leaves_nothing(driver: Driver) -> None:
    """Cancelled between two slices: the worker stops, and what was in goes out."""
    project = driver.project()
    answer = driver.upload(project, body())
    job = answer.json()["job_id"]

    class Cancelling(BreakingApp):
        def write(self) -> Any:
            self.left -= 1
            if self.left == -1:
                assert driver.post(f"/jobs/{job}/cancel").json()["state"] == "cancelled"
            return App.write(self)

    driver.handlers["import"] = lambda app, run: import_items(Cancelling(app, 2), run)
    driver.work()
    assert driver.get(f"/jobs/{job}").json()["state"] == "cancelled"
    report = shown(driver, project, answer)
    assert (report["state"], report["error"]) == ("failed", "It was cancelled.")
    assert (rows_of(driver, Item), rows_of(driver, ItemSource)) == (0, 0)
    assert driver.get(f"/projects/{project}").json()["item_count"] == 0
    assert driver.post(f"/jobs/{job}/cancel").json()["state"] == "cancelled"


@pytest.mark.parametrize("meanwhile", ["the rest", "a slice"])
def test_a_slow_worker_does_not_write_into_anothers_import(
    driver: Driver, clock: FrozenClock, meanwhile: str
) -> None:
    """Its lease runs out between two slices, another goes on with the import, it comes back."""
    project = driver.project()
    answer = driver.upload(project, body())

    class Slow(BreakingApp):
        def write(self) -> Any:
            self.left -= 1
            if self.left == -1:
                clock.advance(60)
                assert requeue_lost(driver.app) == 1
                writes = 9 if meanwhile == "the rest" else 1
                driver.handlers["import"] = lambda a, run: import_items(BreakingApp(a, writes), run)
                clock.advance(3)
                [again] = due_jobs(driver.app)
                done = run_job(driver.app, again.id, "test", driver.handlers, driver.tools)
                assert done == (meanwhile == "the rest")
            return App.write(self)

    driver.handlers["import"] = lambda app, run: import_items(Slow(app, 1), run)
    [due] = due_jobs(driver.app)
    assert not run_job(driver.app, due.id, "slow", driver.handlers, driver.tools)
    driver.handlers["import"] = import_items
    driver.work()
    assert whole(driver, project, answer) == EXPECTED
    job = driver.get(f"/jobs/{due.id}").json()
    assert (job["state"], job["attempts"]) == ("done", 2 if meanwhile == "the rest" else 3)


def test_a_later_import_does_not_overtake_one_that_was_cut_off(driver: Driver) -> None:
    """Else its duplicates would hang on items that go when the first one fails."""
    project = driver.project()
    first = driver.upload(project, body())
    second = driver.upload(project, '{"id": "mine", "text": "text 3"}')

    def cut_off(app: App, run: JobRun) -> None:
        import_items(BreakingApp(app, 1), run)

    driver.handlers["import"] = cut_off
    [due] = due_jobs(driver.app)
    assert due.id == first.json()["job_id"]
    run_job(driver.app, due.id, "test", driver.handlers, driver.tools)
    assert due_jobs(driver.app) == []
    assert not run_job(driver.app, second.json()["job_id"], "test", driver.handlers, driver.tools)
    driver.post(f"/jobs/{due.id}/cancel")
    driver.handlers["import"] = import_items
    driver.work()
    report = shown(driver, project, second)
    assert (report["state"], report["inserted"]) == ("ready", 1)
    assert rows_of(driver, ItemSource) == 1


def test_deleting_a_project_ends_its_imports(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, body())
    assert driver.http.delete(f"/api/v1/projects/{project}").status_code == 204
    assert driver.work(until_idle=False) == []
    assert rows_of(driver, Item) == 0
    assert (
        driver.get(f"/projects/{project}/imports/{answer.json()['import_id']}").status_code == 404
    )


@pytest.mark.parametrize("size", [2_000, 20_000])
def test_memory_does_not_grow_with_the_file(
    driver: Driver, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 50 MB in long or in very long texts, a few MB are in memory at a time."""
    monkeypatch.undo()
    project = driver.project()
    upload = BytesIO()
    for number in range(50_000_000 // (size + 40)):
        upload.write(b'{"id": %d, "text": "%d %s"}\n' % (number, number, b"x" * size))
    answer = driver.upload(project, upload.getvalue())
    del upload
    tracemalloc.start()
    driver.work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert shown(driver, project, answer)["inserted"] == 50_000_000 // (size + 40)
    assert peak < 25_000_000, f"{peak:,} bytes"


def test_progress_is_told_in_bytes(driver: Driver) -> None:
    project = driver.project()
    answer = driver.upload(project, body())
    seen: list[tuple[int, int]] = []

    class Watching(JobRun):
        def progress(self, done: int, total: int | None = None) -> None:
            super().progress(done, total)
            job = driver.get(f"/jobs/{self.job_id}").json()
            seen.append((job["done"], job["total"]))

    driver.handlers["import"] = lambda app, run: import_items(app, Watching(**vars(run)))
    driver.work()
    size = len(body())
    assert seen[-1] == (size, size)
    assert 0 < seen[0][0] <= size
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert driver.get(f"/jobs/{answer.json()['job_id']}").json()["done"] == size


def test_slices_are_as_long_as_nobody_waits_for(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer on SQLite waits for the whole of one."""
    monkeypatch.undo()
    insert, put = ImportRows.insert_items, list[int]()

    def noted(self: Any, columns: Any, shared: Any) -> None:
        put.append(len(columns["id"]))
        insert(self, columns, shared)

    monkeypatch.setattr(ImportRows, "insert_items", noted)
    count = 2 * store_rows.SLICE + 500
    driver.upload(driver.project(), "\n".join(f'{{"text": "text {n}"}}' for n in range(count)))
    driver.work()
    short = [store_rows.SLICE, store_rows.SLICE, 500]
    assert put == (short if driver.app.database.is_sqlite else [sum(short)])

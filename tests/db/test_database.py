"""Transactions: who waits for whom, and that nobody fails for having waited."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Literal

import pytest

from service.app import App
from service.bootstrap import build
from service.db.sqlite import FifoLock
from service.kit.errors import NotFound
from service.kit.settings import Settings
from service.people.queries.access import Access
from service.pool.queries.projects import Projects
from service.pool.tables.people import User
from tests.db import rows
from tests.patience import until

pytestmark = pytest.mark.both_databases

WRITERS = 16
EACH = 15


def test_a_lock_serves_in_the_order_of_arrival() -> None:
    lock, order = FifoLock(), list[int]()

    def wait(number: int) -> None:
        with lock:
            order.append(number)

    with ThreadPoolExecutor(20) as pool, lock:
        for number in range(20):
            pool.submit(wait, number)
            until(lambda number=number: len(lock._waiting) == number + 1, pause=0.001)
    assert order == list(range(20))
    with lock:
        pass


def test_a_lock_is_free_after_an_error() -> None:
    lock = FifoLock()
    with pytest.raises(ValueError, match="broken"), lock:
        raise ValueError("broken")
    with lock:
        pass


@pytest.mark.slow
def test_who_comes_back_at_once_does_not_overtake(app: App) -> None:
    """A busy writer and one that comes now and then: the second waits for one turn at most."""
    stop, turns, waits = threading.Event(), [0], list[int]()

    def busy() -> None:
        while not stop.is_set():
            with app.write() as uow:
                rows.user(uow)
            turns[0] += 1

    with ThreadPoolExecutor(1) as pool:
        pool.submit(busy)
        until(lambda: turns[0] > 5)
        for _ in range(20):
            before = turns[0]
            with app.write():
                waits.append(turns[0] - before)
            time.sleep(0.002)
        stop.set()
    if app.database.is_sqlite:
        assert max(waits) <= 2


def test_no_writer_fails_or_loses_another_ones_work(app: App) -> None:
    with app.write() as uow:
        project = rows.project(uow)

    def add(_: int) -> None:
        for _ in range(EACH):
            with app.write() as uow:
                uow[Projects].lock(project).next_ordinal += 1

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(add, range(WRITERS)))
    with app.read() as uow:
        assert uow[Projects].get(project).next_ordinal == WRITERS * EACH


def test_writers_of_two_processes_do_not_fail(app: App, settings: Settings) -> None:
    """Two engines on one database, as API and worker: neither sees 'database is locked'."""
    second = build(settings)
    with app.write() as uow:
        project = rows.project(uow)

    def add(place: int) -> None:
        for _ in range(EACH):
            with (app if place % 2 else second).write() as uow:
                uow[Projects].lock(project).next_ordinal += 1  # reads, then writes

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))
    with second.read() as uow:
        assert uow[Projects].get(project).next_ordinal == 8 * EACH
    second.close()


def test_a_reader_neither_waits_for_a_writer_nor_sees_half_of_it(app: App) -> None:
    with app.write() as writing:
        project = rows.project(writing)
        with app.read() as reading, pytest.raises(NotFound):
            reading[Projects].get(project)
    with app.read() as reading:
        reading[Projects].get(project)


def test_an_error_undoes_the_whole_transaction(app: App) -> None:
    def write_half() -> None:
        with app.write() as uow:
            rows.project(uow)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_half()
    with app.read() as uow:
        assert uow[Access].user(1) is None
        with pytest.raises(NotFound):
            uow[Projects].get(1)


def test_what_a_reader_changes_is_not_kept(app: App) -> None:
    with app.read() as uow:
        uow[Access].add(User(name="nobody"))
    with app.read() as uow:
        assert uow[Access].first_admin() is None
        assert uow[Access].user(1) is None


def test_ordinals_are_given_out_once(app: App) -> None:
    with app.write() as uow:
        project = rows.project(uow)

    def reserve(count: int) -> range:
        with app.write() as uow:
            first = uow[Projects].reserve_ordinals(project, count)
        return range(first, first + count)

    with ThreadPoolExecutor(8) as pool:
        blocks = list(pool.map(reserve, range(1, 30)))
    given = sorted(ordinal for block in blocks for ordinal in block)
    assert given == list(range(sum(range(1, 30))))


@pytest.mark.parametrize(("setting", "stored"), [("NORMAL", 1), ("FULL", 2)])
def test_a_commit_of_sqlite_waits_for_the_disk_if_it_should(
    tmp_path: Path, setting: Literal["NORMAL", "FULL"], stored: int
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=None, sqlite_synchronous=setting)
    with closing(build(settings)) as app, app.database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == stored

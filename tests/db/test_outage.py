"""What fails below the database is told for what it is, and heals by itself."""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from service.app import App
from service.bootstrap import build
from service.db import database, sqlite
from service.db.blobs import Blobs
from service.db.disk import Room
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import DatabaseDamaged, DatabaseLocked, DiskFull, PostilError
from service.kit.settings import Settings
from service.people.queries.access import Access
from tests.db import rows
from tests.driving import on_sqlite
from tests.patience import PATIENCE_SECONDS, until

pytestmark = pytest.mark.both_databases

LARGE = "x" * 200_000


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """SQLite's own limit on its file's size, which it treats as it does a full disk."""

    def limit(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count=1").close()  # that is: no more than there are

    event.listen(engine, "connect", limit)
    engine.dispose()
    try:
        yield
    finally:
        event.remove(engine, "connect", limit)
        engine.dispose()


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def add_large(uow: UnitOfWork) -> int:
    return rows.user(uow, LARGE)


def by_write(app: App) -> int:
    with app.write() as uow:
        return add_large(uow)


def by_submit(app: App) -> int:
    return app.submit(add_large).result(PATIENCE_SECONDS)


@on_sqlite
@pytest.mark.parametrize("add", [by_write, by_submit])
def test_a_full_disk_is_told_and_heals(app: App, add: Callable[[App], int]) -> None:
    with full(app.database.engine), pytest.raises(DiskFull, match=r"The disk is full\."):
        add(app)
    assert add(app) > 0
    with app.read() as uow:
        assert uow[Access].user(2) is None, "what was refused isn't there"


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_full_disk_of_postgresql_is_told(app: App) -> None:
    """As its server says it, by SQLSTATE."""
    with pytest.raises(DiskFull), app.write() as uow:
        uow.session.connection().exec_driver_sql(
            "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
        )


@pytest.mark.slow
@on_sqlite
def test_a_lock_from_outside_is_told_and_the_next_wait_less(
    app: App, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 300)
    monkeypatch.setattr(database, "IMPATIENT_MS", 20)
    waits = list[int]()
    begin = sqlite.begin_immediate

    def noted(session: Any, timeout_ms: int) -> None:
        waits.append(timeout_ms)
        begin(session, timeout_ms)

    monkeypatch.setattr(database, "begin_immediate", noted)
    with closing(sqlite3.connect(settings.sqlite_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(DatabaseLocked) as met:
                by_write(app)
            assert "by this service's own worker" in met.value.detail, "or by another program"
            assert "Don't end any of the service's programs." in met.value.detail
        with pytest.raises(DatabaseLocked):
            app.database.probe.check()
    by_write(app)
    by_write(app)
    assert waits == [300, 20, 20, 20, 20, 300]
    until(lambda: not fails(app.database.probe.check), "the probe looks again")


def fails(check: Callable[[], None]) -> bool:
    try:
        check()
    except PostilError:
        return True
    return False


@on_sqlite
@pytest.mark.parametrize("content", [b"no database at all" * 1000, None])
def test_a_damaged_file_is_told(settings: Settings, migrated: Path, content: bytes | None) -> None:
    """Another file of that name, and one that was cut off."""
    settings.sqlite_file.write_bytes(content or migrated.read_bytes()[:20_000])
    with closing(build(settings)) as app:
        with pytest.raises(DatabaseDamaged, match="put a backup in its place"):
            app.migrate()
        with pytest.raises(DatabaseDamaged), app.read() as uow:
            uow[Access].first_admin()


def test_a_blob_without_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    blobs = Blobs((tmp_path / "blobs").as_uri())
    with largest_file(100_000), pytest.raises(DiskFull):
        blobs.put("folder/key", b"x" * 200_000)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_room_is_that_of_the_fullest_disk(tmp_path: Path) -> None:
    """Of a folder that isn't made yet too."""
    room = Room([tmp_path, tmp_path / "not" / "yet"], reserve=1)
    free = room.free()
    assert free is not None
    room.check(wanted=1000)
    with pytest.raises(DiskFull, match="nearly full"):
        room.check(wanted=2 * free)
    nowhere = Room([], reserve=10**18)
    assert nowhere.free() is None
    nowhere.check(wanted=10**18)

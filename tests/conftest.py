"""The service under test, on a database of its own.

A test runs on SQLite. It runs on PostgreSQL too (`pytest.mark.both_databases`) where what it is
about may differ there: what the repositories ask and lock, counters, leases, search, rows that come
and go in bulk, the schema, the width of ids, and one walk through each router of the API.
"""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.app import App
from service.bootstrap import build
from service.kit.gc_tuning import collect_garbage_less_often
from service.kit.settings import Settings
from tests import databases, forking, servers
from tests.driving import Driver
from tests.frozen import app, clock, empty_sqlite, postgresql, shared, sqlite
from tests.prepared import prepared

__all__ = ["app", "clock", "empty_sqlite", "postgresql", "shared", "sqlite"]
os.environ["POSTIL_VIEWS"] = ""  # tests that are about further views name them
os.environ["POSTIL_SQLITE_SYNCHRONOUS"] = "NORMAL"  # a test's disk needn't be waited for
gc.disable()  # until the tests are collected
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


def pytest_sessionstart(session: pytest.Session) -> None:
    """It imports beside what is collected, which takes one core."""
    if session.config.getoption("forks", 0):
        forking.start_for_all()


def pytest_collection_finish() -> None:
    """What was imported and collected stays. To look through it for garbage again and again was
    half of what collecting takes, and a tenth of the tests."""
    gc.collect()
    gc.freeze()
    gc.enable()
    collect_garbage_less_often()  # as our programs do: a seventh less for what runs in here


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of both databases is made twice, unless it says itself which one it needs."""
    item = metafunc.definition
    is_said = any("database_url" in mark.args[0] for mark in item.iter_markers("parametrize"))
    if item.get_closest_marker("both_databases") and not is_said:
        for name in {"database_url", "shared"} & {*metafunc.fixturenames}:
            metafunc.parametrize(name, BOTH, indirect=True)


def pytest_sessionfinish() -> None:
    """Of what is garbage now pytest hears; five times more it would look through all that stays."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database at this version's schema, to be copied: migrating each one took most of a test."""
    with databases.database(postgresql_server, "migrated") as url:
        made = build(Settings(data_dir=tmp_path_factory.mktemp("migrated"), database_url=url))
        made.migrate()
        made.close()
        yield "migrated"


@pytest.fixture(scope="session")
def tested_postgresql(postgresql_server: str, migrated_postgresql: str) -> Iterator[str]:
    with databases.database(postgresql_server, databases.TESTED, migrated_postgresql) as url:
        yield url


@pytest.fixture(scope="session")
def empty_postgresql(tested_postgresql: str) -> Iterator[Callable[[], object]]:
    with databases.emptying(tested_postgresql) as empty:
        yield empty


@pytest.fixture
def postgresql_url(tested_postgresql: str, empty_postgresql: Callable[[], object]) -> Iterator[str]:
    """The same database for each test, empty: to make and drop one took half of a test."""
    yield tested_postgresql
    empty_postgresql()


@pytest.fixture(scope="session")
def migrated() -> Path:
    """An empty SQLite database at this version's schema, to be copied likewise."""

    def make(folder: Path) -> None:
        folder.mkdir()
        made = build(Settings(data_dir=folder, encoder="hashing"))
        made.migrate()
        made.close()

    return prepared("migrated", make) / "postil.sqlite3"


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str | None:
    """None: SQLite."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return None
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url, encoder="hashing")


@pytest.fixture
def driver(app: App) -> Driver:
    return Driver(app)

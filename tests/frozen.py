"""The service on a clock that stands still: pauses and leases pass at once when told to."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from service.app import App
from service.bootstrap import build
from service.db.blobs import Blobs
from service.db.clock import FrozenClock
from service.db.database import Database
from service.jobs.asking.local_socket import LocalAsking
from service.kit.kept import keep_at_most
from service.kit.settings import Settings
from tests import databases
from tests.beginnings import from_nothing
from tests.driving import Driver


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="module")
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    """A service for the tests of a module that leave nothing that others see."""
    place = tmp_path_factory.mktemp("shared")
    with ExitStack() as until_the_end:
        url = None
        if getattr(request, "param", "sqlite") == "postgresql":
            server = request.getfixturevalue("postgresql_server")
            empty = request.getfixturevalue("migrated_postgresql")
            url = until_the_end.enter_context(databases.database(server, place.name, empty))
        else:
            shutil.copy(request.getfixturevalue("migrated"), place)
        settings = Settings(data_dir=place, database_url=url, encoder="hashing")
        made = build(settings, clock=FrozenClock())
        until_the_end.callback(made.close)
        yield Driver(made)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One engine for all tests: each new one has to put every statement together again."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'postil.sqlite3'}")
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgresql(postgresql_server: str) -> Iterator[Database]:
    """The same for the database of the name that each test finds created anew."""
    database = Database(f"{postgresql_server}/{databases.TESTED}")
    yield database
    database.close()


@pytest.fixture
def app(settings: Settings, clock: FrozenClock, request: pytest.FixtureRequest) -> Iterator[App]:
    if settings.database_url is None:
        database: Database = request.getfixturevalue("empty_sqlite")
    else:
        database = request.getfixturevalue("postgresql")
    database.clock = clock
    keep_at_most(settings.cache_bytes)  # as `build` does, which isn't called for each test
    made = App(settings, database, Blobs(settings.blobs), LocalAsking(settings.data_dir))
    if database.is_sqlite and "monkeypatch" not in request.fixturenames:
        from_nothing(made)  # what is done with other code is done, and copied by nobody
    yield made
    if database.is_sqlite:
        database.engine.dispose()


@pytest.fixture
def empty_sqlite(sqlite: Database, migrated: Path) -> Iterator[Database]:
    place = Path(sqlite.url.database or "")
    for suffix in ("", "-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    shutil.copy(migrated, place)
    yield sqlite
    sqlite.close()

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.bootstrap import build
from service.loop.app import App
from service.settings import Settings
from tests import databases, servers
from tests.driving import Driver

TESTED = "tested"


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
    with databases.database(postgresql_server, TESTED, migrated_postgresql) as url:
        yield url


@pytest.fixture
def postgresql_url(tested_postgresql: str) -> Iterator[str]:
    """The same database for each test, empty: to make and drop one took half of a test."""
    yield tested_postgresql
    databases.empty(tested_postgresql)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database at this version's schema, to be copied likewise."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("migrated"), encoder="hashing")
    made = build(settings)
    made.migrate()
    made.close()
    return settings.data_dir / "postil.sqlite3"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Every test that asks for it runs on SQLite, and again on a real PostgreSQL."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def settings(tmp_path: Path, database_url: str | None) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database_url, encoder="hashing")


@pytest.fixture
def app(settings: Settings, migrated: Path) -> Iterator[App]:
    if settings.database_url is None:
        shutil.copy(migrated, settings.data_dir / "postil.sqlite3")
    made = build(settings)
    yield made
    made.close()


@pytest.fixture
def driver(app: App) -> Driver:
    return Driver(app)

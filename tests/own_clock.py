"""The service by the machine's clock, for tests of that, of databases, and of other processes."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.app import App
from service.bootstrap import build
from service.kit.settings import Settings


@pytest.fixture
def app(settings: Settings, migrated: Path) -> Iterator[App]:
    if settings.database_url is None:
        shutil.copy(migrated, settings.data_dir / "postil.sqlite3")
    made = build(settings)
    yield made
    made.close()

import pytest

from tests.counting import CountingEncoder
from tests.driving import Driver
from tests.frozen import app, clock, empty_sqlite, postgresql, shared, sqlite
from tests.loop.vectors import use

__all__ = ["app", "clock", "empty_sqlite", "postgresql", "shared", "sqlite"]


@pytest.fixture
def encoder(driver: Driver) -> CountingEncoder:
    """Embeds for `driver` from now on, and counts."""
    made = CountingEncoder()
    use(driver, made)
    return made

import pytest

from tests.counting import CountingEncoder
from tests.driving import Driver
from tests.vectors.vectors import use


@pytest.fixture
def encoder(driver: Driver) -> CountingEncoder:
    """Embeds for `driver` from now on, and counts."""
    made = CountingEncoder()
    use(driver, made)
    return made

import pytest

from tests.driving import Driver
from tests.parts.counting import CountingEncoder
from tests.vectors.vectors import use


@pytest.fixture
def encoder(driver: Driver) -> CountingEncoder:
    """Embeds for `driver` from now on, and counts."""
    made = CountingEncoder()
    use(driver, made)
    return made

"""The service on a clock that stands still: pauses and leases pass at once when told to."""

from collections.abc import Iterator

import pytest

from service.bootstrap import App, build
from service.settings import Settings
from service.store.clock import FrozenClock


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def app(settings: Settings, clock: FrozenClock) -> Iterator[App]:
    made = build(settings, clock=clock)
    made.migrate()
    yield made
    made.close()

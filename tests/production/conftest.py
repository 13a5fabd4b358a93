from collections.abc import Iterator

import pytest

from tests.production.stack import Stack, running


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running() as started:
        yield started

from collections.abc import Iterator

import pytest

import postil
from tests.cli.running import Served, serving
from tests.cli.running import forked as verb


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real service with its worker, for all tests of the client."""
    with serving(tmp_path_factory.mktemp("service"), "serve", "--port", "0") as running:
        assert running.url
        running.worker()
        yield running


@pytest.fixture(scope="package")
def token(served: Served) -> str:
    return verb(served.folder, "token").stdout.strip()


@pytest.fixture(scope="package")
def server(served: Served, token: str) -> Iterator[postil.Server]:
    with postil.connect(served.url, token) as connected:
        yield connected

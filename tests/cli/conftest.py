from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Served, serving
from tests.cli.running import forked as postil
from tests.own_clock import app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder, "serve", "--port", "0") as running:
        assert running.url
        yield running
        assert running.stop() == 0


@pytest.fixture(scope="module")
def token(served: Served) -> dict[str, str]:
    made = postil(served.folder, "token", "tests")
    assert made.returncode == 0, made.stderr
    assert len(made.stdout.split()) == 1
    return {"POSTIL_TOKEN": made.stdout.strip()}


__all__ = ["app"]

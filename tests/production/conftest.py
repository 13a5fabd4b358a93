"""The set-up that kills and suites share. A failed test shows what its processes said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.ports import registered_encoders
from tests.production.stack import Stack, running
from tests.workers import gate as gated
from tests.workers.gate import Gate


@pytest.fixture(scope="package")
def gate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """The encoder `gated`, known to this process; the stack's get it by their environment."""
    place = tmp_path_factory.mktemp("gated")
    gated.register(place / "site")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(place / "site"))
        patch.setenv(gated.PLACE, str(place / "gate"))
        registered_encoders.cache_clear()
        yield Gate(place / "gate")
    registered_encoders.cache_clear()


@pytest.fixture(scope="package")
def stack(gate: Gate) -> Iterator[Stack]:
    site = f"{gate.place.parent / 'site'}:{Path(__file__).parents[2]}"
    with running({"PYTHONPATH": site, gated.PLACE: str(gate.place)}) as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Iterator[None]:
    report = yield
    stack = item.funcargs.get("stack")
    if report.failed and isinstance(stack, Stack):
        report.sections += [
            (f"{log.name}, its end", log.read_text(errors="replace")[-6000:])
            for log in stack.logs()
        ]
    return report

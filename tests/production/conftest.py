"""A failed test shows what the processes said."""

from collections.abc import Iterator

import pytest

from tests.production.stack import Stack, running


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with running() as started:
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

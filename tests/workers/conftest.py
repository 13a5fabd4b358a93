from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.app import App
from service.kit.settings import Settings
from service.ports import registered_encoders
from tests.own_clock import app
from tests.workers import gate as gated
from tests.workers.gate import Gate
from tests.workers.processes import CHILD, ROOT, Process
from workers.encoders import fastest_arithmetic
from workers.encoders.arithmetics.float32 import FLOAT32

__all__ = ["app"]


@pytest.fixture
def database_url() -> str | None:
    """The child lives next to a SQLite file; PostgreSQL comes with Redis, in its own tests."""
    return None


@pytest.fixture
def older_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """One without bfloat16: elsewhere it takes a second of each load to find out what is faster."""
    monkeypatch.setattr(fastest_arithmetic, "ARITHMETICS", (FLOAT32,))


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """The encoder `gated`, known to this process and to the workers it starts."""
    gated.register(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path / 'site'}:{ROOT}")
    monkeypatch.setenv(gated.PLACE, str(tmp_path / "gate"))
    registered_encoders.cache_clear()
    yield Gate(tmp_path / "gate")
    registered_encoders.cache_clear()


StartChild = Callable[..., Process]


@pytest.fixture
def start_child(app: App, settings: Settings, tmp_path: Path) -> Iterator[StartChild]:
    """Starts what `postil serve` does; what still runs is killed at the end.

    `is_forked=False`: by its command, `python -m workers`.
    """
    assert app.settings is settings
    started: list[Process] = []

    def start(*, is_forked: bool = True) -> Process:
        log = tmp_path / f"child-{len(started)}.log"
        environment = {"POSTIL_DATA_DIR": str(settings.data_dir)}
        started.append(Process(CHILD, environment, log, is_forked=is_forked))
        return started[-1]

    yield start
    for child in started:
        child.end()
        print(child.log)  # beside what failed
        assert "Traceback" not in child.log, child.log

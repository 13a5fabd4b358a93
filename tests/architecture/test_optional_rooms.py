"""Rooms that may be absent: without one of them, and without any, the service works.

Each is deleted from a copy of the code, with its workers and its tests. The rest is type-checked,
and the loop runs in it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from os import environ
from pathlib import Path

import pytest

from service.bootstrap import build
from service.kit.settings import Settings
from service.practice.tables import PRACTICE_TEXTS, PracticeText
from tests.architecture.source import OPTIONAL, ROOT
from tests.patience import WORK_SECONDS

pytestmark = pytest.mark.slow
COPIED = ("service", "workers", "postil", "alembic", "tests", "pyproject.toml")
ROOM_IN = ("service", "workers", "tests", "tests/workers")
"""Folders that have a room's folder in them."""
CLIENTS = ("releasing", "demo")
"""Optional too, and no rooms: clients of the API that stand beside the service."""
ABSENT = [(room,) for room in (*OPTIONAL, *CLIENTS)] + [(*OPTIONAL, *CLIENTS)]
LOOP = """
import sys, pytest, service
from importlib.util import find_spec
for room in sys.argv[1:]:
    assert find_spec(f"service.{room}") is None, f"{room} is still there"
assert service.__file__.startswith(sys.path[0]), service.__file__
sys.exit(pytest.main(["-q", "-k", "sqlite", "-p", "no:cacheprovider", "tests/rounds/test_loop.py"]))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("without")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("static"))
        else:
            shutil.copy(source, place)
    return place


@contextmanager
def without(copy: Path, rooms: Sequence[str]) -> Iterator[None]:
    """While these are put aside."""
    aside = copy / "aside"
    folders = [f"{place}/{room}" for room in rooms for place in ROOM_IN]
    there = [folder for folder in folders if (copy / folder).is_dir()]
    assert {f"service/{room}" for room in rooms} <= {*there}
    for folder in there:
        (aside / folder).parent.mkdir(parents=True, exist_ok=True)
        (copy / folder).rename(aside / folder)
    try:
        yield
    finally:
        for folder in there:
            (aside / folder).rename(copy / folder)


def run(copy: Path, *arguments: str) -> None:
    done = tried(copy, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def tried(copy: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=copy,
        env={**environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        timeout=WORK_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("rooms", ABSENT, ids=" ".join)
def test_the_loop_runs_without(copy: Path, rooms: Sequence[str]) -> None:
    with without(copy, rooms):
        run(copy, "-c", LOOP, *rooms)


def test_the_rest_type_checks_without(copy: Path) -> None:
    """One after the other in one place: what mypy keeps spares it nearly all of the next."""
    for rooms in ABSENT:
        with without(copy, rooms):
            run(copy, "-m", "mypy", "-p", "service", "-p", "workers")


def test_it_does_not_start_on_rows_of_an_absent_room(copy: Path, tmp_path: Path) -> None:
    """They would be left behind in a move, and nobody would keep to them."""
    starts = (
        "import sys; from service.bootstrap import build; from service.kit.settings import Settings"
        "; app = build(Settings(data_dir=sys.argv[1])); app.migrate(); app.close()"
    )
    folder = str(tmp_path)
    with without(copy, ["practice"]):
        run(copy, "-c", starts, folder)
        with (
            closing(build(Settings(data_dir=tmp_path))) as whole,
            whole.database.engine.connect() as connection,
        ):
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            row = PracticeText(item_id=1, user_id=1, project_id=1, place=0, settled=[])
            connection.execute(PRACTICE_TEXTS.insert(), row.model_dump())
            connection.commit()
        refused = tried(copy, "-c", starts, folder)
    assert refused.returncode == 1
    assert "SchemaOutOfDate" in refused.stderr
    assert "aren't installed here, in the tables practice_text. Install" in refused.stderr
    run(copy, "-c", starts, folder)

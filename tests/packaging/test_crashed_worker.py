"""A worker of pytest-xdist that dies is replaced: the others' tests run, and the run ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.slow

CRASHES = "import os\n\ndef test_before(): pass\n\ndef test_crashes(): os._exit(3)\n"
PASSES = "def test_passes(): pass\n"


@pytest.mark.parametrize("workers", [1, 3])
def test_a_run_ends_with_the_crash_as_its_one_failure(tmp_path: Path, workers: int) -> None:
    done = _run(tmp_path, workers, {"a": CRASHES, "b": PASSES, "c": PASSES, "d": PASSES})
    assert done.returncode == 1
    assert "crashed while running 'tests/a/test_it.py::test_crashes'" in done.stdout
    assert "1 failed, 4 passed" in done.stdout


def test_what_a_file_has_left_runs_after_each_of_its_crashes(tmp_path: Path) -> None:
    again = CRASHES + "\ndef test_crashes_too(): os.abort()\n\ndef test_after(): pass\n"
    done = _run(tmp_path, 2, {"a": PASSES, "b": again})
    assert done.returncode == 1
    assert "2 failed, 3 passed" in done.stdout


def test_workers_may_crash_at_once(tmp_path: Path) -> None:
    done = _run(tmp_path, 3, dict.fromkeys("abcd", CRASHES))
    assert done.returncode == 1
    assert "4 failed, 4 passed" in done.stdout


def _run(folder: Path, count: int, files: dict[str, str]) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        file = folder / "tests" / name / "test_it.py"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    # By a name of its own: the run's folder `tests` is another.
    plugins = ["-p", "two_queues", "-p", "xdist"]
    workers = ["-n", str(count), "--dist", "loadfile"]
    alone = {"PYTHONPATH": str(ROOT / "tests"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "--import-mode", "importlib", *plugins, *workers, "tests"],
        cwd=folder,
        env=os.environ | alone,
        capture_output=True,
        text=True,
        timeout=60,
    )

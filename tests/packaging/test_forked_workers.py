"""Tests in forked processes: each is reported once, and none is lost with the process it ran in."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.slow

PASSES = "def test_passes(tmp_path): print('nobody sees it')\n"
FAILS = "def test_fails():\n    print('what it said')\n    assert 1 == 2\n"
CRASHES = "import os\n\ndef test_crashes(): os._exit(3)\n\ndef test_after(): pass\n"


def test_what_fails_says_why(tmp_path: Path) -> None:
    done = _run(tmp_path, {"a": PASSES, "b": FAILS, "c": PASSES, "d": PASSES})
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
    assert "assert 1 == 2" in done.stdout
    assert "what it said" in done.stdout
    assert "nobody sees it" not in done.stdout


def test_what_was_to_run_in_a_process_that_ended_has_failed(tmp_path: Path) -> None:
    done = _run(tmp_path, {"a": CRASHES, "b": PASSES, "c": PASSES})
    assert done.returncode == 1
    assert "2 failed, 2 passed" in done.stdout
    assert "FAILED test_a.py::test_after - The process" in done.stdout


def test_it_stops_after_so_many_failures(tmp_path: Path) -> None:
    done = _run(tmp_path, {"a": FAILS, "b": "import time\n\ndef test(): time.sleep(300)\n"}, "-x")
    assert done.returncode == 1
    assert "1 failed" in done.stdout


def test_nothing_runs_when_something_cannot_be_collected(tmp_path: Path) -> None:
    done = _run(tmp_path, {"a": PASSES, "b": "import nowhere\n"})
    assert done.returncode == 2
    assert "passed" not in done.stdout


def _run(folder: Path, files: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        (folder / f"test_{name}.py").write_text(text)
    alone = {"PYTHONPATH": str(ROOT / "tests"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "forked_workers", "--forks", "2", "-ra", *options],
        cwd=folder,
        env=os.environ | alone,
        capture_output=True,
        text=True,
        timeout=60,
    )

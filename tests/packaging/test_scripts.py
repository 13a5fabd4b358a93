"""What `make` runs: no test calls all of it, so at least its types are checked with the tests."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.slow


def test_types_of_scripts_are_right() -> None:
    command = [sys.executable, "-m", "mypy", "scripts", "hatch_build.py"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout

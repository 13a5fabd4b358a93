"""The wheel, as someone gets it who has Python and nothing else: no Node, no checkout, no torch."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from pathlib import Path

import httpx
import pytest

from tests.cli.running import Served
from tests.packaging.environments import environment
from tests.patience import PATIENCE_SECONDS
from tests.production import dockerfile

ROOT = Path(__file__).parents[2]
ASSET = re.compile(r'(?:src|href)="(/assets/[^"]+)"')

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def run(*command: str | Path, cwd: Path, path: str) -> None:
    """Runs a command with this environment but for PATH."""
    environment = os.environ | {"PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command} failed:\n{done.stdout[-4000:]}"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH with a shell on it, and no Node nor anything else."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "sh").symlink_to("/bin/sh")
    return str(folder)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an image is built from, as git would give it: nothing built. The page's packages are
    linked where they are installed already, as `make test` has them from their registry."""
    copy = tmp_path_factory.mktemp("checkout")
    sources = {name for _, names, _ in dockerfile.stages()["wheel"].copies for name in names}
    sources.add(".gitignore")  # it keeps what a build installs out of an sdist
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if name.split("/")[0] in sources and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    assert not (copy / "service/web/static").exists()
    packages = Path("frontend/node_modules")
    if (ROOT / packages).exists():
        shutil.copytree(ROOT / packages, copy / packages, symlinks=True, copy_function=link)
    return copy


def link(source: str, target: str) -> None:
    """A file that takes no room, where that goes."""
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def wheel(checkout: Path, bare: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w")
    run(*pip, place, checkout, cwd=place, path=bare)
    return next(place.glob("postil-*.whl"))


@pytest.fixture(scope="module")
def postil(wheel: Path, bare: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in a virtual environment that holds the wheel and what it requires."""
    venv = tmp_path_factory.mktemp("venv")
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        requires = message_from_bytes(archive.read(name)).get_all("Requires-Dist", [])
    python = environment(venv, requires)
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps")
    run(*pip, "--quiet", "--no-compile", wheel, cwd=venv, path=bare)
    assert not list(venv.glob("lib/*/site-packages/torch")), "the base install brings no torch"
    return venv / "bin" / "postil"


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    folders = {name.split("/")[0] for name in names}
    info = next(folder for folder in folders if folder.endswith(".dist-info"))
    assert folders == {"service", "workers", "postil", info}
    for wanted in (
        "service/cli.py",
        "service/schema/migrations/env.py",
        "service/schema/migrations/script.py.mako",
        "service/web/static/index.html",
        "service/web/static/index.html.gz",
        "workers/__main__.py",
        "postil/py.typed",
        *(f"postil/{path.name}" for path in (ROOT / "postil").glob("*.py")),
    ):
        assert wanted in names
    assert any(name.startswith("service/schema/migrations/versions/") for name in names)
    assert "service/schema/migrations/__init__.py" not in names
    assert not {"postil/pyproject.toml", "postil/README.md"} & names
    assert not {name for name in names if "__pycache__" in name or name.endswith(".pyc")}


def test_an_sdist_carries_the_page(checkout: Path, wheel: Path, tmp_path: Path) -> None:
    """So that a wheel can be built from it without the npm registry."""
    assert wheel.exists()  # its build has left the page in the checkout
    run(
        *(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path),
        cwd=checkout,
        path=os.environ["PATH"],
    )
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"service/web/static/index.html", "hatch_build.py", "scripts/build_page.py"} <= names
    assert not {name for name in names if "node_modules" in name}


@pytest.fixture
def served(postil: Path, tmp_path: Path) -> Iterator[Served]:
    """The service, started in an empty folder with nothing set up."""
    folder = tmp_path / "empty"
    folder.mkdir()
    log = tmp_path / "serve.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            [postil, "serve", "--port", "0"],
            cwd=folder,
            env={"HOME": str(tmp_path), "PATH": str(folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        yield Served(process, log, folder)
        if process.poll() is None:
            process.kill()


def test_it_serves_page_assets_and_a_project(served: Served) -> None:
    page = httpx.get(served.url, timeout=PATIENCE_SECONDS)
    assert page.status_code == 200
    assets = ASSET.findall(page.text)
    assert assets
    answers = [httpx.get(f"{served.url}{asset}", timeout=PATIENCE_SECONDS) for asset in assets]
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.content for answer in answers)
    assert sum(len(answer.content) for answer in answers) > 100_000
    with closing(served.sign_in()) as admin:
        made = admin.post("/projects", json={"name": "First", "classes": [{"name": "a"}]})
        assert made.status_code == 201
        assert admin.get("/projects").json()["results"][0]["name"] == "First"
        project = made.json()["id"]
        received = admin.post(
            f"/projects/{project}/imports?wait=60",
            content='{"text": "one"}\n{"text": "two"}\n',
            headers={"Content-Type": "application/x-ndjson"},
        )
        assert received.json()["inserted"] == 2, "the worker needs no more than this wheel"
    assert "pip install 'postil[workers]'" in served.output
    assert served.stop(signal.SIGINT) == 0
    assert {path.name for path in served.folder.iterdir()} == {"postil-data"}

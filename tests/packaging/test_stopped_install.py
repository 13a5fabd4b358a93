"""What `make` installs is whole, wherever an earlier pip was stopped."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.packaging.projects import SCRIPTS, make_install, make_wheel, package, require

INSTALLATION = SCRIPTS.parent / "service" / "installation.py"
pytestmark = pytest.mark.slow

STOPPING = """
import os, signal, sys

def stop(event, arguments):
    moment = os.environ.get("STOP_AT")
    if moment and event in ("open", "os.rename") and moment in str(arguments[0]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(stop)
"""
"""Ends pip without a word when it touches a file."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One whose pip can be stopped at a file."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        make_install(patch, folder).make_venv()
        [packages] = folder.glob(".venv/lib/*/site-packages")
        (packages / "sitecustomize.py").write_text(STOPPING)
        yield folder


@pytest.fixture
def install(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return make_install(monkeypatch, project)


def ask_for(install: ModuleType, patch: pytest.MonkeyPatch, name: str, version: str) -> None:
    make_wheel(install.ROOT, name, version, package(name, version))
    require(install, name, version)
    patch.setitem(install.IMPORTS, "workers", name)


def stopped_at(install: ModuleType, patch: pytest.MonkeyPatch, moment: str) -> None:
    with patch.context() as during:
        during.setenv("STOP_AT", moment)
        with pytest.raises(SystemExit, match=r"'workers' could not be installed"):
            install.main(["workers"])
    assert not install.is_installed("workers")


def version_of(install: ModuleType, name: str) -> str:
    """What a new process imports; and pip takes the package for whole."""
    code = (
        f"import {name}, importlib.metadata as m; print({name}.version);"
        f"assert m.distribution({name!r}).read_text('INSTALLER')"
    )
    return subprocess.check_output([install.PYTHON, "-c", code], text=True).strip()


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("unpacking", "/unpacking/second.py"),
        ("unrecorded", "/unrecorded-1.0.dist-info/RECORD"),
        ("unsigned", "/unsigned-1.0.dist-info/INSTALLER"),
    ],
)
def test_after_a_stopped_pip_the_next_one_installs_it_all(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch, name: str, moment: str
) -> None:
    ask_for(install, monkeypatch, name, "1.0")
    stopped_at(install, monkeypatch, moment)
    install.main(["workers"])
    assert install.is_installed("workers")
    assert version_of(install, name) == "1.0"


def test_a_pip_that_was_stopped_while_it_removed_the_old_one(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(install, monkeypatch, "renewed", "1.0")
    install.main(["workers"])
    ask_for(install, monkeypatch, "renewed", "2.0")
    stopped_at(install, monkeypatch, "/renewed-1.0.dist-info")
    install.main(["workers"])
    assert version_of(install, "renewed") == "2.0"
    assert not list(install.VENV.glob("lib/*/site-packages/~*"))


def test_a_part_that_cant_be_imported_is_installed_again_or_not_stamped(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut may leave files that are there and empty."""
    ask_for(install, monkeypatch, "emptied", "1.0")
    install.main(["workers"])
    [files] = install.VENV.glob("lib/*/site-packages/emptied")
    (files / "__init__.py").write_text("")
    (files / "first.py").write_text("1 / 0\n")
    shutil.rmtree(files / "__pycache__")
    install.stamp_of("workers").unlink()
    monkeypatch.setitem(install.IMPORTS, "workers", "emptied.first")
    install.main(["workers"])
    assert version_of(install, "emptied") == "1.0"
    install.stamp_of("workers").unlink()
    monkeypatch.setitem(install.IMPORTS, "workers", "emptied.fourth")
    with pytest.raises(SystemExit, match=r"No module named 'emptied.fourth'"):
        install.main(["workers"])
    assert not install.is_installed("workers")


def test_the_command_that_the_service_advises_puts_it_right(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever has Postil from pip, without make."""
    needs = 'Provides-Extra: workers\nRequires-Dist: advised; extra == "workers"\n'
    make_wheel(install.ROOT, "postil", "1.0", {}, needs)
    make_wheel(install.ROOT, "advised", "1.0", package("advised", "1.0"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(install.ROOT))
    pip = [install.PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "postil"], check=True)
    with monkeypatch.context() as during:
        during.setenv("STOP_AT", "/advised-1.0.dist-info/RECORD")
        assert subprocess.run([*pip, "postil[workers]"]).returncode == -signal.SIGKILL
    code = f"import runpy; print(runpy.run_path({str(INSTALLATION)!r})['how_to_install']())"
    advised = subprocess.check_output([install.PYTHON, "-c", code], text=True)
    subprocess.run(advised, shell=True, check=True)
    assert version_of(install, "advised") == "1.0"
    assert "advised" not in subprocess.check_output([install.PYTHON, "-c", code], text=True)


def test_a_package_that_a_later_pip_was_stopped_in_is_repaired_under_its_stamp(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(install, monkeypatch, "stamped", "1.0")
    install.main(["workers"])
    [installer] = install.VENV.glob("lib/*/site-packages/stamped-1.0.dist-info/INSTALLER")
    installer.unlink()
    (installer.parents[1] / "stamped" / "third.py").unlink()
    assert not install.is_installed("workers")
    install.main(["workers"])
    assert install.is_installed("workers")
    assert version_of(install, "stamped") == "1.0"


def test_while_make_installs_nobody_is_told_to_run_pip(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service of the checkout says how far it is, though one package has no INSTALLER yet."""
    ask_for(install, monkeypatch, "arriving", "1.0")
    install.main(["workers"])
    about = next(install.VENV.glob("lib/*/site-packages/arriving-1.0.dist-info"))
    (about / "INSTALLER").rename(about / "later")
    install.LOG.write_text(
        "Progress 5000000 of 9000000\nProgress 9000000 of 9000000\nProgress 1000000 of 90000000\n"
    )
    (install.ROOT / "service").mkdir(exist_ok=True)
    ours = shutil.copy(INSTALLATION, install.ROOT / "service")
    code = f"import runpy; print(runpy.run_path({str(ours)!r})['how_to_get_the_encoder']())"
    with install.alone():
        said = subprocess.check_output([install.PYTHON, "-c", code], text=True)
    assert said == "`make` is installing it: 10 MB so far.\n"
    (about / "later").rename(about / "INSTALLER")

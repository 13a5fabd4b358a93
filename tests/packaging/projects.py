"""A project that `scripts/install.py` installs, with wheels made here and no network."""

import zipfile
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
MODULES = ("first", "second", "third")


def make_install(patch: pytest.MonkeyPatch, project: Path) -> ModuleType:
    """scripts/install.py, for a project in this folder and the wheels in it."""
    patch.syspath_prepend(str(SCRIPTS))
    install = import_module("install")
    venv = project / ".venv"
    patch.setattr(install, "ROOT", project)
    patch.setattr(install, "VENV", venv)
    patch.setattr(install, "PYTHON", venv / "bin" / "python")
    patch.setattr(install, "LOG", venv / "install.log")
    patch.setenv("PIP_ARGS", f"--no-index --find-links {project}")
    return install


def require(install: ModuleType, name: str, version: str) -> None:
    """The part 'workers' is this version of a package from now on."""
    (install.ROOT / "pyproject.toml").write_text(
        f'[project.optional-dependencies]\nworkers = ["{name}=={version}"]\n'
    )


def package(name: str, version: str) -> dict[str, str]:
    """A package that imports all of its modules."""
    return {
        f"{name}/__init__.py": f"from {name} import {', '.join(MODULES)}\nversion = '{version}'\n",
        **{f"{name}/{module}.py": f"this = '{module}'\n" for module in MODULES},
    }


def make_wheel(
    folder: Path, name: str, version: str, content: dict[str, str], more: str = ""
) -> Path:
    """`more`: further lines about it."""
    about = f"{name}-{version}.dist-info"
    files = content | {
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{more}",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{file},,{len(text)}\n" for file, text in files.items())
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in {**files, f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}.items():
            wheel.writestr(file, text)
    return path

"""Installs Postil's parts into `.venv`: `install.py base`, `install.py workers dev`.

Standard library only: it runs before anything is installed. What is installed is stamped with a
hash of pyproject.toml, so that a second run takes no time.
"""

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

# Older ones draw their progress on a terminal, or tell nothing.
TELLING_PIP = "pip>=24.1"
TELLS_ALL = ("--progress-bar", "raw")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

# Downloads as measured with empty caches; torch is what varies.
SIZES = {
    "base": "about 160 MB: numpy, scipy, scikit-learn, and Node to build the page",
    "workers": "about 310 MB with the CPU build of torch, about 3 GB with CUDA",
    "small": "32 MB: an encoder that needs no torch",
    "dev": "about 145 MB: pytest, mypy, ruff, playwright, onnxruntime, the small encoder",
}
SPARED = {"small": "Texts are seen by fewer encoders without it."}
"""What nothing needs, and what is lost where it can't be had."""
CPU_HINT = (
    "  No GPU? The CPU build of torch is a tenth of the size: give make\n"
    "  PIP_ARGS='--extra-index-url URL', with the URL pytorch.org/get-started shows for pip, CPU."
)


def main(parts: list[str]) -> None:
    make_venv()
    for part in parts:
        install(part)


def make_venv() -> None:
    """Creates `.venv` with this Python, unless a working one is there."""
    if works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        get_ensurepip()
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def works(python: Path) -> bool:
    """Whether this is a Python of the version that runs us, with pip."""
    version = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        return subprocess.run([python, "-c", version], capture_output=True).returncode == 0
    except OSError:
        return False


def get_ensurepip() -> None:
    """Debian ships Python without `ensurepip`: gets it by apt as root, else says how."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"This Python can't make virtual environments. Run: sudo apt-get install -y {package}"
        )
    print(f"Installing {package}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
    subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True, env=environment)


def install(part: str) -> None:
    """Installs one part, unless it is there as pyproject.toml asks."""
    if is_installed(part):
        return
    print(f"Installing {part} (downloads {SIZES[part]})", flush=True)
    if part == "workers":
        print(CPU_HINT, flush=True)
    done = subprocess.run(command(part, ()) if part == "workers" else command(part))
    if done.returncode == 0:
        mark_installed(part)
    elif part in SPARED:
        print(f"Goes on without the part '{part}'. {SPARED[part]}", flush=True)
    else:
        sys.exit(f"pip could not install the part '{part}'; what it said is above.")


def command(part: str, loudness: Sequence[str] = ("--quiet",)) -> list[str]:
    """The pip command that installs a part, and how much it says.

    Extras are given as plain requirements, not as `.[extra]`: that would take the editable install
    out from under a running service. Build requirements come first, because the editable install
    needs them, and an isolated build would fetch Node a second time.
    """
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    pip += [*loudness, *shlex.split(os.environ.get("PIP_ARGS", ""))]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    if part != "base":
        return [*pip, *extras[part]]
    build = [*project["build-system"]["requires"], "editables", TELLING_PIP]
    subprocess.run([*pip, *build], check=True)
    return [*pip, "--no-build-isolation", "--editable", str(ROOT), *extras["queue"]]


def loudest() -> tuple[str, ...]:
    """What makes the pip in `.venv` write how far it is into a file, if it can."""
    done = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, text=True)
    version = done.stdout.split()[1:2] or ["0"]
    major, minor = (int(number) for number in [*version[0].split("."), "0"][:2])
    return TELLS_ALL if (major, minor) >= (24, 1) else ()


def is_installed(part: str) -> bool:
    stamp = stamp_of(part)
    return stamp.exists() and stamp.read_text() == wanted()


def mark_installed(part: str) -> None:
    stamp_of(part).write_text(wanted())


def wanted() -> str:
    return hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def stamp_of(part: str) -> Path:
    return VENV / f"installed-{part}"


if __name__ == "__main__":
    main(sys.argv[1:])

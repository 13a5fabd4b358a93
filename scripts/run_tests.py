"""Runs pytest with PostgreSQL, Redis and Chromium at hand: `run_tests.py [PYTEST ARGUMENTS]`."""

import os
import sys
from pathlib import Path

import build_page
import system_parts

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> None:
    """Becomes pytest: Ctrl+C and SIGTERM reach it, and it alone cleans up.

    Given arguments (a folder, `-k …`), only pytest runs, in one process.
    """
    system_parts.get_missing()
    os.chdir(ROOT)
    environment = os.environ | system_parts.environment()
    if not arguments:
        build_page.install_packages(ROOT / "frontend")
        # One more than there are cores, because many tests wait. A file stays on one worker: its
        # servers and browser are started once.
        arguments = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile"]
        # Threads of several processes on the same cores mostly wait for each other, and busily.
        environment["OMP_NUM_THREADS"] = "1"
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])

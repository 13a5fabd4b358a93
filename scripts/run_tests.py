"""Runs pytest with PostgreSQL, Redis and Chromium at hand: `run_tests.py [PYTEST ARGUMENTS]`."""

import os
import sys
from pathlib import Path

import build_page
import system_parts

ROOT = Path(__file__).resolve().parent.parent
LOWEST = 19
"""Niceness of the tests. The service's worker lowers itself below whoever starts it: with nothing
lower it is their equal, where it would get next to nothing beside other tests."""
WAIT = 2
"""So many processes more than there are cores: a test of a browser often waits. With four more, all
tests took longer (1,310 s for 1,081), and pages painted too late for theirs."""


def main(arguments: list[str]) -> None:
    """Becomes pytest: Ctrl+C and SIGTERM reach it, and it alone cleans up.

    Given arguments (a folder, `-k …`), only pytest runs, in one process.
    """
    system_parts.get_missing()
    os.chdir(ROOT)
    os.nice(LOWEST)
    environment = os.environ | system_parts.environment() | system_parts.FOR_TESTS
    if not arguments:
        build_page.install_packages(ROOT / "frontend")
        arguments = ["-p", "tests.forked_workers", "--forks", str((os.cpu_count() or 1) + WAIT)]
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])

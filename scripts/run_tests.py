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
LONG = ("production", "packaging", "client", "cli", "browser", "workers", "importing")
"""Folders of tests with files that take a minute, the longest first: begun last they end last."""


def main(arguments: list[str]) -> None:
    """Becomes pytest: Ctrl+C and SIGTERM reach it, and it alone cleans up.

    Given arguments (a folder, `-k …`), only pytest runs, in one process.
    """
    system_parts.get_missing()
    os.chdir(ROOT)
    os.nice(LOWEST)
    environment = os.environ | system_parts.environment()
    if not arguments:
        build_page.install_packages(ROOT / "frontend")
        # Two more than there are cores, for the tests that wait.
        forks = str((os.cpu_count() or 1) + 2)
        arguments = ["-p", "tests.forked_workers", "--forks", forks, *_folders()]
        environment |= system_parts.IN_MANY_PROCESSES
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)


def _folders() -> list[str]:
    """Those of the tests, the long ones first."""
    folders = {file.parent.name for file in (ROOT / "tests").glob("*/test_*.py")}
    return [f"tests/{name}" for name in [*LONG, *sorted(folders - set(LONG))]]


if __name__ == "__main__":
    main(sys.argv[1:])

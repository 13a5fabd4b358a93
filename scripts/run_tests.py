"""Runs pytest with PostgreSQL, Redis and Chromium at hand: `run_tests.py [PYTEST ARGUMENTS]`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import servers

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """The exit status of pytest; whatever was started is stopped, also on Ctrl+C."""
    servers.get_missing()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with servers.running() as found:
        command = [sys.executable, "-m", "pytest", *arguments]
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | found) as tests:
            try:
                return tests.wait()
            except KeyboardInterrupt:
                # Ctrl+C has reached pytest too; SIGTERM has reached only us.
                tests.send_signal(signal.SIGINT)
                tests.wait(timeout=30)
                return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

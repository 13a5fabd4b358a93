"""What `make demo` tells of its download: all of it in the log, one line of it on a terminal."""

import io
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.projects import SCRIPTS

LOG = """\
Collecting torch>=2.6
  Downloading torch-2.9.1-cp311-cp311-manylinux_2_28_x86_64.whl.metadata (30 kB)
  Downloading https://there/whl/torch-2.9.1-cp311-cp311-manylinux_2_28_x86_64.whl (899.8 MB)
"""


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def screen(self) -> list[str]:
        """Its lines as they are seen, each without what was erased before."""
        return [line.rsplit("\r\033[K", 1)[-1] for line in self.getvalue().split("\n")]


def status_line() -> Any:
    return import_module("status_line")


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize(
    ("more", "status"),
    [
        ("", "downloading torch (899.8 MB)"),
        (
            "Progress 0 of 899000000\nProgress 311427072 of 899000000\n",
            "downloading torch, 311 of 899 MB",
        ),
        ("Progress 9 of 9\nCollecting rich\n  Using cached rich-14.whl (9 kB)\n", "using rich"),
        ("Installing collected packages: torch, rich\n", "unpacking what was downloaded"),
    ],
)
def test_the_log_says_how_far_it_is(tmp_path: Path, more: str, status: str) -> None:
    log = tmp_path / "install.log"
    log.write_text("")
    assert status_line().latest(log) == "looking for what to download"
    log.write_text(LOG + more)
    assert status_line().latest(log) == status


@pytest.mark.usefixtures("scripts")
def test_the_line_stays_below_what_others_say() -> None:
    terminal = Terminal()
    line = status_line().StatusLine(terminal)
    line.say("The page answers\n")
    line.show("downloading torch, 1 of 899 MB")
    line.show("downloading torch, 2 of 899 MB")
    line.say("Annotators label\n")
    assert terminal.screen() == [
        "The page answers",
        "Annotators label",
        "downloading torch, 2 of 899 MB",
    ]
    line.clear()
    line.say("Done\n")
    assert terminal.screen() == ["The page answers", "Annotators label", "Done", ""]


@pytest.mark.usefixtures("scripts")
def test_a_file_gets_no_states_of_a_line() -> None:
    file = io.StringIO()
    line = status_line().StatusLine(file)
    line.show("downloading torch, 1 of 899 MB")
    line.say("Done\n")
    assert file.getvalue() == "Done\n"


@pytest.mark.usefixtures("scripts")
def test_pip_tells_what_it_does() -> None:
    """The command is one that this pip takes, and not a quiet one."""
    install = import_module("install")
    [command] = install.commands("workers")
    loudness = install.loudest()
    assert set(loudness) < set(command)
    assert "--quiet" not in command
    pip = [sys.executable, "-m", "pip", "install", *loudness, "--dry-run", "pip"]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Requirement already satisfied: pip" in done.stdout

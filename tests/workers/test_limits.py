"""What a worker leaves to others, as Linux weighs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workers import limits

KNOWN = limits.AUTOGROUP.exists()
"""Where sessions have no niceness nothing happens, and nothing breaks."""
LOWERED = "from workers import limits; limits.lower_this_process()"


def session(*lines: str) -> "subprocess.Popen[str]":
    """A shell that leads one, and says at its end how nice that is."""
    return subprocess.Popen(
        ["sh", "-c", "; ".join([*lines, f"cat {limits.AUTOGROUP}"])],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said(process: "subprocess.Popen[str]") -> str:
    output, _ = process.communicate()
    return output.strip().partition(" ")[2]


def test_a_shell_keeps_what_its_other_programs_have() -> None:
    assert said(session(f"{sys.executable} -c '{LOWERED}'")) == ("nice 0" if KNOWN else "")


def test_a_session_of_its_own_is_lowered() -> None:
    leading = f"{LOWERED}; print(limits.AUTOGROUP.read_text() if {KNOWN} else 0)"
    assert said(session(f'exec {sys.executable} -c "{leading}"')) == ("nice 5" if KNOWN else "")


@pytest.mark.parametrize(
    ("value", "threads"),
    [("", "3"), (" ", "3"), ("all", "3"), ("0", "3"), ("2", "2"), ("4,2", "4,2")],
)
def test_a_variable_that_is_no_number_is_as_if_unset(value: str, threads: str) -> None:
    """An empty line in an environment file must not end a worker."""
    code = "import os; from workers import limits; limits.limit_threads(3)"
    process = subprocess.run(
        [sys.executable, "-c", f"{code}; print(os.environ['OMP_NUM_THREADS'])"],
        env={**os.environ, "OMP_NUM_THREADS": value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.stdout.strip(), process.stderr) == (threads, "")


def test_asks_again_where_another_just_did(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of all that are no administrator's one may in a tenth of a second."""

    class Busy:
        times = 0

        def write_text(self, text: str) -> None:
            self.times += 1
            if self.times < 3:
                raise BlockingIOError
            (tmp_path / "told").write_text(text)

    monkeypatch.setattr(limits, "AUTOGROUP", Busy())
    limits.lower_this_session()
    assert (tmp_path / "told").read_text() == "5"

"""What a worker leaves to others, as Linux weighs it."""

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

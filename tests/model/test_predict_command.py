"""What `predict.py` of a model's zip does with its arguments, before it reads any file."""

import subprocess
import sys
from importlib.resources import files

import pytest

USAGE = "usage: predict.py [-h] [TEXT ...]"


def predict(*arguments: str, lines: str = "") -> subprocess.CompletedProcess[str]:
    """From a folder without a model."""
    script = str(files("service.model.in_zip").joinpath("predict.py"))
    command = [sys.executable, script, *arguments]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=False)


def test_help_is_no_text() -> None:
    done = predict("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(USAGE)


def test_without_any_text_it_says_how_it_is_used() -> None:
    done = predict()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(USAGE)


@pytest.mark.parametrize(("arguments", "lines"), [(("a text", ""), ""), ((), "a text\n\n")])
@pytest.mark.slow
def test_an_empty_text_is_refused(arguments: tuple[str, ...], lines: str) -> None:
    done = predict(*arguments, lines=lines)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("error: Text 2 is empty.\n")


@pytest.mark.parametrize("arguments", [("-5 degrees",), ("--", "-5")])
@pytest.mark.slow
def test_a_text_may_begin_with_a_dash(arguments: tuple[str, ...]) -> None:
    done = predict(*arguments)
    assert "FileNotFoundError" in done.stderr, "it goes on to read the model"

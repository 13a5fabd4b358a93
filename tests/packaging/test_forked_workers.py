"""Tests in forked processes: each is reported once, and none is lost with the process it ran in.

One that failed is tried once more.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.slow

PASSES = "def test_passes(tmp_path): print('nobody sees it')\n"
FAILS = "def test_fails():\n    print('what it said')\n    assert 1 == 2\n"
CRASHES = "import os\n\ndef test_before(): pass\n\ndef test_crashes(): os._exit(3)\n"
GOES_ON = CRASHES + "\ndef test_crashes_too(): os.abort()\n\ndef test_after(): pass\n"

WAITS = """
import threading, time

def what_another_thread_does(): time.sleep(300)

def what_it_waits_for(): time.sleep(300)

def test_waits():
    threading.Thread(target=what_another_thread_does, daemon=True).start()
    what_it_waits_for()
"""


def test_what_fails_says_why(tmp_path: Path) -> None:
    done = _run(tmp_path, 2, {"a": PASSES, "b": FAILS, "c": PASSES, "d": PASSES})
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
    assert "assert 1 == 2" in done.stdout
    assert "what it said" in done.stdout
    assert "nobody sees it" not in done.stdout


@pytest.mark.parametrize("forks", [1, 3])
def test_a_run_ends_with_the_crash_as_its_one_failure(tmp_path: Path, forks: int) -> None:
    done = _run(tmp_path, forks, {"a": CRASHES, "b": PASSES, "c": PASSES, "d": PASSES})
    assert done.returncode == 1
    assert "FAILED test_a.py::test_crashes - The process that ran it has ended." in done.stdout
    assert "1 failed, 4 passed" in done.stdout


def test_what_a_file_has_left_runs_after_each_of_its_crashes(tmp_path: Path) -> None:
    done = _run(tmp_path, 2, {"a": PASSES, "b": GOES_ON})
    assert done.returncode == 1
    assert "2 failed, 3 passed" in done.stdout


def test_processes_may_crash_at_once(tmp_path: Path) -> None:
    done = _run(tmp_path, 3, dict.fromkeys("abcd", CRASHES))
    assert done.returncode == 1
    assert "4 failed, 4 passed" in done.stdout


def test_it_stops_after_so_many_failures(tmp_path: Path) -> None:
    waits = "import time\n\ndef test(): time.sleep(300)\n"
    for fails in (FAILS, CRASHES):
        done = _run(tmp_path, 2, {"a": fails, "b": waits}, "-x")
        assert done.returncode == 1
        assert "1 failed" in done.stdout


def test_a_timeout_says_what_took_too_long(tmp_path: Path) -> None:
    done = _run(tmp_path, 2, {"a": WAITS, "b": PASSES}, "-p", "pytest_timeout", "--timeout", "1")
    assert "FAILED test_a.py::test_waits - Failed: Timeout (>1.0s)" in done.stdout
    assert "what_it_waits_for" in done.stdout
    assert "what_another_thread_does" in done.stdout
    assert "1 failed, 1 passed" in done.stdout


FIRST_TIME = """
import os, time
from pathlib import Path

def test_passes_later():
    mark = Path(__file__).with_suffix(".tried")
    if not mark.exists():
        mark.touch()
        print("what it said")
        {fails}
"""


@pytest.mark.parametrize(
    ("fails", "why"),
    [
        ("assert 1 == 2", "assert 1 == 2"),
        ("os._exit(3)", "The process that ran it has ended."),
        ("time.sleep(300)", "Failed: Timeout (>1.0s) from pytest-timeout."),
    ],
    ids=["fails", "ends its process", "hangs"],
)
def test_what_fails_the_first_time_only_has_passed(tmp_path: Path, fails: str, why: str) -> None:
    tests = {"a": FIRST_TIME.format(fails=fails), "b": PASSES}
    done = _run(tmp_path, 2, tests, "-p", "pytest_timeout", "--timeout", "1")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    first = tmp_path / ".pytest_cache/d/first-failures/test_a.py-test_passes_later.txt"
    assert lines[-4:-1] == [
        "Passed at the second try: test_a.py::test_passes_later",
        f"  {why}",
        f"  first: {first}",
    ]
    assert "2 passed, 1 tried again" in lines[-1]
    assert why in first.read_text()
    assert "what it said" in first.read_text() or "_exit" in fails


@pytest.mark.parametrize(
    "fails", [FAILS, CRASHES, WAITS], ids=["fails", "ends its process", "hangs"]
)
def test_what_fails_twice_has_failed(tmp_path: Path, fails: str) -> None:
    done = _run(tmp_path, 2, {"a": fails}, "-p", "pytest_timeout", "--timeout", "1")
    assert done.returncode == 1
    assert "1 failed" in done.stdout
    assert "1 tried again" in done.stdout
    assert "Failed twice: test_a.py::test_" in done.stdout
    assert "Passed at the second try" not in done.stdout


def test_the_second_try_is_alone_and_after_all_others(tmp_path: Path) -> None:
    """Another process is at work for longer, and one has set something up that fails."""
    together = "import os\n\nMADE = []\n\ndef test_makes(): MADE.append(os.getpid())\n"
    together += "\ndef test_finds(): assert not MADE, 'what another test has left'\n"
    works = "import time\n\ndef test_works(): time.sleep(2)\n"
    done = _run(tmp_path, 2, {"a": together, "b": works}, "-v")
    assert done.returncode == 0, done.stdout
    told = re.findall(r"^test_\w\.py::(\w+) ([A-Z ]*[A-Z])", done.stdout, re.MULTILINE)
    assert told[-2:] == [("test_works", "PASSED"), ("test_finds", "PASSED")]
    assert ("test_finds", "TRIED AGAIN") in told


@pytest.mark.parametrize(("failures", "tries"), [(8, 8), (9, 0)])
def test_many_failures_are_no_chance(tmp_path: Path, failures: int, tries: int) -> None:
    counts = "from pathlib import Path\nimport pytest\n\n"
    counts += f"@pytest.mark.parametrize('n', range({failures}))\n"
    counts += "def test_fails(n):\n    with Path('tries').open('a') as file: file.write('.')\n"
    counts += "    assert n < 0\n"
    done = _run(tmp_path, 2, {"a": counts})
    assert done.returncode == 1
    assert f"{failures} failed" in done.stdout
    assert len((tmp_path / "tries").read_text()) == failures + tries


def test_an_end_that_fails_is_tried_again(tmp_path: Path) -> None:
    """Each test is counted once, though its call has passed twice."""
    ends = "import pytest\nfrom pathlib import Path\n\n@pytest.fixture\ndef ends():\n    yield\n"
    ends += (
        "    if not Path('tried').exists():\n        Path('tried').touch()\n        assert 1 == 2\n"
    )
    done = _run(tmp_path, 1, {"a": ends + "\ndef test_passes(ends): pass\n"})
    assert done.returncode == 0, done.stdout
    assert "1 passed, 1 tried again" in done.stdout


def test_what_takes_long_is_begun_first(tmp_path: Path) -> None:
    done = _run(tmp_path, 1, {"a": PASSES, "looks": PASSES, "project": PASSES}, "-v")
    begun = re.findall(r"^(\S+)::test_passes", done.stdout, re.MULTILINE)
    assert begun == ["test_project.py", "test_looks.py", "test_a.py"]


def test_what_took_longest_the_last_time_is_begun_first(tmp_path: Path) -> None:
    takes = "import time\n\ndef test_passes(): time.sleep({})\n"
    seconds = {"a": 0.0, "b": 2.0, "c": 1.0}
    _run(tmp_path, 2, {name: takes.format(time) for name, time in seconds.items()})
    _run(tmp_path, 2, {}, "-k", "nothing")  # which says nothing of how long all take
    done = _run(tmp_path, 1, {"new": PASSES}, "-v")
    begun = re.findall(r"^test_(\w+).py::test_passes", done.stdout, re.MULTILINE)
    assert begun == ["new", "b", "c", "a"]


def test_files_that_share_a_service_follow_each_other(tmp_path: Path) -> None:
    takes = "import time\n\ndef test_passes(): time.sleep({})\n"
    seconds = {"client/a": 0.0, "client/part/b": 2.0, "cli/c": 1.0, "cli/d": 3.0}
    _run(tmp_path, 2, {f"tests/{name}": takes.format(time) for name, time in seconds.items()})
    done = _run(tmp_path, 1, {}, "-v")
    begun = re.findall(r"test_(\w).py::test_passes", done.stdout)
    assert begun == ["d", "b", "a", "c"]


def test_nothing_runs_when_something_cannot_be_collected(tmp_path: Path) -> None:
    done = _run(tmp_path, 2, {"a": PASSES, "b": "import nowhere\n"})
    assert done.returncode == 2
    assert "passed" not in done.stdout


def _run(
    folder: Path, forks: int, files: dict[str, str], *options: str
) -> subprocess.CompletedProcess[str]:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_name(f"test_{file.name}.py").write_text(text)
    alone = {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    plugin = ["-p", "tests.forked_workers", "--forks", str(forks)]
    # Without a folder of its own it clears away what earlier runs left: gigabytes.
    own = ["--basetemp", str(folder / "temporary")]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, *own, "-ra", *options],
        cwd=folder,
        env=os.environ | alone,
        capture_output=True,
        text=True,
        timeout=300,
    )

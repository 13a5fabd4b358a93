"""Folders for a while: whoever is killed leaves one, and the next one clears it away."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from signal import SIGKILL

import numpy as np
import pytest

from service.db.blobs import Blobs
from service.kit.temporary import temporary_folder

DAY = 24 * 3_600
KILLED = """
import os
from service.kit.temporary import temporary_folder

with temporary_folder("postil-test-") as folder:
    (folder / "large").write_bytes(b"x")
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def pass_days(place: Path, days: int) -> None:
    for path in place.rglob("*"):
        os.utime(path, (path.stat().st_mtime - days * DAY,) * 2)


def test_one_of_a_killed_process_goes_with_the_next_and_those_in_use_stay(place: Path) -> None:
    (place / "postil-test-file").touch()
    with temporary_folder("postil-test-") as mine, temporary_folder("postil-other-") as other:
        assert subprocess.run([sys.executable, "-c", KILLED]).returncode == -SIGKILL
        [left] = {*place.glob("postil-test-*/large")}
        with temporary_folder("postil-test-"):
            assert left.exists(), "it may be somebody's who hasn't taken hold of it yet"
        pass_days(place, 1)
        with temporary_folder("postil-test-") as new:
            assert {*place.iterdir()} == {mine, other, new, place / "postil-test-file"}
    assert [path.name for path in place.iterdir()] == ["postil-test-file"]


def test_copies_of_an_object_store_go_when_unused_and_with_their_process(place: Path) -> None:
    blobs = Blobs(f"memory://{place.name}")
    assert [*place.iterdir()] == [], "who reads no array needs no copies"
    for name in ("old", "new", "newest"):
        blobs.put_array(f"a/{name}.npy", np.arange(3))
    old, _ = blobs.array("a/old.npy"), blobs.array("a/new.npy")
    pass_days(place, 2)
    blobs.array("a/new.npy")
    blobs.array("a/newest.npy")
    [folder] = place.iterdir()
    assert {path.name for path in folder.iterdir()} == {"a_new.npy", "a_newest.npy"}
    assert old.tolist() == [0, 1, 2]
    assert blobs.array("a/old.npy").tolist() == [0, 1, 2]
    del blobs
    assert [*place.iterdir()] == []

"""Files beside the database: whole or absent."""

import os
import tracemalloc
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from service.bootstrap import build
from service.db.blobs import Blobs
from service.kit.settings import Settings
from tests.parts.breaking import killed_while_writing


@pytest.fixture(params=["file", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """On disk, and in fsspec's object store in memory, as a remote one behaves."""
    if request.param == "file":
        return Blobs((tmp_path / "blobs").as_uri())
    return Blobs(f"memory://{tmp_path.name}")


def test_what_was_put_is_there(blobs: Blobs) -> None:
    blobs.put("a/b/c", b"content")
    assert blobs.exists("a/b/c")
    assert blobs.get("a/b/c") == b"content"
    assert not blobs.exists("a/b/d")


def test_a_write_that_breaks_leaves_nothing(blobs: Blobs, tmp_path: Path) -> None:
    def write_half() -> None:
        with blobs.writing("a/b") as file:
            file.write(b"half")
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_half()
    assert not blobs.exists("a/b")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_what_a_killed_process_had_begun_is_no_file_and_can_be_cleared_away(tmp_path: Path) -> None:
    folder = tmp_path / "blobs"
    blobs = Blobs(folder.as_uri())
    blobs.put("a/b/whole", b"content")
    killed_while_writing(folder, "a/b/half")
    assert blobs.names("a/b") == ["a/b/whole"]
    blobs.clear_parts("a", timedelta(hours=1))
    assert len([*(folder / "a" / "b").iterdir()]) == 2, "it may be being written"
    blobs.clear_parts("a", timedelta(0))
    assert [path.name for path in (folder / "a" / "b").iterdir()] == ["whole"]


def test_a_service_waits_until_the_disk_has_a_file_before_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut else leaves an empty one, which the database names."""
    kept, usual = [], os.fsync
    with closing(build(Settings(data_dir=tmp_path))) as app:

        def keep(file: int) -> None:
            usual(file)
            kept.append((os.fstat(file).st_size, app.blobs.exists("a/b")))

        monkeypatch.setattr(os, "fsync", keep)
        app.blobs.put("a/b", b"content")
        assert kept == [(7, False)]
        with app.blobs.writing("a/upload", waits=False) as file:
            file.write(b"content")
        assert len(kept) == 1


def test_nobody_sees_half_a_file(blobs: Blobs) -> None:
    blobs.put("key", b"old")
    with blobs.writing("key") as file:
        file.write(b"new and longer")
        file.flush()
        assert blobs.get("key") == b"old"
    assert blobs.get("key") == b"new and longer"


def test_arrays_come_back_as_they_were(blobs: Blobs) -> None:
    vectors = np.arange(12, dtype=np.float32).reshape(4, 3)
    blobs.put_array("v.npy", vectors)
    blobs.put_arrays("h.npz", weights=vectors, present=np.array([True, False]))
    assert (blobs.array("v.npy") == vectors).all()
    assert blobs.array("v.npy").dtype == np.float32
    assert blobs.arrays("h.npz")["present"].tolist() == [True, False]


@pytest.mark.slow
def test_arrays_are_written_and_read_without_a_second_copy(tmp_path: Path) -> None:
    blobs, large = Blobs((tmp_path / "blobs").as_uri()), np.ones(10_000_000, dtype=np.float32)
    tracemalloc.start()
    try:
        blobs.put_arrays("h.npz", large=large)
        _, written = tracemalloc.get_traced_memory()
        assert (blobs.arrays("h.npz")["large"][::1_000] == 1).all()
        _, read = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert written < 0.5 * large.nbytes
    assert read < 1.5 * large.nbytes


def test_arrays_on_disk_are_mapped_not_read(tmp_path: Path) -> None:
    blobs = Blobs((tmp_path / "blobs").as_uri())
    blobs.put_array("v.npy", np.zeros((4, 3)))
    assert isinstance(blobs.array("v.npy"), np.memmap)


def test_a_folder_is_listed_in_order_and_deleted_whole(blobs: Blobs) -> None:
    for name in ("c", "a", "b"):
        blobs.put(f"folder/{name}", b"")
    assert blobs.names("folder") == ["folder/a", "folder/b", "folder/c"]
    blobs.delete("folder")
    assert blobs.names("folder") == []
    assert not blobs.exists("folder/a")
    blobs.delete("folder")


def test_arrays_are_read_from_their_file_when_asked_for_also_after_it_is_gone(
    blobs: Blobs,
) -> None:
    blobs.put_arrays("some", many=np.arange(5), one=np.ones(1))
    stored = blobs.stored_arrays("some")
    assert set(stored) == {"many", "one"}
    assert stored["many"] is not stored["many"]
    blobs.delete("some")
    assert stored["many"].tolist() == [0, 1, 2, 3, 4]

"""Files beside the database: uploads and arrays, on disk or in an object store (fsspec)."""

import io
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import fsspec
import numpy as np
from numpy.typing import NDArray

from service.db.disk import private_file, private_folder, taking_room
from service.kit.kept import Kept
from service.kit.temporary import temporary_folder

PART = ".part"
"""How files end that are being written, or were when whoever wrote them was killed."""

UNUSED_SECONDS = 24 * 3_600.0
"""After so long without use a copy of an array goes: shards give way to larger ones."""

_lately: Kept[tuple[object, str], dict[str, NDArray[Any]]] = Kept()
"""Of a million items one may take 6 MB."""


class Blobs:
    """Write-once files by key. A key is either whole or absent: writes land by a rename."""

    def __init__(self, url: str, *, is_private: bool = False, waits: bool = False) -> None:
        """`is_private`: on a disk they are for nobody but this user. `waits`: until the disk has
        them. A power cut else leaves empty files that the database names."""
        self._fs, root = fsspec.core.url_to_fs(url)
        self._root = str(root).rstrip("/")
        self._is_private = is_private
        self._waits = waits
        self._is_local = "file" in _protocols(self._fs)
        self._until_end = ExitStack()

    @property
    def folder(self) -> Path | None:
        """Where they are on a disk, if they are on one."""
        return Path(self._root) if self._is_local else None

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"

    @contextmanager
    def writing(self, key: str, *, waits: bool = True) -> Iterator[IO[bytes]]:
        """A file to write to, which appears under `key` when the block ends without an error.

        Without `waits` at once, wherever these blobs wait for the disk.
        """
        path = self._path(key)
        with taking_room():
            if self._is_private:
                private_folder(Path(self._root))
            self._fs.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
            landing = self._landing(path, waits=waits and self._waits)
            with landing if self._is_local else self._uploading(path) as file:
                yield file

    @contextmanager
    def _landing(self, path: str, *, waits: bool) -> Iterator[IO[bytes]]:
        part = f"{path}.{uuid4().hex}{PART}"
        try:
            if self._is_private:
                private_file(Path(part))
            with self._fs.open(part, "wb") as file:
                yield file
                if waits:
                    file.flush()
                    os.fsync(file.fileno())
            Path(part).replace(path)
        finally:
            Path(part).unlink(missing_ok=True)

    @contextmanager
    def _uploading(self, path: str) -> Iterator[IO[bytes]]:
        """Goes up once it is whole: an object store publishes on close, after an error too."""
        with tempfile.NamedTemporaryFile(prefix="postil-upload-") as file:
            yield file
            file.flush()
            self._fs.put_file(file.name, path)

    def put(self, key: str, data: bytes) -> None:
        with self.writing(key) as file:
            file.write(data)

    def reading(self, key: str) -> IO[bytes]:
        opened: IO[bytes] = self._fs.open(self._path(key), "rb")
        return opened

    def get(self, key: str) -> bytes:
        with self.reading(key) as file:
            return file.read()

    def exists(self, key: str) -> bool:
        return bool(self._fs.exists(self._path(key)))

    def delete(self, key: str) -> None:
        if self.exists(key):
            self._fs.rm(self._path(key), recursive=True)

    def age(self, key: str) -> timedelta:
        """How long ago it was last written."""
        written: datetime = self._fs.modified(self._path(key))
        return datetime.now(UTC) - written

    def names(self, folder: str) -> list[str]:
        """Keys directly in a folder, in order."""
        paths = self._fs.ls(self._path(folder), detail=False) if self.exists(folder) else []
        names = (str(path).rsplit("/", 1)[1] for path in paths)
        return sorted(f"{folder}/{name}" for name in names if not name.endswith(PART))

    def clear_parts(self, folder: str, older_than: timedelta) -> None:
        """Deletes what killed processes left half written, there and in folders below."""
        if self.folder is None:  # files go up whole
            return
        for part in (self.folder / folder).rglob(f"*{PART}"):
            with suppress(FileNotFoundError):  # it is whole now
                if self.age(part.relative_to(self.folder).as_posix()) > older_than:
                    part.unlink()

    def put_array(self, key: str, array: NDArray[Any]) -> None:
        with self.writing(key) as file:
            np.save(file, array, allow_pickle=False)

    def array(self, key: str) -> NDArray[Any]:
        """The array, memory-mapped: many rounds share one copy in the page cache."""
        mapped: NDArray[Any] = np.load(self._local(key), mmap_mode="r", allow_pickle=False)
        return mapped

    def put_arrays(self, key: str, **arrays: NDArray[Any]) -> None:
        with self.writing(key) as file:
            np.savez(file, allow_pickle=False, **arrays)

    def arrays(self, key: str) -> dict[str, NDArray[Any]]:
        with self.reading(key) as stored:
            # One array after the other from a disk; of an object store each would be a request.
            file = stored if self._is_local else io.BytesIO(stored.read())
            with np.load(file, allow_pickle=False) as archive:
                return dict(archive)

    def stored_arrays(self, key: str) -> Mapping[str, NDArray[Any]]:
        """The arrays, each read anew whenever it is asked for: who needs one for a moment keeps
        none. The file stays theirs when it is deleted."""
        stored: Mapping[str, NDArray[Any]] = np.load(self._local(key), allow_pickle=False)
        return stored

    def lately(self, key: str) -> dict[str, NDArray[Any]] | None:
        """The arrays, from memory where they were asked for lately; None where there are none.

        For what many requests read. Nobody may write to them.
        """
        if _lately.find((self, key)) is None and not self.exists(key):
            return None
        return _lately.get((self, key), lambda: self._read_only(key))

    def _read_only(self, key: str) -> dict[str, NDArray[Any]]:
        arrays = self.arrays(key)
        for array in arrays.values():
            array.flags.writeable = False
        return arrays

    @cached_property
    def _cache(self) -> Path:
        """Arrays of an object store, to be mapped."""
        return self._until_end.enter_context(temporary_folder("postil-blobs-"))

    def _local(self, key: str) -> str:
        if self._is_local:
            return self._path(key)
        local = self._cache / key.replace("/", "_")
        try:
            os.utime(local)
        except FileNotFoundError:
            self._forget_unused()
            part = local.with_suffix(f".{uuid4().hex}")
            with taking_room():
                self._fs.get(self._path(key), str(part))
            part.replace(local)
        return str(local)

    def _forget_unused(self) -> None:
        """Whoever has one mapped keeps it."""
        for file in self._cache.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_mtime > UNUSED_SECONDS:
                    file.unlink()


def _protocols(filesystem: Any) -> tuple[str, ...]:
    protocol = filesystem.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)

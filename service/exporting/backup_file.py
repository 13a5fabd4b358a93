"""The file that `postil backup` writes: an archive whose last member has the sum of each other."""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import IO, Any

from service.kit.errors import BadUpload

FORMAT = 2
MANIFEST, DATABASE, BLOBS = "postil-backup.json", "postil.sqlite3", "blobs/"
READ_AT_ONCE = 2**20
EARLIER = (
    "a version from before the first release made it, whose database no later one reads. Restore "
    "it with that version, export each project there (`postil export`), and import those files "
    "here in a new data directory"
)


class BackupWriter:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._sums: dict[str, str] = {}

    def add(self, file: Path, name: str) -> None:
        with file.open("rb") as content:
            summing = _Summing(content)
            entry = _plain(self._archive.gettarinfo(arcname=name, fileobj=content))
            self._archive.addfile(entry, summing)
        self._sums[name] = summing.hexdigest()

    def finish(self, revision: str | None) -> None:
        manifest = {"format": FORMAT, "postil": version("postil"), "revision": revision}
        content = json.dumps(manifest | {"sha256": self._sums}, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(content)
        self._archive.addfile(_plain(entry), io.BytesIO(content))


class _Summing:
    """A file, and the sum of what was read of it."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        part = self._content.read(size)
        self._sum.update(part)
        return part

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose files they were here says nothing elsewhere."""
    entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = 0o600, 0, 0, "", ""
    return entry


class BackupReader:
    """Reads what the writer wrote. Anything else is no whole backup, as `opened` says."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        members = archive.getmembers()
        if not members or members[-1].name != MANIFEST:
            earlier = bool(members) and members[0].name == MANIFEST
            raise tarfile.ReadError(EARLIER if earlier else "its end is missing")
        *self._members, last = members
        manifest = json.loads(self._content(last).read())
        if manifest["format"] != FORMAT:
            raise tarfile.ReadError("a newer version of Postil made it")
        self.revision: str | None = manifest["revision"]
        self._sums: dict[str, str] = manifest["sha256"]
        self._check_names()

    def _check_names(self) -> None:
        names = [member.name for member in self._members]
        if sorted(names) != sorted(self._sums) or DATABASE not in names:
            raise tarfile.ReadError("its files aren't those that were saved")
        for name in names:
            is_blob = name.startswith(BLOBS) and ".." not in PurePosixPath(name).parts
            if name != DATABASE and not is_blob:
                raise tarfile.ReadError(f"{name} doesn't belong in it")

    def __len__(self) -> int:
        return len(self._members)

    def contents(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Each file's name and parts; raises at a file's end where its sum is another."""
        for member in self._members:
            yield member.name, self._parts(member)

    def _parts(self, member: tarfile.TarInfo) -> Iterator[bytes]:
        content, total = self._content(member), hashlib.sha256()
        while part := content.read(READ_AT_ONCE):
            total.update(part)
            yield part
        if total.hexdigest() != self._sums[member.name]:
            raise tarfile.ReadError(f"{member.name} isn't as it was saved")

    def _content(self, member: tarfile.TarInfo) -> IO[bytes]:
        content: Any = self._archive.extractfile(member) if member.isreg() else None
        if content is None:
            raise tarfile.ReadError(f"{member.name} is no file")
        reading: IO[bytes] = content
        return reading


@contextmanager
def opened(file: Path) -> Iterator[BackupReader]:
    """Raises `BadUpload` in words for whatever is wrong with it, until it is closed."""
    try:
        with tarfile.open(file, "r:") as archive:
            yield BackupReader(archive)
    except (tarfile.TarError, EOFError, LookupError, TypeError, ValueError) as error:
        raise BadUpload(f"{file} is no whole backup: {error}.") from error

"""The disk: how much room there is, and files that nobody but their owner may read."""

import errno
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from service.kit.errors import DiskFull

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Room:
    """What is free on the disks of these folders, and how much of it answers are to have."""

    def __init__(self, folders: Sequence[Path], reserve: int) -> None:
        self._folders = folders
        self._reserve = reserve

    def free(self) -> int | None:
        """Bytes on the fullest of them; None when there is no disk of ours."""
        return min(
            (shutil.disk_usage(_existing(folder)).free for folder in self._folders), default=None
        )

    def check(self, wanted: int = 0) -> None:
        """Raises `DiskFull` when `wanted` bytes more would eat into what is kept for answers."""
        free = self.free()
        if free is not None and free - wanted < self._reserve:
            raise DiskFull(
                f"The disk is nearly full: {free:,} bytes are free, {self._reserve:,} are kept "
                "for answers (POSTIL_MIN_FREE_BYTES). Make room, then try again."
            )


@contextmanager
def taking_room() -> Iterator[None]:
    """What is written within raises `DiskFull` when there is no room for it."""
    try:
        yield
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        raise DiskFull from error


def _existing(folder: Path) -> Path:
    """The folder, or the one above it that it will be made in."""
    return next(each for each in (folder, *folder.parents) if each.exists())


FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Makes it so. One that is there already keeps what its owner allowed."""
    folder.mkdir(FOLDER, parents=True, exist_ok=True)


def private_file(file: Path) -> None:
    """Makes it so, empty, or takes away what was allowed to others."""
    file.touch(FILE)
    with suppress(PermissionError):  # it is somebody else's, who lets us write
        file.chmod(FILE)

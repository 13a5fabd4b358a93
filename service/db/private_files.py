"""Files and folders that nobody but their owner may read: texts, and hashes of secrets."""

from contextlib import suppress
from pathlib import Path

FOLDER, FILE = 0o700, 0o600


def private_folder(folder: Path) -> None:
    """Makes it so. One that is there already keeps what its owner allowed."""
    folder.mkdir(FOLDER, parents=True, exist_ok=True)


def private_file(file: Path) -> None:
    """Makes it so, empty, or takes away what an earlier version allowed others."""
    file.touch(FILE)
    with suppress(PermissionError):  # it is somebody else's, who lets us write
        file.chmod(FILE)

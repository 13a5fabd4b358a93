"""Makes a data directory from a backup, and says whether one could be made."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from service.db.database import Database
from service.db.disk import taking_room
from service.db.sqlite import check_integrity
from service.exporting.backup_file import DATABASE, BackupReader, opened
from service.kit.errors import BadUpload, Conflict
from service.schema.migrate import check_can_migrate


def restore_backup(file: Path, data_dir: Path) -> None:
    """All of it or nothing: the directory gets its name when everything is in it, and was checked.

    Raises `BadUpload` for what is no whole backup, else `DatabaseDamaged` or `UnknownSchema`.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise Conflict(f"{data_dir} isn't empty. Name a new --data-dir, or move that one away.")
    with _appearing(data_dir) as folder, opened(file) as backup, taking_room():
        for name, parts in backup.contents():
            _write(folder / name, parts)
        _check_database(folder / DATABASE, backup)


def verify_backup(file: Path) -> int:
    """How many files are in it beside the database. Raises what `restore_backup` would raise, and
    keeps nothing."""
    with tempfile.TemporaryDirectory() as folder, opened(file) as backup, taking_room():
        for name, parts in backup.contents():
            if name == DATABASE:
                _write(Path(folder) / name, parts)
            else:
                for _ in parts:
                    pass
        _check_database(Path(folder) / DATABASE, backup)
        return len(backup) - 1


def _write(file: Path, parts: Iterable[bytes]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(0o600)
    with file.open("wb") as written:
        for part in parts:
            written.write(part)
        written.flush()
        os.fsync(written.fileno())


def _check_database(file: Path, backup: BackupReader) -> None:
    """It is whole, and this version can go on with it."""
    with closing(Database(f"sqlite:///{file.absolute()}")) as database:
        check_integrity(database.engine)
        if database.revision() != backup.revision or backup.revision is None:
            raise BadUpload("The database in it isn't the one that was saved.")
        check_can_migrate(database)


@contextmanager
def _appearing(folder: Path) -> Iterator[Path]:
    """What to write into; it gets the folder's name in the end. Where that fails nothing is left,
    nor a folder above it that wasn't there."""
    above = [each for each in folder.absolute().parents if not each.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial = folder.with_name(f"{folder.name}.restoring")
        shutil.rmtree(partial, ignore_errors=True)  # of a restore that was killed
        partial.mkdir(0o700)
        try:
            yield partial
            partial.rename(folder)
        except BaseException:
            shutil.rmtree(partial)
            raise
    except BaseException:
        for each in above:
            each.rmdir()
        raise

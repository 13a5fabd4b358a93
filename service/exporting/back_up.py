"""Saves a data directory in one file, while people label, and makes one from such a file."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from service.app import App
from service.db.database import Database
from service.db.disk import taking_room
from service.db.sqlite import check_integrity
from service.db.unit_of_work import UnitOfWork
from service.exporting.backup_file import BLOBS, DATABASE, BackupReader, BackupWriter, opened
from service.exporting.queries.backups import Backups, NamedFiles
from service.kit.errors import BadUpload, Conflict, PostilError
from service.kit.settings import Settings
from service.schema.migrate import check_can_migrate

NOT_HERE = (
    "`postil backup` and `postil restore` are for a data directory that holds everything. Here "
    "{what}: use {instead} instead, see docs/production.md."
)


class Saved(NamedTuple):
    size: int
    files: int


def check_holds_all(settings: Settings) -> None:
    """Raises where the database or the blobs are elsewhere, and have tools of their own."""
    if settings.database_url:
        raise PostilError(
            NOT_HERE.format(
                what="the database is PostgreSQL", instead="pg_dump and a copy of the blobs"
            )
        )
    if settings.blob_url:
        raise PostilError(
            NOT_HERE.format(what="POSTIL_BLOB_URL is set", instead="a copy of that place")
        )


def back_up(app: App, file: Path) -> Saved:
    """The database as it is at one moment, then the files it names: `file` is whole or absent.

    Files are written once, and those that the database can't do without stay for an hour after
    their last use. Others may go meanwhile, as the head of a round does when the next one has its
    own. Raises `DatabaseDamaged` where the database is, and `UnknownSchema` where another
    version made it: what this one can't restore would be no backup.
    """
    with _copied(app, file) as copy, _appearing(file) as part:
        with closing(Database(f"sqlite:///{copy.absolute()}")) as database:
            revision = check_can_migrate(database)
            with database.read() as session:
                named = UnitOfWork(session, database)[Backups].files()
            check_integrity(database.engine)
        wanted = sorted({*_wanted(app, named)} - {*named.needed})
        _check_needed(app, named)
        with tarfile.open(part, "w") as archive:
            writer = BackupWriter(archive)
            added = sum(_add_blob(app, writer, key) for key in wanted)
            for key in named.needed:
                writer.add(_place(app, key), BLOBS + key)
            writer.add(copy, DATABASE)
            writer.finish(revision)
    return Saved(file.stat().st_size, added + len(named.needed))


def _place(app: App, key: str) -> Path:
    assert app.blobs.folder is not None
    return app.blobs.folder / key


def _check_needed(app: App, named: NamedFiles) -> None:
    for key in named.needed:
        if not _place(app, key).exists():
            raise Conflict(f"The file {key} is missing, which the database needs.")


def _wanted(app: App, named: NamedFiles) -> Iterator[str]:
    """Those of the others that are there now."""
    for key in named.wanted:
        if _place(app, key).is_dir():
            yield from app.blobs.names(key)
        elif _place(app, key).exists():
            yield key


def _add_blob(app: App, writer: BackupWriter, key: str) -> bool:
    """Whether it was there still."""
    try:
        writer.add(_place(app, key), BLOBS + key)
    except FileNotFoundError:
        return False
    return True


@contextmanager
def _copied(app: App, file: Path) -> Iterator[Path]:
    copy = file.with_name(file.name + ".part.sqlite3")
    copy.unlink(missing_ok=True)  # of a backup that was killed
    copy.touch(0o600)
    try:
        app.database.copy_to(copy)
        yield copy
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    """What to write to; it gets the file's name once it is on the disk."""
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    try:
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def restore_backup(file: Path, data_dir: Path) -> None:
    """All of it or nothing: the directory gets its name when everything is in it, and was checked.

    Raises `BadUpload` for what is no whole backup, else `DatabaseDamaged` or `UnknownSchema`.
    """
    if data_dir.exists() and any(data_dir.iterdir()):
        raise Conflict(f"{data_dir} isn't empty. Name a new --data-dir, or move that one away.")
    with _folder_appearing(data_dir) as folder, opened(file) as backup, taking_room():
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
def _folder_appearing(folder: Path) -> Iterator[Path]:
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

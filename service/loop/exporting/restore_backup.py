"""Makes a data directory from a backup."""

import json
import shutil
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path, PurePosixPath

from service.errors import BadUpload, Conflict
from service.loop.exporting.back_up import BLOBS, DATABASE, FORMAT, MANIFEST
from service.store.database import Database


def restore_backup(file: Path, data_dir: Path) -> None:
    """All of it or nothing: the directory gets its name when everything is in it."""
    if data_dir.exists() and any(data_dir.iterdir()):
        raise Conflict(f"{data_dir} isn't empty. Name a new --data-dir, or move that one away.")
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{data_dir.name}.restoring-", dir=data_dir.parent))
    try:
        try:
            with tarfile.open(file, "r:") as archive:
                _extract(archive, made)
        except (tarfile.TarError, EOFError, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise BadUpload(f"{file} is no whole backup: {error}") from error
        with closing(Database(f"sqlite:///{(made / DATABASE).absolute()}")) as database:
            database.revision()  # raises when it is damaged
        made.rename(data_dir)
    except BaseException:
        shutil.rmtree(made)
        raise


def _extract(archive: tarfile.TarFile, into: Path) -> None:
    first = archive.next()
    if first is None or first.name != MANIFEST:
        raise tarfile.ReadError("it doesn't begin as `postil backup` begins one")
    manifest = json.loads(_content(archive, first).read())
    if manifest["format"] != FORMAT:
        raise tarfile.ReadError("a newer version of Postil made it")
    missing = {DATABASE, *(BLOBS + key for key in manifest["needed"])}
    others = {BLOBS + key for key in manifest["wanted"]} - missing
    while (entry := archive.next()) is not None:
        if entry.name not in missing | others or ".." in PurePosixPath(entry.name).parts:
            raise tarfile.ReadError(f"{entry.name} doesn't belong in it")
        missing.discard(entry.name)
        others.discard(entry.name)
        target = into / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch(0o600)
        with target.open("wb") as written:
            shutil.copyfileobj(_content(archive, entry), written)
        if target.stat().st_size != entry.size:
            raise tarfile.ReadError(f"it ends within {entry.name}")
    if missing:
        raise tarfile.ReadError(f"{len(missing)} of its files are missing: {min(missing)}")


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> tarfile.ExFileObject:
    found = archive.extractfile(entry) if entry.isreg() else None
    if not isinstance(found, tarfile.ExFileObject):
        raise tarfile.ReadError(f"{entry.name} is no file")
    return found

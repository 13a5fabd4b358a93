"""What many tests begin with is brought about by the first one, then copied.

It is kept for other processes and runs too, each step of it: a session that one process has signed
in is unknown to what another one did after signing in by itself.
"""

import hashlib
import pickle
import shutil
import tarfile
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from service.app import App
from service.db.clock import FrozenClock
from tests.prepared import prepared

T = TypeVar("T")
Steps = tuple[Hashable, ...]


@dataclass(frozen=True)
class Kept:
    """What a few steps left behind: files, the time, and what the last of them returned."""

    folder: Path
    now: datetime
    found: Any


@dataclass(frozen=True)
class Stand:
    """What was done with an app's database until now, if it is as it was left."""

    steps: Steps
    modified: int
    now: datetime


MOST_KEPT = 32
"""Each is a megabyte or more; tests that begin alike are mostly neighbours."""
PACKED = "packed.tar.gz"
FOUND = "found"
"""The file with what the last step returned and the time, beside the database and the blobs."""
_kept: OrderedDict[Steps, Kept] = OrderedDict()
_stands: "WeakKeyDictionary[App, Stand]" = WeakKeyDictionary()


def from_nothing(app: App) -> None:
    """Says that this app is on a frozen clock and a new copy of the migrated SQLite file."""
    _stands[app] = Stand((), _modified(app), _clock(app).now)


def once(app: App, step: Hashable, do: Callable[[], T]) -> T:
    """What `do` returns, and all that it does to the database, the blobs and the clock.

    It is done where that wasn't done before: after the same steps, with the same settings, and
    nothing else in between. And where an app isn't `from_nothing`, as on PostgreSQL.
    """
    stand = _stands.get(app)
    if stand is None or stand != Stand(stand.steps, _modified(app), _clock(app).now):
        return do()
    steps = (*stand.steps, step, app.settings.model_dump_json(exclude={"data_dir"}))
    kept = _kept.get(steps)
    if kept is None:
        kept = _kept[steps] = _first(app, steps, do)
    else:
        _put_back(app, kept)
    _kept.move_to_end(steps)
    if len(_kept) > MOST_KEPT:
        _, forgotten = _kept.popitem(last=False)
        shutil.rmtree(forgotten.folder)
    _stands[app] = Stand(steps, _modified(app), kept.now)
    done: T = kept.found
    return done


def _first(app: App, steps: Steps, do: Callable[[], T]) -> Kept:
    """What the first process that came here did; steps that only this one knows it does itself."""
    if not all(isinstance(step, str) for step in steps):
        return _keep(app, do())
    name = hashlib.sha256(repr(steps).encode()).hexdigest()
    return _unpacked(app, prepared(name, lambda folder: _pack(_keep(app, do()), folder)))


def _pack(kept: Kept, folder: Path) -> None:
    folder.mkdir()
    (kept.folder / FOUND).write_bytes(pickle.dumps((kept.now, kept.found)))
    with tarfile.open(folder / PACKED, "w:gz", compresslevel=1) as packed:
        packed.add(kept.folder, "")
    shutil.rmtree(kept.folder)


def _unpacked(app: App, packed: Path) -> Kept:
    folder = Path(mkdtemp(dir=_file(app).parent))
    with tarfile.open(packed / PACKED) as file:
        file.extractall(folder, filter="data")
    kept = Kept(folder, *pickle.loads((folder / FOUND).read_bytes()))
    _put_back(app, kept)
    return kept


def _keep(app: App, found: Any) -> Kept:
    folder = Path(mkdtemp(dir=_file(app).parent))
    app.database.engine.dispose()  # The last to leave puts the log into the file.
    shutil.copy(_file(app), folder)
    if _blobs(app).exists():
        shutil.copytree(_blobs(app), folder / "blobs")
    return Kept(folder, _clock(app).now, found)


def _put_back(app: App, kept: Kept) -> None:
    app.database.engine.dispose()
    shutil.copy(kept.folder / _file(app).name, _file(app))
    shutil.rmtree(_blobs(app), ignore_errors=True)
    if (kept.folder / "blobs").exists():
        shutil.copytree(kept.folder / "blobs", _blobs(app))
    _clock(app).now = kept.now


def _modified(app: App) -> int:
    """When the file was written; or that a log beside it was."""
    log = _file(app).with_name(f"{_file(app).name}-wal")
    return -1 if log.exists() and log.stat().st_size else _file(app).stat().st_mtime_ns


def _file(app: App) -> Path:
    return Path(app.database.url.database or "")


def _blobs(app: App) -> Path:
    assert app.blobs.folder is not None
    return app.blobs.folder


def _clock(app: App) -> FrozenClock:
    assert isinstance(app.database.clock, FrozenClock)
    return app.database.clock

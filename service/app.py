"""What a use case may reach. `bootstrap` makes one; nothing here knows how."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from service.db.blobs import Blobs
from service.db.database import Database
from service.db.disk import Room
from service.db.unit_of_work import ProcessMemory, UnitOfWork
from service.kit.errors import Unavailable
from service.kit.settings import Settings
from service.people.password_door import PasswordDoor
from service.ports import Asking
from service.schema.migrate import migrate

T = TypeVar("T")


class App:
    """What a use case may reach: units of work, blobs, settings, workers to ask, and the door
    for passwords."""

    def __init__(
        self, settings: Settings, database: Database, blobs: Blobs, asking: Asking
    ) -> None:
        self.settings = settings
        self.database = database
        self.blobs = blobs
        self.asking = asking
        folders = (database.folder, blobs.folder)
        self.room = Room([each for each in folders if each is not None], settings.min_free_bytes)
        self.password_door = PasswordDoor()
        self._memory = ProcessMemory()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A consistent view; nothing it changes is kept."""
        with self.database.read() as session:
            yield UnitOfWork(session, self.database, self._memory)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A transaction: kept when the block ends, gone when it raises."""
        with self.database.write() as session:
            uow = UnitOfWork(session, self.database, self._memory)
            yield uow
            uow.finish()

    def submit(self, work: Callable[[UnitOfWork], T]) -> Future[T]:
        """What `work` returns, once its transaction is committed: for many small ones at once."""
        return self.database.submit(
            lambda session: UnitOfWork(session, self.database, self._memory).do(work)
        )

    def migrate(self) -> Path | None:
        """To this version's schema; the copy of what was there before, if there is one."""
        return migrate(self.database)

    def close(self) -> None:
        self.database.close()


AGAIN_SECONDS = 0.5


def retry_write(app: App, what: Callable[[UnitOfWork], T], seconds: float) -> T:
    """What `what` returns, from a transaction that is tried again while the database is away.

    Raises Unavailable when it is after `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with app.write() as uow:
                return what(uow)
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(AGAIN_SECONDS)

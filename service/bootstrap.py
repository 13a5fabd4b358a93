"""The one place that wires the parts together."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TypeVar

from service.password_door import PasswordDoor
from service.settings import Settings
from service.store.blobs import Blobs
from service.store.clock import Clock
from service.store.database import Database
from service.store.migrate import check_revision, migrate
from service.store.room import Room
from service.store.unit_of_work import UnitOfWork

T = TypeVar("T")


class App:
    """What a use case may reach: units of work, blobs, settings and the door for passwords."""

    def __init__(self, settings: Settings, database: Database, blobs: Blobs) -> None:
        self.settings = settings
        self.database = database
        self.blobs = blobs
        folders = (database.folder, blobs.folder)
        self.room = Room([each for each in folders if each is not None], settings.min_free_bytes)
        self.password_door = PasswordDoor()

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A consistent view; nothing it changes is kept."""
        with self.database.read() as session:
            yield UnitOfWork(session, self.database)

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A transaction: kept when the block ends, gone when it raises."""
        with self.database.write() as session:
            yield UnitOfWork(session, self.database)

    def submit(self, work: Callable[[UnitOfWork], T]) -> Future[T]:
        """What `work` returns, once its transaction is committed: for many small ones at once."""
        return self.database.submit(lambda session: work(UnitOfWork(session, self.database)))

    def migrate(self) -> None:
        migrate(self.database)

    def close(self) -> None:
        self.database.close()


def build(
    settings: Settings | None = None, *, check_schema: bool = False, clock: Clock | None = None
) -> App:
    """The application for these settings (default: the environment) and clock (the database's).

    An embedded SQLite file is migrated by `serve`; elsewhere `check_schema` makes this raise
    `SchemaOutOfDate`, which names the command to run.
    """
    settings = settings or Settings()
    app = App(
        settings,
        Database(settings.database, clock),
        Blobs(settings.blobs, is_private=not settings.blob_url),
    )
    if check_schema:
        try:
            check_revision(app.database)
        except BaseException:
            app.close()
            raise
    return app

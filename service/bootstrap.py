"""The one place that wires the parts together; known to entry points: verbs, workers, tests."""

from service.app import App
from service.db.blobs import Blobs
from service.db.clock import Clock
from service.db.database import Database
from service.jobs.asking.local_socket import LocalAsking
from service.jobs.asking.redis_lists import RedisAsking
from service.kit.kept import keep_at_most
from service.kit.settings import Settings
from service.ports import Asking
from service.schema.migrate import check_schema as check_tables


def build(
    settings: Settings | None = None, *, check_schema: bool = False, clock: Clock | None = None
) -> App:
    """The application for these settings (default: the environment) and clock (the database's).

    An embedded SQLite file is migrated by `serve`; elsewhere `check_schema` makes this raise
    `SchemaOutOfDate`, which names the command to run.
    """
    settings = settings or Settings()
    keep_at_most(settings.cache_bytes)
    app = App(
        settings,
        Database(settings.database, clock, synchronous=settings.sqlite_synchronous),
        Blobs(settings.blobs, is_private=not settings.blob_url, waits=True),
        _asking(settings),
    )
    if check_schema:
        try:
            check_tables(app.database)
        except BaseException:
            app.close()
            raise
    return app


def _asking(settings: Settings) -> Asking:
    """How workers are asked: the fleet's through its Redis, else the one beside the data."""
    if settings.broker_url is not None:
        return RedisAsking(settings.broker_url)
    return LocalAsking(settings.data_dir)

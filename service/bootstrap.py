"""The one place that wires the parts together; known to entry points: verbs, workers, tests."""

import logging
from contextlib import suppress
from threading import Event

from service.app import App
from service.db.blobs import Blobs
from service.db.clock import Clock
from service.db.database import Database
from service.jobs.asking.local_socket import LocalAsking
from service.jobs.asking.redis_lists import RedisAsking
from service.kit.errors import Stopped, Unavailable
from service.kit.kept import keep_at_most
from service.kit.seldom import SeldomLog
from service.kit.settings import Settings
from service.ports import Asking
from service.schema.migrate import check_schema as check_tables

AGAIN_SECONDS = 1.0
seldom = SeldomLog(logging.getLogger(__name__))


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


def build_once_reached(settings: Settings | None = None, stop: Event | None = None) -> App:
    """As `build`, the schema checked, for what runs on: while the database is away it waits for it.

    Raises `Stopped` where `stop` is set before it comes.
    """
    stop = stop or Event()
    while True:
        try:
            return build(settings, check_schema=True)
        except Unavailable as error:
            seldom.warning("can't start without the database", _met(error))
        if stop.wait(AGAIN_SECONDS):
            raise Stopped


def build_again(settings: Settings | None = None) -> App:
    """As `build`, for one of several processes that stands in for another: the schema was checked
    when they were started, and is now unless the database is away."""
    app = build(settings)
    with suppress(Unavailable):
        check_tables(app.database)
    return app


def _met(error: Exception) -> str:
    """What the database, or the way to it, said."""
    detail = getattr(error.__cause__, "orig", None) or error.__cause__ or error
    return " ".join(str(detail).split())


def _asking(settings: Settings) -> Asking:
    """How workers are asked: the fleet's through its Redis, else the one beside the data."""
    if settings.broker_url is not None:
        return RedisAsking(settings.broker_url)
    return LocalAsking(settings.data_dir)

"""Connections that rested are tried before they are used: their server may have gone meanwhile.

Not at each use, as SQLAlchemy's own way is: those who label would wait for a round trip more each
time. One that was in use just now fails its request, which says to try again; all are made anew.
"""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

RESTED_SECONDS = 1.0
RESTS_SINCE = "rests_since"


def try_rested(engine: Engine) -> None:
    """From now on, of connections of this engine."""

    def note(_connection: Any, record: Any) -> None:
        record.info[RESTS_SINCE] = time.monotonic()

    def look(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get(RESTS_SINCE, time.monotonic())
        if rested < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)

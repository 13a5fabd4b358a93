"""What time it is. Leases compare the database's clock only, whichever machine asks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlmodel import Session

Clock = Callable[[Session], datetime]


def machine_clock(_session: Session) -> datetime:
    """This machine's time: SQLite runs inside its one process."""
    return datetime.now(UTC)


TOLD = "servers_time"
"""In a session's `info`: the server's time, where a statement of its transaction has told it."""


def server_clock(session: Session) -> datetime:
    """The database server's time, the same for every process that asks."""
    now: datetime = session.info.get(TOLD) or session.connection().scalar(
        text("SELECT clock_timestamp()")
    )
    return now


class FrozenClock:
    """Time that passes only when told to, so that leases and pauses can be tried out at once."""

    def __init__(self, now: datetime = datetime(2030, 1, 1, 12, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self, _session: Session) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

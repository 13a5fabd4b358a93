"""Writes what should be known, as soon as the database answers."""

import time
from collections.abc import Callable
from typing import TypeVar

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Unavailable

T = TypeVar("T")
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

"""Clears away sessions, tokens, links and invitations that ended a while ago."""

from datetime import timedelta

from service.loop.app import App
from service.store.ended_access import EndedAccess

ACCESS_KEPT = timedelta(days=30)
"""So long someone who comes by one is told that it has ended, and not that it is unknown."""
SLICE = 500


def forget_ended_access(app: App) -> int:
    """How many there were."""
    forgotten = 0
    while True:
        with app.read() as uow:
            if not uow[EndedAccess].any(uow.now - ACCESS_KEPT):
                return forgotten
        with app.write() as uow:
            forgotten += uow[EndedAccess].forget(uow.now - ACCESS_KEPT, SLICE)

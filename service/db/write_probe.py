"""Whether the database takes writes, found out by writing."""

import threading
import time
from collections.abc import Callable

from service.kit.errors import PostilError

LASTS_SECONDS = 1.0


class WriteProbe:
    """Writes at most once a second, however many ask, and tells them all what came of it."""

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write
        self._asking = threading.Lock()
        self._wrote_at = float("-inf")
        self._error: PostilError | None = None

    def check(self) -> None:
        """Raises what a write met, if it met anything."""
        with self._asking:
            if time.monotonic() - self._wrote_at >= LASTS_SECONDS:
                self._error = self._attempt()
                self._wrote_at = time.monotonic()
            error = self._error
        if error is not None:
            raise type(error)(error.detail, **error.extra)

    def _attempt(self) -> PostilError | None:
        try:
            self._write()
        except PostilError as error:
            return error
        return None

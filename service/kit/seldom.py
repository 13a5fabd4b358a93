"""Trouble that lasts stands in the log once a minute, not at every attempt."""

import logging
import time
from collections import Counter
from collections.abc import Callable
from threading import Lock

SECONDS_BETWEEN = 60.0
"""Of lines about the same trouble."""


class Seldom:
    """Says whether trouble of a kind has its line now. Threads may share it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._last: dict[str, float] = {}
        self._left_out = Counter[str]()

    def line(self, kind: str) -> str | None:
        """What the line ends with: how many were left out before it. None: this one is left out."""
        with self._lock:
            now = self._clock()
            if now - self._last.get(kind, float("-inf")) < SECONDS_BETWEEN:
                self._left_out[kind] += 1
                return None
            self._last[kind] = now
            others = self._left_out.pop(kind, 0)
        return f" ({others:,} more of it since the last such line)" if others else ""


class SeldomLog:
    """A line a minute of what is tried again and again."""

    def __init__(self, log: logging.Logger) -> None:
        self._log, self._seldom = log, Seldom()

    def warning(self, doing: str, why: object) -> None:
        """`doing`: what can't be done."""
        more = self._seldom.line(doing)
        if more is not None:
            self._log.warning("%s, trying again: %s%s", doing, why, more)

"""A lock that serves whoever has waited longest."""

import threading
from collections import deque
from types import TracebackType


class FifoLock:
    """As `threading.Lock`, which lets a thread that comes back at once overtake those that wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with self._guard:
            if self._waiting:
                # Still held: it passes straight to the next in line.
                self._waiting.popleft().release()
            else:
                self._held = False

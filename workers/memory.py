"""kombu's in-memory transport, woken by a message instead of polling for it.

Polling costs the latency of the interval and, with a consumer for each kind of job, a per cent
or two of a core while nothing is to do.
"""

import threading
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import memory


class _Arrivals:
    """Counts messages, so that a consumer can wait for one it hasn't looked for yet."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def add(self) -> None:
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int, timeout: float | None) -> bool:
        """Whether a message beyond the first `seen` came within `timeout` seconds."""
        with self._condition:
            return self._condition.wait_for(lambda: self.count > seen, timeout)


ARRIVALS = _Arrivals()


class Channel(memory.Channel):
    def _put(self, queue: str, message: dict[str, Any], **kwargs: Any) -> None:
        super()._put(queue, message, **kwargs)  # type: ignore[no-untyped-call]
        ARRIVALS.add()


class Transport(memory.Transport):
    Channel = Channel
    cycle: Any

    def drain_events(
        self,
        connection: Any,  # noqa: ARG002
        timeout: float | None = None,
        **_: Any,
    ) -> None:
        """Delivers one message; TimeoutError when none comes within `timeout` seconds."""
        deadline = None if timeout is None else monotonic() + timeout
        while True:
            seen = ARRIVALS.count
            try:
                self.cycle.get(self._deliver, timeout=timeout)
                return
            except Empty:
                left = None if deadline is None else deadline - monotonic()
                if left is not None and (left <= 0 or not ARRIVALS.wait(seen, left)):
                    raise TimeoutError from None
                if left is None:
                    ARRIVALS.wait(seen, None)

"""Who may have a password compared now: few at a time, and ever more slowly after wrong ones.

All of it is in the memory of one process. A table would be shared by all processes, but each wrong
password would then write to the database, which is what labelling waits for; and a guesser gains
no more than a factor, the number of processes. It is bounded too: what was tried least lately is
forgotten first.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil

from service.kit.errors import TooMany

AT_ONCE = 2
"""Comparisons at a time: one takes 64 MB and a tenth of a second of four threads."""
MAY_WAIT = 8
"""Who waits for a comparison holds a thread that others need for everything else."""
WAIT_SECONDS = 2.0
FREE_OF_ADDRESS, FREE_OF_NAME, FREE_IN_A_STORM = 20, 5, 2
"""Wrong passwords without a pause: from an address; for a name from one address; for the same
while many are tried for the name from everywhere."""
STORM = 50
LONGEST_SECONDS = 30.0
FORGET_SECONDS = 900.0
MOST_KEYS = 10_000


@dataclass
class _Count:
    wrong: int = 0
    at: float = 0.0


class Tries:
    """Wrong tries by key. Beyond the free ones each costs a pause twice as long as the last."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def wrong(self, key: str) -> int:
        """How many there were lately."""
        tries = self._counts.get(key)
        return 0 if tries is None or self._is_past(tries) else tries.wrong

    def pause(self, key: str, free: int) -> float:
        """Seconds until the next try is let in."""
        wrong = self.wrong(key)
        if wrong < free:
            return 0.0
        pause = min(2.0 ** min(wrong - free, 10), LONGEST_SECONDS)
        return max(0.0, self._counts[key].at + pause - self._now())

    def count(self, key: str) -> None:
        self._counts[key] = _Count(self.wrong(key) + 1, self._now())
        self._counts.move_to_end(key)
        while len(self._counts) > MOST_KEYS:
            self._counts.popitem(last=False)

    def take_back(self, key: str) -> None:
        """The try was right: it doesn't count, those before it do."""
        if (tries := self._counts.get(key)) is not None:
            tries.wrong = max(0, tries.wrong - 1)

    def forget(self, key: str) -> None:
        self._counts.pop(key, None)

    def _is_past(self, count: _Count) -> bool:
        return self._now() - count.at > FORGET_SECONDS


class PasswordDoor:
    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._tries = Tries(now)
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = 0

    @contextmanager
    def hashing(self) -> Iterator[None]:
        """While one of the few comparisons runs; `TooMany` when all are taken for long."""
        if not self._slots.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self._slots.release()

    @contextmanager
    def comparing(self, address: str, name: str) -> Iterator[Callable[[], None]]:
        """While a password is compared; call what it gives when the password was right.

        A try counts before it is known to be wrong: many at once can't slip past the count. What
        a stranger does to a name slows down the stranger's own address. For everybody else it
        leaves two tries without a pause, so that nobody is locked out from afar.
        """
        address = _network(address)
        name = name.strip().lower()
        both = f"{address} {name}"
        with self._lock:
            self._check(address, name, both)
        with self.hashing():
            with self._lock:
                self._check(address, name, both)
                for key in (address, f"name {name}", both):
                    self._tries.count(key)
            yield lambda: self._was_right(address, f"name {name}", both)

    def _was_right(self, address: str, name: str, both: str) -> None:
        with self._lock:
            self._tries.take_back(address)
            self._tries.take_back(name)
            self._tries.forget(both)

    def _check(self, address: str, name: str, both: str) -> None:
        is_storm = self._tries.wrong(f"name {name}") >= STORM
        pause = max(
            self._tries.pause(address, FREE_OF_ADDRESS),
            self._tries.pause(both, FREE_IN_A_STORM if is_storm else FREE_OF_NAME),
        )
        if pause > 0:
            seconds = ceil(pause)
            raise TooMany(
                f"Too many wrong passwords. Try again in {seconds} s.", retry_after=seconds
            )

    def _wait(self) -> None:
        with self._lock:
            is_full = self._waiting >= MAY_WAIT
            self._waiting += not is_full
        try:
            if is_full or not self._slots.acquire(timeout=WAIT_SECONDS):
                raise TooMany(
                    "Too many people are signing in. Try again in a moment.", retry_after=2
                )
        finally:
            if not is_full:
                with self._lock:
                    self._waiting -= 1


def _network(address: str) -> str:
    """What one household or machine has: of IPv6 that is 2^64 addresses."""
    try:
        address_value = ip_address(address)
    except ValueError:
        return address
    if isinstance(address_value, IPv6Address) and address_value.ipv4_mapped is None:
        return str(IPv6Address(int(address_value) >> 64 << 64))
    return str(getattr(address_value, "ipv4_mapped", None) or address_value)

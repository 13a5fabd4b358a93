"""What takes long to make and many requests of a process ask for, kept in memory for them.

All that a process keeps so shares one number of bytes; what nobody asked for longest goes first.
"""

import itertools
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import Any, Generic, TypeVar

import numpy as np

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
OF_EACH = 1_000
"""Bytes that an entry takes beside its arrays, roughly."""


class Kept(Generic[K, V]):
    """By what they are made from. Nobody may change one: threads share them."""

    _numbers = itertools.count()

    def __init__(self) -> None:
        self._number = next(self._numbers)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Who asks for one that is being made waits for it; who asks for another doesn't."""
        mine = self._number, key
        place: _KeptValue[V] = _shelf.place(mine)
        value = place.filled(make)
        _shelf.weigh(mine, place, value)
        return value

    def find(self, key: K) -> V | None:
        """None where it isn't kept, or is being made."""
        value: V | None = _shelf.made((self._number, key))
        return value

    def put(self, key: K, value: V) -> None:
        self.get(key, lambda: value)


class _KeptValue(Generic[V]):
    def __init__(self) -> None:
        self.bytes: int | None = None
        """None before it was weighed."""
        self._made: list[V] = []
        self._lock = threading.Lock()

    @property
    def made(self) -> V | None:
        return self._made[0] if self._made else None

    def filled(self, make: Callable[[], V]) -> V:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made.append(make())
        return self._made[0]


class _Shelf:
    def __init__(self) -> None:
        self.most_bytes = 0
        self.bytes = 0
        self._places: OrderedDict[Hashable, _KeptValue[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def place(self, key: Hashable) -> _KeptValue[Any]:
        with self._lock:
            place = self._places.setdefault(key, _KeptValue())
            self._places.move_to_end(key)
            return place

    def made(self, key: Hashable) -> Any:
        with self._lock:
            if key not in self._places:
                return None
            self._places.move_to_end(key)
            return self._places[key].made

    def weigh(self, key: Hashable, place: _KeptValue[Any], value: object) -> None:
        """Counts it once, and lets others go where all are too many: it stays, however large."""
        with self._lock:
            if place.bytes is not None or self._places.get(key) is not place:
                return
            place.bytes = OF_EACH + size_of(value)
            self.bytes += place.bytes
            self._places.move_to_end(key)
            self.fit()

    def fit(self) -> None:
        while self.bytes > self.most_bytes and len(self._places) > 1:
            _, gone = self._places.popitem(last=False)
            self.bytes -= gone.bytes or 0


_shelf = _Shelf()


def keep_at_most(most_bytes: int) -> None:
    """Of all that this process keeps."""
    _shelf.most_bytes = most_bytes


def size_of(value: object) -> int:
    """What it says itself (`own_bytes`), or the bytes of all the arrays in it. A mapped file is the
    system's memory, not ours."""
    own_bytes = getattr(value, "own_bytes", None)
    return (
        own_bytes
        if isinstance(own_bytes, int)
        else sum(array.nbytes for array in _arrays(value, set()))
    )


def _arrays(value: object, seen: set[int]) -> Iterable[np.ndarray[Any, Any]]:
    if id(value) in seen or value is None or isinstance(value, str | bytes | int | float | type):
        return
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        if not isinstance(value, np.memmap) and not isinstance(value.base, np.memmap):
            yield value
        return
    for part in _parts(value):
        yield from _arrays(part, seen)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, Sequence | Set):
        return value
    return vars(value).values() if hasattr(value, "__dict__") else ()

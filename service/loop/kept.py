"""The last few of what takes long to make, for what many requests of a process ask for."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """By what they are made from. Nobody may change one: threads share them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: OrderedDict[K, _Place[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Who asks for one that is being made waits for it; who asks for another doesn't."""
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > self._most:
                self._places.popitem(last=False)
        return place.filled(make)


class _Place(Generic[V]):
    def __init__(self) -> None:
        self._made: list[V] = []
        self._lock = threading.Lock()

    def filled(self, make: Callable[[], V]) -> V:
        if not self._made:
            with self._lock:
                if not self._made:
                    self._made.append(make())
        return self._made[0]

"""Models that a process reads once, whoever uses them: a view, and what learns on the same one."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from workers.encoders.bert import Bert

_read: "WeakValueDictionary[tuple[Path, str], Bert]" = WeakValueDictionary()
_reading = threading.Lock()


def read_once(key: tuple[Path, str], read: "Callable[[], Bert]") -> "Bert":
    """The one of this file and device, as long as somebody has it. Nobody may change its arrays."""
    with _reading:
        model = in_memory(key)
        if model is None:
            model = _read[key] = read()
        return model


def in_memory(key: tuple[Path, str]) -> "Bert | None":
    """The one that somebody has."""
    return _read.get(key)

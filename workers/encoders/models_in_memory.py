"""Models that a process reads once, whoever uses them: a view, and what learns on the same one."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from workers.encoders.bert import Bert

_read: "WeakValueDictionary[tuple[Path, str], Bert]" = WeakValueDictionary()


def read_once(key: tuple[Path, str], read: "Callable[[], Bert]") -> "Bert":
    """The one of this file and device, as long as somebody has it. Nobody may change its arrays."""
    model = _read.get(key)
    if model is None:
        model = _read[key] = read()
    return model

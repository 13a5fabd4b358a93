"""How a file is to be read: what was asked for, and what it may cost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Warn = Callable[[int | None, str], None]
"""Told of what is taken but may not be meant: the line, where there is one, and why."""


@dataclass(frozen=True)
class Limits:
    text_chars: int
    unpacked_bytes: int = 4 * 1024**3
    """What a packed file may hold."""

    @property
    def line_bytes(self) -> int:
        """A longer line can't hold an acceptable row: room for escapes and other fields."""
        return 8 * self.text_chars + 1_000_000


def _unmeasured(_count: int) -> None:
    pass


def _unheard(_line: int | None, _reason: str) -> None:
    pass


@dataclass(frozen=True)
class Manner:
    limits: Limits
    columns: Mapping[str, str] = field(default_factory=dict)
    """Names of the columns that hold `text`, `id` and `label`, where they differ."""
    encoding: str = "utf-8"
    """Of a text; Python's name for it."""
    quoting: bool = True
    """Whether quotation marks in a table hold a field together, or are letters like others."""
    warn: Warn = _unheard
    take: Callable[[int], None] = _unmeasured
    """Told of each part of the file, unpacked, how large it is; raises when that is too much."""

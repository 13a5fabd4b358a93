"""What several answers come to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Consensus:
    answer: tuple[Any, ...]
    confidence: float
    """How far those who answered agree with it, in (0, 1]."""
    votes: dict[str, int]
    """What it was counted from."""
    settled: bool
    """Whether there are enough votes and one answer leads."""

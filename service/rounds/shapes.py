"""What is said of what rounds go by."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StrategyInfo:
    """A way to choose texts: its name and source. The row of the core holds functions too."""

    name: str
    version: int
    title: str
    citation: str

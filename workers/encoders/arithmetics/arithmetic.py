"""What a file of this folder says of its arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass

from workers.encoders.text_model import TextModel


@dataclass(frozen=True)
class Arithmetic:
    name: str
    worth_a_trial: Callable[[], bool]
    """Whether it may be faster than fp32 on this CPU."""
    turned: Callable[[TextModel], TextModel]
    """A model in fp32 into one that computes so; the one given stays as it is."""

"""What the classes of a project are called, as vectors."""

import re
from dataclasses import dataclass

from service.core.arrays import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class ClassNames:
    """The vectors of the names of some classes, with their descriptions."""

    classes: IntArray
    """(c,) class indices, ascending."""
    vectors: FloatArray
    """(c, D) by the encoder of the items."""


def spoken(name: str, description: str = "") -> str:
    """The text that stands for a class: words for an encoder, not an identifier."""
    words = re.sub(r"[\W_]+", " ", name).strip()
    return f"{words}: {description.strip()}" if description.strip() else words

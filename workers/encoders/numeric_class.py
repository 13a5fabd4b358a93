"""How close an encoder's arithmetic keeps to fp32, checked whenever one is loaded."""

from typing import ClassVar

import numpy as np

from service.kit.errors import PostilError
from service.ports import Encoder

LEAST_COSINE = {"exact": 0.9999, "int8": 0.95}
"""By class: the smallest cosine between a vector and its reference."""
PROBES = (
    "How do I reset my card's PIN?",
    "a",
    "",
    "Grüße aus Zürich, ça va? これは日本語の文です。",
    "The transfer has not arrived, although it left my account on Monday. " * 4,
    "word " * 600,
)


class InexactEncoder(PostilError):
    """An encoder gives other vectors than its fingerprint promises."""

    code: ClassVar[str] = "inexact_encoder"


def check_numeric_class(name: str, encoder: Encoder) -> None:
    """Raises InexactEncoder unless its vectors are as close to the reference as its class says.

    Vectors of one fingerprint stand side by side in a matrix, whatever machine made them.
    """
    least = LEAST_COSINE.get(encoder.numeric_class)
    if least is None:
        choices = ", ".join(LEAST_COSINE)
        raise InexactEncoder(
            f"The encoder {name!r} is of the numeric class {encoder.numeric_class!r}, which nobody"
            f" can check. Known: {choices}."
        )
    vectors, expected = encoder.encode(PROBES), encoder.reference(PROBES)
    cosines = np.einsum("nd,nd->n", vectors.astype(np.float64), expected)
    if not cosines.min() >= least:  # NaN too
        raise InexactEncoder(
            f"The encoder {name!r} gives other vectors than in fp32: their cosine is"
            f" {cosines.min():.6f} on {PROBES[int(np.argmin(cosines))][:40]!r}, where the class"
            f" {encoder.numeric_class!r} needs {least}. Vectors of this worker can't stand beside"
            " those of others. Check its device, drivers and torch."
        )

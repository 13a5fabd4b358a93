"""What an unpacked model says in a Python that has nothing of ours."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from service.core.arrays import FloatArray

SAME = 0.995
"""The share of texts of which the zip and the service say the same class, at least."""
TIE = 0.03
"""Between the two likeliest classes: bfloat16 moves a probability by up to half of it."""
ASKED = """
import json, sys
import numpy as np
from head import Head
from predict import Model
assert "torch" not in sys.modules and "safetensors" not in sys.modules
model, texts = Model(), json.load(open("texts.json"))
found = {"whole": model.probabilities(texts), "head": Head().probabilities(np.load("vectors.npy"))}
if "graph" in sys.argv:
    found["graph"] = model.encoders[0].run("probabilities", texts)
if "vectors" in sys.argv:
    found["vectors"] = model.vectors(texts)
np.savez("found.npz", **found)
"""


class Found(NamedTuple):
    whole: FloatArray
    head: FloatArray
    graph: FloatArray | None = None
    """Of the first encoder's graph."""
    vectors: FloatArray | None = None


def without_us(
    python: Path,
    folder: Path,
    texts: Sequence[str],
    X: FloatArray,
    *more: str,
) -> Found:
    """What the unpacked zip makes of texts, and of their vectors by the service."""
    np.save(folder / "vectors.npy", X)
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    (folder / "ask.py").write_text(ASKED, encoding="utf-8")
    subprocess.run([python, "ask.py", *more], cwd=folder, check=True)
    with np.load(folder / "found.npz") as found:
        return Found(**found)


def assert_same_classes(found: FloatArray, expected: FloatArray) -> None:
    """But for texts of which two classes are as good as equally likely: the service may have read
    them in bfloat16, which the zip doesn't."""
    best, second = np.sort(expected, axis=1).T[[-1, -2]]
    clear = best - second > TIE
    assert clear.mean() >= 0.75, "most texts are not between two classes"
    same = found.argmax(axis=1) == expected.argmax(axis=1)
    assert same[clear].mean() >= SAME

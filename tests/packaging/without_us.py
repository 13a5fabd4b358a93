"""What an unpacked model says in a Python that has nothing of ours."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from service.core.arrays import FloatArray

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

"""What the model says of vectors that are there already: the head alone. Needs numpy.

from head import Head
Head().probabilities(vectors)  # (n, classes) of (n, dimensions)

Of several encoders their vectors stand side by side, in the order of model.json: np.hstack.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
TINY, LEAST, EPS = np.finfo(np.float32).tiny, 1e-4, np.finfo(np.float32).eps
FURTHEST = np.log((1 - LEAST) / LEAST)
UNKNOWN = -1e29


class Head:
    def __init__(self, folder: Path = HERE) -> None:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.classes: list[str] = about["classes"]
        self.thresholds: list[float] | None = about["thresholds"]
        self.about = about["head"]
        ends = np.cumsum([each["dimensions"] for each in about["encoders"]])
        starts = [0, *ends]
        self.columns = [slice(*pair) for pair in zip(starts, ends, strict=False)]
        self.parts = read_safetensors(folder / "head.safetensors")

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """(n, classes) calibrated. Each row sums to 1, or, where a text may have several classes,
        each is for itself: those above `thresholds` are a text's. Vectors are of length 1."""
        parts = self.parts
        if self.thresholds is not None:
            return self._of_each(vectors @ parts["weights"][0].T + parts["intercepts"][0])
        mixed = np.zeros((len(vectors), len(self.classes)))
        for W, b, share in zip(
            parts["weights"], parts["intercepts"], parts["linear_shares"], strict=True
        ):
            scores = vectors @ W.T + b
            scores = np.exp(scores - scores.max(axis=1, keepdims=True))
            mixed += share * scores / scores.sum(axis=1, keepdims=True)
        for number, spread in enumerate(self.about["spreads"]):
            mixed += self._spread(vectors, number, **spread)
        mixed *= parts["scale"]
        return self._calibrated(mixed / mixed.sum(axis=1, keepdims=True))

    def _spread(
        self, vectors: np.ndarray, number: int, view: int, reach: int, share: float
    ) -> np.ndarray:
        """What the nearest texts of the pool say, after labels have spread among them."""
        mass = self.parts[f"mass_{number}"]
        cosines = vectors[:, self.columns[view]] @ self.parts[f"nodes_{view}"].T
        near = np.argsort(-cosines, axis=1, kind="stable")[:, :reach]
        weights = np.take_along_axis(cosines, near, axis=1)
        weights = np.exp((weights - 1) / self.about["temperature"])
        weights /= weights.sum(axis=1, keepdims=True)
        arrived = np.einsum("nk,nkc->nc", weights, mass[near])
        total = arrived.sum(axis=1, keepdims=True)
        shares = np.where(total > TINY, arrived / np.maximum(total, TINY), self.parts["seen"])
        return share * shares

    def _of_each(self, scores: np.ndarray) -> np.ndarray:
        """Of scores (n, classes), each class for itself; 0 of one without a label."""
        by = self.about["calibration"]
        odds = np.array(by["shifts"]) + by["slopes"] * np.clip(scores, -FURTHEST, FURTHEST)
        probabilities: np.ndarray = np.where(scores > UNKNOWN, 1 / (1 + np.exp(-odds)), 0.0)
        return probabilities

    def _calibrated(self, P: np.ndarray) -> np.ndarray:
        """With the likeliest class as likely as it is right; others share the rest."""
        top = P.max(axis=1, keepdims=True)
        p = np.clip(top, LEAST, 1 - LEAST)
        by = self.about["calibration"]
        right = 1 / (1 + np.exp(-(by["shift"] + by["slope"] * np.log(p / (1 - p)))))
        rest = P * (1 - right) / np.maximum(1 - top, EPS)
        probabilities = np.where(top == P, right, np.minimum(rest, right))
        shares: np.ndarray = probabilities / probabilities.sum(axis=1, keepdims=True)
        return shares


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Its tensors, all of float32. The format: length of a JSON header, header, numbers."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    arrays = {}
    for name, about in json.loads(data[8:start]).items():
        if name != "__metadata__":
            first, last = about["data_offsets"]
            numbers = np.frombuffer(data[start + first : start + last], "<f4")
            arrays[name] = numbers.reshape(about["shape"])
    return arrays

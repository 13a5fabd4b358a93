"""The classes of texts: python predict.py "a text" ..., or a text a line on standard input.

Needs numpy, onnxruntime and tokenizers, and the files beside it.

    from predict import Model
    Model().probabilities(["a text"])  # (n, classes), in the order of Model().classes
    Model().predict(["a text"])  # the likeliest class of each
    Model().sets(["a text"])  # where a text may have several classes: all of them
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
BATCH = 32


class Model:
    def __init__(self, folder: Path = HERE) -> None:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.classes: list[str] = about["classes"]
        self.thresholds: list[float] | None = about["thresholds"]
        self.prompt: str = about["encoder"]["prompt"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"))

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """(n, classes) calibrated; each row sums to 1, unless a text may have several classes."""
        return self._run("probabilities", texts)

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimensions) what the encoder makes of them, of length 1."""
        return self._run("vectors", texts)

    def predict(self, texts: list[str]) -> list[tuple[str, float]]:
        """The likeliest class of each text, and how likely it is."""
        probabilities = self.probabilities(texts)
        likeliest = probabilities.argmax(axis=1)
        return [
            (self.classes[c], float(row[c]))
            for c, row in zip(likeliest, probabilities, strict=True)
        ]

    def sets(self, texts: list[str]) -> list[dict[str, float]]:
        """The classes of each text that are above their thresholds, the likeliest first."""
        probabilities = self.probabilities(texts)
        named = probabilities > np.array(self.thresholds)
        order = np.argsort(-probabilities, axis=1, kind="stable")
        return [
            {self.classes[c]: float(P[c]) for c in best if has[c]}
            for P, has, best in zip(probabilities, named, order, strict=True)
        ]

    def _run(self, output: str, texts: list[str]) -> np.ndarray:
        order = np.argsort([len(text) for text in texts], kind="stable")  # equal lengths pad least
        parts = [
            self._batch(output, [texts[i] for i in order[at : at + BATCH]])
            for at in range(0, len(texts), BATCH)
        ]
        vectors = np.concatenate(parts)
        vectors[order] = vectors.copy()
        return vectors

    def _batch(self, output: str, texts: list[str]) -> np.ndarray:
        read = self.tokenizer.encode_batch([self.prompt + text for text in texts])
        ids = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        vectors: np.ndarray
        [vectors] = self.session.run([output], {"input_ids": ids, "attention_mask": mask})
        return vectors


if __name__ == "__main__":
    lines = sys.argv[1:] or [line.rstrip("\n") for line in sys.stdin]
    model = Model()
    if model.thresholds is None:
        for text, (name, probability) in zip(lines, model.predict(lines), strict=True):
            print(f"{probability:.3f}\t{name}\t{text}")
    else:
        for text, named in zip(lines, model.sets(lines), strict=True):
            print(
                ", ".join(f"{p:.3f} {name}" for name, p in named.items()) or "none", text, sep="\t"
            )

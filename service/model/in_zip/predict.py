"""The classes of texts: python predict.py "a text" ..., or a text a line on standard input.

Needs the packages of requirements.txt, and the files beside it.

    from predict import Model
    Model().probabilities(["a text"])  # (n, classes), in the order of Model().classes
    Model().predict(["a text"])  # the likeliest class of each
    Model().sets(["a text"])  # where a text may have several classes: all of them
"""

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


class Model:
    def __init__(self, folder: Path = HERE) -> None:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        self.classes: list[str] = about["classes"]
        self.thresholds: list[float] | None = about["thresholds"]
        self.encoders = [
            import_module(each["reader"]).Encoder(folder / each["folder"], each)
            for each in about["encoders"]
        ]
        self.head = import_module("head").Head(folder)

    def probabilities(self, texts: list[str]) -> np.ndarray:
        """(n, classes) calibrated; each row sums to 1, unless a text may have several classes."""
        probabilities: np.ndarray = self.head.probabilities(self.vectors(texts))
        return probabilities

    def vectors(self, texts: list[str]) -> np.ndarray:
        """(n, dimensions) what the encoders make of them, side by side."""
        return np.hstack([encoder.vectors(texts) for encoder in self.encoders])

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


def texts_given() -> list[str]:
    """Ends with status 2 where there is none, or an empty one."""
    parser = argparse.ArgumentParser(description="Prints the class of each text.")
    parser.add_argument(
        "texts", nargs="*", metavar="TEXT", help="else one a line on standard input"
    )
    texts: list[str] = parser.parse_args().texts or [line.rstrip("\n") for line in sys.stdin]
    if not texts:
        parser.print_help(sys.stderr)
        parser.exit(2)
    if "" in texts:
        parser.error(f"Text {texts.index('') + 1} is empty.")
    return texts


if __name__ == "__main__":
    lines = texts_given()
    model = Model()
    if model.thresholds is None:
        for text, (name, probability) in zip(lines, model.predict(lines), strict=True):
            print(f"{probability:.3f}\t{name}\t{text}")
    else:
        for text, named in zip(lines, model.sets(lines), strict=True):
            print(
                ", ".join(f"{p:.3f} {name}" for name, p in named.items()) or "none", text, sep="\t"
            )

"""Texts with a known answer: what the functions of numpy, scipy and scikit-learn say they do.

Made at run time from the installed packages, so that nothing is downloaded and nothing is
redistributed. Run as a process of its own (`python -m service.demo.corpus FILE`): importing all
those modules takes seconds that the service must not spend.
"""

import hashlib
import inspect
import json
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

# Ordered as the buttons are. A module stands for those under it, unless they are named too.
TOPICS: dict[str, tuple[str, ...]] = {
    "Statistics": ("scipy.stats", "numpy.random"),
    "Machine learning": (
        "sklearn.calibration",
        "sklearn.cluster",
        "sklearn.compose",
        "sklearn.decomposition",
        "sklearn.discriminant_analysis",
        "sklearn.ensemble",
        "sklearn.feature_extraction.text",
        "sklearn.feature_selection",
        "sklearn.gaussian_process",
        "sklearn.impute",
        "sklearn.inspection",
        "sklearn.linear_model",
        "sklearn.manifold",
        "sklearn.metrics",
        "sklearn.mixture",
        "sklearn.model_selection",
        "sklearn.naive_bayes",
        "sklearn.neighbors",
        "sklearn.neural_network",
        "sklearn.pipeline",
        "sklearn.preprocessing",
        "sklearn.semi_supervised",
        "sklearn.svm",
        "sklearn.tree",
    ),
    "Linear algebra": ("scipy.linalg", "numpy.linalg"),
    "Sparse matrices": ("scipy.sparse", "scipy.sparse.linalg", "scipy.sparse.csgraph"),
    "Optimisation": ("scipy.optimize",),
    "Special functions": ("scipy.special",),
    "Signal processing": ("scipy.signal", "scipy.signal.windows", "scipy.fft", "numpy.fft"),
    "Image processing": ("scipy.ndimage",),
    "Interpolation and integration": (
        "scipy.interpolate",
        "scipy.integrate",
        "numpy.polynomial.polynomial",
        "numpy.polynomial.chebyshev",
    ),
}

DESCRIPTIONS = {
    "Statistics": "Distributions, tests, random numbers",
    "Machine learning": "Models that fit data, and how to prepare and score them",
    "Linear algebra": "Dense matrices: solve, factorise, eigenvalues",
    "Sparse matrices": "Matrices of mostly zeros, and graphs",
    "Optimisation": "Minima, roots, curve fits",
    "Special functions": "Bessel, gamma, orthogonal polynomials",
    "Signal processing": "Filters, windows, Fourier transforms",
    "Image processing": "Arrays as pictures: blur, edges, shapes",
    "Interpolation and integration": "Between points, under curves, differential equations",
}

MIN_WORDS = 5
ENOUGH_WORDS = 25
MAX_WORDS = 90
# The largest topics have several times as many functions as the smallest.
MOST_PER_TOPIC = 250

SIGNATURE = re.compile(r"^[\w.]+\(.*\)(\s*->.*)?\.?$")
UNDERLINE = re.compile(r"^[-=~^]{3,}$", re.MULTILINE)
ROLE = re.compile(r":[\w:]+:`~?([^`]*)`")
TARGET = re.compile(r"\s*<[^>]*>")
FOOTNOTE = re.compile(r"\s*\[\w+\]_")
# "The function computed is:" leads to a formula that is left out.
LEAD_IN = re.compile(r"(?:^|(?<=[.!?]))[^.!?]*(?::|\bas|\bto be)$")
LABELLED = re.compile(r"^(\.\. |>>> |:\w+:|\* |- |\d+\. )")


@dataclass(frozen=True)
class Text:
    id: str
    text: str
    label: str


def main(file: Path) -> None:
    """Writes the corpus as NDJSON; the file gets its name when it is whole."""
    part = file.with_name(file.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("w", encoding="utf-8") as lines:
        for text in collect():
            lines.write(json.dumps(asdict(text), ensure_ascii=False) + "\n")
    part.replace(file)


def collect() -> list[Text]:
    """Every text once, shuffled the same way each time. What two topics share is in neither."""
    labels: dict[str, set[str]] = {}
    first: dict[str, Text] = {}
    for text in _described():
        labels.setdefault(text.text, set()).add(text.label)
        first.setdefault(text.text, text)
    taken: Counter[str] = Counter()
    texts = []
    for text in sorted(first.values(), key=lambda text: hashlib.sha256(text.id.encode()).digest()):
        if len(labels[text.text]) == 1 and taken[text.label] < MOST_PER_TOPIC:
            taken[text.label] += 1
            texts.append(text)
    return texts


def _described() -> Iterator[Text]:
    for topic, modules in TOPICS.items():
        for module in modules:
            for name, documentation in _documented(module):
                text = first_paragraphs(documentation)
                if len(text.split()) >= MIN_WORDS:
                    yield Text(name, text, topic)


def _documented(module_name: str) -> Iterator[tuple[str, str]]:
    """Name and docstring of a module's public functions, classes, objects and methods."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # names that are on their way out warn when looked at
        module = import_module(module_name)
        for name in _public(module):
            value = vars(module).get(name)  # not getattr: some names raise when asked for
            if value is not None and not inspect.ismodule(value):
                yield from _with_methods(f"{module_name}.{name}", value)


def _public(module: ModuleType) -> list[str]:
    """What a module says it offers, else what is defined in it and not private."""
    if hasattr(module, "__all__"):
        return [name for name in module.__all__ if not name.startswith("_")]
    return [
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == module.__name__
    ]


def _with_methods(name: str, value: object) -> Iterator[tuple[str, str]]:
    own = value.__doc__
    if isinstance(own, str) and (callable(value) or own != type(value).__doc__):
        yield name, own
    if inspect.isclass(value):
        for method_name, method in vars(value).items():
            if not method_name.startswith("_") and inspect.isroutine(method) and method.__doc__:
                yield f"{name}.{method_name}", method.__doc__


def first_paragraphs(documentation: str) -> str:
    """The prose a docstring begins with, as plain text; no signature, section, list or formula."""
    taken: list[str] = []
    for paragraph in inspect.cleandoc(documentation).split("\n\n"):
        if UNDERLINE.search(paragraph) or LABELLED.match(paragraph.strip()):
            break
        text = _plain(paragraph)
        if not text or SIGNATURE.match(text) or _is_boilerplate(text):
            continue
        taken.append(text)
        if sum(len(part.split()) for part in taken) >= ENOUGH_WORDS:
            break
    return " ".join(" ".join(taken).split()[:MAX_WORDS])


def _plain(paragraph: str) -> str:
    """The paragraph without the marks of reStructuredText, on one line."""
    text = ROLE.sub(lambda match: TARGET.sub("", match[1]).rsplit(".", 1)[-1], paragraph)
    text = FOOTNOTE.sub("", text).replace("`", "").replace("::", ":")
    text = LEAD_IN.sub("", " ".join(text.split())).strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def _is_boilerplate(text: str) -> bool:
    """Sentences that stand in hundreds of docstrings and say nothing about this one."""
    return text.startswith(
        (
            "As an instance of the rv_",
            "Read more in the User Guide",
            "The documentation is written assuming array arguments",
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

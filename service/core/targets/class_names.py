"""What the classes of a project are called, their codes, and what was written about them.

A code is two letters, which answer where there are more classes than digits. It is given once and
stays: hands learn it. So it hangs on nothing that changes, neither the name, nor the place, nor
which classes there are besides.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from string import ascii_uppercase

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.vectors.views import Layout, side_by_side


@dataclass(frozen=True, eq=False)
class ClassNames:
    """The vectors of the names of some classes, with descriptions, and of example sentences."""

    classes: IntArray
    """(c,) class indices, ascending; as often as there are texts of a class."""
    vectors: FloatArray
    """(c, D) by the encoder of the items; where those have several views, side by side."""
    described: frozenset[int] = frozenset()
    """Classes of which more is known than their name."""

    def examples(self, n_classes: int) -> IntArray:
        """(n_classes,) how many texts there are of each class beside its name."""
        counts = np.bincount(self.classes, minlength=n_classes)
        return np.maximum(counts - 1, 0)

    def of(self, layout: Layout, view: int) -> "ClassNames | None":
        """What one view says of them, but for names of which it says nothing: rows of zeros."""
        rows = layout.of(self.vectors, view)
        filled = rows.any(axis=1)
        if not filled.any():
            return None
        return ClassNames(self.classes[filled], rows[filled], self.described)

    @staticmethod
    def stacked(views: "Sequence[ClassNames]") -> "ClassNames":
        """The names of the same classes by several encoders."""
        first, vectors = views[0], side_by_side([view.vectors for view in views])
        return ClassNames(first.classes, vectors, first.described)


def spoken(name: str, description: str = "") -> str:
    """The text that stands for a class: words for an encoder, not an identifier."""
    words = re.sub(r"[\W_]+", " ", name).strip()  # a colon in it, too: see `described_classes`
    return f"{words}: {description.strip()}" if description.strip() else words


def described_classes(texts: Sequence[tuple[int, str]]) -> frozenset[int]:
    """The classes of which more is known than their name; texts of each, what it is called first.

    No other text is asked: an example may have a colon, as nothing that is `spoken` of a name has.
    """
    called = dict(reversed(texts))
    return frozenset(c for c, text in called.items() if ": " in text)


def class_codes(names: Sequence[str], taken: Collection[str]) -> list[str | None]:
    """A code for each of these names, none of those `taken`; None once all 676 are.

    Of letters that the name has, where those are free: "card lost" is CL. Names that have none left
    take what the others leave.
    """
    gone, codes = {*taken}, list[str | None]([None] * len(names))
    for ways in (_of_its_letters, _any):
        for at, name in enumerate(names):
            if codes[at] is None:
                codes[at] = next((code for code in ways(_letters(name)) if code not in gone), None)
                gone |= {codes[at] or ""}
    return codes


def _letters(name: str) -> list[str]:
    """The words of a name, in the letters from A to Z."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    return re.findall("[A-Z]+", plain)


def _of_its_letters(words: Sequence[str]) -> Iterator[str]:
    """Beginnings of words first, then the earliest letters."""
    letters = "".join(words)
    for word in words[1:]:
        yield letters[0] + word[0]
    for one, other in combinations(letters, 2):
        yield one + other


def _any(words: Sequence[str]) -> Iterator[str]:
    for first in ("".join(words)[:1], ascii_uppercase):
        for one, other in product(first, ascii_uppercase):
            yield one + other

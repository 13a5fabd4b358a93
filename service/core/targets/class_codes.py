"""Codes of classes: two letters each, which answer where there are more classes than digits.

A code is given once and stays: hands learn it. So it hangs on nothing that changes, neither the
name, nor the place, nor which classes there are besides.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, product
from string import ascii_uppercase


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

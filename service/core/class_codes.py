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

    One that the name brings to mind, where that is free: "card lost" is CL.
    """
    gone, found = {*taken}, list[str | None]()
    for name in names:
        code = next((each for each in _likely(name) if each not in gone), None)
        found.append(code)
        if code is not None:
            gone.add(code)
    return found


def _likely(name: str) -> Iterator[str]:
    """Every code there is, those first that somebody would guess."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall("[A-Z]+", plain)
    letters = "".join(words)
    for word in words[1:]:
        yield letters[0] + word[0]
    for one, other in combinations(letters, 2):
        yield one + other
    for first in (letters[:1], ascii_uppercase):
        for one, other in product(first, ascii_uppercase):
            yield one + other

"""Names of classes as files and people write them: what looks the same is the same."""

import json
import math
import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from unicodedata import normalize

from service.kit.errors import Invalid

BLANKS = re.compile(r"\A[\s\ufeff]+|[\s\ufeff]+\Z")
BETWEEN = re.compile(r"\s+")
FEW = 100
"""Classes among which a misspelt name is looked for: it may stand in each of many rows."""
NUMBER = re.compile("([0-9]+)")
HALF = re.compile("[\ud800-\udfff]")
"""What JSON may spell, and no text be stored with."""


def class_name(written: str) -> str:
    """A name in one line: without the blanks around it, one where there are several or a line
    breaks, its accents in one piece with their letters."""
    return normalize("NFC", BETWEEN.sub(" ", BLANKS.sub("", written)))


def folded(name: str) -> str:
    """What spellings of a name that differ only in case have in common."""
    return normalize("NFC", name.casefold())


def no_such_class(name: str, others: Collection[str]) -> str:
    """That no class is called so, and which one may be meant."""
    by_letters = {folded(each): each for each in others}
    wanted = folded(class_name(name))
    near = [wanted] if wanted in by_letters else []
    if not near and len(others) <= FEW:
        near = get_close_matches(wanted, by_letters, n=1)
    meant = f" Do you mean {by_letters[near[0]]!r}?" if near else ""
    return f"This project has no class {name!r}.{meant}"


def in_order(name: str) -> list[str | int]:
    """What names are sorted by: by their letters in any case, and 9 before 10."""
    parts = NUMBER.split(folded(name))  # every second one is a number
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def name_in(value: Any) -> str | None:
    """The name that a single value of a file stands for; None where the value is missing.

    Missing are JSON's null, a number that is none, and an empty cell. The words null, none and
    NaN are names. Raises Invalid.
    """
    if value is None:
        return None
    if isinstance(value, str):
        if "\x00" in value:
            raise Invalid("holds a NUL character")
        if HALF.search(value):
            raise Invalid("holds half a character")
        return class_name(value) or None
    if isinstance(value, bool):
        raise Invalid(f"is {str(value).lower()}: a class is named by a text or a number")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _decimal(value)
    kind = "a list" if isinstance(value, list) else "an object"
    raise Invalid(f"is {kind}: a class is named by a text or a number")


def _decimal(value: float) -> str | None:
    """In decimal digits, the fewest that mean this number: 1.0 is what a table with holes has
    for 1, and 1e-7 is 0.0000001."""
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise Invalid("is infinite: a class is named by a text or a number")
    if value == 0:
        return "0"
    plain = Decimal(repr(value))
    return format(plain.to_integral_value() if value.is_integer() else plain, "f")


LISTED = ("[", "{")
"""How a text begins that may hold a list in JSON."""
SUBMITTED = "submitted"
"""The status of a response of Argilla's that somebody has sent."""


def names_in(raw: Any) -> Any:
    """A value of a file, or the list of names that it holds.

    A text may be JSON. Label Studio has `{"choices": [...]}`, as JSON and in a cell; Argilla a list
    of people's responses, each a list or `{"value": [...], "status": "submitted"}`. Drafts and what
    was discarded don't count: None where nothing else is. Raises `Invalid` where those of several
    people differ.
    """
    if isinstance(raw, str) and raw.lstrip().startswith(LISTED):
        raw = as_json(raw)
    if isinstance(raw, Mapping) and isinstance(raw.get("choices"), list):
        return raw["choices"]
    if not isinstance(raw, list) or not raw:
        return raw
    if all(isinstance(each, Mapping) and "value" in each for each in raw):
        raw = [each["value"] for each in raw if each.get("status", SUBMITTED) == SUBMITTED]
        if not raw:
            return None
    responses: list[Any] = raw
    if not all(isinstance(each, list) for each in responses):
        return raw
    if len({frozenset(map(repr, each)) for each in responses}) > 1:
        raise Invalid("holds answers of several people that differ: a text has one answer here")
    return responses[0]


def as_json(text: str) -> Any:
    """What it holds; else the text itself, which holds names then."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text

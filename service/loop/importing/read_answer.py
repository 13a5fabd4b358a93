"""Reads the known answer of a row, by the kind of answer."""

from collections.abc import Sequence
from typing import Any

from service.answers import answer_kind


def read_answer(kind: str, given: Any) -> Sequence[str]:
    """Names of the classes, none where it says nothing; `Invalid` says why it is no answer."""
    found = answer_kind(kind)
    named = found.read(given)
    return [] if named is None else found.class_names(named)

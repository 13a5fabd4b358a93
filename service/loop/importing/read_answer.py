"""Reads the known answer of a row, by the kind of answer."""

from typing import Any

from service.answers import answer_kind


def read_answer(kind: str, given: Any) -> list[str]:
    """Names of the classes, none where it says nothing; `Invalid` says why it is no answer."""
    return answer_kind(kind).read(given)

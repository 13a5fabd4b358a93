"""The port that every kind of answer fits."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol


class AnswerKind(Protocol):
    name: str

    def validate(self, answer: Mapping[str, Any], names: Mapping[int, str]) -> list[int]:
        """Class ids of an answer as it came over HTTP; `Invalid` says what is wrong with it.

        `names` are those of the project's classes, by id.
        """

    def read(self, given: Any) -> list[str]:
        """Names of the classes in a known answer as a file has it; none where it says nothing.

        `Invalid` says why it is no answer, in words that follow the name of its column.
        """

    def render(self, class_ids: Sequence[int], names: Mapping[int, str]) -> dict[str, Any]:
        """The answer as HTTP and exports show it."""

"""Sentences as items of a class might be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from service.kit.fields import NO_NUL, Body

MOST_EXAMPLES = 10
Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=NO_NUL)
]


class ClassExamples(Body):
    examples: Annotated[list[Sentence], Field(max_length=MOST_EXAMPLES)]


@dataclass(frozen=True)
class StoredExamples:
    examples: Sequence[str]


@dataclass(frozen=True)
class ExamplesOfClass:
    class_id: int
    examples: Sequence[str]


@dataclass(frozen=True)
class AllExamples:
    classes: Annotated[
        Sequence[ExamplesOfClass], Field(description="Classes that have example sentences.")
    ]

"""The heartbeat of a labelling tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from service.kit.vocabulary import ProjectState


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a labelling tab asks for again and again."""

    state: Annotated[
        Literal[ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.ARCHIVED],
        Field(description="Texts are handed out only while it is active."),
    ]
    items: int
    embedded: int
    labels: Annotated[
        int,
        Field(
            description="To annotators, what answers and files come to by their numbers alone: it"
            " says of no text whether somebody had answered it."
        ),
    ]
    next_round: int
    classes_version: Annotated[
        int, Field(description="Goes up when classes or guidelines change: read them again.")
    ]
    today: Annotated[int, Field(description="Your own answers since midnight UTC.")]
    enough: Annotated[
        bool, Field(description="The target is reached: ask the owner whether to go on.")
    ]
    replies: Annotated[int, Field(description="To your notes, that you haven't read.")]
    choosing: Annotated[
        Sequence[int],
        Field(
            description="Ids of jobs that change what is asked next. What is asked next knows an "
            "answer once none of those is left that were here after it."
        ),
    ]

"""What the model is used on, beside its pool."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from service.model.drift.shapes import PastDrift


@dataclass(frozen=True, kw_only=True)
class InUse:
    """Of the pool, and of the texts that the model is used on."""

    pool: float
    now: Annotated[float, Field(description="Of all texts; where it has changed, of those since.")]
    changed: Annotated[bool, Field(description="Whether that is beyond chance and harmless.")]
    since: Annotated[
        date | None, Field(description="When it most likely began; null unless it has changed.")
    ]


@dataclass(frozen=True, kw_only=True)
class ClassInUse(InUse):
    """The share of texts that the model says have a class."""

    label_class: Annotated[str, Field(alias="class")]


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What `predict` was asked, compared with the pool by what the models of the day said."""

    texts: Annotated[
        int,
        Field(
            description="That `predict` was asked about, but for trials and texts of the pool; "
            "what comes again counts once a day. The texts aren't kept."
        ),
    ]
    since: Annotated[date | None, Field(description="The first day of these; null without any.")]
    enough: Annotated[
        bool, Field(description="Whether so many are that a large change would have shown.")
    ]
    changed: Annotated[
        bool,
        Field(
            description="Whether anything differs: said of one in 20 projects a year in which "
            "nothing does, however often one looks."
        ),
    ]
    changed_since: Annotated[
        date | None, Field(description="When the first of it most likely began.")
    ]
    classes: Annotated[Sequence[ClassInUse], Field(description="What has changed comes first.")]
    confidence: Annotated[
        InUse | None,
        Field(
            description="How often predictions are right by their own probabilities. Null where a "
            "text may have several classes."
        ),
    ]
    checked: Annotated[
        PastDrift | None,
        Field(
            description="The last comparison with fresh checks since the last change began; "
            "without one, since the first day."
        ),
    ]

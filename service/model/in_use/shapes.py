"""What the model is used on, beside its pool; texts of today, compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from service.core.drift import ENOUGH
from service.kit.fields import NO_NUL, Body, RowId
from service.model.in_use.tables import Checked, Compared
from service.model.shapes import LONGEST_TEXT, MOST_TEXTS, Text, VectorsOfTexts


class FreshCheck(Body):
    """What a text truly is, by somebody who hasn't seen what the model says of it."""

    place: Annotated[
        int, Field(ge=0, lt=MOST_TEXTS, description="Of the text in the list, from 0.")
    ]
    classes: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_TEXT, pattern=NO_NUL)]],
        Field(max_length=1_000, description="Its class; all of them where it may have several."),
    ]


class TextsInUse(Body):
    texts: Annotated[
        list[Text],
        Field(
            min_length=ENOUGH,
            max_length=MOST_TEXTS,
            description="Drawn at random from those that the model is used on by now. Equal ones "
            "count once, as in the project: as many must differ.",
        ),
    ]
    vectors: VectorsOfTexts = {}
    checks: Annotated[
        list[FreshCheck],
        Field(
            max_length=MOST_TEXTS,
            description="Of texts drawn at random from those sent; former names of classes count.",
        ),
    ] = []
    comparison: Annotated[
        RowId | None,
        Field(description="An earlier one of the same texts: this takes its place in the history."),
    ] = None


@dataclass(frozen=True)
class ClassShare(Compared):
    """The share of texts that the model says have a class."""

    label_class: Annotated[str, Field(alias="class")]


@dataclass(frozen=True)
class UnlikeText:
    place: Annotated[int, Field(description="Of the text in the list that was sent, from 0.")]
    similarity: Annotated[float, Field(description="Cosine to the nearest text of the pool.")]


@dataclass(frozen=True)
class DriftReport:
    """Texts that the model is used on, compared with a random sample of its pool."""

    comparison: Annotated[
        int | None,
        Field(description="Its id in the history. Null of an archived project, which keeps none."),
    ]
    round: Annotated[int, Field(description="The number of the one whose model it is.")]
    texts: Annotated[int, Field(description="So many different ones were sent.")]
    compared_with: Annotated[int, Field(description="So many texts of the pool.")]
    changed: Annotated[
        bool,
        Field(
            description="Whether anything differs by more than chance: it is seen in one of 100 "
            "comparisons in which nothing does."
        ),
    ]
    classes: Annotated[
        Sequence[ClassShare], Field(description="The least likely by chance come first.")
    ]
    confidence: Annotated[
        Compared | None,
        Field(
            description="How often predictions are right by their own probabilities. Null where a "
            "text may have several classes."
        ),
    ]
    similarity: Annotated[
        Compared,
        Field(description="Cosine to the nearest other text of the pool, by the first encoder."),
    ]
    unlike: Annotated[
        Sequence[UnlikeText],
        Field(
            description="Ten texts at most, the least similar first: less so than 99 % of the pool."
        ),
    ]
    checked: Annotated[Checked | None, Field(description="Null without `checks`.")]


@dataclass(frozen=True, kw_only=True)
class PastDrift:
    """A comparison that was made. Its texts aren't kept."""

    id: int
    compared_at: datetime
    compared_by: Annotated[str | None, Field(description="Null where nobody knows any more.")]
    round: Annotated[int, Field(description="The number of the one whose model it was.")]
    texts: int
    changed: Annotated[bool, Field(description="Whether anything differed by more than chance.")]
    classes_changed: Annotated[int, Field(description="So many classes' shares did.")]
    confidence: Compared | None
    similarity: Compared
    checked: Annotated[Checked | None, Field(description="Null without fresh checks.")]


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

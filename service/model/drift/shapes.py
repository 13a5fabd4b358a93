"""Texts of today, sent to be compared with a project's, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.drift import ENOUGH
from service.kit.fields import NO_NUL, Body, RowId
from service.model.drift.tables import Checked, Compared
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

"""What the model is used on, beside its pool; texts of today, compared with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from service.core.drift import ENOUGH
from service.in_use.tables import Checked, Compared
from service.kit.fields import NO_NUL, Body, RowId
from service.model.shapes import LONGEST_TEXT, MOST_TEXTS, Text, VectorsOfTexts


class FreshCheck(Body):
    """The true class of a text, from somebody who hasn't seen the model's prediction."""

    place: Annotated[
        int, Field(ge=0, lt=MOST_TEXTS, description="Place of the text in the list, from 0.")
    ]
    classes: Annotated[
        list[Annotated[str, Field(max_length=LONGEST_TEXT, pattern=NO_NUL)]],
        Field(
            max_length=1_000,
            description="True class of the text, or all of them if it may have several.",
        ),
    ]


class TextsInUse(Body):
    texts: Annotated[
        list[Text],
        Field(
            min_length=ENOUGH,
            max_length=MOST_TEXTS,
            description="Texts drawn at random from those that the model is used on now. Equal "
            "texts count once; the least number is of different texts.",
        ),
    ]
    vectors: VectorsOfTexts = {}
    checks: Annotated[
        list[FreshCheck],
        Field(
            max_length=MOST_TEXTS,
            description="Checks of texts drawn at random from `texts`; former names of classes "
            "count.",
        ),
    ] = []
    comparison: Annotated[
        RowId | None,
        Field(description="Id of an earlier comparison of these texts, which this one replaces."),
    ] = None


@dataclass(frozen=True)
class ClassShare(Compared):
    """The share of texts that are predicted to have a class."""

    label_class: Annotated[str, Field(alias="class")]


@dataclass(frozen=True)
class UnlikeText:
    place: Annotated[int, Field(description="Place of the text in the list that was sent, from 0.")]
    similarity: Annotated[float, Field(description="Cosine to the nearest text of the pool.")]


@dataclass(frozen=True)
class DriftReport:
    """Texts that the model is used on, compared with a random sample of its pool."""

    comparison: Annotated[
        int | None,
        Field(
            description="Id of this comparison in the history; null for an archived project, which "
            "keeps none."
        ),
    ]
    round: Annotated[int, Field(description="Number of the round that the model comes from.")]
    texts: Annotated[int, Field(description="Number of different texts that were sent.")]
    compared_with: Annotated[int, Field(description="Number of pool texts in the comparison.")]
    changed: Annotated[
        bool,
        Field(
            description="Whether anything differs by more than chance. If nothing does, 1 "
            "comparison in 100 still says so."
        ),
    ]
    classes: Annotated[
        Sequence[ClassShare],
        Field(description="Shares of the classes; those least likely due to chance come first."),
    ]
    confidence: Annotated[
        Compared | None,
        Field(
            description="Share of right predictions by their own probabilities; null if a text may "
            "have several classes."
        ),
    ]
    similarity: Annotated[
        Compared,
        Field(
            description="Mean cosine to the nearest other text of the pool, by the first encoder."
        ),
    ]
    unlike: Annotated[
        Sequence[UnlikeText],
        Field(
            description="Up to ten texts that are less similar to the pool than 99 % of it, the "
            "least similar first."
        ),
    ]
    checked: Annotated[
        Checked | None, Field(description="Accuracy on the fresh checks; null without `checks`.")
    ]


@dataclass(frozen=True, kw_only=True)
class PastDrift:
    """A past comparison. Its texts aren't kept."""

    id: int
    compared_at: datetime
    compared_by: Annotated[
        str | None, Field(description="Name of the person who compared; null if unknown by now.")
    ]
    round: Annotated[int, Field(description="Number of the round that the model came from.")]
    texts: int
    changed: Annotated[bool, Field(description="Whether anything differed by more than chance.")]
    classes_changed: Annotated[int, Field(description="Number of classes whose share differed.")]
    confidence: Compared | None
    similarity: Compared
    checked: Annotated[
        Checked | None, Field(description="Accuracy on fresh checks; null without any.")
    ]


@dataclass(frozen=True, kw_only=True)
class InUse:
    """A mean over texts of the pool, and over texts that the model is used on."""

    pool: float
    now: Annotated[
        float, Field(description="Mean over all texts in use; after a change, over those since.")
    ]
    changed: Annotated[
        bool, Field(description="Whether the change is beyond chance, and not harmless.")
    ]
    since: Annotated[
        date | None, Field(description="Day when the change most likely began; null without one.")
    ]


@dataclass(frozen=True, kw_only=True)
class ClassInUse(InUse):
    """The share of texts that are predicted to have a class."""

    label_class: Annotated[str, Field(alias="class")]


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The texts sent to `predict`, compared with the pool by the models of their day."""

    texts: Annotated[
        int,
        Field(
            description="Number of texts sent to `predict`, without trials and texts of the pool; "
            "repeats count once a day. The texts aren't kept."
        ),
    ]
    since: Annotated[
        date | None, Field(description="First day with texts sent to `predict`; null without any.")
    ]
    enough: Annotated[
        bool, Field(description="Whether the texts are enough to show a large change.")
    ]
    changed: Annotated[
        bool,
        Field(
            description="Whether anything differs. If nothing does, 1 project in 20 still says so "
            "in a year, however often you check."
        ),
    ]
    changed_since: Annotated[
        date | None, Field(description="Day when the first change most likely began.")
    ]
    classes: Annotated[
        Sequence[ClassInUse],
        Field(description="Shares of the classes; those that changed come first."),
    ]
    confidence: Annotated[
        InUse | None,
        Field(
            description="Share of right predictions by their own probabilities; null if a text may "
            "have several classes."
        ),
    ]
    checked: Annotated[
        PastDrift | None,
        Field(
            description="Last comparison with fresh checks, since the last change began or else "
            "since the first day."
        ),
    ]

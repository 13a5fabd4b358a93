"""The model as a file, and what it predicts of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.drift import ENOUGH
from service.core.heads.leaving import Form
from service.jobs.energy import Band
from service.kit.fields import NO_NUL, Body
from service.kit.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class FastFigures:
    """What a fast model gains, and what it loses by it."""

    texts_per_cpu_second: Annotated[
        float, Field(description="That `predict.py` reads, of texts like the project's.")
    ]
    full_texts_per_cpu_second: Annotated[
        float | None,
        Field(description="The same of the full model; null where its encoders can't leave."),
    ]
    joules: Annotated[Band, Field(description="Of 1,000 texts, estimated as the bill does.")]
    full_joules: Band | None
    same: Annotated[
        float,
        Field(description="Share of texts of which it says the same class."),
    ]
    texts: Annotated[int, Field(description="So many these were; it was taught none of them.")]
    taught: Annotated[int, Field(description="So many texts of the project it was taught.")]
    lost: Annotated[
        float, Field(description="Share of texts that the full one gets right, less its own.")
    ]
    lost_low: Annotated[float, Field(description="95 % interval of what is lost.")]
    lost_high: float


@dataclass(frozen=True, kw_only=True)
class PackedModel:
    """What is known of a packed model without opening its zip."""

    round: Annotated[int, Field(description="That released its head.")]
    labels: Annotated[int, Field(description="Of that round.")]
    made_at: datetime
    size: Annotated[int, Field(description="Bytes of the zip.")]
    form: Annotated[
        Form,
        Field(
            description="The head as it is, one matrix that says nearly the same, the head with "
            "the vectors of the pool's texts, or a small encoder with a matrix."
        ),
    ]
    differs: Annotated[
        float,
        Field(description="Share of the pool of which it says another class than the round's."),
    ]
    estimate: Annotated[
        float | None,
        Field(description="Of its accuracy on the pool; null with too few audit items."),
    ]
    low: Annotated[float, Field(description="95 % interval of the accuracy of what is in the zip.")]
    high: float
    has_graph: Annotated[
        bool, Field(description="Whether its encoders are in it, so that `predict.py` takes texts.")
    ]
    fast: Annotated[
        FastFigures | None, Field(description="Beside the full model; null of that one itself.")
    ]


@dataclass(frozen=True)
class ModelStatus:
    """What there is of the model as a file."""

    model: Annotated[PackedModel | None, Field(description="The last one that was prepared.")]
    reason: Annotated[
        Reason | None,
        Field(description="Why there is none; of one that there is, what has come since."),
    ]
    graph_waits_for: Annotated[
        str | None,
        Field(
            description="The project's encoder, where one prepared now takes vectors alone and one "
            "of a round that goes by this encoder would take texts."
        ),
    ]


MOST_TEXTS = 1_000
LONGEST_TEXT = 200_000
MOST_EXPLAINED = 10


Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, pattern=NO_NUL)]


Number = Annotated[float, Field(allow_inf_nan=False)]
VectorsOfTexts = Annotated[
    dict[str, list[list[Number]]],
    Field(
        description="Where the model goes by own vectors: by the view, such as `own:images`, one "
        "of each text."
    ),
]


class TextsToPredict(Body):
    texts: Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
    likeliest: Annotated[
        int | None,
        Field(
            ge=1,
            le=1_000,
            description="So many classes of each text, and all that it is said to have; null: all.",
        ),
    ] = None
    vectors: VectorsOfTexts = {}
    nearest: Annotated[
        int,
        Field(
            ge=0,
            le=5,
            description="So many labelled items for each of the three likeliest classes, of ten "
            "texts at most.",
        ),
    ] = 0


@dataclass(frozen=True)
class NearestItem:
    """A labelled item that speaks for a class."""

    item_id: int
    external_id: str | None
    text: Annotated[str, Field(description="Its first 300 characters.")]
    similarity: Annotated[float, Field(description="Cosine of the two vectors.")]


@dataclass(frozen=True)
class LikelyClass:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[
        float,
        Field(
            description="Of the likeliest: how often such predictions are right. Where a text may "
            "have several classes: how often it has this one."
        ),
    ]
    named: Annotated[
        bool,
        Field(
            description="Whether the model says that the text has it: the likeliest, or those "
            "above their thresholds where it may have several."
        ),
    ]
    nearest: Sequence[NearestItem]


@dataclass(frozen=True)
class TextPredictions:
    round: Annotated[int, Field(description="The number of the one whose model it is.")]
    exposed: Annotated[
        int,
        Field(
            description="So many texts are items of the project: what they are by the model has "
            "been shown to you, so that you aren't asked about them as audit items any more."
        ),
    ]
    predictions: Annotated[
        Sequence[Sequence[LikelyClass]],
        Field(
            description="Of each text its classes: those that it is said to have, then the others; "
            "each the likeliest first."
        ),
    ]


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
            description="Drawn at random from those that the model is used on by now.",
        ),
    ]
    vectors: VectorsOfTexts = {}
    checks: Annotated[
        list[FreshCheck],
        Field(max_length=MOST_TEXTS, description="Of texts drawn at random from those sent."),
    ] = []


@dataclass(frozen=True)
class Compared:
    """A mean over texts of the pool, and over the texts that were sent."""

    pool: float
    now: float
    p_value: Annotated[
        float,
        Field(
            description="How often a difference like this comes by chance, counting all that is "
            "compared (Holm)."
        ),
    ]
    changed: Annotated[bool, Field(description="Whether that is below 1 %.")]


@dataclass(frozen=True)
class ClassShare(Compared):
    """The share of texts that the model says have a class."""

    label_class: Annotated[str, Field(alias="class")]


@dataclass(frozen=True)
class UnlikeText:
    place: Annotated[int, Field(description="Of the text in the list that was sent, from 0.")]
    similarity: Annotated[float, Field(description="Cosine to the nearest text of the pool.")]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How often the model is right on texts of today."""

    checks: int
    right: Annotated[int, Field(description="So many: all of their classes, and no other.")]
    share: float
    low: Annotated[float, Field(description="95 % interval of the share.")]
    high: float
    pool: Annotated[
        float | None,
        Field(description="The estimate for the project's texts; null with too few audit items."),
    ]
    lost: Annotated[float | None, Field(description="What `share` is below `pool`.")]
    lost_low: Annotated[float | None, Field(description="95 % interval of what is lost.")]
    lost_high: float | None
    worse: Annotated[bool, Field(description="Whether that interval is above 0.")]


@dataclass(frozen=True)
class DriftReport:
    """Texts that the model is used on, compared with a random sample of its pool."""

    round: Annotated[int, Field(description="The number of the one whose model it is.")]
    texts: int
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

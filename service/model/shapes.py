"""The model as a file, and what it predicts of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.heads.export import Form
from service.jobs.energy import Band
from service.kit.fields import NO_NUL, Body
from service.kit.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class FastFigures:
    """What a fast model gains, and what it loses, against the full one."""

    texts_per_cpu_second: Annotated[
        float,
        Field(description="Texts like the project's that the fast model reads in a CPU-second."),
    ]
    full_texts_per_cpu_second: Annotated[
        float | None,
        Field(
            description="Texts that the full model reads in a CPU-second; null if its encoders "
            "can't be packed."
        ),
    ]
    joules: Annotated[Band, Field(description="Joules for 1,000 texts, estimated as in the bill.")]
    full_joules: Band | None
    same: Annotated[
        float,
        Field(description="Share of texts to which fast and full model give the same class."),
    ]
    texts: Annotated[
        int,
        Field(
            description="Number of texts in this comparison; the fast model was taught none of "
            "them."
        ),
    ]
    taught: Annotated[
        int,
        Field(
            description="Number of project texts that the fast model was taught; 0 if the encoder "
            "that learnt the labels is kept, in 8 bits."
        ),
    ]
    lost: Annotated[
        float, Field(description="Accuracy of the full model less that of the fast one.")
    ]
    lost_low: Annotated[float, Field(description="Lower end of the 95 % interval of `lost`.")]
    lost_high: float


@dataclass(frozen=True, kw_only=True)
class PackedModel:
    """Facts about a model file, known without opening its zip."""

    round: Annotated[int, Field(description="Number of the round that released the head.")]
    labels: Annotated[int, Field(description="Number of labels when the head was released.")]
    made_at: datetime
    size: Annotated[int, Field(description="Size of the zip in bytes.")]
    form: Annotated[
        Form,
        Field(
            description="Form of the model: the head as it is, one matrix that says nearly the "
            "same, the head with pool vectors, or a small encoder."
        ),
    ]
    differs: Annotated[
        float,
        Field(
            description="Share of the pool to which this model gives another class than its round."
        ),
    ]
    estimate: Annotated[
        float | None,
        Field(description="Estimated accuracy on the pool; null with too few audit items."),
    ]
    low: Annotated[float, Field(description="Lower end of the 95 % interval of the accuracy.")]
    high: float
    has_graph: Annotated[
        bool,
        Field(description="Whether the zip has the encoders, so that `predict.py` takes texts."),
    ]
    fast: Annotated[
        FastFigures | None,
        Field(description="Comparison with the full model; null if this is the full model."),
    ]


@dataclass(frozen=True)
class ModelStatus:
    """The state of the model as a file."""

    model: Annotated[PackedModel | None, Field(description="Model that was prepared last.")]
    reason: Annotated[
        Reason | None,
        Field(description="Reason why there is no model, or what has come since it was prepared."),
    ]
    graph_waits_for: Annotated[
        str | None,
        Field(
            description="Encoder that a round must use before the zip takes texts: prepared now, "
            "it takes only vectors. Null otherwise."
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
        description="Own vectors of the texts, one of each, by view, such as `own:images`. Needed "
        "if the model reads such views."
    ),
]


class TextsToPredict(Body):
    texts: Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
    likeliest: Annotated[
        int | None,
        Field(
            ge=1,
            le=1_000,
            description="Number of classes for each text, and all that it is predicted to have; "
            "null: all.",
        ),
    ] = None
    vectors: VectorsOfTexts = {}
    nearest: Annotated[
        int,
        Field(
            ge=0,
            le=5,
            description="Number of labelled items for each of the three likeliest classes, for ten "
            "texts at most.",
        ),
    ] = 0
    trial: Annotated[
        bool,
        Field(description="Whether this is only a trial, which `usage` doesn't count."),
    ] = False


@dataclass(frozen=True)
class NearestItem:
    """A labelled item that is similar and speaks for a class."""

    item_id: int
    external_id: str | None
    text: Annotated[str, Field(description="First 300 characters of the item's text.")]
    similarity: Annotated[float, Field(description="Cosine of this item and the text.")]


@dataclass(frozen=True)
class LikelyClass:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[
        float,
        Field(
            description="Probability of the class. For the likeliest: the share of such "
            "predictions that are right. If a text may have several classes: the share that have "
            "this one."
        ),
    ]
    named: Annotated[
        bool,
        Field(
            description="Whether the model predicts this class: the likeliest, or each above its "
            "threshold if a text may have several."
        ),
    ]
    nearest: Sequence[NearestItem]


@dataclass(frozen=True)
class TextPredictions:
    round: Annotated[int, Field(description="Number of the round that the model comes from.")]
    exposed: Annotated[
        int,
        Field(
            description="Number of texts that are items of the project. You have seen their "
            "predictions, so you aren't asked about them as audit items any more."
        ),
    ]
    predictions: Annotated[
        Sequence[Sequence[LikelyClass]],
        Field(
            description="Classes of each text: those that it is predicted to have, then the "
            "others, each the likeliest first."
        ),
    ]

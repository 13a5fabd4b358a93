"""The model as a file, and what it predicts of texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

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
    taught: Annotated[
        int,
        Field(
            description="So many texts of the project it was taught; none where the encoder that "
            "learnt the labels stays, in 8 bits."
        ),
    ]
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
    trial: Annotated[
        bool,
        Field(description="Whether this only tries the model: `usage` doesn't count it."),
    ] = False


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

"""What is said of the model as a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.heads.leaving import Form
from service.kit.reasons import Reason


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
            description="The head as it is, one matrix that says nearly the same, or the head with "
            "the vectors of the pool's texts."
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
    has_graph: Annotated[bool, Field(description="Whether ONNX is in it.")]


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
            description="The project's encoder, where one prepared now has no ONNX and one of a "
            "round that goes by this encoder would."
        ),
    ]

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self

from pydantic import Field as Described
from sqlmodel import Field, SQLModel

from service.core.evaluation.gain import Gain
from service.core.replay.further_view import FurtherView
from service.db.columns import foreign_key, typed_json

COUNTED = 10_000
"""Texts that `seconds` of an encoder are for."""


@dataclass(frozen=True, kw_only=True)
class TriedEncoder:
    encoder: str
    alone: Annotated[
        float, Described(description="Share of texts predicted right with this encoder alone.")
    ]
    beside: Annotated[
        float,
        Described(
            description="Share of texts predicted right with this encoder and the project's views."
        ),
    ]
    gain: Annotated[
        Gain, Described(description="Gain of `beside` over `before`, compared text by text.")
    ]
    on_audits: Annotated[
        Gain | None,
        Described(description="Gain on audit items alone; null with fewer than 30 of them."),
    ]
    seconds: Annotated[float, Described(description="CPU- and GPU-seconds to embed 10,000 texts.")]

    @classmethod
    def of(cls, name: str, view: FurtherView, seconds: float) -> Self:
        """`seconds` of one text."""
        return cls(
            encoder=name,
            alone=view.alone,
            beside=view.beside,
            gain=view.gain,
            on_audits=view.on_audits,
            seconds=COUNTED * seconds,
        )

    @property
    def is_better(self) -> bool:
        """Whether chance doesn't explain its gain."""
        return self.gain.low > 0


@dataclass(frozen=True)
class FailedEncoder:
    encoder: str
    error: str


@dataclass(frozen=True, kw_only=True)
class TrialOutcome:
    views: Annotated[
        Sequence[str],
        Described(description="Views to which the encoders were added: all that rounds used then."),
    ]
    labels: Annotated[
        int, Described(description="Number of labelled texts that the encoders were tried on.")
    ]
    audits: Annotated[int, Described(description="Number of audit items among the labelled texts.")]
    items: Annotated[
        int, Described(description="Number of texts in the project at the time of the trial.")
    ]
    before: Annotated[
        float,
        Described(
            description="Share of texts predicted right with the project's views alone. Neither "
            "head nor encoder had learnt the labels of these texts."
        ),
    ]
    tried: Annotated[
        Sequence[TriedEncoder],
        Described(description="Encoders that were tried, the largest gain first."),
    ]
    failed: Annotated[
        Sequence[FailedEncoder], Described(description="Encoders that couldn't be loaded.")
    ]
    seconds: Annotated[float, Described(description="CPU- and GPU-seconds that the trial took.")]


class EncoderTrial(SQLModel, table=True):
    """The last trial of a project; a later one replaces it."""

    __tablename__ = "encoder_trial"

    project_id: int = foreign_key("project.id", primary_key=True)
    outcome: TrialOutcome = typed_json(TrialOutcome)
    made_at: datetime = Field()

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
    alone: Annotated[float, Described(description="Share of the texts that are right by it alone.")]
    beside: Annotated[float, Described(description="By it beside the project's views.")]
    gain: Annotated[Gain, Described(description="Of that over `before`, text by text.")]
    on_audits: Annotated[
        Gain | None,
        Described(description="The same of the audit items alone. Null below 30 of them."),
    ]
    seconds: Annotated[float, Described(description="Of CPU and GPU, for 10,000 texts.")]

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
        Described(description="Encoders that the others stood beside: all that rounds read then."),
    ]
    labels: Annotated[int, Described(description="Labelled texts that they were tried on.")]
    audits: Annotated[int, Described(description="Of these, audit items.")]
    items: Annotated[int, Described(description="Texts of the project then.")]
    before: Annotated[
        float,
        Described(
            description="Share that is right by the views, of texts whose labels neither the head "
            "nor an encoder had learnt."
        ),
    ]
    tried: Annotated[Sequence[TriedEncoder], Described(description="The largest gain first.")]
    failed: Annotated[
        Sequence[FailedEncoder], Described(description="Those that could not be loaded.")
    ]
    seconds: Annotated[float, Described(description="Of CPU and GPU that the trial took.")]


class EncoderTrial(SQLModel, table=True):
    """The last trial of a project; a later one replaces it."""

    __tablename__ = "encoder_trial"

    project_id: int = foreign_key("project.id", primary_key=True)
    outcome: TrialOutcome = typed_json(TrialOutcome)
    made_at: datetime = Field()

"""Rounds as they were."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.acquisition.audit import Audits
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Figure


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """A view that a round read."""

    encoder: str
    fingerprint: str
    arithmetics: Annotated[
        list[str] | None,
        Field(
            description="In which numbers its vectors were computed: `float32`, `bfloat16`. Null"
            " where of some of them that isn't known."
        ),
    ]
    weight: Annotated[
        float | None,
        Field(description="How much its head goes by it; all sum to 1. Null without a head."),
    ]


@dataclass(frozen=True, kw_only=True)
class ChosenFrom:
    """A part of a project's texts, drawn at random."""

    texts: Annotated[int, Field(description="Number of texts in the part.")]
    views: Annotated[list[RoundView], Field(description="Views that had read all of the part.")]


@dataclass(frozen=True, kw_only=True)
class PastRound:
    """A round as it was, with its figure and what it takes to replay it."""

    number: int
    trigger: str
    label_count: int
    audit_count: int
    skipped: Annotated[
        int,
        Field(description="Rounds that its labels would have started, had none had to rest."),
    ]
    strategy: str
    audits: Annotated[
        Audits | None, Field(description="The schedule that its ranking was made under.")
    ]
    settings_as_of: Annotated[
        int | None,
        Field(description="Id of the last change of a setting that it knew: settings-history."),
    ]
    encoder_fingerprint: Annotated[str | None, Field(description="Of the first view.")]
    views: Annotated[
        list[RoundView],
        Field(description="That it read; empty in rounds from before there were several."),
    ]
    chosen_from: Annotated[
        ChosenFrom | None,
        Field(
            description="The part of the texts that it chose from because some encoder was still"
            " reading the others. Null: all texts."
        ),
    ]
    head: str | None
    compute: str
    seed: int
    length: int
    random_share: Annotated[
        float, Field(description="Of the ranking, drawn at random: see `guard` of the curve.")
    ]
    wait_seconds: float
    seconds: dict[str, float]
    cpu_seconds: float
    gpu_seconds: float
    started_at: datetime
    swapped_at: datetime
    measured_at: datetime | None
    folds: Annotated[
        int | None,
        Field(description="That its audit items were dealt to, to be predicted unseen."),
    ]
    figure: Annotated[
        Figure | None, Field(description="The point of the curve that it gives, once measured.")
    ]
    metrics: Annotated[Measured | None, Field(description="What else was measured of it.")]

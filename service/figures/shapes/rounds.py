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
    """A view that a round used."""

    encoder: str
    fingerprint: str
    arithmetics: Annotated[
        list[str] | None,
        Field(
            description="Number formats that the view's vectors were computed in: `float32`, "
            "`bfloat16`. Null if unknown for some."
        ),
    ]
    weight: Annotated[
        float | None,
        Field(
            description="Weight of the view in the round's head; all sum to 1. Null without a head."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class ChosenFrom:
    """A part of a project's texts, drawn at random."""

    texts: Annotated[int, Field(description="Number of texts in the random part.")]
    views: Annotated[
        list[RoundView], Field(description="Views with vectors of all texts in the part.")
    ]


@dataclass(frozen=True, kw_only=True)
class PastRound:
    """A past round with its figure, and with what it takes to replay it."""

    number: int
    trigger: str
    label_count: int
    audit_count: int
    skipped: Annotated[
        int,
        Field(description="Number of rounds left out before this one, because rounds had to rest."),
    ]
    strategy: str
    audits: Annotated[
        Audits, Field(description="Schedule of audit items that the ranking followed.")
    ]
    settings_as_of: Annotated[
        int | None,
        Field(description="Id of the last entry in settings-history that the round knew."),
    ]
    encoder_fingerprint: Annotated[
        str | None, Field(description="Fingerprint of the first view's encoder.")
    ]
    views: Annotated[
        list[RoundView],
        Field(description="Views that the round read; empty if none had read all texts yet."),
    ]
    chosen_from: Annotated[
        ChosenFrom | None,
        Field(
            description="Part of the texts that the round chose from, while an encoder was reading "
            "the others. Null: all texts."
        ),
    ]
    head: str | None
    compute: str
    seed: int
    length: int
    random_share: Annotated[
        float, Field(description="Share of the ranking drawn at random; see `guard` of the curve.")
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
        Field(
            description="Number of parts into which audit items were split, to predict each unseen."
        ),
    ]
    figure: Annotated[
        Figure | None, Field(description="Point of the curve, once the round is measured.")
    ]
    metrics: Annotated[Measured | None, Field(description="Other measurements of the round.")]

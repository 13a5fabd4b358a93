"""What labels of the machine are asked for with, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import Body
from service.kit.reasons import Reason
from service.kit.vocabulary import CertificateState

CONFIDENCE = 0.95
CHECKS = 200
LEAST_CHECKS, MOST_CHECKS = 20, 2_000


class NewCertificate(Body):
    error: Annotated[
        float, Field(ge=0.002, le=0.3, description="The share of wrong labels that is allowed.")
    ]
    confidence: Annotated[
        float, Field(ge=0.8, le=0.999, description="That no more than that are wrong.")
    ] = CONFIDENCE
    checks: Annotated[
        int,
        Field(ge=LEAST_CHECKS, le=MOST_CHECKS, description="So many people are asked at most."),
    ] = CHECKS


@dataclass(frozen=True)
class CertificateOffer:
    """What it would take."""

    error: float
    labels: Annotated[int, Field(description="How many are tested first.")]
    least: Annotated[int, Field(description="Checks, if all of them come out right.")]
    expected: Annotated[
        int | None,
        Field(description="Checks, with as many errors as are likely; null: not likely shown."),
    ]


@dataclass(frozen=True)
class MachineClass:
    label_class: Annotated[str, Field(alias="class")]
    labels: int


@dataclass(frozen=True)
class SinceIssued:
    """What a certificate doesn't speak of, and what speaks against it."""

    relabelled: Annotated[
        int, Field(description="Of its texts, that people have labelled: their labels count.")
    ]
    differently: Annotated[
        int, Field(description="Of these, with another class. People chose them, not chance.")
    ]
    new_texts: Annotated[
        int, Field(description="That were added later: they have no machine label.")
    ]
    new_classes: Annotated[
        Sequence[str], Field(description="That were added later: no machine label has them.")
    ]


@dataclass(frozen=True, kw_only=True)
class CertificateReport:
    id: int
    state: CertificateState
    method: str
    error: float
    confidence: float
    most_checks: int
    round: Annotated[int | None, Field(description="Whose predictions the labels are.")]
    texts: Annotated[int, Field(description="Without a label when it began.")]
    shown: Annotated[
        int, Field(description="So many of the surest labels are shown to have few errors.")
    ]
    expected: Annotated[int | None, Field(description="Checks that it may come to in all.")]
    asked: Annotated[int, Field(description="Checks that people were asked for.")]
    answered: int
    checks: Annotated[
        int,
        Field(description="Answered ones; of an issued one, those that it rests on."),
    ]
    wrong: Annotated[int, Field(description="Of these.")]
    threshold: Annotated[
        float | None, Field(description="The probability of the least sure label given.")
    ]
    labels: Annotated[int, Field(description="Given by the machine.")]
    classes: list[MachineClass]
    finishing: bool
    reason: Annotated[Reason | None, Field(description="Why it came to nothing.")]
    created_at: datetime
    ended_at: datetime | None
    since: Annotated[
        SinceIssued | None, Field(description="What has come since; null unless it is issued.")
    ]


@dataclass(frozen=True, kw_only=True)
class Certification:
    """What the machine could label, and how far it has come."""

    texts: Annotated[
        int, Field(description="Without a label, as the last measured round knew them.")
    ]
    offers: Annotated[
        list[CertificateOffer],
        Field(description="What it would take; none while one is under way."),
    ]
    reason: Annotated[Reason | None, Field(description="Why there are none.")]
    under_way: CertificateReport | None
    issued: Annotated[CertificateReport | None, Field(description="The one whose labels count.")]
    last: Annotated[
        CertificateReport | None,
        Field(description="The newest, if it came to nothing."),
    ]

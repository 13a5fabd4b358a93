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
        float, Field(ge=0.002, le=0.3, description="Largest allowed share of wrong labels.")
    ]
    confidence: Annotated[
        float,
        Field(
            ge=0.8,
            le=0.999,
            description="Confidence that the share of wrong labels is within `error`.",
        ),
    ] = CONFIDENCE
    checks: Annotated[
        int,
        Field(ge=LEAST_CHECKS, le=MOST_CHECKS, description="Most checks to ask people for."),
    ] = CHECKS


@dataclass(frozen=True)
class CertificateOffer:
    """A certificate that could be started, with the checks that it would need."""

    error: float
    labels: Annotated[int, Field(description="Number of machine labels that are tested first.")]
    least: Annotated[
        int, Field(description="Number of checks needed if all of them come out right.")
    ]
    expected: Annotated[
        int | None,
        Field(
            description="Number of checks needed with as many errors as seem likely; null if it "
            "would probably fail."
        ),
    ]


@dataclass(frozen=True)
class MachineClass:
    label_class: Annotated[str, Field(alias="class")]
    labels: int


@dataclass(frozen=True)
class SinceIssued:
    """Changes since a certificate was issued: what it doesn't cover, and what speaks against it."""

    relabelled: Annotated[
        int,
        Field(
            description="Number of certified texts labelled by people since: their labels count."
        ),
    ]
    differently: Annotated[
        int,
        Field(
            description="Number of certified texts that people gave another class since. People "
            "chose them, not chance."
        ),
    ]
    new_texts: Annotated[
        int, Field(description="Number of texts added later: they have no machine label.")
    ]
    new_classes: Annotated[
        Sequence[str], Field(description="Classes added later: no machine label has them.")
    ]


@dataclass(frozen=True, kw_only=True)
class CertificateReport:
    id: int
    state: CertificateState
    method: str
    error: float
    confidence: float
    most_checks: int
    round: Annotated[
        int | None, Field(description="Number of the round whose predictions are the labels.")
    ]
    texts: Annotated[
        int, Field(description="Number of texts without a label when the certificate began.")
    ]
    shown: Annotated[
        int,
        Field(description="Number of most confident labels that are proven to have few errors."),
    ]
    expected: Annotated[
        int | None, Field(description="Number of checks that may be needed in all.")
    ]
    asked: Annotated[int, Field(description="Number of checks that people were asked for.")]
    answered: int
    checks: Annotated[
        int,
        Field(
            description="Number of answered checks; once it is issued, of those that the "
            "certificate rests on."
        ),
    ]
    wrong: Annotated[
        int, Field(description="Number of checks in which the machine label was wrong.")
    ]
    threshold: Annotated[
        float | None, Field(description="Lowest predicted probability among the labels given.")
    ]
    labels: Annotated[int, Field(description="Number of labels that the machine gave.")]
    classes: list[MachineClass]
    finishing: bool
    reason: Annotated[Reason | None, Field(description="Reason why the certificate failed.")]
    created_at: datetime
    ended_at: datetime | None
    since: Annotated[
        SinceIssued | None,
        Field(description="Changes since the certificate was issued; null unless it is."),
    ]


@dataclass(frozen=True, kw_only=True)
class Certification:
    """The labels that the machine could give, and the progress of a certificate."""

    texts: Annotated[
        int, Field(description="Number of texts without a label at the last measured round.")
    ]
    offers: Annotated[
        list[CertificateOffer],
        Field(description="Certificates that could be started; none while one is under way."),
    ]
    reason: Annotated[Reason | None, Field(description="Reason why there are no offers.")]
    under_way: CertificateReport | None
    issued: Annotated[
        CertificateReport | None, Field(description="Certificate whose labels count now.")
    ]
    last: Annotated[
        CertificateReport | None,
        Field(description="Newest certificate, if it failed."),
    ]

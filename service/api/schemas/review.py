from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.kit.fields import Body, Response, SentAnswer
from service.reasons import Reason


class AgreementResponse(Response):
    """1: full agreement, 0: what chance would bring. With an interval of 95 %."""

    value: float | None
    low: float | None
    high: float | None
    items: Annotated[int, Field(description="That it rests on.")]
    reason: Annotated[Reason | None, Field(description="Why there is no figure.")]


class ShareResponse(AgreementResponse):
    """A plain share: 1 is all."""


class PersonAgreementResponse(Response):
    user_id: int
    name: str
    agreement: Annotated[AgreementResponse, Field(description="With the others on the same items.")]
    with_labels: Annotated[
        ShareResponse,
        Field(description="Of their answers, those that are the label which others settle."),
    ]


class PairResponse(Response):
    one: int
    other: int
    kappa: Annotated[AgreementResponse, Field(description="Cohen's kappa.")]


class ClassAgreementResponse(Response):
    class_id: int
    name: str
    agreement: Annotated[
        AgreementResponse, Field(description="Krippendorff's alpha of naming it or not.")
    ]
    agreed: Annotated[int, Field(description="Items that everybody says are of it.")]


class MixedResponse(Response):
    one: int
    other: int
    items: Annotated[int, Field(description="To which people gave the one and the other class.")]


class AgreementFiguresResponse(Response):
    items: Annotated[int, Field(description="That two people and more were asked for.")]
    sampled: Annotated[bool, Field(description="There are more: these were drawn at random.")]
    alpha: Annotated[AgreementResponse, Field(description="Krippendorff's, over everybody.")]
    people: list[PersonAgreementResponse]
    pairs: Annotated[list[PairResponse], Field(description="Who shares most items comes first.")]
    classes: list[ClassAgreementResponse]
    mixed: Annotated[list[MixedResponse], Field(description="The most often mixed come first.")]


class OpinionResponse(Response):
    annotator: Annotated[
        str | None, Field(description="Null for a file, and for members who decide.")
    ]
    answer: Annotated[str | None, Field(description="Null where its class is gone.")]
    given: Annotated[
        dict[str, Any] | None, Field(description="The same, as `adjudicate` takes it.")
    ]
    from_file: Annotated[bool, Field(description="It came with a file.")]


class DisagreementResponse(Response):
    item_id: int
    text: str
    label: str | None
    given: Annotated[
        dict[str, Any] | None, Field(description="The label as `adjudicate` takes it.")
    ]
    answers: list[OpinionResponse]
    own: Annotated[bool, Field(description="You answered it yourself: somebody else decides.")]


class ErrorResponse(Response):
    """A label that heads which haven't seen it contradict."""

    item_id: int
    text: str
    label: str | None
    label_probability: float
    predicted: str | None
    predicted_probability: float
    wrong: Annotated[float, Field(description="The probability that the label is wrong.")]


class ErrorsResponse(Response):
    results: list[ErrorResponse]
    next: str | None
    total: int | None
    expected_wrong: Annotated[
        float, Field(description="How many of the `total` are wrong, on average.")
    ]


class Verdict(Body):
    """What somebody decides."""

    batch: Annotated[UUID, Field(description="Made by the client: what an undo takes back.")]
    answer: SentAnswer

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field

from service.errors import Invalid
from service.kit.fields import MAX_PLACE, NO_NUL, Body, Response, RowId
from service.kit.page import BEFORE_ALL
from service.loop.items.find_items import ItemPaging, ItemQuery
from service.vocabulary import Found, Noted, Order, Source

Words = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Share = Annotated[float, Field(ge=0, le=1)]


class ItemFilters(Body):
    """What is looked for. What is left out doesn't matter."""

    q: Annotated[
        Words | None,
        Field(description="Words, all of which are in the text, first as whole words."),
    ] = None
    label_class: Annotated[Words | None, Field(alias="class", description="Of the label.")] = None
    state: Annotated[
        Found | None, Field(description="`skipped`: by two people, so that nobody is asked.")
    ] = None
    annotator: Annotated[
        RowId | None, Field(description="This person has answered it, or decided its label.")
    ] = None
    source: Annotated[
        Source | None, Field(description="Why the item was offered, or where it was decided.")
    ] = None
    note: Annotated[Noted | None, Field(description="It has an open one.")] = None
    disagreement: Annotated[bool, Field(description="People gave different answers.")] = False
    predicted: Annotated[
        Words | None, Field(description="The class that the last measured round predicts.")
    ] = None
    confidence_below: Annotated[
        Share | None, Field(description="The prediction's probability, at most.")
    ] = None
    confidence_above: Annotated[Share | None, Field(description="At least.")] = None
    suspected: Annotated[bool, Field(description="The label looks wrong to the model.")] = False

    def query(self) -> ItemQuery:
        return ItemQuery(
            q=self.q,
            class_name=self.label_class,
            state=self.state,
            annotator=self.annotator,
            source=self.source,
            note=self.note,
            disagreement=self.disagreement,
            predicted=self.predicted,
            confidence_below=self.confidence_below,
            confidence_above=self.confidence_above,
            suspected=self.suspected,
        )


class SimilarItemsQuery(ItemFilters):
    total: Annotated[bool, Field(description="Whether to count all that are found.")] = False
    cursor: Annotated[
        str | None,
        Field(pattern=r"^[0-9]{1,16}(-[0-9]{1,16})?$", description="`next` of the page before."),
    ] = None
    skip: Annotated[
        int,
        Field(
            ge=0,
            le=MAX_PLACE,
            description="So many after the cursor, or of the first, are passed over.",
        ),
    ] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100

    def paging(self, order: Order = Order.ORDINAL) -> ItemPaging:
        key, _, place = (self.cursor or "").rpartition("-")
        if int(place or 0) > MAX_PLACE:
            raise Invalid("No page gives this cursor.", field="cursor")
        return ItemPaging(
            order=order,
            after=int(place) if place else BEFORE_ALL,
            after_key=int(key) if key else None,
            skip=self.skip,
            limit=self.limit,
            is_counted=self.total,
        )


class ItemListQuery(SimilarItemsQuery):
    meaning: Annotated[
        Words | None,
        Field(
            min_length=1,
            description="Those first that are nearest in meaning to this text, as a worker says: "
            "503 where none does.",
        ),
    ] = None
    sort: Annotated[
        Order,
        Field(
            description="`-labelled_at`: labelled ones alone, the latest first. By `confidence`: "
            "those with a prediction."
        ),
    ] = Order.ORDINAL


class PredictionResponse(Response):
    model_config = ConfigDict(from_attributes=True, validate_by_name=True)

    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="How often such a prediction is right.")]


class ItemResponse(Response):
    id: int
    external_id: str | None
    text: Annotated[str, Field(description="In a list its first 300 characters.")]
    label: str | None
    given: Annotated[
        dict[str, Any] | None,
        Field(description="The label as an answer: what `items:label` takes."),
    ]
    label_source: Annotated[
        Source | None, Field(description="Why its item was offered, or where it was decided.")
    ]
    state: str | None
    confidence: Annotated[
        float | None, Field(description="How far those who answered agree with the label.")
    ]
    annotators: Annotated[list[str], Field(description="Whose answers stand.")]
    decided_by: str | None
    labelled_at: datetime | None
    prediction: Annotated[
        PredictionResponse | None,
        Field(
            description="Of the last measured round, of a labelled item by heads that haven't seen "
            "its label. Null also where it might spoil an audit."
        ),
    ]
    suspected: Annotated[bool, Field(description="The label looks wrong to the model.")]
    open_notes: int
    columns: Annotated[
        Mapping[str, str], Field(description="What the project shows beside the text.")
    ]


class SourceResponse(Response):
    line: int
    import_id: int
    file_name: Annotated[str | None, Field(description="Null: it was sent without one.")]
    external_id: str | None
    data: dict[str, Any] | None


class HistoryResponse(Response):
    id: UUID
    annotator: str
    label: str | None
    source: Annotated[Source | None, Field(description="Why the item was offered.")]
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None
    set_aside_at: Annotated[
        datetime | None, Field(description="When all of its author's answers were set aside.")
    ]


class DecisionResponse(Response):
    batch: Annotated[UUID, Field(description="What one undo takes back.")]
    decided_by: str
    label: str | None
    source: Source
    live: bool
    created_at: datetime
    undone_at: datetime | None


class ItemNoteResponse(Response):
    annotator: str
    kind: str
    text: str
    created_at: datetime


class ItemDetailResponse(ItemResponse):
    likeliest: Annotated[
        list[PredictionResponse],
        Field(
            description="What the round that ranks the item thinks likely, up to three classes, "
            "likeliest first; where none does, the prediction alone. Of an item that may have "
            "several classes: how likely it has each, by the last measured round."
        ),
    ]
    sources: list[SourceResponse]
    history: Annotated[list[HistoryResponse], Field(description="Every answer ever given.")]
    decisions: Annotated[
        list[DecisionResponse], Field(description="Every label ever set, undone ones too.")
    ]
    notes: list[ItemNoteResponse]

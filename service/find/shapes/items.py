"""What the pool is looked through by, and what is shown of its items."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field

from service.answers.answer import AnswerBody
from service.kit.errors import Invalid
from service.kit.fields import MAX_PLACE, NO_NUL, Body, RowId, SentAnswer
from service.kit.page import BEFORE_ALL
from service.kit.vocabulary import LabellingState, LabelState, Noted, Order, Source
from service.labelling.decide_items import MOST_DECIDED
from service.labelling.shapes import Columns

Words = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Share = Annotated[float, Field(ge=0, le=1)]
T = TypeVar("T")
MOST_VALUES = 50
Several = Annotated[
    list[T],
    BeforeValidator(lambda sent: sent if isinstance(sent, list) else [sent]),
    Field(max_length=MOST_VALUES),
]
"""Values of which one is enough; a single one may be sent without its list."""


class ItemFilters(Body):
    """Filters for items. A filter that is left out doesn't matter."""

    q: Annotated[
        Words | None,
        Field(description="Words that must all be in the text; whole words come first."),
    ] = None
    label_classes: Annotated[
        Several[Words],
        Field(alias="class", description="Classes, one of which the label must have."),
    ] = []
    states: Annotated[
        Several[LabellingState],
        Field(
            alias="state",
            description="States, any of these. `skipped`: by two people, so that nobody is asked. "
            "`excluded`: by `items:exclude`; such items are found only by this state.",
        ),
    ] = []
    annotators: Annotated[
        Several[RowId],
        Field(
            alias="annotator",
            description="Ids of people, any of whom answered it or decided its label.",
        ),
    ] = []
    sources: Annotated[
        Several[Source],
        Field(alias="source", description="Sources, one of which the item or its label must have."),
    ] = []
    mixed: Annotated[
        Several[Words],
        Field(
            description="Classes that people mixed up: the item got all of these, and none from "
            "everybody. A cell of `mixed` of the agreement."
        ),
    ] = []
    note: Annotated[Noted | None, Field(description="Kind of open note on the item.")] = None
    disagreement: Annotated[bool, Field(description="Whether answers must differ.")] = False
    predicted: Annotated[
        Several[Words],
        Field(description="Classes, one of which the last measured round must predict."),
    ] = []
    confidence_below: Annotated[
        Share | None, Field(description="Highest probability that the prediction may have.")
    ] = None
    confidence_above: Annotated[
        Share | None, Field(description="Lowest probability that the prediction may have.")
    ] = None
    suspected: Annotated[bool, Field(description="Whether the label must look wrong.")] = False
    audit: Annotated[
        bool,
        Field(description="Whether this must be a settled audit item of the last measured round."),
    ] = False

    area: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,12}(-[0-9]{1,5}-[0-9]{1,5}){3,200}$",
            description="Area of the map: the map's number and the corners of a polygon, as "
            "NUMBER-X-Y-X-Y-X-Y. It may hold 10,000 texts at most.",
        ),
    ] = None

    @property
    def words(self) -> tuple[str, ...]:
        return tuple((self.q or "").split())

    @property
    def is_by_model(self) -> bool:
        """Whether it goes by what a model predicts."""
        by = (self.confidence_below, self.confidence_above)
        return bool(self.predicted) or by != (None, None)

    @property
    def filtered(self) -> set[str]:
        """The names of what isn't left out."""
        fields = ItemFilters.model_fields.items()
        return {name for name, field in fields if getattr(self, name) != field.default}


@dataclass(frozen=True)
class ItemPaging:
    """Which items are asked for: the first after one, in an order."""

    order: Order = Order.ORDINAL
    after: int = BEFORE_ALL
    """Its ordinal."""
    after_key: int | None = None
    """What it goes by in its order besides: microseconds, a probability in `PARTS`, or whether
    words are only parts of others."""
    skip: int = 0
    """So many of those that follow are passed over: who drags a list to its middle reads that."""
    limit: int = 100
    is_counted: bool = False


class SimilarItemsQuery(ItemFilters):
    total: Annotated[bool, Field(description="Whether to count the results of all pages.")] = False
    cursor: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,16}(-[0-9]{1,16})?$",
            description="Value of `next` from the last page.",
        ),
    ] = None
    skip: Annotated[
        int,
        Field(
            ge=0,
            le=MAX_PLACE,
            description="Number of results to leave out, after the cursor if there is one.",
        ),
    ] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100

    def paging(self, order: Order = Order.ORDINAL) -> ItemPaging:
        key, _, place = (self.cursor or "").rpartition("-")
        if int(place or 0) > MAX_PLACE:
            raise Invalid("This cursor is unknown. Start at the first page.", field="cursor")
        return ItemPaging(
            order=order,
            after=int(place) if place else BEFORE_ALL,
            after_key=int(key) if key else None,
            skip=self.skip,
            limit=self.limit,
            is_counted=self.total,
        )


Likeness = Annotated[float, Field(ge=0.8, le=0.99)]


class NearItemsQuery(SimilarItemsQuery):
    likeness: Annotated[
        Likeness | None,
        Field(description="Cosine to the item above which others are listed, as its group."),
    ] = None


class ItemListQuery(SimilarItemsQuery):
    meaning: Annotated[
        Words | None,
        Field(
            min_length=1,
            description="Text to rank by: items nearest in meaning come first, as a worker finds. "
            "The status is 503 if none does.",
        ),
    ] = None
    sort: Annotated[
        Order,
        Field(
            description="Order of the results. `-labelled_at`: only labelled items, the latest "
            "first. `confidence`: only items with a prediction."
        ),
    ] = Order.ORDINAL


@dataclass(frozen=True)
class Prediction:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="Share of such predictions that are right.")]


@dataclass(frozen=True, kw_only=True)
class ItemSummary:
    id: int
    external_id: str | None
    text: Annotated[str, Field(description="Text of the item; in a list its first 300 characters.")]
    label: str | None
    given: Annotated[
        AnswerBody | None, Field(description="Label in the form that `items:label` takes.")
    ]
    label_source: Annotated[
        Source | None,
        Field(description="Reason why the item was offered, or where its label was decided."),
    ]
    state: LabelState | None
    confidence: Annotated[
        float | None, Field(description="Degree to which answers agree with the label.")
    ]
    annotators: Annotated[
        Sequence[str], Field(description="Names of people whose answers count, not those of files.")
    ]
    decided_by: str | None
    labelled_at: datetime | None
    prediction: Annotated[
        Prediction | None,
        Field(
            description="Prediction of the last measured round; for labelled items, by heads that "
            "haven't seen the label. Null also if it might spoil an audit."
        ),
    ]
    suspected: Annotated[bool, Field(description="Whether the label looks wrong to the model.")]
    open_notes: int
    columns: Annotated[Columns, Field(description="Values of the project's `columns`, in order.")]


class LabelItems(Body):
    batch: Annotated[
        UUID,
        Field(
            description="Id of the batch, made by the client: one undo takes back all of it. May "
            "come in parts."
        ),
    ]
    answer: SentAnswer
    items: Annotated[
        list[RowId] | None,
        Field(min_length=1, max_length=MOST_DECIDED, description="Ids of the items."),
    ] = None
    matching: Annotated[
        ItemFilters | None,
        Field(description="Filters to use instead of `items`: all items found, 500 at most."),
    ] = None
    unlabelled_only: Annotated[bool, Field(description="Whether items with a label keep it.")] = (
        False
    )
    dry_run: Annotated[bool, Field(description="Whether to only show what would change.")] = False


@dataclass(frozen=True)
class ChangedFrom:
    """The number of items whose former label was this one."""

    label: Annotated[str | None, Field(description="Former label; null: none.")]
    items: int


@dataclass(frozen=True)
class LabelChanges:
    """The changes from labelling many items at once, or those to expect."""

    changed: Annotated[int, Field(description="Number of items with a new label.")]
    unchanged: int
    passed_over: Annotated[int, Field(description="Number of items that can't be labelled now.")]
    changed_from: Annotated[
        Sequence[ChangedFrom], Field(description="Former labels, the most frequent first.")
    ]


MOST_GROUPS = 100


class GroupsQuery(Body):
    likeness: Annotated[
        Likeness, Field(description="Cosine to its middle item above which an item is in a group.")
    ] = 0.95
    limit: Annotated[int, Field(ge=1, le=MOST_GROUPS)] = 30


@dataclass(frozen=True)
class NearCopies:
    """A group of unlabelled items that are nearly the same."""

    item_id: Annotated[int, Field(description="Id of the middle item, which all others resemble.")]
    text: Annotated[str, Field(description="First 300 characters of the middle item's text.")]
    words: Annotated[
        Sequence[str],
        Field(description="Up to four words that are in most of the texts, and in few others."),
    ]
    size: int


@dataclass(frozen=True)
class NearCopyGroups:
    groups: Annotated[
        Sequence[NearCopies], Field(description="Groups of near copies, the largest first.")
    ]

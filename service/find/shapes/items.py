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
    """What is looked for. What is left out doesn't matter."""

    q: Annotated[
        Words | None,
        Field(description="Words, all of which are in the text, first as whole words."),
    ] = None
    label_classes: Annotated[
        Several[Words], Field(alias="class", description="Of the label: one of these.")
    ] = []
    states: Annotated[
        Several[LabellingState],
        Field(
            alias="state",
            description="`skipped`: by two people, so that nobody is asked. `excluded`: see "
            "`items:exclude`; they are found by this alone.",
        ),
    ] = []
    annotators: Annotated[
        Several[RowId],
        Field(
            alias="annotator",
            description="One of these people has answered it, or decided its label.",
        ),
    ] = []
    sources: Annotated[
        Several[Source],
        Field(alias="source", description="Why the item was offered, or where it was decided."),
    ] = []
    mixed: Annotated[
        Several[Words],
        Field(
            description="People gave it all of these classes, none of which all of them gave: a "
            "cell of `mixed` of the agreement."
        ),
    ] = []
    note: Annotated[Noted | None, Field(description="It has an open one.")] = None
    disagreement: Annotated[bool, Field(description="People gave different answers.")] = False
    predicted: Annotated[
        Several[Words],
        Field(description="The class that the last measured round predicts: one of these."),
    ] = []
    confidence_below: Annotated[
        Share | None, Field(description="The prediction's probability, at most.")
    ] = None
    confidence_above: Annotated[Share | None, Field(description="At least.")] = None
    suspected: Annotated[bool, Field(description="The label looks wrong to the model.")] = False
    audit: Annotated[
        bool, Field(description="A settled audit item of the last measured round.")
    ] = False

    area: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,12}(-[0-9]{1,5}-[0-9]{1,5}){3,200}$",
            description="It lies in this area of the map: the map's number and the corners of a "
            "polygon, as NUMBER-X-Y-X-Y-X-Y. 10,000 texts at most.",
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
        Field(description="Only items with a larger cosine to it, and the item itself: a group."),
    ] = None


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


@dataclass(frozen=True)
class Prediction:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="How often such a prediction is right.")]


@dataclass(frozen=True, kw_only=True)
class ItemSummary:
    id: int
    external_id: str | None
    text: Annotated[str, Field(description="In a list its first 300 characters.")]
    label: str | None
    given: Annotated[
        AnswerBody | None, Field(description="The label as an answer: what `items:label` takes.")
    ]
    label_source: Annotated[
        Source | None, Field(description="Why its item was offered, or where it was decided.")
    ]
    state: LabelState | None
    confidence: Annotated[
        float | None, Field(description="How far those who answered agree with the label.")
    ]
    annotators: Annotated[
        Sequence[str], Field(description="Whose answers stand; of those in files nobody.")
    ]
    decided_by: str | None
    labelled_at: datetime | None
    prediction: Annotated[
        Prediction | None,
        Field(
            description="Of the last measured round, of a labelled item by heads that haven't seen "
            "its label. Null also where it might spoil an audit."
        ),
    ]
    suspected: Annotated[bool, Field(description="The label looks wrong to the model.")]
    open_notes: int
    columns: Annotated[Columns, Field(description="What the project shows beside the text.")]


class LabelItems(Body):
    batch: Annotated[
        UUID, Field(description="Made by the client: what one undo takes back. May come in parts.")
    ]
    answer: SentAnswer
    items: Annotated[
        list[RowId] | None, Field(min_length=1, max_length=MOST_DECIDED, description="By id.")
    ] = None
    matching: Annotated[
        ItemFilters | None,
        Field(description="Instead of `items`: all that are found, 500 at most."),
    ] = None
    unlabelled_only: Annotated[bool, Field(description="Items with a label keep it.")] = False
    dry_run: Annotated[bool, Field(description="Stores nothing, says what would change.")] = False


@dataclass(frozen=True)
class ChangedFrom:
    """So many items whose label was this one."""

    label: Annotated[str | None, Field(description="Null: they had none.")]
    items: int


@dataclass(frozen=True)
class LabelChanges:
    """What labelling many items at once did, or would do."""

    changed: Annotated[int, Field(description="Have another label now, or their first.")]
    unchanged: int
    passed_over: Annotated[int, Field(description="Can't be labelled here now.")]
    changed_from: Annotated[Sequence[ChangedFrom], Field(description="The most frequent first.")]


MOST_GROUPS = 100


class GroupsQuery(Body):
    likeness: Annotated[
        Likeness, Field(description="The cosine of a group's items to its middle is larger.")
    ] = 0.95
    limit: Annotated[int, Field(ge=1, le=MOST_GROUPS)] = 30


@dataclass(frozen=True)
class NearCopies:
    """Unlabelled items that are nearly the same."""

    item_id: Annotated[int, Field(description="The middle: all others are like this item.")]
    text: Annotated[str, Field(description="The first 300 characters of its text.")]
    words: Annotated[
        Sequence[str], Field(description="Up to four that most of the texts have, and few others.")
    ]
    size: int


@dataclass(frozen=True)
class NearCopyGroups:
    groups: Annotated[Sequence[NearCopies], Field(description="The largest first.")]

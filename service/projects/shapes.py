"""What projects and their classes are asked for with, and what is said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from service.answers import Feature
from service.figures.shapes.stats import Standing
from service.kit.fields import NO_NUL, Body, RowId, Title
from service.kit.vocabulary import ClassState, ProjectState, Role
from service.pool.tables.project_settings import different
from service.projects.settings import FIXED, changes_settings, takes_settings, tells_settings

MOST_VIEWS = 4
"""Beside the main one: each costs an encoder's time for every item."""
Colour = Literal[
    "red", "orange", "yellow", "green", "teal", "blue", "violet", "pink", "brown", "grey"
]
SettingValue = str | int | float | bool | None

# Classes

Name = Annotated[str, Field(min_length=1, max_length=200)]
Key = Annotated[str, Field(max_length=1, description="A digit; the first ten get 1 to 9 and 0.")]
Description = Annotated[str, Field(max_length=2_000)]


class NewClass(Body):
    name: Name
    key: Key | None = None
    description: Description = ""
    colour: Colour | None = None


class ClassChange(Body):
    name: Name | None = None
    key: Annotated[str | None, Field(max_length=1, description="Null: none.")] = None
    description: Description | None = None
    colour: Colour | None = None


class ClassOrder(Body):
    ids: Annotated[
        list[RowId],
        Field(max_length=1_000, description="Of all the classes that are offered, in order."),
    ]


class Merge(Body):
    into: Annotated[RowId, Field(description="The class that it means from now on.")]
    dry_run: Annotated[bool, Field(description="Only say how much it changes.")] = False


@dataclass(frozen=True, kw_only=True)
class MergeEffect:
    labels: Annotated[int, Field(description="That have another class by it.")]
    decided_anew: Annotated[
        int, Field(description="Items of which people said different things, one of them this.")
    ]


@dataclass(frozen=True, kw_only=True)
class OfferedClass:
    """A class as whoever labels sees it."""

    id: int
    name: str
    key: str | None
    code: Annotated[
        str | None,
        Field(description="Two letters that answer with it, for good; null after 676 classes."),
    ]
    description: str
    colour: str | None
    position: int


@dataclass(frozen=True, kw_only=True)
class ClassDetails(OfferedClass):
    """A class of any state."""

    state: ClassState
    merged_into: Annotated[int | None, Field(description="The id of the class that it means.")]
    labels: Annotated[
        int | None,
        Field(description="That mean it, whatever they were given as. Null for annotators."),
    ]


# Projects

FurtherViews = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]],
    Field(max_length=MOST_VIEWS),
    AfterValidator(different),
]


@takes_settings
class NewProject(Body):
    """Null is as good as left out."""

    name: Title
    classes: Annotated[list[NewClass], Field(max_length=1_000)] = []
    encoder: Annotated[str | None, Field(max_length=300, description="See GET /encoders.")] = None
    views: Annotated[
        FurtherViews | None,
        Field(description="Further encoders, beside `encoder`; null: POSTIL_VIEWS."),
    ] = None


SAID_ONCE = (
    "can't be changed after the project is made. Make a new project with another one, export this "
    "one's labels and import them there."
)


@changes_settings
class ProjectChange(Body):
    """What is left out stays."""

    absences = {
        **dict.fromkeys(FIXED, SAID_ONCE),
        "encoder": f"{SAID_ONCE} Or add an encoder to it with `views`.",
        "classes": "are changed one by one, at `/projects/ID/classes`.",
    }
    name: Title | None = None
    state: Literal[ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.ARCHIVED] | None = None
    paused_reason: Annotated[str | None, Field(max_length=500)] = None
    views: Annotated[
        FurtherViews | None,
        Field(description="All further encoders: what is new is added. None can be left out."),
    ] = None


class ViewToWake(Body):
    encoder: Annotated[str, Field(max_length=300, pattern=NO_NUL, description="As `views` has it.")]


class Duplicate(Body):
    name: Title


class ProjectSummary(BaseModel):
    id: int
    name: str
    state: ProjectState
    created_at: datetime
    item_count: int
    embedded_count: int
    label_count: int
    target: float | None


class ListedProject(ProjectSummary):
    standing: Annotated[
        Standing | None,
        Field(description="Null unless it is asked for, and for annotators."),
    ]


@dataclass(frozen=True, kw_only=True)
class ProjectView:
    encoder: str
    embedded: Annotated[
        int,
        Field(description="Items of the pool that have vectors in it, published or not."),
    ]
    weight: Annotated[
        float | None,
        Field(
            description="How much the last round's model goes by it; all sum to 1. Null: the round "
            "didn't read it."
        ),
    ]
    learnt_from: Annotated[
        int | None,
        Field(
            description="What its encoder has learnt from last: texts of the project, or labels. "
            "Null: nothing."
        ),
    ]
    learnt_by_round: Annotated[
        bool | None,
        Field(
            description="Whether the last round went by that. False: texts are being embedded "
            "anew. Null: it has learnt nothing."
        ),
    ]
    learns_labels: Annotated[
        bool, Field(description="Whether it learns from labels: it begins with 30 chosen ones.")
    ]
    rests_from: Annotated[
        int | None,
        Field(
            description="Labels that there were when it went to rest: new items get no vectors of "
            "it, and rounds don't read it. Null: it is awake."
        ),
    ]


@tells_settings
class ProjectDetails(ProjectSummary):
    """Its settings, its counters, its classes, and what the one who asks is in it."""

    lacks: Annotated[
        Sequence[Feature],
        Field(
            description="What a project with answers of this kind, and this metric, doesn't have: "
            "409 if asked for."
        ),
    ]
    encoder: Annotated[str, Field(description="Of the first view.")]
    views: Annotated[Sequence[ProjectView], Field(description="The first is the main one.")]
    suggests: Annotated[
        bool, Field(description="Whether suggestions are on, as set or by the number of classes.")
    ]
    data_columns: Annotated[
        Sequence[str], Field(description="Those that there are, 200 at most; none for annotators.")
    ]
    paused_reason: str | None
    round_number: int
    classes: Sequence[OfferedClass]
    classes_version: Annotated[
        int, Field(description="Goes up when classes or guidelines change; `progress` has it.")
    ]
    my_role: Role
    may_adjudicate: Annotated[
        bool, Field(description="Whether you decide where others' answers differ.")
    ]


@dataclass(frozen=True, kw_only=True)
class PastSetting:
    """What a setting was, from when on."""

    id: int
    name: str
    value: SettingValue
    labels: Annotated[int, Field(description="That there were then.")]
    changed_at: datetime
    changed_by: Annotated[str | None, Field(description="The name of whoever did.")]

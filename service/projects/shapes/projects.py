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
Key = Annotated[
    str,
    Field(
        max_length=1,
        description="Key that answers with the class: a digit. The first ten classes get 1 to 9 "
        "and 0.",
    ),
]
Description = Annotated[str, Field(max_length=2_000)]


class NewClass(Body):
    name: Name
    key: Key | None = None
    description: Description = ""
    colour: Colour | None = None


class ClassChange(Body):
    name: Name | None = None
    key: Annotated[
        str | None,
        Field(max_length=1, description="Key that answers with the class; null: no key."),
    ] = None
    description: Description | None = None
    colour: Colour | None = None


class ClassOrder(Body):
    ids: Annotated[
        list[RowId],
        Field(max_length=1_000, description="Ids of all offered classes, in the new order."),
    ]


class Merge(Body):
    into: Annotated[RowId, Field(description="Id of the class to merge into.")]
    dry_run: Annotated[
        bool, Field(description="Whether to only show the effect, without merging.")
    ] = False


@dataclass(frozen=True, kw_only=True)
class MergeEffect:
    labels: Annotated[int, Field(description="Number of labels that change their class.")]
    decided_anew: Annotated[
        int,
        Field(
            description="Number of items to settle again: people's answers differ, and one has "
            "this class."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class OfferedClass:
    """A class as annotators see it."""

    id: int
    name: str
    key: str | None
    code: Annotated[
        str | None,
        Field(
            description="Two letters that always answer with this class; null after 676 classes."
        ),
    ]
    description: str
    colour: str | None
    position: int


@dataclass(frozen=True, kw_only=True)
class ClassDetails(OfferedClass):
    """A class, whether it is offered, merged or retired."""

    state: ClassState
    merged_into: Annotated[
        int | None, Field(description="Id of the class that this one was merged into.")
    ]
    labels: Annotated[
        int | None,
        Field(
            description="Number of labels with this class, those of merged classes included; null "
            "for annotators."
        ),
    ]


# Projects

FurtherViews = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]],
    Field(max_length=MOST_VIEWS),
    AfterValidator(different),
]


@takes_settings
class NewProject(Body):
    """A project to open. Null means the same as leaving a field out."""

    name: Title
    classes: Annotated[list[NewClass], Field(max_length=1_000)] = []
    encoder: Annotated[
        str | None,
        Field(max_length=300, description="Name of the main encoder; GET /encoders lists them."),
    ] = None
    views: Annotated[
        FurtherViews | None,
        Field(description="Names of further encoders; null: those of POSTIL_VIEWS."),
    ] = None


SAID_ONCE = (
    "can't be changed after the project is made. Make a new project with another one, export this "
    "one's labels and import them there."
)


@changes_settings
class ProjectChange(Body):
    """Changes to a project. Fields that are left out stay as they are."""

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
        Field(
            description="Names of all further encoders; new ones are added, none can be left out."
        ),
    ] = None


class ViewToWake(Body):
    encoder: Annotated[
        str,
        Field(max_length=300, pattern=NO_NUL, description="Name of the encoder, as in `views`."),
    ]


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
        Field(
            description="Quality and activity of the project; null unless asked for, and for "
            "annotators."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class ProjectView:
    encoder: str
    embedded: Annotated[
        int,
        Field(description="Number of pool items with vectors in this view, published or not."),
    ]
    weight: Annotated[
        float | None,
        Field(
            description="Weight of this view in the last round's model; all sum to 1. Null if "
            "unused by the round."
        ),
    ]
    learnt_from: Annotated[
        int | None,
        Field(
            description="Number of project texts, or labels, that the encoder last learnt from; "
            "null if none."
        ),
    ]
    learnt_by_round: Annotated[
        bool | None,
        Field(
            description="Whether the last round used what the encoder learnt; false while texts "
            "are embedded again, null if it has learnt nothing."
        ),
    ]
    learns_labels: Annotated[
        bool,
        Field(description="Whether the encoder learns from labels; it starts at 30 chosen ones."),
    ]
    rests_from: Annotated[
        int | None,
        Field(
            description="Number of labels when the view was put to rest; null if awake. At rest, "
            "new items get no vectors in it, and rounds don't use it."
        ),
    ]


@tells_settings
class ProjectDetails(ProjectSummary):
    """A project with its settings, counts and classes, and your role in it."""

    lacks: Annotated[
        Sequence[Feature],
        Field(
            description="Features that projects with this kind of answer and this metric don't "
            "have: asking for one gives 409."
        ),
    ]
    encoder: Annotated[
        str, Field(description="Name of the main encoder, which makes the first view.")
    ]
    views: Annotated[
        Sequence[ProjectView], Field(description="Views of the project, the main one first.")
    ]
    suggests: Annotated[
        bool, Field(description="Whether suggestions are on, as set or by the number of classes.")
    ]
    data_columns: Annotated[
        Sequence[str],
        Field(description="Names of the data columns, up to 200; empty for annotators."),
    ]
    paused_reason: str | None
    round_number: int
    classes: Sequence[OfferedClass]
    classes_version: Annotated[
        int,
        Field(
            description="Number that rises when classes or guidelines change; also in `progress`."
        ),
    ]
    my_role: Role
    may_adjudicate: Annotated[
        bool, Field(description="Whether you decide items on which others disagree.")
    ]


@dataclass(frozen=True, kw_only=True)
class PastSetting:
    """An earlier or current value of a setting, with the time from which it held."""

    id: int
    name: str
    value: SettingValue
    labels: Annotated[int, Field(description="Number of labels when the setting changed.")]
    changed_at: datetime
    changed_by: Annotated[str | None, Field(description="Name of the person who changed it.")]

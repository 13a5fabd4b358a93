from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from service.api.schemas.classes import ClassResponse, NewClass
from service.core.acquisition.audit_schedule import Audits
from service.core.evaluation.metric import Metric
from service.kit.fields import NO_NUL, Body, Response, Title
from service.loop.labelling.shown_columns import MOST_COLUMNS
from service.loop.projects.change_views import MOST_VIEWS
from service.loop.projects.create_project import STOP_LEVELS, ProjectFields
from service.vocabulary import ProjectState, Role, UserState

Price = Annotated[float, Field(ge=0, le=1_000_000)]


def _known(level: float) -> float:
    if level not in STOP_LEVELS:
        raise ValueError(f"should be one of {', '.join(map(str, STOP_LEVELS))}")
    return level


Column = Annotated[str, Field(min_length=1, max_length=200, pattern=NO_NUL)]


def _different(names: list[str]) -> list[str]:
    if len({*names}) < len(names):
        raise ValueError("names one twice")
    return names


FurtherViews = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]],
    Field(max_length=MOST_VIEWS),
    AfterValidator(_different),
]


class Settings(Body):
    """What can be set at creation and changed later."""

    guidelines: Annotated[str | None, Field(max_length=100_000)] = None
    strategy: Annotated[str | None, Field(max_length=80, description="See GET /strategies.")] = None
    batch_size: Annotated[
        int | None, Field(ge=1, le=500, description="How many items a strategy chooses jointly.")
    ] = None
    round_every: Annotated[
        int | None, Field(ge=1, le=1_000, description="Labels after which a round starts.")
    ] = None
    audits: Annotated[
        Audits | None,
        Field(
            description="How many of the hand-outs are audit items, which every figure rests on: "
            "`fewest`, a tenth; `balanced`, 30 of the first 100, then 15 %; `proof`, 40 of the "
            "first 100, then a fifth."
        ),
    ] = None
    overlap: Annotated[int | None, Field(ge=1, le=10, description="Annotators per item.")] = None
    relabel: Annotated[
        bool | None,
        Field(
            description="Whether a label is asked for once more, of another person, where that "
            "promises more than a new item. Never of audit items."
        ),
    ] = None
    suggestions: Annotated[
        bool | None,
        Field(
            description="Whether items show the classes that a model thinks likely; null: with "
            "more than 10 classes. Of audit items and of as many others they are withheld."
        ),
    ] = None
    columns: Annotated[
        Annotated[list[Column], Field(max_length=MOST_COLUMNS), AfterValidator(_different)] | None,
        Field(description="Columns of the rows' data that are shown beside a text, in order."),
    ] = None
    lease_seconds: Annotated[int | None, Field(ge=10, le=86_400)] = None
    currency: Annotated[
        str | None,
        Field(
            pattern="^[A-Z]{3}$",
            description="Of prices and costs, an ISO 4217 code, e.g. USD. New projects have "
            "the service's, POSTIL_CURRENCY.",
        ),
    ] = None
    price_per_hour: Price | None = None
    price_per_label: Price | None = None
    metric: Annotated[
        Metric | None,
        Field(
            description="What the target is of, and the curve and the light go by: `accuracy` "
            "where an answer is one class; `exact_match` unless said otherwise, `jaccard`, "
            "`micro_f1` or `macro_f1` where it is a set of classes."
        ),
    ] = None
    target: Annotated[
        float | None, Field(gt=0, lt=1, description="What you need of the metric, e.g. 0.9.")
    ] = None
    stop_level: Annotated[
        Annotated[float, AfterValidator(_known)] | None,
        Field(
            description="How sure the light is that says the target is reached.",
            json_schema_extra={"enum": [*STOP_LEVELS, None]},
        ),
    ] = None
    value_per_point: Annotated[
        Price | None,
        Field(description="What a point of the metric is worth, in the currency of the prices."),
    ] = None


class NewProject(Settings):
    """Null is as good as left out."""

    name: Title
    answer_kind: Annotated[
        str,
        Field(
            max_length=80,
            description="`single_label`: one class an item; `multi_label`: any number, or none.",
        ),
    ] = "single_label"
    classes: Annotated[list[NewClass], Field(max_length=1_000)] = []
    encoder: Annotated[str | None, Field(max_length=300, description="See GET /encoders.")] = None
    views: Annotated[
        FurtherViews | None,
        Field(description="Further encoders, beside `encoder`; null: POSTIL_VIEWS."),
    ] = None
    seed: Annotated[int | None, Field(ge=0, lt=2**31)] = None

    def fields(self) -> ProjectFields:
        return cast("ProjectFields", self.model_dump(exclude={"classes"}, exclude_none=True))


class ProjectChange(Settings):
    name: Title | None = None
    state: Literal[ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.ARCHIVED] | None = None
    paused_reason: Annotated[str | None, Field(max_length=500)] = None
    views: Annotated[
        FurtherViews | None,
        Field(description="All further encoders: what is new is added. None can be left out."),
    ] = None

    def fields(self) -> ProjectFields:
        """What was sent and nothing else."""
        return cast("ProjectFields", self.model_dump(exclude_unset=True))


class Duplicate(Body):
    name: Title


class ProjectSummaryResponse(Response):
    id: int
    name: str
    state: ProjectState
    created_at: datetime
    item_count: int
    embedded_count: int
    label_count: int
    target: float | None


class ViewResponse(Response):
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


class ProjectResponse(ProjectSummaryResponse):
    answer_kind: str
    lacks: Annotated[
        list[str],
        Field(description="What projects with answers of this kind don't have: 409 if asked for."),
    ]
    guidelines: str
    encoder: Annotated[str, Field(description="Of the first view.")]
    views: Annotated[list[ViewResponse], Field(description="The first is the main one.")]
    strategy: str
    batch_size: int
    round_every: int
    audits: Audits
    overlap: int
    relabel: bool
    suggestions: bool | None
    suggests: Annotated[
        bool, Field(description="Whether suggestions are on, as set or by the number of classes.")
    ]
    columns: Annotated[list[str], Field(description="Shown beside each text, in order.")]
    data_columns: Annotated[
        list[str], Field(description="Those that there are, 200 at most; none for annotators.")
    ]
    lease_seconds: int
    seed: Annotated[int | None, Field(description="Null for annotators.")]
    currency: str
    price_per_hour: float | None
    price_per_label: float | None
    metric: Metric
    stop_level: float
    value_per_point: float | None
    paused_reason: str | None
    round_number: int
    classes: list[ClassResponse] = []
    classes_version: Annotated[
        int, Field(description="Goes up when classes or guidelines change; `progress` has it.")
    ] = 0
    my_role: Role = Role.ANNOTATOR
    may_adjudicate: Annotated[
        bool, Field(description="Whether you decide where others' answers differ.")
    ] = False


class SettingChangeResponse(Response):
    id: int
    name: str
    value: str | int | float | bool | None
    labels: Annotated[int, Field(description="That there were then.")]
    changed_at: datetime
    changed_by: Annotated[str | None, Field(description="The name of whoever did.")]


class MemberResponse(Response):
    user_id: int
    name: str
    role: Role
    state: UserState
    adjudicates: Annotated[
        bool, Field(description="Decides where others' answers differ; engineers may without.")
    ]
    is_owner: Annotated[
        bool, Field(description="Opened the project: they stay in it, as an engineer.")
    ]


class MemberChange(Body):
    """What is left out stays."""

    role: Literal[Role.ENGINEER, Role.ANNOTATOR] | None = None
    adjudicates: bool | None = None


class NewProgram(Body):
    name: Annotated[str, Field(max_length=80, description="What the others see.")]
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    days: Annotated[int | None, Field(ge=1, le=3650, description="Until its token expires.")] = None


class ProgramResponse(Response):
    user_id: int
    name: str
    role: Role
    token: Annotated[str, Field(description="Shown once.")]
    expires_at: datetime | None


class NewInvitation(Body):
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    uses: Annotated[int, Field(ge=1, le=1_000)] = 20
    days: Annotated[int, Field(ge=1, le=365, description="Until it expires.")] = 14


class InvitationResponse(Response):
    id: int
    url: Annotated[str, Field(description="Shown once: send it to the people you invite.")]
    role: Role
    uses: int
    expires_at: datetime


class OpenInvitationResponse(Response):
    id: int
    role: Role
    uses_left: int
    expires_at: datetime
    made_by: Annotated[str, Field(description="The name of whoever made it.")]
    created_at: datetime


class SignInLinkResponse(Response):
    url: Annotated[
        str, Field(description="Shown once: send it to nobody but the person it signs in.")
    ]
    expires_at: datetime

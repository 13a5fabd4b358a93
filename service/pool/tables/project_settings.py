"""The settings of a project: one field each, read by tables, requests, history and moving."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Checked
from pydantic.fields import FieldInfo
from sqlmodel import Field, SQLModel
from sqlmodel.main import FieldInfoMetadata

from service.core.acquisition.audit import Audits
from service.core.evaluation.metric import Metric
from service.core.evaluation.target_reached import BOUNDARIES
from service.db.columns import json_field, text_enum
from service.kit.fields import NO_NUL

SEEDS = 2**31
STOP_LEVELS = tuple(BOUNDARIES)
CODE = "^[A-Z]{3}$"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Properties of a setting, besides its type, bounds, default and description."""

    is_followed: bool = False
    """Figures depend on it, so its changes are recorded in the project's history."""
    is_fixed: bool = False
    """It is set when a project is opened, and never changed."""
    is_for_engineers: bool = False
    """Only engineers see it."""
    is_copied: bool = True
    """A duplicate of the project gets it too."""


PLAIN, FOLLOWED = Setting(), Setting(is_followed=True)


def _offered(level: float) -> float:
    if level not in STOP_LEVELS:
        raise ValueError(f"should be one of {', '.join(map(str, STOP_LEVELS))}")
    return level


def _iso_4217(code: str) -> str:
    if not re.fullmatch(CODE, code):
        raise ValueError("should be an ISO 4217 code of three capital letters, such as USD")
    return code


def different(names: list[str]) -> list[str]:
    if len({*names}) < len(names):
        raise ValueError("names one twice")
    return names


def _drawn() -> int:
    return secrets.randbelow(SEEDS)


Name = Annotated[str, StringConstraints(max_length=80)]
Price = Annotated[float, Checked(ge=0, le=1_000_000)]
StopLevel = Annotated[
    float, AfterValidator(_offered), Checked(json_schema_extra={"enum": [*STOP_LEVELS]})
]
Currency = Annotated[str, AfterValidator(_iso_4217), Checked(json_schema_extra={"pattern": CODE})]
Column = Annotated[str, Checked(min_length=1, max_length=200, pattern=NO_NUL)]
Columns = Annotated[list[Column], Checked(max_length=10), AfterValidator(different)]


class ProjectSettings(SQLModel):
    """All settings of a project, in the order in which they are shown.

    The table has a column for each, requests and results a field, docs/api.md a row: see
    service/projects/settings.py. All of them move with a project.
    """

    answer_kind: Annotated[Name, Setting(is_fixed=True)] = Field(
        default="single_label",
        description="Kind of answer: `single_label` (default), one class for each item; "
        "`multi_label`, any number of classes, or none.",
    )
    guidelines: Annotated[str, StringConstraints(max_length=100_000), PLAIN] = Field(
        default="", description="Instructions for annotators, in Markdown."
    )
    strategy: Annotated[Name, FOLLOWED] = Field(
        default="auto", description="Strategy that chooses items; GET /strategies lists them."
    )
    batch_size: Annotated[int, FOLLOWED] = Field(
        default=10, ge=1, le=500, description="Number of items that a strategy chooses jointly."
    )
    round_every: Annotated[int, FOLLOWED] = Field(
        default=5, ge=1, le=1_000, description="Number of new labels after which a round starts."
    )
    audits: Annotated[Audits, FOLLOWED] = text_enum(
        Audits,
        default=Audits.BALANCED,
        description="Share of the handed-out items that are audit items: every figure rests on "
        "these. `fewest`: a tenth. `balanced`: 30 of the first 100, then 15 %. `proof`: 40 of the "
        "first 100, then a fifth.",
    )
    overlap: Annotated[int, FOLLOWED] = Field(
        default=1, ge=1, le=10, description="Number of annotators for each item."
    )
    relabel: Annotated[bool, FOLLOWED] = Field(
        default=False,
        description="Whether another person is asked about a labelled item, where that promises "
        "more than a new item. Never done for audit items.",
    )
    programs_count: Annotated[bool, FOLLOWED] = Field(
        default=False,
        description="Whether answers of programs count as people's do: as audit answers, checks "
        "and second answers.",
    )
    suggestions: Annotated[bool | None, FOLLOWED] = Field(
        default=None,
        description="Whether items show the classes that a model thinks likely; null: only with "
        "more than 10 classes. Never shown on audit items and on as many others.",
    )
    tuning: Annotated[bool, FOLLOWED] = Field(
        default=True,
        description="Whether encoders learn from labels, if they can, and rounds use what they "
        "learn.",
    )
    tuning_seconds: Annotated[float | None, FOLLOWED] = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Most CPU-seconds for encoders that learn from labels, with embedding texts "
        "again; null: as many as labels earn (POSTIL_TUNING_SECONDS_PER_LABEL).",
    )
    practice: Annotated[int, FOLLOWED] = Field(
        default=0,
        ge=0,
        le=50,
        description="Number of settled texts that a new annotator practises on before the first "
        "real one; 0: none. Fewer, or none, while fewer are settled.",
    )
    shows_pace: Annotated[bool, PLAIN] = Field(
        default=True,
        description="Whether the people who run the project see how fast each person labels. "
        "Everybody sees their own pace.",
    )
    columns: Annotated[Columns, PLAIN] = json_field(
        default_factory=list,
        description="Names of the data columns to show beside a text, in order.",
    )
    lease_seconds: Annotated[int, PLAIN] = Field(
        default=1800,
        ge=10,
        le=86_400,
        description="Number of seconds that an item is kept for the person who got it.",
    )
    take_along_hours: Annotated[int, PLAIN] = Field(
        default=24,
        ge=0,
        le=168,
        description="Most hours that people may take items along, on a device without network; 0: "
        "not at all.",
    )
    seed: Annotated[int, Setting(is_fixed=True, is_for_engineers=True, is_copied=False)] = Field(
        default_factory=_drawn,
        ge=0,
        lt=SEEDS,
        description="Seed of all random draws, so that a round can be replayed; drawn if left out.",
    )
    currency: Annotated[Currency, FOLLOWED] = Field(
        default="EUR",
        max_length=3,
        description="Currency of prices and costs: an ISO 4217 code, e.g. USD. New projects have "
        "the service's, POSTIL_CURRENCY.",
    )
    price_per_hour: Annotated[Price | None, FOLLOWED] = Field(
        default=None, description="Price of an hour of labelling."
    )
    price_per_label: Annotated[Price | None, FOLLOWED] = Field(
        default=None, description="Price of each label, on top of the hours."
    )
    metric: Annotated[Metric, FOLLOWED] = text_enum(
        Metric,
        default=Metric.ACCURACY,
        description="Metric of the target, the curve and the stop light. If an answer is one "
        "class: `accuracy` (default) or `macro_f1`. If it is a set of classes: `exact_match` "
        "(default), `jaccard`, `micro_f1` or `macro_f1`.",
    )
    target: Annotated[float | None, FOLLOWED] = Field(
        default=None, gt=0, lt=1, description="Value of the metric that you need, e.g. 0.9."
    )
    stop_level: Annotated[StopLevel, FOLLOWED] = Field(
        default=0.9,
        description="Confidence at which the stop light says that the target is reached.",
    )
    value_per_point: Annotated[Price | None, FOLLOWED] = Field(
        default=None,
        description="Worth of one percentage point of the metric, in the project's currency.",
    )


FIELDS: Mapping[str, FieldInfo] = ProjectSettings.model_fields
SETTINGS: Mapping[str, Setting] = {
    name: one
    for name, field in FIELDS.items()
    for one in field.metadata
    if isinstance(one, Setting)
}


def checked_type(name: str) -> Any:
    """The type of a setting with its bounds, without its database column."""
    field = FIELDS[name]
    bounds = [one for one in field.metadata if not isinstance(one, Setting | FieldInfoMetadata)]
    return Annotated[field.annotation, *bounds, Checked(json_schema_extra=field.json_schema_extra)]

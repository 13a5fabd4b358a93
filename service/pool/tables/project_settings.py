"""The settings of a project: one row each, which tables, requests, history and moving read."""

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
    """What a setting is beside its type, bounds, default and description."""

    is_followed: bool = False
    """Figures depend on it: its changes stand in the project's history."""
    is_fixed: bool = False
    """It is said when a project is opened, and never changed."""
    is_for_engineers: bool = False
    """Nobody else is told."""
    is_copied: bool = True
    """A project that is opened with this one's settings has it too."""


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
    """What can be set of a project, in the order in which it is told.

    The table has a column for each, requests and results a field, docs/api.md a row: see
    service/projects/settings.py. All of them move with a project.
    """

    answer_kind: Annotated[Name, Setting(is_fixed=True)] = Field(
        default="single_label",
        description="`single_label`, unless said otherwise: one class an item; `multi_label`: any "
        "number, or none.",
    )
    guidelines: Annotated[str, StringConstraints(max_length=100_000), PLAIN] = Field(
        default="", description="What to do in doubt, in Markdown."
    )
    strategy: Annotated[Name, FOLLOWED] = Field(default="auto", description="See GET /strategies.")
    batch_size: Annotated[int, FOLLOWED] = Field(
        default=10, ge=1, le=500, description="How many items a strategy chooses jointly."
    )
    round_every: Annotated[int, FOLLOWED] = Field(
        default=5, ge=1, le=1_000, description="Labels after which a round starts."
    )
    audits: Annotated[Audits, FOLLOWED] = text_enum(
        Audits,
        default=Audits.BALANCED,
        description="How many of the hand-outs are audit items, which every figure rests on: "
        "`fewest`, a tenth; `balanced`, 30 of the first 100, then 15 %; `proof`, 40 of the "
        "first 100, then a fifth.",
    )
    overlap: Annotated[int, FOLLOWED] = Field(
        default=1, ge=1, le=10, description="Annotators per item."
    )
    relabel: Annotated[bool, FOLLOWED] = Field(
        default=False,
        description="Whether a label is asked for once more, of another person, where that "
        "promises more than a new item. Never of audit items.",
    )
    programs_count: Annotated[bool, FOLLOWED] = Field(
        default=False,
        description="Whether answers of programs count as those of people: as audit answers, "
        "checks and second answers.",
    )
    suggestions: Annotated[bool | None, FOLLOWED] = Field(
        default=None,
        description="Whether items show the classes that a model thinks likely; null: with "
        "more than 10 classes. Of audit items and of as many others they are withheld.",
    )
    tuning: Annotated[bool, FOLLOWED] = Field(
        default=True,
        description="Whether encoders that learn from labels learn, and rounds read them.",
    )
    tuning_seconds: Annotated[float | None, FOLLOWED] = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="CPU-seconds that this may take in all, reading the texts anew included; null: "
        "as many as labels earn (POSTIL_TUNING_SECONDS_PER_LABEL).",
    )
    practice: Annotated[int, FOLLOWED] = Field(
        default=0,
        ge=0,
        le=50,
        description="Settled texts that a new annotator labels for practice before the first real "
        "one; 0: none. Fewer, or none, while fewer are settled.",
    )
    shows_pace: Annotated[bool, PLAIN] = Field(
        default=True,
        description="Whether the people who run the project see how fast each person labels. "
        "Everybody sees their own.",
    )
    columns: Annotated[Columns, PLAIN] = json_field(
        default_factory=list,
        description="Columns of the rows' data that are shown beside a text, in order.",
    )
    lease_seconds: Annotated[int, PLAIN] = Field(
        default=1800,
        ge=10,
        le=86_400,
        description="How long an item is kept for whoever was handed it.",
    )
    take_along_hours: Annotated[int, PLAIN] = Field(
        default=24,
        ge=0,
        le=168,
        description="For how long people may take items along, on a device without network; "
        "0: not at all.",
    )
    seed: Annotated[int, Setting(is_fixed=True, is_for_engineers=True, is_copied=False)] = Field(
        default_factory=_drawn,
        ge=0,
        lt=SEEDS,
        description="Of all draws that a round can be replayed by; drawn where none is said.",
    )
    currency: Annotated[Currency, FOLLOWED] = Field(
        default="EUR",
        max_length=3,
        description="Of prices and costs, an ISO 4217 code, e.g. USD. New projects have "
        "the service's, POSTIL_CURRENCY.",
    )
    price_per_hour: Annotated[Price | None, FOLLOWED] = Field(
        default=None, description="What an hour of labelling costs."
    )
    price_per_label: Annotated[Price | None, FOLLOWED] = Field(
        default=None, description="What each label costs on top."
    )
    metric: Annotated[Metric, FOLLOWED] = text_enum(
        Metric,
        default=Metric.ACCURACY,
        description="What the target is of, and the curve and the light go by: `accuracy`, "
        "unless said otherwise, or `macro_f1` where an answer is one class; `exact_match`, unless "
        "said otherwise, `jaccard`, `micro_f1` or `macro_f1` where it is a set of classes.",
    )
    target: Annotated[float | None, FOLLOWED] = Field(
        default=None, gt=0, lt=1, description="What you need of the metric, e.g. 0.9."
    )
    stop_level: Annotated[StopLevel, FOLLOWED] = Field(
        default=0.9, description="How sure the light is that says the target is reached."
    )
    value_per_point: Annotated[Price | None, FOLLOWED] = Field(
        default=None,
        description="What a point of the metric is worth, in the currency of the prices.",
    )


FIELDS: Mapping[str, FieldInfo] = ProjectSettings.model_fields
SETTINGS: Mapping[str, Setting] = {
    name: one
    for name, field in FIELDS.items()
    for one in field.metadata
    if isinstance(one, Setting)
}


def checked_type(name: str) -> Any:
    """The type of a setting with its bounds, and nothing of its column."""
    field = FIELDS[name]
    bounds = [one for one in field.metadata if not isinstance(one, Setting | FieldInfoMetadata)]
    return Annotated[field.annotation, *bounds, Checked(json_schema_extra=field.json_schema_extra)]

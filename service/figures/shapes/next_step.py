"""What to do next in a project, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from service.kit.reasons import Reason


class Action(StrEnum):
    ADD_TEXTS = "add_texts"
    RESUME = "resume"
    LABEL = "label"
    SETTLE = "settle"
    FIND_CLASS = "find_class"
    SET_TARGET = "set_target"
    TAKE_MODEL = "take_model"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one thing that brings a project furthest now."""

    action: Action
    reason: Reason
    amount: Annotated[
        int | None,
        Field(description="About so many labels, or so many disagreements; null elsewhere."),
    ]
    class_id: Annotated[int | None, Field(description="The class to look for.")]
    class_name: str | None

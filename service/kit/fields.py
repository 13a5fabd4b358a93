from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
)

MAX_ID = 2**53 - 1
"""Larger numbers lose digits on their way through a browser."""
MAX_PLACE = 2**31 - 1
"""Of the numbers that a project gives."""
NO_NUL = r"^[^\x00]*$"
"""Of a text in a query that reaches the database: PostgreSQL knows no NUL character."""
RowId = Annotated[int, Field(ge=1, le=MAX_ID)]
ALL_REQUIRED = ConfigDict(json_schema_serialization_defaults_required=True)
"""Of a result whose fields have defaults: they are always sent."""
T = TypeVar("T")
Hidden = Annotated[T, Field(exclude=True)]
"""Of a row that the API answers with: what is nobody's business outside."""


def seen(name: str) -> str:
    """Without blanks around it, as it looks anyway."""
    if not (seen := name.strip()):
        raise ValueError("is empty")
    return seen


Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(seen)]
"""What people call a thing of theirs."""


def _an_object(raw: Any) -> Any:
    if not isinstance(raw, dict):
        raise ValueError('should be an object, such as {"class": "refund"}')
    return raw


SentAnswer = Annotated[
    dict[str, Any], BeforeValidator(_an_object), Field(examples=[{"class": "refund"}])
]


class Body(BaseModel):
    """A request: unknown fields are refused, so that a misspelt one doesn't go unnoticed."""

    model_config = ConfigDict(extra="forbid")
    absences: ClassVar[Mapping[str, str]] = {}
    """By fields that people look for in it and it doesn't have: why, and what to do instead."""

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_nul(cls, value: Any) -> Any:
        """PostgreSQL stores no NUL character, and nobody types one."""
        if isinstance(value, str) and "\x00" in value:
            raise ValueError("holds a NUL character")
        return value

"""Files that an export is taken away as: each of the formats there are."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query
from pydantic import AfterValidator

from service.exporting.export_format import EXPORT_FORMATS

CONTENT: dict[str, dict[str, Any]] = {
    each.media_type: {"schema": {"type": "string"}} for each in EXPORT_FORMATS.values()
}
"""For the description of a response."""
NAMES = [*EXPORT_FORMATS]
OF_CURVES = ["json", *NAMES]


def _one_of(names: list[str]) -> Callable[[str], str]:
    def checked(name: str) -> str:
        if name not in names:
            raise ValueError(f"should be one of {', '.join(names)}")
        return name

    return checked


FormatName = Annotated[
    str, Query(alias="format", json_schema_extra={"enum": NAMES}), AfterValidator(_one_of(NAMES))
]
CurveFormat = Annotated[
    str,
    Query(
        alias="format",
        json_schema_extra={"enum": OF_CURVES},
        description="A table has a row a point, of every measured round.",
    ),
    AfterValidator(_one_of(OF_CURVES)),
]

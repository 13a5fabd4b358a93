"""What own vectors are sent with, and what is said of those that there are."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, Field

from service.kit.fields import NO_NUL
from service.kit.reasons import Reason

Column = Annotated[str | None, Field(max_length=200, pattern=NO_NUL)]


class VectorsQuery(BaseModel):
    """How a file of vectors is to be read, in the query of its upload."""

    id: Annotated[
        Column, Field(description="The column with the id, if not `id` or `external_id`.")
    ] = None
    vector: Annotated[
        Column, Field(description="The column with the list of numbers, if not `vector`.")
    ] = None
    wait: Annotated[float, Field(ge=0, le=60, description="Seconds to wait for the end.")] = 0
    file_name: Annotated[
        str | None,
        Field(
            max_length=300,
            pattern=NO_NUL,
            description="Says by its ending what the file is, where the content type doesn't.",
        ),
    ] = None

    @property
    def columns(self) -> dict[str, str]:
        columns = {"id": self.id, "vector": self.vector}
        return {role: column for role, column in columns.items() if column is not None}


@dataclass(frozen=True)
class LackingItem:
    item_id: int
    external_id: str | None


@dataclass(frozen=True, kw_only=True)
class OwnVectors:
    """A view of vectors that somebody sent."""

    name: str
    encoder: Annotated[str, Field(description="What the view is called among `views`.")]
    dimensions: Annotated[
        int | None, Field(description="Of its first upload; null until that is taken in.")
    ]
    items: Annotated[int, Field(description="Items of the pool that have one.")]
    total: Annotated[int, Field(description="Items of the pool.")]
    first_lacking: Annotated[
        LackingItem | None, Field(description="The first item of the pool without one.")
    ]
    is_read: Annotated[
        bool,
        Field(
            description="Whether rounds that begin now read it: nine tenths of the items have one."
        ),
    ]
    job_id: Annotated[int | None, Field(description="The last upload's.")]
    reason: Annotated[
        Reason | None, Field(description="That a file is being taken in, or why the last wasn't.")
    ]

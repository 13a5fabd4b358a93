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
        Column, Field(description="Name of the column with the id, if not `id` or `external_id`.")
    ] = None
    vector: Annotated[
        Column, Field(description="Name of the column with the list of numbers, if not `vector`.")
    ] = None
    wait: Annotated[
        float, Field(ge=0, le=60, description="Seconds to wait for the upload to be read.")
    ] = 0
    file_name: Annotated[
        str | None,
        Field(
            max_length=300,
            pattern=NO_NUL,
            description="Name of the file; its ending is the format if the content type has none.",
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
    encoder: Annotated[str, Field(description="Name of the view among a project's `views`.")]
    dimensions: Annotated[
        int | None,
        Field(
            description="Length of each vector, set by the first upload; null until that is read."
        ),
    ]
    items: Annotated[int, Field(description="Number of pool items with a vector in this view.")]
    total: Annotated[int, Field(description="Number of items in the pool.")]
    first_lacking: Annotated[
        LackingItem | None,
        Field(description="First item of the pool without a vector in this view."),
    ]
    is_read: Annotated[
        bool,
        Field(
            description="Whether new rounds use the view: nine tenths of the items have a vector."
        ),
    ]
    job_id: Annotated[int | None, Field(description="Id of the job that reads the last upload.")]
    reason: Annotated[
        Reason | None,
        Field(description="State of an upload that is being read, or why the last one failed."),
    ]

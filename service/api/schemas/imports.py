from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from service.kit.fields import NO_NUL, Response
from service.vocabulary import ImportState, ItemRole

Column = Annotated[str | None, Field(max_length=200, pattern=NO_NUL)]


class ImportQuery(BaseModel):
    """How a file is to be read, in the query of its upload."""

    text: Column = None
    id: Column = None
    label: Column = None
    role: Annotated[
        ItemRole, Field(description="evaluation: your own test set; nobody is asked about it.")
    ] = ItemRole.POOL
    labels: Annotated[
        Literal["import", "ignore"] | None,
        Field(
            description="import: answers in the file are labels (an evaluation set's always are)."
        ),
    ] = None
    create_classes: Annotated[
        bool, Field(description="Classes that only the file names are added to the project.")
    ] = False
    quoting: Annotated[
        Literal["standard", "none"],
        Field(description="none: quotation marks in CSV and TSV are letters like others."),
    ] = "standard"
    fold_case: Annotated[
        bool, Field(description="An answer may name a class in other case: spam means Spam.")
    ] = False
    separator: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=10,
            pattern=NO_NUL,
            description="What stands between the classes of an answer that is a text, where a row "
            "may have several: `;` reads `Spam; Offer` as two.",
        ),
    ] = None
    wait: Annotated[float, Field(ge=0, le=60, description="Seconds to wait for the end.")] = 0
    file_name: Annotated[str | None, Field(max_length=300, pattern=NO_NUL)] = None


class WarningResponse(Response):
    line: int | None
    """Null for what concerns the whole file."""
    detail: str


class ImportResponse(Response):
    import_id: int
    job_id: int | None
    """Null when the same file was sent before: this is that import."""
    state: ImportState
    role: ItemRole
    labels: Literal["import", "ignore"]
    create_classes: bool
    encoding: str
    quoting: Literal["standard", "none"]
    fold_case: bool
    separator: str | None
    file_name: str | None
    received: int
    inserted: int
    duplicates: int
    rejected: int
    labelled: int
    """Known answers that became labels."""
    conflicts: int
    """Known answers that differ from the label their item had: that one stays."""
    warnings: list[WarningResponse]
    """What was taken but may not be meant."""
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class RejectedRowResponse(Response):
    line: int
    detail: str
    content: str


class ConflictingRowResponse(Response):
    line: int
    item_id: int
    text: str
    label: str
    """What the row says."""
    kept: str | None
    """What the item's label is now."""

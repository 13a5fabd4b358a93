"""What an import is asked for with, and what is said of it and of its rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from service.kit.fields import NO_NUL
from service.kit.vocabulary import Header, ImportState, ItemRole, LabelUse, Quotes, Surplus

Column = Annotated[str | None, Field(max_length=200, pattern=NO_NUL)]


class ImportQuery(BaseModel):
    """How a file is to be read, in the query of its upload."""

    text: Annotated[Column, Field(description="The column with the text, if not `text`.")] = None
    id: Annotated[Column, Field(description="The column with the id, if not `id`.")] = None
    label: Annotated[Column, Field(description="The column with the answer, if not `label`.")] = (
        None
    )
    role: Annotated[
        ItemRole, Field(description="evaluation: your own test set; nobody is asked about it.")
    ] = ItemRole.POOL
    labels: Annotated[
        LabelUse | None,
        Field(
            description="import: answers in the file are labels (an evaluation set's always are)."
        ),
    ] = None
    create_classes: Annotated[
        bool, Field(description="Classes that only the file names are added to the project.")
    ] = False
    quoting: Annotated[
        Quotes,
        Field(description="none: quotation marks in CSV and TSV are ordinary characters."),
    ] = "standard"
    header: Annotated[
        Header | None,
        Field(
            description="none: the first line of CSV and TSV is a row like the others. Columns are "
            "called `text` where there is one, else `column_1`, `column_2` and so on."
        ),
    ] = None
    surplus: Annotated[
        Surplus,
        Field(
            description="text: where a row of CSV or TSV has more fields than the header, as with "
            "commas outside quotation marks, its text takes those that are too many."
        ),
    ] = "refuse"
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
    file_name: Annotated[
        str | None, Field(max_length=300, pattern=NO_NUL, description="What people see.")
    ] = None

    @property
    def columns(self) -> dict[str, str]:
        """Names of the columns that hold `text`, `id` and `label`, where they differ."""
        columns = {"text": self.text, "id": self.id, "label": self.label}
        return {role: column for role, column in columns.items() if column is not None}

    @property
    def label_use(self) -> LabelUse:
        """What becomes of the answers in the file, where nothing is said of them too."""
        return self.labels or ("import" if self.role is ItemRole.EVALUATION else "ignore")


@dataclass(frozen=True)
class FileWarning:
    line: Annotated[int | None, Field(description="Null for what concerns the whole file.")]
    detail: str


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """One file that came in, and how far it is."""

    import_id: int
    job_id: Annotated[
        int | None,
        Field(description="Null when the same file was sent before: this is that import."),
    ]
    state: ImportState
    role: ItemRole
    labels: LabelUse
    create_classes: bool
    encoding: str
    quoting: Quotes
    fold_case: bool
    separator: str | None
    file_name: str | None
    received: int
    inserted: int
    duplicates: int
    rejected: int
    labelled: Annotated[int, Field(description="Known answers that became labels.")]
    conflicts: Annotated[
        int,
        Field(description="Known answers that differ from the label their item had: that stays."),
    ]
    warnings: Annotated[
        list[FileWarning], Field(description="What was taken but may not be meant.")
    ]
    error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was refused."""

    line: int
    detail: Annotated[str, Field(description="Why.")]
    content: Annotated[str, Field(description="The beginning of what stands there.")]


@dataclass(frozen=True)
class ConflictingRow:
    """A row whose known answer differs from the label that its item had already."""

    line: int
    item_id: int
    text: str
    label: Annotated[str, Field(description="What the row says.")]
    kept: Annotated[str | None, Field(description="What the item's label is now.")]

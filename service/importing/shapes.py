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

    text: Annotated[
        Column, Field(description="Name of the column with the text, if not `text`.")
    ] = None
    id: Annotated[Column, Field(description="Name of the column with the id, if not `id`.")] = None
    label: Annotated[
        Column, Field(description="Name of the column with the answer, if not `label`.")
    ] = None
    role: Annotated[
        ItemRole,
        Field(
            description="Use of the rows; `evaluation`: your own test set, which nobody is asked "
            "about."
        ),
    ] = ItemRole.POOL
    labels: Annotated[
        LabelUse | None,
        Field(
            description="Use of answers in the file; `import`: as labels. An evaluation set's "
            "always are."
        ),
    ] = None
    create_classes: Annotated[
        bool, Field(description="Whether to add new classes from the file to the project.")
    ] = False
    quoting: Annotated[
        Quotes,
        Field(description="Use of quotation marks in CSV and TSV; `none`: ordinary characters."),
    ] = "standard"
    header: Annotated[
        Header | None,
        Field(
            description="First line of CSV and TSV; `none`: a row like the others. Then a single "
            "column is called `text`, several are called `column_1`, `column_2` and so on."
        ),
    ] = None
    surplus: Annotated[
        Surplus,
        Field(
            description="Use of extra fields in a CSV or TSV row, which often come from commas "
            "outside quotation marks; `text`: its text takes them."
        ),
    ] = "refuse"
    fold_case: Annotated[
        bool,
        Field(description="Whether answers may differ from class names in case: spam means Spam."),
    ] = False
    separator: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=10,
            pattern=NO_NUL,
            description="Separator of the classes in an answer, where a row may have several: `;` "
            "reads `Spam; Offer` as two.",
        ),
    ] = None
    wait: Annotated[
        float, Field(ge=0, le=60, description="Seconds to wait for the import to end.")
    ] = 0
    file_name: Annotated[
        str | None,
        Field(max_length=300, pattern=NO_NUL, description="Name of the file, to show to people."),
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
    line: Annotated[
        int | None,
        Field(description="Line of the file; null if the warning is about the whole file."),
    ]
    detail: str


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """An imported file, with its state and counts."""

    import_id: int
    job_id: Annotated[
        int | None,
        Field(description="Id of the import's job; null if the same file was imported before."),
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
    labelled: Annotated[int, Field(description="Number of known answers that became labels.")]
    conflicts: Annotated[
        int,
        Field(
            description="Number of known answers that differ from the item's label, which stays."
        ),
    ]
    warnings: Annotated[
        list[FileWarning],
        Field(description="Warnings about content that was accepted but may be a mistake."),
    ]
    error: str | None
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that wasn't imported."""

    line: int
    detail: Annotated[str, Field(description="Reason why the row was rejected.")]
    content: Annotated[str, Field(description="Beginning of the row's content.")]


@dataclass(frozen=True)
class ConflictingRow:
    """A row whose known answer differs from the label that its item had already."""

    line: int
    item_id: int
    text: str
    label: Annotated[str, Field(description="Known answer in the row.")]
    kept: Annotated[str | None, Field(description="Current label of the item, which stays.")]

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import foreign_key, json_field, metadata, primary_key, text_enum
from service.kit.vocabulary import ClassState


class LabelClass(SQLModel, table=True):
    """A possible value of the answer. Answers refer to its id; names exist only at the edge.

    Answers keep the class that was given, whatever becomes of it. A merge is applied when they are
    read, so it can be undone.
    """

    __tablename__ = "label_class"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int
    key: str | None = None
    code: str | None = None
    """Two letters that answer with it. They never change, and no other class gets them."""
    name: str
    description: str = ""
    written_at: datetime | None = None
    """The time of the last new description or example, after which a failed search may succeed."""
    colour: str | None = None
    """The name of a colour; each theme of the page has its own tone of it."""
    state: ClassState = text_enum(ClassState, default=ClassState.ACTIVE)
    merged_into: int | None = foreign_key("label_class.id", nullable=True)
    """The class that it was merged into, which may be merged in turn."""
    former_names: list[str] = json_field(default_factory=list)
    """Former names, which answers may still use that were on their way during a rename."""


class ClassExample(SQLModel, table=True):
    """An example sentence for items of a class, written or found somewhere.

    It is neither an item nor a label. It says where to look, and heads treat it as one of the
    class.
    """

    __tablename__ = "class_example"

    class_id: int = foreign_key("label_class.id", primary_key=True)
    position: int = Field(primary_key=True)
    text: str


CLASSES = metadata.tables["label_class"]
CLASS_EXAMPLES = metadata.tables["class_example"]

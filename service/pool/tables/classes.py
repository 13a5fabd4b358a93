from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import foreign_key, json_field, metadata, primary_key, text_enum
from service.kit.vocabulary import ClassState


class LabelClass(SQLModel, table=True):
    """A possible value of the answer. Answers refer to its id; names exist only at the edge.

    Answers keep the class that was given, whatever becomes of it: a merge is looked up when they
    are read, and so can be undone.
    """

    __tablename__ = "label_class"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int
    key: str | None = None
    code: str | None = None
    """Two letters that answer with it: given when it is stored, never changed, never another's."""
    name: str
    description: str = ""
    written_at: datetime | None = None
    """When it last got another description or a new example: a search for it that was given up has
    something to go by again."""
    colour: str | None = None
    """A word: either theme of the page has its own tone of it."""
    state: ClassState = text_enum(ClassState, default=ClassState.ACTIVE)
    merged_into: int | None = foreign_key("label_class.id", nullable=True)
    """What it means while it is merged: that may be merged in turn."""
    former_names: list[str] = json_field(default_factory=list)
    """By which answers may name it that were under way when it was renamed."""


class ClassExample(SQLModel, table=True):
    """A sentence as an item of the class might be: written, or found somewhere.

    It is no item and no label: it says where to look, and heads take it for one of the class.
    """

    __tablename__ = "class_example"

    class_id: int = foreign_key("label_class.id", primary_key=True)
    position: int = Field(primary_key=True)
    text: str


CLASSES = metadata.tables["label_class"]
CLASS_EXAMPLES = metadata.tables["class_example"]

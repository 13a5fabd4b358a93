from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from service.models.base import foreign_key, primary_key, text_enum
from service.vocabulary import ClassState


class LabelClass(SQLModel, table=True):
    """A possible value of the answer. Answers refer to its id; names exist only at the edge."""

    __tablename__ = "label_class"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int
    key: str | None = None
    name: str
    description: str = ""
    state: ClassState = text_enum(ClassState, default=ClassState.ACTIVE)

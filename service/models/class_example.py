from sqlmodel import Field, SQLModel

from service.models.base import foreign_key


class ClassExample(SQLModel, table=True):
    """A sentence as an item of the class might be: written, or found somewhere.

    It is no item and no label: it says where to look, and heads take it for one of the class.
    """

    __tablename__ = "class_example"

    class_id: int = foreign_key("label_class.id", primary_key=True)
    position: int = Field(primary_key=True)
    text: str

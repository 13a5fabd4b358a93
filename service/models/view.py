from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from service.models.base import foreign_key, primary_key


class View(SQLModel, table=True):
    """One way to see a project's items: their vectors by one encoder.

    A project may have several. The first is the main one: what people search by.
    """

    __tablename__ = "view"
    __table_args__ = (UniqueConstraint("project_id", "position"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int = 0
    encoder: str
    """As the project names it: `name`, or `name:MODEL`."""
    fingerprint: str | None = None
    """Of the vectors that rounds work on; null before there are any."""
    neighbours: str | None = None
    """The blob with the graph of these; null before all of a first import has vectors."""
    fitted: str | None = None
    """The blob with what its encoder has learnt from the project's texts; null where it learns
    nothing, or not yet."""
    fitted_on: int | None = None
    """Items of the pool that there were then."""

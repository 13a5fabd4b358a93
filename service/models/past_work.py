from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from service.models.base import WITHOUT_ROWID, foreign_key


class PastWork(SQLModel, table=True):
    """What jobs of a kind took whose rows were cleared away: a project's bill keeps them."""

    __tablename__ = "past_work"
    __table_args__ = (WITHOUT_ROWID,)

    project_id: int = foreign_key("project.id", primary_key=True)
    kind: str = Field(max_length=32, primary_key=True)
    jobs: int
    """Those that a worker began."""
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: int = Field(sa_type=BigInteger)
    joules: float = 0.0
    metered_cpu_seconds: float = 0.0

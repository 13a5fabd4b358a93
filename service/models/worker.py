from datetime import datetime

from sqlmodel import Field, SQLModel

from service.models.base import json_field, now


class Worker(SQLModel, table=True):
    """A worker process that announced itself; swept when silent."""

    __tablename__ = "worker"

    name: str = Field(primary_key=True)
    lanes: list[str] = json_field()
    device: str
    """Where it encodes."""
    compute: str
    """What it ranks with."""
    encoders: list[str] = json_field()
    started_at: datetime = Field(default_factory=now)
    heartbeat_at: datetime = Field(default_factory=now)

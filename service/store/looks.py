from collections.abc import Sequence

from sqlmodel import col, select

from service.models import Look
from service.store.repository import Repository


class TargetLooks(Repository):
    def of(self, project_id: int) -> Sequence[Look]:
        """A project's, in order: a dozen at most."""
        statement = select(Look).where(Look.project_id == project_id)
        return self.query(statement.order_by(col(Look.round))).all()

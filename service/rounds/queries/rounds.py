from collections.abc import Sequence
from typing import cast

from sqlalchemy import select as select_columns
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, select

from service.db.repository import Repository
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Round

METRICS = cast("QueryableAttribute[Measured | None]", Round.metrics)


class Rounds(Repository):
    def last(self, project_id: int) -> Round | None:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id)
            .order_by(col(Round.number).desc())
            .limit(1)
        ).one_or_none()

    def get(self, project_id: int, number: int) -> Round | None:
        return self.query(
            select(Round).where(Round.project_id == project_id, Round.number == number)
        ).one_or_none()

    def page(self, project_id: int, *, after: int, limit: int) -> Sequence[Round]:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id, Round.number > after)
            .order_by(col(Round.number))
            .limit(limit)
        ).all()

    def last_measured(self, project_id: int, *, metrics: bool = True) -> Round | None:
        """Its metrics are most of it, and whoever waits for a prediction has no use for them."""
        number = (
            select(Round)
            .where(Round.project_id == project_id, col(Round.measured_at).is_not(None))
            .order_by(col(Round.number).desc())
            .limit(1)
        )
        if not metrics:
            number = number.options(defer(METRICS, raiseload=True))
        return self.query(number).one_or_none()

    def metrics(self, round_id: int) -> Measured | None:
        """What was measured of it; None before."""
        statement = select_columns(METRICS).where(col(Round.id) == round_id)
        measured: Measured | None = self.execute(statement).scalar_one()
        return measured

    def measured(self, project_id: int) -> Measured | None:
        """What was measured of the last measured round."""
        statement = select_columns(METRICS).where(
            col(Round.project_id) == project_id, col(Round.measured_at).is_not(None)
        )
        return self.execute(
            statement.order_by(col(Round.number).desc()).limit(1)
        ).scalar_one_or_none()

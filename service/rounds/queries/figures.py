from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository
from service.rounds.queries.rounds import METRICS
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import FIGURES, Figure, Round, TargetLook


class Mark(NamedTuple):
    """What of a round's figure decides whether its point is shown."""

    round: int
    strategy: str
    is_estimated: bool


class Latest(NamedTuple):
    """All that the last measurement found."""

    figure: Figure
    measured: Measured


class FigureRows(Repository):
    def put(self, figure: Figure) -> None:
        """Stores what a measurement found; a round that is measured again has its newer figure."""
        self.session.merge(figure)
        self.session.flush()

    def marks(self, project_id: int) -> list[Mark]:
        """Of every measured round, in order."""
        c = FIGURES.c
        statement = select_columns(c.round, c.strategy, c.estimate.is_not(None))
        statement = statement.where(c.project_id == project_id).order_by(c.round)
        return [Mark._make(row) for row in self.execute(statement)]

    def first_and_last(self, project_id: int) -> tuple[Figure | None, Figure | None]:
        """Those of the first round and of the last that had an estimate."""
        statement = select(Figure).where(
            Figure.project_id == project_id, col(Figure.estimate).is_not(None)
        )
        first, last = (
            self.query(statement.order_by(order).limit(1)).one_or_none()
            for order in (col(Figure.round).asc(), col(Figure.round).desc())
        )
        return first, last

    def latest(self, project_id: int) -> Latest | None:
        statement = (
            select(Figure, METRICS)
            .where(col(Figure.project_id) == project_id, col(Round.project_id) == project_id)
            .where(col(Figure.round) == col(Round.number))
            .order_by(col(Figure.round).desc())
            .limit(1)
        )
        row = self.query(statement).one_or_none()
        return None if row is None or row[1] is None else Latest(row[0], row[1])

    def of(self, project_id: int, number: int) -> Figure:
        """That of a measured round."""
        statement = select(Figure).where(Figure.project_id == project_id, Figure.round == number)
        return self.query(statement).one()

    def last(self, project_id: int) -> Figure | None:
        """That of the last measured round."""
        statement = select(Figure).where(Figure.project_id == project_id)
        return self.query(statement.order_by(col(Figure.round).desc()).limit(1)).one_or_none()

    def last_estimate(self, project_id: int, *, most_labels: int) -> Figure | None:
        """The last that had an estimate when there were at most so many labels."""
        statement = select(Figure).where(
            Figure.project_id == project_id,
            col(Figure.estimate).is_not(None),
            col(Figure.labels) <= most_labels,
        )
        return self.query(statement.order_by(col(Figure.round).desc()).limit(1)).one_or_none()

    def all(self, project_id: int) -> Sequence[Figure]:
        """Those of every measured round, in order."""
        statement = select(Figure).where(Figure.project_id == project_id)
        return self.query(statement.order_by(col(Figure.round))).all()

    def some(self, project_id: int, rounds: Collection[int]) -> Sequence[Figure]:
        """Those of some rounds, in order."""
        statement = select(Figure).where(Figure.project_id == project_id)
        return self.query(
            statement.where(col(Figure.round).in_(rounds)).order_by(col(Figure.round))
        ).all()


class TargetLooks(Repository):
    def of(self, project_id: int) -> Sequence[TargetLook]:
        """A project's, in order: a dozen at most."""
        statement = select(TargetLook).where(TargetLook.project_id == project_id)
        return self.query(statement.order_by(col(TargetLook.round))).all()

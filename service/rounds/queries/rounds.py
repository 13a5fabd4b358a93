from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import delete, func, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import col, select

from service.db.hot import insert_columns
from service.db.repository import Repository
from service.kit.vocabulary import Source
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import RANKINGS, Ranking, Round

METRICS = cast("QueryableAttribute[Measured | None]", Round.metrics)


class Rounds(Repository):
    def last(self, project_id: int) -> Round | None:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id)
            .order_by(col(Round.number).desc())
            .limit(1)
        ).one_or_none()

    def since_half(self, last: Round, first: int) -> Sequence[tuple[int, Sequence[Any]]]:
        """The number and the views of each round, `first` or later, since a project had half of
        the labels of its last one; none where no such round had so few."""
        mine = Round.project_id == last.project_id, col(Round.number) >= first
        half = select(func.max(Round.number)).where(
            *mine, Round.label_count * 2 <= last.label_count
        )
        return self.query(
            select(Round.number, Round.views)
            .where(*mine, col(Round.number) >= half.scalar_subquery())
            .order_by(col(Round.number))
        ).all()

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


WITHOUT_SUGGESTIONS = {"suggestions": None, "suggested_by": None, "suggestions_shown": None}
OPTIONAL = ("hunted_class_id", *WITHOUT_SUGGESTIONS)


class Rankings(Repository):
    def of(self, project_id: int) -> Sequence[Ranking]:
        return self.query(
            select(Ranking).where(Ranking.project_id == project_id).order_by(col(Ranking.position))
        ).all()

    def replace(self, project_id: int, rows: Sequence[dict[str, Any]]) -> None:
        """Swaps the project's whole ranking; `rows` are in order and without positions."""
        self.execute(delete(RANKINGS).where(RANKINGS.c.project_id == project_id))
        if not rows:
            return
        names = (*rows[0], *(name for name in OPTIONAL if name not in rows[0]))
        columns = {name: [row.get(name) for row in rows] for name in names}
        columns["source"] = [Source(row["source"]).value for row in rows]
        columns["position"] = [*range(len(rows))]
        insert_columns(self.session, "ranking", columns, {"project_id": project_id})

    def thought_of(self, item_id: int) -> list[tuple[int, float]]:
        """What the round that ranks an item thinks likely, as it shows it: ids and probabilities,
        likeliest first. Nothing of an item that isn't ranked, or whose thoughts are withheld."""
        ranking = self.query(select(Ranking).where(Ranking.item_id == item_id)).one_or_none()
        return list(ranking.suggestions or []) if ranking and ranking.suggestions_shown else []

    def drop_suggestions(self, project_id: int) -> None:
        """From now on nobody sees any, until the next ranking has them."""
        of_project = update(RANKINGS).where(RANKINGS.c.project_id == project_id)
        self.execute(of_project.values(WITHOUT_SUGGESTIONS))

from collections.abc import Sequence

from sqlmodel import col, select

from service.models import Figure
from service.store.repository import Repository


class FigureRepository(Repository):
    def put(self, figure: Figure) -> None:
        """Stores what a measurement found; a round that is measured again has its newer figure."""
        self.session.merge(figure)
        self.session.flush()

    def of(self, project_id: int) -> Sequence[Figure]:
        """Of every measured round, in order."""
        return self.query(
            select(Figure).where(Figure.project_id == project_id).order_by(col(Figure.round))
        ).all()

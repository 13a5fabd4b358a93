from collections.abc import Sequence

from sqlmodel import col, select

from service.models import LabelClass
from service.store.repository import Repository
from service.vocabulary import ClassState


class ClassRepository(Repository):
    def of(self, project_id: int) -> Sequence[LabelClass]:
        """The active classes in the project's order: index in this list = class index."""
        return self.session.exec(
            select(LabelClass)
            .where(LabelClass.project_id == project_id, LabelClass.state == ClassState.ACTIVE)
            .order_by(col(LabelClass.position), col(LabelClass.id))
        ).all()

    def add_all(self, classes: Sequence[LabelClass]) -> None:
        self.session.add_all(classes)
        self.session.flush()

from collections.abc import Sequence

from sqlmodel import col, select

from service.models import View
from service.store.repository import Repository


class Views(Repository):
    def of(self, project_id: int) -> Sequence[View]:
        """All that a project has, read anew: who has locked the project alone changes them."""
        return self.query(
            select(View)
            .where(View.project_id == project_id)
            .order_by(col(View.position))
            .execution_options(populate_existing=True)
        ).all()

    def ranked(self, project_id: int) -> View:
        """The one that rounds work on."""
        return self.of(project_id)[0]

    def get(self, view_id: int) -> View:
        return self.query(
            select(View).where(View.id == view_id).execution_options(populate_existing=True)
        ).one()

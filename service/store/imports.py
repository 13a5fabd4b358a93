from collections.abc import Sequence

from sqlalchemy import func, update
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Import
from service.store.repository import Repository
from service.vocabulary import WITHDRAWN, ImportState, ItemRole


class ImportRepository(Repository):
    def get(self, project_id: int, import_id: int) -> Import:
        found = self.session.get(Import, import_id)
        if found is None or found.project_id != project_id:
            raise NotFound(f"There is no import {import_id} in project {project_id}.")
        return found

    def lock(self, project_id: int, import_id: int) -> Import:
        """As `get`, with its row held: no slice goes in after the import was given up."""
        found = self.session.exec(
            select(Import)
            .where(Import.id == import_id, Import.project_id == project_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None:
            raise NotFound(f"There is no import {import_id} in project {project_id}.")
        return found

    def of(self, project_id: int) -> Sequence[Import]:
        return self.session.exec(
            select(Import).where(Import.project_id == project_id).order_by(col(Import.id))
        ).all()

    def with_key(self, project_id: int, key: str) -> Import | None:
        return self.session.exec(
            select(Import).where(
                Import.project_id == project_id,
                Import.key == key,
                col(Import.state).not_in(WITHDRAWN),
            )
        ).one_or_none()

    def ready_pools(self, project_id: int) -> Sequence[Import]:
        return self.session.exec(
            select(Import)
            .where(
                Import.project_id == project_id,
                Import.role == ItemRole.POOL,
                Import.state == ImportState.READY,
                Import.inserted > 0,
            )
            .order_by(col(Import.id))
        ).all()

    def known_answers(self, project_id: int) -> int:
        """Labels of the pool that came with files: nobody was asked for them."""
        return self.session.exec(
            select(func.coalesce(func.sum(Import.labelled), 0)).where(
                Import.project_id == project_id,
                Import.role == ItemRole.POOL,
                Import.state == ImportState.READY,
            )
        ).one()

    def move_frontier(self, import_id: int, audit_key: float) -> None:
        self.session.execute(
            update(Import)
            .where(col(Import.id) == import_id, col(Import.audit_frontier) < audit_key)
            .values(audit_frontier=audit_key)
        )

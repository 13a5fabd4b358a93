from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, update
from sqlmodel import col, select

from service.errors import NotFound
from service.models import Member, Project, User
from service.store.repository import Repository
from service.vocabulary import ProjectState, Role


class ProjectRepository(Repository):
    def get(self, project_id: int) -> Project:
        project = self.session.get(Project, project_id)
        if project is None or project.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        return project

    def lock(self, project_id: int) -> Project:
        """The project, with its row held until the transaction ends.

        Handing out, answering and swapping a ranking take it, so that they follow each other.
        """
        found = self.session.exec(
            select(Project)
            .where(col(Project.id) == project_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None or found.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        return found

    def count(self, project_id: int, **increments: int) -> None:
        """Adds to the project's counters."""
        values: dict[str, Any] = {
            name: getattr(Project, name) + by for name, by in increments.items() if by
        }
        if values:
            self.session.execute(
                update(Project).where(col(Project.id) == project_id).values(**values)
            )

    def reserve_ordinals(self, project_id: int, count: int) -> int:
        """The first of `count` ordinals that nobody else gets."""
        after = self.session.execute(
            update(Project)
            .where(col(Project.id) == project_id)
            .values(next_ordinal=Project.next_ordinal + count)
            .returning(col(Project.next_ordinal))
        ).scalar_one()
        return int(after) - count

    def visible_to(self, user: User, *, after: int, limit: int) -> Sequence[Project]:
        query = select(Project).where(
            col(Project.state) != ProjectState.DELETED, col(Project.id) > after
        )
        if user.role is not Role.ADMIN:
            mine = select(Member.project_id).where(Member.user_id == user.id)
            query = query.where(or_(col(Project.id).in_(mine)))
        return self.session.exec(query.order_by(col(Project.id)).limit(limit)).all()

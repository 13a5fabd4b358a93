from collections.abc import Sequence

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from service.errors import NotFound
from service.models import Member, Project
from service.store.repository import Repository
from service.store.tables import PROJECTS
from service.vocabulary import ProjectState

LOCKED = (
    select(Project)
    .where(col(Project.id) == bindparam("id"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)


class ProjectRepository(Repository):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._locked: Project | None = None
        """Kept, for a session forgets what nobody holds: `get` would read it again."""

    def get(self, project_id: int) -> Project:
        project = self.session.get(Project, project_id)
        if project is None or project.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        return project

    def called(self, name: str) -> Sequence[Project]:
        """Those with this name that weren't deleted."""
        return self.query(
            select(Project).where(Project.name == name, Project.state != ProjectState.DELETED)
        ).all()

    def lock(self, project_id: int) -> Project:
        """The project, with its row held until the transaction ends.

        Handing out, answering and swapping a ranking take it, so that they follow each other.
        """
        found = self.query(LOCKED, params={"id": project_id}).one_or_none()
        if found is None or found.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        self._locked = found
        return found

    def reserve_ordinals(self, project_id: int, count: int) -> int:
        """The first of `count` ordinals that nobody else gets."""
        after = self.execute(
            update(PROJECTS)
            .where(PROJECTS.c.id == project_id)
            .values(next_ordinal=PROJECTS.c.next_ordinal + count)
            .returning(PROJECTS.c.next_ordinal)
        ).scalar_one()
        self.outdate(Project, project_id, "next_ordinal")
        return int(after) - count

    def visible_to(
        self, user_id: int | None, *, archived: bool, after: int, limit: int
    ) -> Sequence[Project]:
        """Projects after an id: those that this user is a member of, or (None) all."""
        put_away = col(Project.state) == ProjectState.ARCHIVED
        query = select(Project).where(
            put_away if archived else ~put_away,
            col(Project.state) != ProjectState.DELETED,
            col(Project.id) > after,
        )
        if user_id is not None:
            mine = select(Member.project_id).where(Member.user_id == user_id)
            query = query.where(col(Project.id).in_(mine))
        return self.query(query.order_by(col(Project.id)).limit(limit)).all()

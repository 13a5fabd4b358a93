from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.answers import Feature, answer_kind, needs
from service.db.database import ALONE, SHARED
from service.db.hot import Prepared
from service.db.repository import Repository
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import NotFound
from service.kit.vocabulary import ProjectState
from service.pool.tables.people import Member, User
from service.pool.tables.projects import PROJECTS, Project, SettingChange, View

LOCKED = (
    select(Project)
    .where(col(Project.id) == bindparam("id"))
    .execution_options(populate_existing=True)
    .with_for_update(key_share=True)
)
STANDS = Prepared(select_columns(*PROJECTS.c).where(PROJECTS.c.id == bindparam("id")))
MOST_KNOWN = 200
_known: dict[int, tuple[tuple[Any, ...], Project]] = {}
"""Shared projects, each with the row that it was made from: rows seldom change."""


def _of_row(row: tuple[Any, ...]) -> Project:
    """The row as a project that is only read: no session knows it, and other threads have it too.

    To make an object of a row takes twenty times as long as to see that it is the same row.
    """
    remembered = _known.get(row[0])
    if remembered is None or remembered[0] != row:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        project = Project(**dict(zip(PROJECTS.c.keys(), row, strict=True)))
        remembered = _known[row[0]] = row, project
    return remembered[1]


class Projects(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._locked: Project | None = None
        """Kept, for a session forgets what nobody holds: `get` would read it again."""

    def get(self, project_id: int) -> Project:
        locked = self._locked
        is_held = locked is not None and locked.id == project_id
        project = locked if is_held else self.session.get(Project, project_id)
        if project is None or project.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        return project

    def require(self, project_id: int, feature: Feature) -> None:
        """Raises `NotForKind` if the project's kind of answer doesn't have the feature."""
        needs(feature, answer_kind(self.get(project_id).answer_kind).lacks)

    def called(self, name: str) -> Sequence[Project]:
        """The projects with this name, without deleted ones."""
        return self.query(
            select(Project).where(Project.name == name, Project.state != ProjectState.DELETED)
        ).all()

    def arrived(self, audit_secret: str, created_at: datetime) -> Sequence[Project]:
        """The projects that were created at this time with this secret, without deleted ones."""
        return self.query(
            select(Project).where(
                Project.audit_secret == audit_secret,
                Project.created_at == created_at,
                Project.state != ProjectState.DELETED,
            )
        ).all()

    def lock(self, project_id: int) -> Project:
        """The project, locked against everybody else until the transaction ends.

        For changes to the project, its classes, imports or ranking.
        """
        self._advise("pg_advisory_xact_lock", project_id)
        project = self.query(LOCKED, params={"id": project_id}).one_or_none()
        return self._kept(project_id, project)

    def hold(self, project_id: int) -> Project:
        """The project, locked against other changes, while people go on labelling in it.

        For what takes effect all at once when the transaction ends, such as a new ranking.
        """
        self._advise("pg_advisory_xact_lock_shared", project_id)
        project = self.query(LOCKED, params={"id": project_id}).one_or_none()
        return self._kept(project_id, project)

    def share(self, project_id: int) -> Project:
        """The project to read, unchanged until the transaction ends. Others may share it too.

        For work on one item: handing it out, answering it, giving it back. Who locks the project
        waits for those who share it, and those who come later wait behind.
        """
        project = self.enter(project_id)
        if project is not None:
            return project
        return self.shared(project_id, self.execute(STANDS, {"id": project_id}).one_or_none())

    def enter(self, project_id: int) -> Project | None:
        """Begins to share a project. Returns it if it is known; if None, its row must be read."""
        if self._locked is not None and self._locked.id == project_id:
            return self._locked
        if self.session.info.get(ALONE):
            return self.lock(project_id)
        if self.session.info.get(SHARED) != project_id:
            self._advise("pg_advisory_xact_lock_shared", project_id)
        return None

    def shared(self, project_id: int, row: tuple[Any, ...] | None) -> Project:
        """The project made from a row that was read after `enter`."""
        return self._kept(project_id, None if row is None else _of_row(row))

    def _advise(self, lock: str, project_id: int) -> None:
        """Takes PostgreSQL's lock on a project, in turn; SQLite has one writer at a time anyway.

        Not on its row: who wants that alone waits as long as there is anybody who shares it.
        """
        if self.dialect == "postgresql":
            self.execute_driver(f"SELECT {lock}(?)", (project_id,))

    def _kept(self, project_id: int, project: Project | None) -> Project:
        if project is None or project.state is ProjectState.DELETED:
            raise NotFound(f"There is no project {project_id}.")
        self._locked = project
        return project

    def reserve_ordinals(self, project_id: int, count: int) -> int:
        """Reserves `count` ordinals and returns the first of them."""
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
        """Projects after an id of which the user is a member, or all for None."""
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


class SettingChanges(Repository):
    def page(
        self, project_id: int, *, after: int, limit: int
    ) -> Sequence[tuple[SettingChange, str | None]]:
        """A project's changes in order, each with the name of the person who made it."""
        return self.query(
            select(SettingChange, User.name)
            .outerjoin(User, col(User.id) == SettingChange.changed_by)
            .where(SettingChange.project_id == project_id, SettingChange.id > after)
            .order_by(col(SettingChange.id))
            .limit(limit)
        ).all()

    def last(self, project_id: int) -> int | None:
        """The id of a project's last change."""
        return self.query(
            select(func.max(SettingChange.id)).where(SettingChange.project_id == project_id)
        ).one()

    def newest_value(self, project_id: int, name: str) -> Any:
        """The value that a setting was last changed to; None also if it never changed."""
        return self.query(
            select(SettingChange.value)
            .where(SettingChange.project_id == project_id, SettingChange.name == name)
            .order_by(col(SettingChange.id).desc())
            .limit(1)
        ).one_or_none()

    def open_projects(self, name: str) -> Sequence[int]:
        """Ids of active or paused projects with a change of this setting in their history."""
        open_states = [ProjectState.ACTIVE, ProjectState.PAUSED]
        return self.query(
            select(Project.id)
            .join(SettingChange, col(SettingChange.project_id) == Project.id)
            .where(SettingChange.name == name, col(Project.state).in_(open_states))
            .distinct()
            .order_by(col(Project.id))
        ).all()


class Views(Repository):
    def of(self, project_id: int) -> Sequence[View]:
        """All views of a project, read again: only somebody with its lock changes them."""
        return self.query(
            select(View)
            .where(View.project_id == project_id)
            .order_by(col(View.position))
            .execution_options(populate_existing=True)
        ).all()

    def awake(self, project_id: int) -> list[View]:
        """Views that new items get vectors in and that rounds use: all but those at rest."""
        return [view for view in self.of(project_id) if view.rests_from is None]

    def of_encoders(self, names: Collection[str]) -> Sequence[View]:
        """Views of these encoders in all projects that aren't deleted."""
        return self.query(
            select(View)
            .join(Project, col(Project.id) == View.project_id)
            .where(col(View.encoder).in_(names), Project.state != ProjectState.DELETED)
            .order_by(col(View.id))
        ).all()

    def ranked(self, project_id: int) -> View:
        """The main view, on which rounds work."""
        return self.of(project_id)[0]

    def get(self, view_id: int) -> View:
        return self.query(
            select(View).where(View.id == view_id).execution_options(populate_existing=True)
        ).one()

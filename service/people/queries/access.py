from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import BigInteger, Table, and_, bindparam, func, null, or_, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from service.db.clock import TOLD
from service.db.database import ALONE, SHARED
from service.db.hot import Prepared
from service.db.plans import PLANS
from service.db.repository import Repository
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import ProjectState, Role, UserState
from service.people.tables import (
    INVITATIONS,
    SESSIONS,
    TOKENS,
    ApiToken,
    Invitation,
    Session,
    SignInLink,
    WayBack,
)
from service.pool.tables.people import USERS, Member, User
from service.pool.tables.projects import Project

Secret = TypeVar("Secret", Session, ApiToken, SignInLink, Invitation, WayBack)


class Owner(NamedTuple):
    """The owner of a session or token, and how long it is good for."""

    id: int
    name: str
    role: Role
    state: UserState
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    secret_id: int
    scope: Role | None


def _owner(secret: Table, scope: Any) -> Any:
    """Who a secret belongs to. Asked at every request, so it is one statement, built once."""
    owner = (USERS.c.id, USERS.c.name, USERS.c.role, USERS.c.state)
    good = (secret.c.expires_at, secret.c.revoked_at, secret.c.used_at, secret.c.id)
    return (
        select_columns(*owner, *good, scope)
        .join_from(secret, USERS, USERS.c.id == secret.c.user_id)
        .where(secret.c.token_hash == bindparam("hash"))
    )


def _at_work(owner: Any) -> Any:
    """The same with their place in a project, which it shares, and the time: for PostgreSQL."""
    there = and_(col(Member.project_id) == col(Project.id), col(Member.user_id) == col(USERS.c.id))
    share = func.pg_advisory_xact_lock_shared(bindparam("project", type_=BigInteger))
    return (
        owner.add_columns(col(Project.state), col(Member.role), func.clock_timestamp(), share)
        .add_columns(*PLANS)
        .outerjoin(Project, col(Project.id) == bindparam("project"))
        .outerjoin(Member, there)
    )


_OWNERS = (_owner(SESSIONS, null()), _owner(TOKENS, TOKENS.c.scope))
SESSION_OWNER, TOKEN_OWNER = map(Prepared, _OWNERS)
AT_WORK = {
    SESSION_OWNER: Prepared(_at_work(_OWNERS[0])),
    TOKEN_OWNER: Prepared(_at_work(_OWNERS[1])),
}
PLACE = Prepared(
    select_columns(col(Project.state), col(Member.role))
    .outerjoin_from(
        Project,
        Member,
        and_(col(Member.project_id) == col(Project.id), col(Member.user_id) == bindparam("user")),
    )
    .where(col(Project.id) == bindparam("project"))
)


def _with_password(name: str) -> SelectOfScalar[User]:
    is_called = func.lower(User.name) == name.strip().lower()
    return (
        select(User).where(is_called, col(User.password_hash).is_not(None)).order_by(col(User.id))
    )


class Access(Repository):
    def __init__(self, uow: UnitOfWork) -> None:
        super().__init__(uow)
        self._project: int | None = None
        """The one that whoever is asked for wants to work in."""
        self._places: dict[tuple[int, int], tuple[ProjectState | None, Role | None]] = {}

    def expect_in(self, project_id: int) -> None:
        """Who owns a secret is asked in order to work in a project: their place comes with it."""
        alone = bool(self.session.info.get(ALONE))
        self._project = project_id if self.dialect == "postgresql" and not alone else None

    def session_owner(self, token_hash: str) -> Owner | None:
        return self._owner(SESSION_OWNER, token_hash)

    def token_owner(self, token_hash: str) -> Owner | None:
        return self._owner(TOKEN_OWNER, token_hash)

    def _owner(self, statement: Prepared, token_hash: str) -> Owner | None:
        if self._project is not None:
            return self._at_work(AT_WORK[statement], token_hash, self._project)
        row = self.execute(statement, {"hash": token_hash}).one_or_none()
        return None if row is None else Owner(*row)

    def _at_work(self, statement: Prepared, token_hash: str, project_id: int) -> Owner | None:
        values = {"hash": token_hash, "project": project_id}
        row = self.execute(statement, values).one_or_none()
        if row is None:
            return None
        *owner, state, role, now = row[: -1 - len(PLANS)]
        owned = Owner(*owner)
        self._places[project_id, owned.id] = state, role
        self.session.info.update({TOLD: now, SHARED: project_id})
        return owned

    def session_used(self, token_hash: str, now: datetime) -> None:
        self._used(SESSIONS, token_hash, now)

    def token_used(self, token_hash: str, now: datetime) -> None:
        self._used(TOKENS, token_hash, now)

    def _used(self, secret: Table, token_hash: str, now: datetime) -> None:
        owned = update(secret).where(secret.c.token_hash == token_hash)
        self.execute(owned.values(used_at=now))

    def place(self, project_id: int, user_id: int) -> tuple[ProjectState | None, Role | None]:
        """The state of a project, if there is one, and the role that its member has in it."""
        values = {"project": project_id, "user": user_id}
        remembered = self._places.get((project_id, user_id))
        row = remembered or self.execute(PLACE, values).one_or_none()
        if row is None or row[0] is ProjectState.DELETED:
            return None, None
        return row[0], row[1]

    def adjudicates(self, project_id: int, user_id: int) -> bool:
        member = self.membership(project_id, user_id)
        return member is not None and member.adjudicates

    def roles_of(self, user_id: int) -> list[tuple[int, Role]]:
        """The projects that someone is in, and the role in each."""
        statement = (
            select(Member.project_id, Member.role)
            .join(Project, col(Project.id) == Member.project_id)
            .where(Member.user_id == user_id, Project.state != ProjectState.DELETED)
        )
        return [(project_id, Role(role)) for project_id, role in self.query(statement)]

    def user(self, user_id: int) -> User | None:
        return self.session.get(User, user_id)

    def names(self, user_ids: Iterable[int]) -> dict[int, str]:
        rows = self.query(select(User.id, User.name).where(col(User.id).in_([*user_ids])))
        return {user_id: name for user_id, name in rows if user_id is not None}

    def programs(self, user_ids: Iterable[int]) -> set[int]:
        """Those of some accounts that are programs."""
        theirs = col(User.id).in_([*user_ids]), col(User.is_program)
        return {*self.query(select(User.id).where(*theirs))}

    def hold_names(self) -> None:
        """Nobody else gives or changes a name until the transaction ends: an administrator's counts
        in every project. SQLite has one writer at a time anyway."""
        no_project = 0
        if self.dialect == "postgresql":
            self.execute_driver("SELECT pg_advisory_xact_lock(?)", (no_project,))

    def names_in(self, project_id: int, but: int | None = None) -> list[str]:
        """Of who is in the project, administrators too, who are in every one; without `but`'s."""
        members = select(Member.user_id).where(Member.project_id == project_id)
        here = or_(col(User.id).in_(members), col(User.role) == Role.ADMIN)
        others = col(User.id).is_distinct_from(but)
        return [*self.query(select(User.name).where(here, others).order_by(col(User.id)))]

    def names_but(self, user_id: int) -> list[str]:
        """Of everybody else."""
        return [*self.query(select(User.name).where(User.id != user_id).order_by(col(User.id)))]

    def user_named(self, name: str) -> User | None:
        """Who signs in by this name and a password."""
        return self.query(_with_password(name)).first()

    def hold_named(self, name: str) -> Sequence[User]:
        """As `user_named`, with every account of the name held, whether it has a password or not:
        two of one name can't get one at the same time."""
        named = select(User).where(func.lower(User.name) == name.strip().lower())
        held = self.query(named.order_by(col(User.id)).with_for_update(key_share=True)).all()
        return [user for user in held if user.password_hash is not None]

    def has_passwords(self) -> bool:
        statement = select(User.id).where(
            col(User.password_hash).is_not(None), User.state == UserState.ACTIVE
        )
        return self.query(statement.limit(1)).first() is not None

    def users_called(self, name: str, state: UserState = UserState.ACTIVE) -> Sequence[User]:
        """Users of this name; several may have it."""
        return self.query(
            select(User).where(User.name == name, User.state == state).order_by(col(User.id))
        ).all()

    def first_admin(self) -> User | None:
        return self.query(
            select(User)
            .where(User.role == Role.ADMIN, User.state == UserState.ACTIVE)
            .order_by(col(User.id))
            .limit(1)
        ).one_or_none()

    def hold_admins(self) -> Sequence[User]:
        """Those who are active, held: two of them can't disable each other at the same time."""
        admins = select(User).where(User.role == Role.ADMIN, User.state == UserState.ACTIVE)
        held = admins.order_by(col(User.id)).with_for_update(key_share=True)
        return self.query(held.execution_options(populate_existing=True)).all()

    def find(self, kind: type[Secret], token_hash: str) -> Secret | None:
        return self.query(select(kind).where(col(kind.token_hash) == token_hash)).one_or_none()

    def take(self, kind: type[Secret], token_hash: str) -> Secret | None:
        """As `find`, with the row held: two people can't use the last use of a link."""
        return self.query(
            select(kind).where(col(kind.token_hash) == token_hash).with_for_update(key_share=True)
        ).one_or_none()

    def invitation(self, project_id: int, invitation_id: int) -> Invitation | None:
        invitation = self.session.get(Invitation, invitation_id)
        return (
            invitation if invitation is not None and invitation.project_id == project_id else None
        )

    def answers_for(self, invitation: Invitation) -> str:
        """The name of who is asked about it: its maker, else the project's owner."""
        owner = select(Project.created_by).where(Project.id == invitation.project_id)
        ids = (invitation.created_by, self.query(owner).one())
        people = [self.user(user_id) for user_id in ids if user_id is not None]
        here = [user.name for user in people if user and user.state is UserState.ACTIVE]
        return here[0] if here else "whoever sent it"

    def open_invitations(self, project_id: int, now: datetime) -> Sequence[tuple[Invitation, User]]:
        """Those that people can still join by, and who made each."""
        return self.query(
            select(Invitation, User)
            .join(User, col(User.id) == Invitation.created_by)
            .where(
                Invitation.project_id == project_id,
                col(Invitation.revoked_at).is_(None),
                col(Invitation.expires_at) > now,
                col(Invitation.used) < col(Invitation.uses),
            )
            .order_by(col(Invitation.id))
        ).all()

    def revoke_invitations(self, project_id: int, made_by: int, now: datetime) -> None:
        """Ends those to a project that someone made: nobody joins by them any more."""
        statement = update(INVITATIONS).where(
            INVITATIONS.c.project_id == project_id,
            INVITATIONS.c.created_by == made_by,
            INVITATIONS.c.revoked_at.is_(None),
        )
        self.execute(statement.values(revoked_at=now))

    def membership(self, project_id: int, user_id: int) -> Member | None:
        return self.query(
            select(Member).where(Member.project_id == project_id, Member.user_id == user_id)
        ).one_or_none()

    def members(self, project_id: int) -> Sequence[tuple[Member, User]]:
        return self.query(
            select(Member, User)
            .join(User, col(User.id) == Member.user_id)
            .where(Member.project_id == project_id)
            .order_by(col(Member.id))
        ).all()

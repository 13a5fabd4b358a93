"""What leads into an account: sessions, tokens and links, and those that have ended."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, exists, func, or_, select, update
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository
from service.kit.vocabulary import Role
from service.people.tables import INVITATIONS, LINKS, SESSIONS, TOKENS, WAYS_BACK, ApiToken, Session
from service.pool.tables.people import USERS
from service.schema import metadata


class InvitationOfToken(NamedTuple):
    id: int
    project_id: int
    role: Role


class LinksOfTokens(NamedTuple):
    """What lets people in that was made with some tokens."""

    invitations: list[InvitationOfToken]
    signs_in: list[str]
    """Names of those whom a link signs in."""


class Keys(Repository):
    def sessions_of(self, user_id: int, now: datetime) -> Sequence[Session]:
        """Where someone is signed in."""
        return self.query(
            select_rows(Session)
            .where(Session.user_id == user_id, col(Session.revoked_at).is_(None))
            .where(col(Session.expires_at) > now)
            .order_by(col(Session.id))
        ).all()

    def session_of(self, user_id: int, session_id: int) -> Session | None:
        session = self.session.get(Session, session_id)
        return session if session is not None and session.user_id == user_id else None

    def tokens_of(self, user_id: int) -> Sequence[ApiToken]:
        return self.query(
            select_rows(ApiToken)
            .where(ApiToken.user_id == user_id, col(ApiToken.revoked_at).is_(None))
            .order_by(col(ApiToken.id))
        ).all()

    def token(self, token_id: int) -> ApiToken | None:
        return self.session.get(ApiToken, token_id)

    def count_tokens(self, user_id: int, now: datetime) -> int:
        """Those that work."""
        counted = select(func.count()).where(
            TOKENS.c.user_id == user_id,
            TOKENS.c.revoked_at.is_(None),
            or_(TOKENS.c.expires_at.is_(None), TOKENS.c.expires_at > now),
        )
        return int(self.execute(counted).scalar_one())

    def tokens_from(self, token_id: int) -> set[int]:
        """A token and all that were made with it, or with one of those."""
        tokens = select(TOKENS.c.id).where(TOKENS.c.id == token_id).cte("made", recursive=True)
        tokens = tokens.union(select(TOKENS.c.id).where(TOKENS.c.made_by == tokens.c.id))
        return set(self.execute(select(tokens.c.id)).scalars())

    def end_tokens(self, token_ids: Collection[int], now: datetime) -> None:
        ended = update(TOKENS).where(TOKENS.c.id.in_(token_ids), TOKENS.c.revoked_at.is_(None))
        self.execute(ended.values(revoked_at=now))

    def end_links_made_with(self, token_ids: Collection[int], now: datetime) -> None:
        """Nobody joins or signs in any more by what was made with these tokens."""
        for table, *unused in ((INVITATIONS,), (LINKS, LINKS.c.used_at.is_(None))):
            ended = update(table).where(
                table.c.made_with.in_(token_ids), table.c.revoked_at.is_(None), *unused
            )
            self.execute(ended.values(revoked_at=now))

    def open_links_made_with(self, token_ids: Collection[int], now: datetime) -> LinksOfTokens:
        """What `end_links_made_with` would end, as far as it still lets somebody in."""
        invitations = select(INVITATIONS.c.id, INVITATIONS.c.project_id, INVITATIONS.c.role).where(
            INVITATIONS.c.made_with.in_(token_ids),
            INVITATIONS.c.revoked_at.is_(None),
            INVITATIONS.c.expires_at > now,
            INVITATIONS.c.used < INVITATIONS.c.uses,
        )
        names = (
            select(USERS.c.name)
            .join(LINKS, LINKS.c.user_id == USERS.c.id)
            .where(
                LINKS.c.made_with.in_(token_ids),
                LINKS.c.revoked_at.is_(None),
                LINKS.c.used_at.is_(None),
                LINKS.c.expires_at > now,
            )
        )
        return LinksOfTokens(
            [
                InvitationOfToken(*row)
                for row in self.execute(invitations.order_by(INVITATIONS.c.id))
            ],
            [*self.execute(names).scalars()],
        )

    def end_sessions(self, user_id: int, now: datetime, keep: int | None = None) -> None:
        """Signs someone out everywhere but, if one is named, in one browser."""
        self._end(SESSIONS, user_id, now, SESSIONS.c.id != (keep or 0))

    def end_links(self, user_id: int, now: datetime, keep: Collection[str] = ()) -> None:
        """Nobody signs in as someone by a link that was made before, or comes back by an
        invitation, but in the browser that keeps one of these (hashes)."""
        self._end(LINKS, user_id, now, LINKS.c.used_at.is_(None))
        self._end(WAYS_BACK, user_id, now, WAYS_BACK.c.token_hash.not_in(keep))

    def end_all(self, user_id: int, now: datetime) -> None:
        """Sessions, tokens and links of someone, and the invitations that they made."""
        self.end_sessions(user_id, now)
        self.end_links(user_id, now)
        self._end(TOKENS, user_id, now)
        statement = update(INVITATIONS).where(
            INVITATIONS.c.created_by == user_id, INVITATIONS.c.revoked_at.is_(None)
        )
        self.execute(statement.values(revoked_at=now))

    def _end(self, secret: Table, user_id: int, now: datetime, *which: Any) -> None:
        owned = update(secret).where(
            secret.c.user_id == user_id, secret.c.revoked_at.is_(None), *which
        )
        self.execute(owned.values(revoked_at=now))


ENDED = {
    "session": ("expires_at", "revoked_at"),
    "api_token": ("expires_at", "revoked_at"),
    "way_back": ("expires_at", "revoked_at"),
    "sign_in_link": ("expires_at", "revoked_at", "used_at"),
    "invitation": ("expires_at", "revoked_at"),
}
"""By table: the times of which each is an end. What refers to another comes before it."""


class EndedAccess(Repository):
    def any(self, before: datetime) -> bool:
        """Whether one ended before then; asked without the write lock."""
        return any(self._found(name, before, 1) for name in ENDED)

    def forget(self, before: datetime, limit: int) -> int:
        """Deletes some of each kind that ended before then; how many."""
        return sum(self._forget(name, before, limit) for name in ENDED)

    def _forget(self, name: str, before: datetime, limit: int) -> int:
        table, ids = metadata.tables[name], self._found(name, before, limit)
        self.execute(delete(table).where(table.c.id.in_(ids)))
        return len(ids)

    def _found(self, name: str, before: datetime, limit: int) -> Sequence[int]:
        table = metadata.tables[name]
        ended = or_(*(table.c[end] < before for end in ENDED[name]))
        statement = select(table.c.id).where(ended).order_by(table.c.id.desc()).limit(limit)
        if name == "invitation":  # one that has ended still leads back who came by it
            leads = metadata.tables["way_back"].c.invitation_id == table.c.id
            statement = statement.where(~exists().where(leads))
        return self.execute(statement).scalars().all()

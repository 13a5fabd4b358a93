from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import func
from sqlmodel import col, select

from service.models import ApiToken, Invitation, Member, Session, SignInLink, User
from service.store.repository import Repository
from service.vocabulary import Role, UserState

Secret = TypeVar("Secret", Session, ApiToken, SignInLink, Invitation)


class AccessRepository(Repository):
    def user(self, user_id: int) -> User | None:
        return self.session.get(User, user_id)

    def user_named(self, name: str) -> User | None:
        return self.session.exec(
            select(User).where(
                func.lower(User.name) == name.lower(), col(User.password_hash).is_not(None)
            )
        ).first()

    def first_admin(self) -> User | None:
        return self.session.exec(
            select(User)
            .where(User.role == Role.ADMIN, User.state == UserState.ACTIVE)
            .order_by(col(User.id))
            .limit(1)
        ).one_or_none()

    def find(self, kind: type[Secret], token_hash: str) -> Secret | None:
        return self.session.exec(
            select(kind).where(col(kind.token_hash) == token_hash)
        ).one_or_none()

    def take(self, kind: type[Secret], token_hash: str) -> Secret | None:
        """As `find`, with the row held: two people can't use the last use of a link."""
        return self.session.exec(
            select(kind).where(col(kind.token_hash) == token_hash).with_for_update()
        ).one_or_none()

    def tokens_of(self, user_id: int) -> Sequence[ApiToken]:
        return self.session.exec(
            select(ApiToken)
            .where(ApiToken.user_id == user_id, col(ApiToken.revoked_at).is_(None))
            .order_by(col(ApiToken.id))
        ).all()

    def token(self, token_id: int) -> ApiToken | None:
        return self.session.get(ApiToken, token_id)

    def membership(self, project_id: int, user_id: int) -> Member | None:
        return self.session.exec(
            select(Member).where(Member.project_id == project_id, Member.user_id == user_id)
        ).one_or_none()

    def members(self, project_id: int) -> Sequence[tuple[Member, User]]:
        return self.session.exec(
            select(Member, User)
            .join(User, col(User.id) == Member.user_id)
            .where(Member.project_id == project_id)
            .order_by(col(Member.id))
        ).all()

"""Ways in. Only hashes of secrets are stored."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from service.db.columns import ID, foreign_key, metadata, now, primary_key, text_enum
from service.kit.vocabulary import Role


class Session(SQLModel, table=True):
    """A signed-in browser."""

    __tablename__ = "session"

    id: int = primary_key()
    user_id: int = foreign_key("user.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class ApiToken(SQLModel, table=True):
    """What a program sends as `Authorization: Bearer`.

    `made_by` is the token that it was made with, by whose end it ends too; null for people.
    """

    __tablename__ = "api_token"

    id: int = primary_key()
    user_id: int = foreign_key("user.id", index=True)
    name: str
    token_hash: str = Field(unique=True)
    scope: Role = text_enum(Role, default=Role.ENGINEER)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    made_by: int | None = foreign_key("api_token.id", nullable=True, index=True)


class SignInLink(SQLModel, table=True):
    """A link that signs one user in, once.

    `made_by` is who made it over the API, `made_with` the token by whose end it ends too; null for
    whoever runs the service, and for people.
    """

    __tablename__ = "sign_in_link"

    id: int = primary_key()
    user_id: int = foreign_key("user.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    made_by: int | None = foreign_key("user.id", nullable=True)
    made_with: int | None = Field(default=None, sa_type=ID)


class Invitation(SQLModel, table=True):
    """A link to one project: who opens it types a name and labels."""

    __tablename__ = "invitation"

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    role: Role = text_enum(Role, default=Role.ANNOTATOR)
    token_hash: str = Field(unique=True)
    uses: int
    used: int = 0
    created_by: int = foreign_key("user.id")
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    made_with: int | None = Field(default=None, sa_type=ID)
    """The token by whose end it ends too; null for people."""


class WayBack(SQLModel, table=True):
    """What brings one browser back to the account that an invitation made in it."""

    __tablename__ = "way_back"

    id: int = primary_key()
    user_id: int = foreign_key("user.id", index=True)
    invitation_id: int = foreign_key("invitation.id", index=True)
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(default_factory=now)
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


INVITATIONS = metadata.tables["invitation"]
LINKS = metadata.tables["sign_in_link"]
SESSIONS = metadata.tables["session"]
TOKENS = metadata.tables["api_token"]
WAYS_BACK = metadata.tables["way_back"]

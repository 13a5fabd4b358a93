"""Ways in: what people and programs send, and what they are shown of themselves and of members."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from service.kit.fields import Body, seen
from service.kit.vocabulary import Role, UserState

SHORTEST, LONGEST = 10, 200
"""Characters of a password."""
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(Body):
    """A link's token (with the name typed to an invitation), or name and password.

    An invitation's token without a name leads back to the account that it made in this browser.
    """

    token: Secret | None = None
    name: Annotated[str | None, Field(max_length=80)] = None
    password: Annotated[str | None, Field(max_length=200)] = None


@dataclass(frozen=True, kw_only=True)
class Me:
    """Your own account."""

    id: int
    name: str
    role: Role
    project_id: Annotated[
        int | None, Field(description="Project that an invitation has just led to, if any.")
    ]
    has_password: Annotated[
        bool, Field(description="Whether you can sign in by name and password.")
    ]


@dataclass(frozen=True)
class WaysIn:
    passwords: Annotated[bool, Field(description="Whether anybody on this service has a password.")]


class MeChange(Body):
    name: Annotated[str, Field(max_length=80, description="Name that other people see.")]


class NewPassword(Body):
    password: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
    current: Annotated[
        str | None, Field(max_length=LONGEST, description="Your current password, if you have one.")
    ] = None


@dataclass(frozen=True)
class WhoIsThere:
    user: Annotated[Me | None, Field(description="Account that is signed in; null if none is.")]


class InvitationToken(Body):
    token: Secret


@dataclass(frozen=True, kw_only=True)
class InvitationPreview:
    """What an invitation leads to, before anybody joins by it."""

    project_id: int
    project_name: str
    role: Role
    invited_by: Annotated[str, Field(description="Name of the person to ask about the invitation.")]
    returning: Annotated[
        str | None,
        Field(description="Name of the account that the invitation made in this browser, if any."),
    ]


class NewToken(Body):
    name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(seen)]
    scope: Annotated[
        Role | None,
        Field(
            description="What the token may do; null: as an engineer, or less if the caller may do "
            "less."
        ),
    ] = None
    days: Annotated[
        int | None, Field(ge=1, le=3650, description="Number of days until the token expires.")
    ] = None


@dataclass(frozen=True, kw_only=True)
class TokenDetails:
    id: int
    name: str
    scope: Role
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IssuedToken(TokenDetails):
    token: Annotated[str, Field(description="Secret of the token; shown only once.")]


@dataclass(frozen=True, kw_only=True)
class BrowserSession:
    id: int
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    is_this: Annotated[
        bool, Field(description="Whether this is the session that sent the request.")
    ]


class AccountChange(Body):
    state: UserState


@dataclass(frozen=True, kw_only=True)
class Account:
    id: int
    name: str
    role: Role
    state: UserState


@dataclass(frozen=True)
class PracticeFigures:
    """Results of a practice round."""

    texts: Annotated[int, Field(description="Number of texts in the practice round.")]
    answered: int
    right: Annotated[
        int, Field(description="Number of answers that match the settled label of their text.")
    ]


@dataclass(frozen=True, kw_only=True)
class ProjectMember:
    user_id: int
    name: str
    role: Role
    state: UserState
    adjudicates: Annotated[
        bool,
        Field(description="Whether the member decides where answers differ; engineers always may."),
    ]
    is_program: bool
    is_owner: Annotated[
        bool,
        Field(description="Whether the member opened the project: they stay in it as an engineer."),
    ]
    practice: Annotated[
        PracticeFigures | None,
        Field(description="Results in practice; null if they haven't begun."),
    ]


@dataclass(frozen=True, kw_only=True)
class EndedInvitation:
    """An invitation that ended together with the token that made it."""

    id: int
    project_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class EndedWithToken:
    """What ended together with a token, because it was made with it. People who have joined
    stay."""

    tokens: Annotated[list[str], Field(description="Names of the other tokens that ended.")]
    invitations: list[EndedInvitation]
    sign_in_links: Annotated[
        list[str],
        Field(description="Names of the people whose unused sign-in links ended."),
    ]


class MemberChange(Body):
    """Changes to a member. Fields that are left out stay as they are."""

    role: Literal[Role.ENGINEER, Role.ANNOTATOR] | None = None
    adjudicates: bool | None = None


class NewProgram(Body):
    name: Annotated[str, Field(max_length=80, description="Name that other people see.")]
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    days: Annotated[
        int | None,
        Field(ge=1, le=3650, description="Number of days until the program's token expires."),
    ] = None


@dataclass(frozen=True, kw_only=True)
class Program:
    """An account that labels, imports or reads with tokens only."""

    user_id: int
    name: str
    role: Role
    token: Annotated[str, Field(description="Secret of the program's token; shown only once.")]
    expires_at: datetime | None


class NewInvitation(Body):
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    uses: Annotated[int, Field(ge=1, le=1_000)] = 20
    days: Annotated[
        int, Field(ge=1, le=365, description="Number of days until the invitation expires.")
    ] = 14


@dataclass(frozen=True, kw_only=True)
class InvitationLink:
    id: int
    url: Annotated[
        str, Field(description="Link to send to the people you invite; shown only once.")
    ]
    role: Role
    uses: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """An invitation that people can still join by."""

    id: int
    role: Role
    uses_left: int
    expires_at: datetime
    made_by: Annotated[str, Field(description="Name of the person who made the invitation.")]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class MemberLink:
    url: Annotated[
        str, Field(description="Link to send only to the person it signs in; shown only once.")
    ]
    expires_at: datetime

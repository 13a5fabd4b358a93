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
    """A person as they see themselves."""

    id: int
    name: str
    role: Role
    project_id: Annotated[
        int | None, Field(description="The project that an invitation led to, if one did now.")
    ]
    has_password: Annotated[
        bool, Field(description="Whether you can sign in by name and password.")
    ]


@dataclass(frozen=True)
class WaysIn:
    passwords: Annotated[bool, Field(description="Whether somebody here has a password.")]


class MeChange(Body):
    name: Annotated[str, Field(max_length=80, description="What the others see.")]


class NewPassword(Body):
    password: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
    current: Annotated[
        str | None, Field(max_length=LONGEST, description="The one that you have, if you have one.")
    ] = None


@dataclass(frozen=True)
class WhoIsThere:
    user: Annotated[Me | None, Field(description="Null: nobody is signed in here.")]


class InvitationToken(Body):
    token: Secret


@dataclass(frozen=True, kw_only=True)
class InvitationPreview:
    """What an invitation leads to, before it is taken."""

    project_id: int
    project_name: str
    role: Role
    invited_by: Annotated[str, Field(description="Whom to ask.")]
    returning: Annotated[
        str | None, Field(description="Whose account this invitation made in this browser.")
    ]


class NewToken(Body):
    name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(seen)]
    scope: Annotated[
        Role | None,
        Field(description="Null: `engineer`, or less where the token that asks may do less."),
    ] = None
    days: Annotated[int | None, Field(ge=1, le=3650, description="Until it expires.")] = None


@dataclass(frozen=True, kw_only=True)
class TokenDetails:
    id: int
    name: str
    scope: Role
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class IssuedToken(TokenDetails):
    token: Annotated[str, Field(description="Shown once.")]


@dataclass(frozen=True, kw_only=True)
class BrowserSession:
    id: int
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    is_this: Annotated[bool, Field(description="The one that asks.")]


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
    """Of somebody's practice round."""

    texts: Annotated[int, Field(description="In the round.")]
    answered: int
    right: Annotated[int, Field(description="Of those answered, as they are settled.")]


@dataclass(frozen=True, kw_only=True)
class ProjectMember:
    user_id: int
    name: str
    role: Role
    state: UserState
    adjudicates: Annotated[
        bool, Field(description="Decides where others' answers differ; engineers may without.")
    ]
    is_program: bool
    is_owner: Annotated[
        bool, Field(description="Opened the project: they stay in it, as an engineer.")
    ]
    practice: Annotated[
        PracticeFigures | None, Field(description="Null: they haven't begun to practise.")
    ]


@dataclass(frozen=True, kw_only=True)
class EndedInvitation:
    """An invitation that ended with the token that it was made with."""

    id: int
    project_id: int
    role: Role


@dataclass(frozen=True, kw_only=True)
class EndedWithToken:
    """What ended with a token, because it was made with it. Who joined already stays."""

    tokens: Annotated[list[str], Field(description="Names of further tokens.")]
    invitations: list[EndedInvitation]
    sign_in_links: Annotated[
        list[str],
        Field(description="Names of the people whom an unused link would have signed in."),
    ]


class MemberChange(Body):
    """What is left out stays."""

    role: Literal[Role.ENGINEER, Role.ANNOTATOR] | None = None
    adjudicates: bool | None = None


class NewProgram(Body):
    name: Annotated[str, Field(max_length=80, description="What the others see.")]
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    days: Annotated[int | None, Field(ge=1, le=3650, description="Until its token expires.")] = None


@dataclass(frozen=True, kw_only=True)
class Program:
    """An account that labels, imports or reads by tokens alone."""

    user_id: int
    name: str
    role: Role
    token: Annotated[str, Field(description="Shown once.")]
    expires_at: datetime | None


class NewInvitation(Body):
    role: Literal[Role.ENGINEER, Role.ANNOTATOR] = Role.ANNOTATOR
    uses: Annotated[int, Field(ge=1, le=1_000)] = 20
    days: Annotated[int, Field(ge=1, le=365, description="Until it expires.")] = 14


@dataclass(frozen=True, kw_only=True)
class InvitationLink:
    id: int
    url: Annotated[str, Field(description="Shown once: send it to the people you invite.")]
    role: Role
    uses: int
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class OpenInvitation:
    """One that people can still join by."""

    id: int
    role: Role
    uses_left: int
    expires_at: datetime
    made_by: Annotated[str, Field(description="The name of whoever made it.")]
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class MemberLink:
    url: Annotated[
        str, Field(description="Shown once: send it to nobody but the person it signs in.")
    ]
    expires_at: datetime

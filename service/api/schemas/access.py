from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from service.kit.fields import Body, Response, seen
from service.loop.people.set_password import LONGEST, SHORTEST
from service.vocabulary import Role, UserState

Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(Body):
    """A link's token (with the name typed to an invitation), or name and password.

    An invitation's token without a name leads back to the account that it made in this browser.
    """

    token: Secret | None = None
    name: Annotated[str | None, Field(max_length=80)] = None
    password: Annotated[str | None, Field(max_length=200)] = None


class MeResponse(Response):
    id: int
    name: str
    role: Role
    project_id: Annotated[int | None, Field(description="The project an invitation led to.")] = None
    has_password: Annotated[
        bool | None, Field(description="Whether you can sign in by name and password.")
    ] = None


class WaysInResponse(Response):
    passwords: Annotated[bool, Field(description="Whether somebody here has a password.")]


class MeChange(Body):
    name: Annotated[str, Field(max_length=80, description="What the others see.")]


class NewPassword(Body):
    password: Annotated[str, Field(min_length=SHORTEST, max_length=LONGEST)]
    current: Annotated[
        str | None, Field(max_length=LONGEST, description="The one that you have, if you have one.")
    ] = None


class WhoIsThereResponse(Response):
    user: Annotated[MeResponse | None, Field(description="Null: nobody is signed in here.")]


class InvitationToken(Body):
    token: Secret


class InvitedResponse(Response):
    project_id: int
    project_name: str
    role: Role
    invited_by: Annotated[str, Field(description="Whom to ask.")]
    returning: Annotated[
        str | None, Field(description="Whose account this invitation made in this browser.")
    ]


class NewToken(Body):
    name: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(seen)]
    scope: Role = Role.ENGINEER
    days: Annotated[int | None, Field(ge=1, le=3650, description="Until it expires.")] = None


class TokenResponse(Response):
    id: int
    name: str
    scope: Role
    created_at: datetime
    expires_at: datetime | None


class MadeTokenResponse(TokenResponse):
    token: Annotated[str, Field(description="Shown once.")]


class SessionResponse(Response):
    id: int
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime
    is_this: Annotated[bool, Field(description="The one that asks.")]


class AccountChange(Body):
    state: UserState


class AccountResponse(Response):
    id: int
    name: str
    role: Role
    state: UserState

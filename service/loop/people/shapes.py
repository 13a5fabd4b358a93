"""What members of a project are asked for with, and what is said of them and of ways in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from service.kit.fields import Body
from service.vocabulary import Role, UserState


@dataclass(frozen=True, kw_only=True)
class ProjectMember:
    user_id: int
    name: str
    role: Role
    state: UserState
    adjudicates: Annotated[
        bool, Field(description="Decides where others' answers differ; engineers may without.")
    ]
    is_owner: Annotated[
        bool, Field(description="Opened the project: they stay in it, as an engineer.")
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

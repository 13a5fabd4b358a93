"""What belongs to whoever is signed in: name, password, and where they are signed in."""

from dataclasses import replace

from fastapi import APIRouter, Request

from service.api.dependencies import Id, Paged, address_of, ways_back
from service.api.door import Guarded
from service.api.schemas.access import MeChange, MeResponse, NewPassword, SessionResponse
from service.api.who_may import (
    NameWriter,
    SessionsReader,
    SessionsWriter,
    SignedInReader,
    SignedInWaiting,
)
from service.kit.page import Page
from service.loop.people.admit import SignedIn
from service.loop.people.end_sessions import end_session, list_sessions, sign_out_everywhere
from service.loop.people.names import change_name
from service.loop.people.set_password import Asking, change_password

router = APIRouter(prefix="/me", tags=["access"], route_class=Guarded)


@router.get("")
def get_me(reader: SignedInReader) -> MeResponse:
    return described(reader)


@router.patch("")
def patch_me(body: MeChange, writer: NameWriter) -> MeResponse:
    """Changes what you are called, in answers of before too.

    409 where somebody whom you meet in a project is called so, or nearly so.
    """
    renamed = change_name(writer.uow, writer.caller, body.name)
    caller = replace(writer.caller, name=renamed.name)
    return described(SignedIn(writer.app, writer.uow, caller))


def described(known: SignedIn) -> MeResponse:
    """A person as they see themselves."""
    caller = known.caller
    user = known.uow.access.user(caller.id)
    has_password = user is not None and user.password_hash is not None
    return MeResponse(id=caller.id, name=caller.name, role=caller.role, has_password=has_password)


@router.put("/password", status_code=204)
def put_password(body: NewPassword, request: Request, someone: SignedInWaiting) -> None:
    """Sets the password that one signs in with, beside one's name.

    Who has one sends it as `current`. Other browsers are signed out, and sign-in links end.
    """
    asking = Asking(someone.caller, address_of(request), ways_back(request).values())
    change_password(someone.app, asking, body.current, body.password)


@router.get("/sessions")
def get_sessions(reader: SessionsReader, paging: Paged) -> Page[SessionResponse]:
    """The browsers in which you are signed in."""
    found = list_sessions(reader.uow, reader.caller, paging)
    return found.shown(SessionResponse.model_validate)


@router.delete("/sessions", status_code=204)
def delete_sessions(writer: SessionsWriter) -> None:
    """Signs you out everywhere, here too; sign-in links and ways back end. Tokens stay."""
    sign_out_everywhere(writer.uow, writer.caller)


@router.delete("/sessions/{session_id}", status_code=204)
def delete_one_session(session_id: Id, writer: SessionsWriter) -> None:
    """Signs you out in one browser."""
    end_session(writer.uow, writer.caller, session_id)

"""What belongs to whoever is signed in: name, password, and where they are signed in."""

from fastapi import APIRouter, Request

from service.kit.page import Page
from service.people.end_access import end_session, list_sessions, sign_out_everywhere
from service.people.names import change_name
from service.people.set_password import SignedInBrowser, change_password
from service.people.shapes import BrowserSession, Me, MeChange, NewPassword
from service.people.show_me import show_me
from service.web.dependencies import Id, Paged, address_of, ways_back
from service.web.door import Guarded
from service.web.who_may import (
    NameWriter,
    SessionsReader,
    SessionsWriter,
    SignedInReader,
    SignedInWaiting,
)

router = APIRouter(prefix="/me", tags=["access"], route_class=Guarded)


@router.get("")
def get_me(reader: SignedInReader) -> Me:
    """Who you are, and whether you have a password."""
    return show_me(reader.uow, reader.caller)


@router.patch("")
def patch_me(body: MeChange, writer: NameWriter) -> Me:
    """Changes what you are called, in answers of before too.

    409 where somebody whom you meet in a project is called so, or nearly so.
    """
    return change_name(writer.uow, writer.caller, body.name)


@router.put("/password", status_code=204)
def put_password(body: NewPassword, request: Request, someone: SignedInWaiting) -> None:
    """Sets the password that one signs in with, beside one's name.

    Who has one sends it as `current`. Other browsers are signed out, and sign-in links end.
    """
    asking = SignedInBrowser(someone.caller, address_of(request), ways_back(request).values())
    change_password(someone.app, asking, body.current, body.password)


@router.get("/sessions")
def get_sessions(reader: SessionsReader, paging: Paged) -> Page[BrowserSession]:
    """The browsers in which you are signed in."""
    return list_sessions(reader.uow, reader.caller, paging)


@router.delete("/sessions", status_code=204)
def delete_sessions(writer: SessionsWriter) -> None:
    """Signs you out everywhere, here too; sign-in links and ways back end. Tokens stay."""
    sign_out_everywhere(writer.uow, writer.caller)


@router.delete("/sessions/{session_id}", status_code=204)
def delete_one_session(session_id: Id, writer: SessionsWriter) -> None:
    """Signs you out in one browser."""
    end_session(writer.uow, writer.caller, session_id)

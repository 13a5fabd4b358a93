"""What belongs to whoever is signed in: their password, and where they are signed in."""

from fastapi import APIRouter, Request

from service.api.dependencies import AppDep, CurrentPrincipal, Id, address_of, ways_back
from service.api.door import Guarded
from service.api.schemas.access import MeResponse, NewPassword, SessionListResponse, SessionResponse
from service.loop.app import App
from service.loop.people.end_sessions import end_session, list_sessions, sign_out_everywhere
from service.loop.people.permissions import Principal
from service.loop.people.set_password import Asking, change_password

router = APIRouter(prefix="/me", tags=["access"], route_class=Guarded)


@router.get("")
def get_me(principal: CurrentPrincipal, app: AppDep) -> MeResponse:
    return described(app, principal)


def described(app: App, principal: Principal) -> MeResponse:
    """A person as they see themselves."""
    with app.read() as uow:
        user = uow.access.user(principal.id)
        has_password = user is not None and user.password_hash is not None
    return MeResponse(
        id=principal.id, name=principal.name, role=principal.role, has_password=has_password
    )


@router.put("/password", status_code=204)
def put_password(
    body: NewPassword, request: Request, principal: CurrentPrincipal, app: AppDep
) -> None:
    """Sets the password that one signs in with, beside one's name.

    Who has one sends it as `current`. Other browsers are signed out, and sign-in links end.
    """
    asking = Asking(principal, address_of(request), ways_back(request).values())
    change_password(app, asking, body.current, body.password)


@router.get("/sessions")
def get_sessions(principal: CurrentPrincipal, app: AppDep) -> SessionListResponse:
    """The browsers in which you are signed in."""
    with app.read() as uow:
        return SessionListResponse(
            sessions=[
                SessionResponse(
                    id=each.id or 0,
                    created_at=each.created_at,
                    used_at=each.used_at,
                    expires_at=each.expires_at,
                    is_this=each.id == principal.session_id,
                )
                for each in list_sessions(uow, principal)
            ]
        )


@router.delete("/sessions", status_code=204)
def delete_sessions(principal: CurrentPrincipal, app: AppDep) -> None:
    """Signs you out everywhere, here too; sign-in links and ways back end. Tokens stay."""
    with app.write() as uow:
        sign_out_everywhere(uow, principal)


@router.delete("/sessions/{session_id}", status_code=204)
def delete_one_session(session_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    """Signs you out in one browser."""
    with app.write() as uow:
        end_session(uow, principal, session_id)

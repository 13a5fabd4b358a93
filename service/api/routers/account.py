"""What belongs to whoever is signed in: their password."""

from fastapi import APIRouter, Request

from service.api.dependencies import AppDep, CurrentPrincipal, address_of, ways_back
from service.api.door import Guarded
from service.api.schemas.access import Me, NewPassword
from service.loop.people.set_password import Asking, change_password

router = APIRouter(prefix="/me", tags=["access"], route_class=Guarded)


@router.get("")
def get_me(principal: CurrentPrincipal, app: AppDep) -> Me:
    with app.read() as uow:
        user = uow.access.user(principal.id)
        has_password = user is not None and user.password_hash is not None
    return Me(id=principal.id, name=principal.name, role=principal.role, has_password=has_password)


@router.put("/password", status_code=204)
def put_password(
    body: NewPassword, request: Request, principal: CurrentPrincipal, app: AppDep
) -> None:
    """Sets the password that one signs in with, beside one's name.

    Who has one sends it as `current`. Other browsers are signed out, and sign-in links end.
    """
    asking = Asking(principal, address_of(request), ways_back(request).values())
    change_password(app, asking, body.current, body.password)

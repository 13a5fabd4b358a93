from fastapi import APIRouter

from service.api.dependencies import Id
from service.api.door import Guarded
from service.api.schemas.access import AccountChange, AccountResponse
from service.api.who_may import AdminWriter
from service.loop.people.disable_account import change_state

router = APIRouter(prefix="/users", tags=["access"], route_class=Guarded)


@router.patch("/{user_id}")
def patch_user(user_id: Id, body: AccountChange, writer: AdminWriter) -> AccountResponse:
    """Disables an account, or enables it again; for administrators.

    Its sessions, tokens and links end at once, and the invitations that its owner made.
    """
    return AccountResponse.model_validate(
        change_state(writer.uow, writer.caller, user_id, body.state)
    )

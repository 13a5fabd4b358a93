from fastapi import APIRouter

from service.people.end_access import change_state
from service.people.issue_token import issue_token_for
from service.people.shapes import Account, AccountChange, IssuedToken, NewToken
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import AdminWriter

router = APIRouter(prefix="/users", tags=["access"], route_class=Guarded)


@router.patch("/{user_id}")
def patch_user(user_id: Id, body: AccountChange, writer: AdminWriter) -> Account:
    """Disables an account, or enables it again; for administrators.

    Its sessions, tokens and links end at once, and the invitations that its owner made.
    """
    return change_state(writer.uow, writer.caller, user_id, body.state)


@router.post("/{user_id}/tokens", status_code=201)
def post_user_token(user_id: Id, body: NewToken, writer: AdminWriter) -> IssuedToken:
    """Makes a token that speaks for somebody's account; for administrators.

    It may do what they may, and what is done by it is theirs. Its secret is shown this once.
    """
    return issue_token_for(writer.uow, user_id, body.name, body.scope, body.days, writer.caller)

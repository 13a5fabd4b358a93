"""Brings a member back whose session ended: an invitation would make them a new account."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Conflict, Forbidden, NotFound
from service.kit.vocabulary import UserState
from service.people.issue_token import not_after
from service.people.permissions import Principal, may_sign_in_as
from service.people.queries.access import Access
from service.people.shapes import MemberLink
from service.people.sign_in import LINK_LASTS, make_sign_in_link


def make_member_link(
    uow: UnitOfWork, principal: Principal, project_id: int, user_id: int, base: str
) -> MemberLink:
    """A link that signs a member in, once. Links begin with `base`."""
    user = uow[Access].user(user_id)
    if user is None or uow[Access].membership(project_id, user_id) is None:
        raise NotFound(f"User {user_id} is not in project {project_id}.")
    if user.state is not UserState.ACTIVE:
        raise Conflict("This account was disabled.")
    if not may_sign_in_as(uow, principal, user):
        raise Forbidden(
            "Only an administrator can make a sign-in link for this person. They do more than "
            "label, have a password, or are in a project that you don't run."
        )
    until = not_after(principal, uow.now + LINK_LASTS) or uow.now + LINK_LASTS
    secret = make_sign_in_link(uow, user, made_by=principal.id, until=until)
    return MemberLink(url=f"{base}/sign-in#token={secret}", expires_at=until)

"""Who is signed in, as they see themselves."""

from service.db.unit_of_work import UnitOfWork
from service.people.permissions import Principal
from service.people.queries.access import Access
from service.people.shapes import Me


def show_me(uow: UnitOfWork, caller: Principal, project_id: int | None = None) -> Me:
    """`project_id`: where an invitation has led just now."""
    user = uow[Access].user(caller.id)
    return Me(
        id=caller.id,
        name=caller.name,
        role=caller.role,
        project_id=project_id,
        has_password=user is not None and user.password_hash is not None,
    )

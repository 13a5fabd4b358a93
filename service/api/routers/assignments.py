from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal, Id
from service.api.schemas.assignments import (
    AssignmentAnswer,
    AssignmentRequest,
    ItemText,
    LeaseAnswer,
    Offered,
    Skip,
    Suggestion,
)
from service.loop.assign_items import assign_items
from service.loop.end_assignment import release, renew, skip
from service.loop.permissions import role_in

router = APIRouter(prefix="/projects/{project_id}/assignments", tags=["assignments"])


@router.post("")
def post_assignments(
    project_id: Id, body: AssignmentRequest, principal: CurrentPrincipal, app: AppDep
) -> Offered:
    """Offers items: first the caller's open leases, then new ones."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        offer = assign_items(uow, project_id, principal.id, body.limit)
        return Offered(
            assignments=[
                AssignmentAnswer(
                    id=lease.id or 0,
                    item=ItemText(id=item.id or 0, text=item.text, image=item.image),
                    suggestion=Suggestion(**lease.suggestion) if lease.suggestion else None,
                    expires_at=lease.expires_at,
                )
                for lease, item in offer.assignments
            ],
            reason=offer.reason,
            retry_after=offer.retry_after,
        )


@router.post("/{assignment_id}/renew")
def post_renew(
    project_id: Id, assignment_id: Id, principal: CurrentPrincipal, app: AppDep
) -> LeaseAnswer:
    with app.write() as uow:
        role_in(uow, principal, project_id)
        return LeaseAnswer.model_validate(renew(uow, project_id, principal.id, assignment_id))


@router.post("/{assignment_id}/skip")
def post_skip(
    project_id: Id, assignment_id: Id, body: Skip, principal: CurrentPrincipal, app: AppDep
) -> LeaseAnswer:
    """Doesn't ask the caller again; one other person is asked."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        ended = skip(uow, project_id, principal.id, assignment_id, body.reason)
        return LeaseAnswer.model_validate(ended)


@router.post("/{assignment_id}/release")
def post_release(
    project_id: Id, assignment_id: Id, principal: CurrentPrincipal, app: AppDep
) -> LeaseAnswer:
    """Gives the item back: anybody may get it next."""
    with app.write() as uow:
        role_in(uow, principal, project_id)
        return LeaseAnswer.model_validate(release(uow, project_id, principal.id, assignment_id))

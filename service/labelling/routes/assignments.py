from fastapi import APIRouter

from service.labelling.assign_items import assign_items
from service.labelling.end_assignment import release, renew, skip
from service.labelling.shapes import AssignmentRequest, LeaseState, Offer, Skip
from service.web.dependencies import Id
from service.web.door import Guarded
from service.web.who_may import Labeller

router = APIRouter(
    prefix="/projects/{project_id}/assignments", tags=["assignments"], route_class=Guarded
)


@router.post("")
async def post_assignments(body: AssignmentRequest, labeller: Labeller) -> Offer:
    """Offers items: first the caller's open leases, then new ones."""
    return await labeller.does(
        lambda uow, me: assign_items(uow, labeller.project_id, me.id, body.limit, body.holding)
    )


@router.post("/{assignment_id}/renew")
async def post_renew(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Keeps an item for longer."""
    return await labeller.does(
        lambda uow, me: renew(uow, labeller.project_id, me.id, assignment_id)
    )


@router.post("/{assignment_id}/skip")
async def post_skip(assignment_id: Id, body: Skip, labeller: Labeller) -> LeaseState:
    """Doesn't ask the caller again; one other person is asked."""
    return await labeller.does(
        lambda uow, me: skip(uow, labeller.project_id, me.id, assignment_id, body.reason)
    )


@router.post("/{assignment_id}/release")
async def post_release(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Gives the item back: anybody may get it next."""
    return await labeller.does(
        lambda uow, me: release(uow, labeller.project_id, me.id, assignment_id)
    )

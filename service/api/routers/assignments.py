from fastapi import APIRouter

from service.api.dependencies import Id
from service.api.door import Guarded
from service.api.schemas.assignments import (
    AssignmentRequest,
    LeaseResponse,
    OfferResponse,
    Skip,
)
from service.api.who_may import Labeller
from service.loop.labelling.assign_items import assign_items
from service.loop.labelling.end_assignment import release, renew, skip

router = APIRouter(
    prefix="/projects/{project_id}/assignments", tags=["assignments"], route_class=Guarded
)


@router.post("")
async def post_assignments(body: AssignmentRequest, labeller: Labeller) -> OfferResponse:
    """Offers items: first the caller's open leases, then new ones."""
    offer = await labeller.does(
        lambda uow, me: assign_items(uow, labeller.project_id, me.id, body.limit, body.holding)
    )
    return OfferResponse.of(offer)


@router.post("/{assignment_id}/renew")
async def post_renew(assignment_id: Id, labeller: Labeller) -> LeaseResponse:
    return await labeller.does(
        lambda uow, me: LeaseResponse.model_validate(
            renew(uow, labeller.project_id, me.id, assignment_id)
        )
    )


@router.post("/{assignment_id}/skip")
async def post_skip(assignment_id: Id, body: Skip, labeller: Labeller) -> LeaseResponse:
    """Doesn't ask the caller again; one other person is asked."""
    return await labeller.does(
        lambda uow, me: LeaseResponse.model_validate(
            skip(uow, labeller.project_id, me.id, assignment_id, body.reason)
        )
    )


@router.post("/{assignment_id}/release")
async def post_release(assignment_id: Id, labeller: Labeller) -> LeaseResponse:
    """Gives the item back: anybody may get it next."""
    return await labeller.does(
        lambda uow, me: LeaseResponse.model_validate(
            release(uow, labeller.project_id, me.id, assignment_id)
        )
    )

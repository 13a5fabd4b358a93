from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from service.kit.errors import PostilError
from service.kit.page import Page
from service.labelling.assign_items import assign_items
from service.labelling.end_assignment import release, renew, skip
from service.labelling.list_own_answers import list_own_answers, show_own_answer
from service.labelling.mark_program import mark_program
from service.labelling.set_aside import bring_back, list_set_aside, set_aside
from service.labelling.shapes import (
    AnnotationAndNext,
    AnnotationOutcome,
    AssignmentRequest,
    Bulk,
    BulkAnnotation,
    BulkOutcome,
    GiveBack,
    GivenBack,
    LeaseState,
    NewAnnotation,
    Offer,
    OutcomeAndOffer,
    OwnWork,
    OwnWorkQuery,
    SetAsideAnswers,
    SetAsideCount,
    Skip,
    StoredAnnotation,
    TakeAlong,
)
from service.labelling.submit_annotation import (
    answer_and_next,
    retract_annotation,
    show_annotation,
    show_submitted,
)
from service.labelling.take_along import give_back, take_along
from service.web.dependencies import Id, Paged
from service.web.door import Guarded, bulk
from service.web.who_may import AtWork, EngineerChanging, EngineerReader, Labeller, ProjectReader

annotations = APIRouter(prefix="/projects/{project_id}", tags=["annotations"], route_class=Guarded)
assignments = APIRouter(
    prefix="/projects/{project_id}/assignments", tags=["assignments"], route_class=Guarded
)
answers_set_aside = APIRouter(
    prefix="/projects/{project_id}", tags=["members"], route_class=Guarded
)


@annotations.post("/answer-and-next")
async def post_answer_and_next(body: AnnotationAndNext, labeller: Labeller) -> OutcomeAndOffer:
    """Stores an answer as `PUT annotations` does and offers items as `POST assignments` does.

    In one go: what one of them refuses keeps the other from nothing. Sent again it is the same
    answer.
    """
    return await labeller.does(lambda uow, me: answer_and_next(uow, labeller.project_id, me, body))


@annotations.put(
    "/annotations/{annotation_id}",
    responses={200: {"description": "It was here already."}, 201: {"description": "Stored."}},
)
async def put_annotation(
    annotation_id: UUID,
    body: NewAnnotation,
    response: Response,
    labeller: Labeller,
) -> StoredAnnotation:
    """Stores an answer under an id the client made: sending it again changes nothing.

    An answer whose lease has ended is kept too, marked late.
    """
    stored, is_new = await _store(labeller, annotation_id, body)
    response.status_code = 201 if is_new else 200
    return stored


@annotations.post("/annotations:bulk", openapi_extra=bulk(2 * 2**20))
async def post_bulk(body: Bulk, labeller: Labeller) -> BulkOutcome:
    """Stores up to 500 answers, each by itself: a result per row."""
    await labeller.does(lambda _uow, _me: None)
    return BulkOutcome([await _outcome(labeller, row) for row in body.annotations])


async def _outcome(labeller: AtWork, row: BulkAnnotation) -> AnnotationOutcome:
    try:
        return AnnotationOutcome.stored(*await _store(labeller, row.id, row))
    except PostilError as error:
        return AnnotationOutcome.refused(row.id, error)


async def _store(
    labeller: AtWork, annotation_id: UUID, sent: NewAnnotation
) -> tuple[StoredAnnotation, bool]:
    return await labeller.does(
        lambda uow, me: show_submitted(uow, labeller.project_id, me, annotation_id, sent)
    )


@annotations.post("/annotations/{annotation_id}/retract")
async def post_retract(annotation_id: UUID, labeller: Labeller) -> StoredAnnotation:
    """Takes an answer back, on record. The caller has its item on lease again."""
    return await labeller.does(
        lambda uow, me: show_annotation(
            uow, retract_annotation(uow, labeller.project_id, me.id, annotation_id)
        )
    )


@assignments.post("")
async def post_assignments(body: AssignmentRequest, labeller: Labeller) -> Offer:
    """Offers items: first the caller's open leases, then new ones."""
    return await labeller.does(
        lambda uow, me: assign_items(uow, labeller.project_id, me.id, body.limit, body.holding)
    )


@assignments.post(":take-along")
async def post_take_along(body: TakeAlong, labeller: Labeller) -> Offer:
    """Offers items as `POST assignments` does, kept for hours: for where there is no network.

    The caller's open leases are among them, and are kept as long.
    """
    return await labeller.does(lambda uow, me: take_along(uow, labeller.project_id, me.id, body))


@assignments.post(":release")
async def post_give_back(body: GiveBack, labeller: Labeller) -> GivenBack:
    """Gives several items back at once."""
    return await labeller.does(
        lambda uow, me: give_back(uow, labeller.project_id, me.id, body.assignments)
    )


@assignments.post("/{assignment_id}/renew")
async def post_renew(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Keeps an item for longer."""
    return await labeller.does(
        lambda uow, me: renew(uow, labeller.project_id, me.id, assignment_id)
    )


@assignments.post("/{assignment_id}/skip")
async def post_skip(assignment_id: Id, body: Skip, labeller: Labeller) -> LeaseState:
    """Doesn't ask the caller again; one other person is asked. It counts after the lease too.

    Sent again with a `reason`, it is the reason of that skip.
    """
    return await labeller.does(
        lambda uow, me: skip(uow, labeller.project_id, me.id, assignment_id, body.reason)
    )


@assignments.post("/{assignment_id}/release")
async def post_release(assignment_id: Id, labeller: Labeller) -> LeaseState:
    """Gives the item back: anybody may get it next."""
    return await labeller.does(
        lambda uow, me: release(uow, labeller.project_id, me.id, assignment_id)
    )


@annotations.get("/own-answers")
def get_own_answers(
    reader: ProjectReader, query: Annotated[OwnWorkQuery, Query()]
) -> Page[OwnWork]:
    """What you have answered and skipped, the latest first; of long texts the beginning."""
    return list_own_answers(reader.uow, reader.project_id, reader.caller.id, query)


@annotations.get("/own-answers/{item_id}")
def get_own_answer(item_id: Id, reader: ProjectReader) -> OwnWork:
    """One with its whole text. It is changed by another answer to the item."""
    return show_own_answer(reader.uow, reader.project_id, reader.caller.id, item_id)


@answers_set_aside.put("/members/{user_id}/program", status_code=204)
def put_program(user_id: Id, engineer: EngineerChanging) -> None:
    """Says that an account is a program. Its answers so far are no audit answers any more.

    Only an administrator can say so of who does more than label, has a password, or is in a
    project that the caller doesn't run.
    """
    mark_program(engineer.app, engineer.project_id, user_id, engineer.caller, is_program=True)


@answers_set_aside.delete("/members/{user_id}/program", status_code=204)
def delete_program(user_id: Id, engineer: EngineerChanging) -> None:
    """Says that an account is a person after all."""
    mark_program(engineer.app, engineer.project_id, user_id, engineer.caller, is_program=False)


@answers_set_aside.get("/set-aside")
def get_set_aside(reader: EngineerReader, paging: Paged) -> Page[SetAsideAnswers]:
    """People whose answers are set aside, members or not."""
    return list_set_aside(reader.uow, reader.project_id, paging)


@answers_set_aside.post("/members/{user_id}/set-aside")
def post_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Has all that somebody answered so far count no longer: others are asked for it.

    Also of somebody who is no member any more. Later answers count.
    """
    return set_aside(engineer.app, engineer.project_id, user_id, engineer.caller.id)


@answers_set_aside.delete("/members/{user_id}/set-aside")
def delete_set_aside(user_id: Id, engineer: EngineerChanging) -> SetAsideCount:
    """Has it count again, but for what they have answered anew."""
    return bring_back(engineer.app, engineer.project_id, user_id, engineer.caller.id)
